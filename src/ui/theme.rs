//! Colours by role. A screen names what a thing is, never its colour, and never says by colour alone what a sign does not say too.

use ratatui::style::{Color, Modifier, Style};

/// The styles of the program, by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Text.
    pub text: Style,
    /// What matters less.
    pub faint: Style,
    /// Titles and what matters more.
    pub strong: Style,
    /// What is selected or has the focus.
    pub accent: Style,
    /// Right.
    pub right: Style,
    /// Wrong.
    pub wrong: Style,
    /// What needs attention and is no error.
    pub warning: Style,
    /// Names of keys.
    pub key: Style,
    /// Code.
    pub code: Style,
    /// Formulas.
    pub maths: Style,
    /// Rules between parts.
    pub rule: Style,
    /// What is typed into a field.
    pub input: Style,
}

impl Theme {
    /// Sixteen colours, as the terminal's own palette gives them.
    pub const SIXTEEN: Theme = Theme {
        text: Style::new(),
        faint: Style::new().fg(Color::DarkGray),
        strong: Style::new().add_modifier(Modifier::BOLD),
        accent: Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
        right: Style::new().fg(Color::Green),
        wrong: Style::new().fg(Color::Red),
        warning: Style::new().fg(Color::Yellow),
        key: Style::new().fg(Color::Cyan),
        code: Style::new().fg(Color::Yellow),
        maths: Style::new().fg(Color::Magenta),
        rule: Style::new().fg(Color::DarkGray),
        input: Style::new().add_modifier(Modifier::UNDERLINED),
    };

    /// No colours at all, for `NO_COLOR`: weight and underline alone.
    pub const PLAIN: Theme = Theme {
        text: Style::new(),
        faint: Style::new().add_modifier(Modifier::DIM),
        strong: Style::new().add_modifier(Modifier::BOLD),
        accent: Style::new().add_modifier(Modifier::BOLD),
        right: Style::new(),
        wrong: Style::new().add_modifier(Modifier::BOLD),
        warning: Style::new().add_modifier(Modifier::BOLD),
        key: Style::new().add_modifier(Modifier::BOLD),
        code: Style::new(),
        maths: Style::new(),
        rule: Style::new().add_modifier(Modifier::DIM),
        input: Style::new().add_modifier(Modifier::UNDERLINED),
    };
}
