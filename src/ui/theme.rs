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
    /// Backgrounds of numbers in a heat map, from the lowest to the highest.
    pub shades: [Style; 5],
    /// Curves of a chart, one after the other.
    pub series: [Style; 4],
}

const fn on(background: u8, text: Color) -> Style {
    Style::new().bg(Color::Indexed(background)).fg(text)
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
        shades: [
            Style::new(),
            Style::new().fg(Color::Cyan),
            Style::new().bg(Color::Blue).fg(Color::White),
            Style::new().bg(Color::Cyan).fg(Color::Black),
            Style::new().bg(Color::White).fg(Color::Black),
        ],
        series: [
            Style::new().fg(Color::Cyan),
            Style::new().fg(Color::Magenta),
            Style::new().fg(Color::Yellow),
            Style::new().fg(Color::Blue),
        ],
    };

    /// For a dark background, on terminals of 256 colours.
    pub const DARK: Theme = Theme {
        faint: Style::new().fg(Color::Indexed(245)),
        accent: Style::new().fg(Color::Indexed(80)).add_modifier(Modifier::BOLD),
        right: Style::new().fg(Color::Indexed(114)),
        wrong: Style::new().fg(Color::Indexed(210)),
        warning: Style::new().fg(Color::Indexed(222)),
        key: Style::new().fg(Color::Indexed(80)),
        code: Style::new().fg(Color::Indexed(222)),
        maths: Style::new().fg(Color::Indexed(183)),
        rule: Style::new().fg(Color::Indexed(240)),
        shades: [
            on(234, Color::Indexed(252)),
            on(23, Color::Indexed(254)),
            on(30, Color::Indexed(231)),
            on(37, Color::Indexed(16)),
            on(80, Color::Indexed(16)),
        ],
        series: [
            Style::new().fg(Color::Indexed(80)),
            Style::new().fg(Color::Indexed(183)),
            Style::new().fg(Color::Indexed(222)),
            Style::new().fg(Color::Indexed(111)),
        ],
        ..Theme::SIXTEEN
    };

    /// For a light background, on terminals of 256 colours.
    pub const LIGHT: Theme = Theme {
        faint: Style::new().fg(Color::Indexed(242)),
        accent: Style::new().fg(Color::Indexed(25)).add_modifier(Modifier::BOLD),
        right: Style::new().fg(Color::Indexed(22)),
        wrong: Style::new().fg(Color::Indexed(124)),
        warning: Style::new().fg(Color::Indexed(94)),
        key: Style::new().fg(Color::Indexed(25)),
        code: Style::new().fg(Color::Indexed(94)),
        maths: Style::new().fg(Color::Indexed(90)),
        rule: Style::new().fg(Color::Indexed(250)),
        shades: [
            on(255, Color::Indexed(236)),
            on(195, Color::Indexed(16)),
            on(152, Color::Indexed(16)),
            on(109, Color::Indexed(16)),
            on(24, Color::Indexed(231)),
        ],
        series: [
            Style::new().fg(Color::Indexed(25)),
            Style::new().fg(Color::Indexed(90)),
            Style::new().fg(Color::Indexed(94)),
            Style::new().fg(Color::Indexed(22)),
        ],
        ..Theme::SIXTEEN
    };

    /// With the strongest contrast: nothing is dimmed.
    pub const CONTRAST: Theme = Theme {
        faint: Style::new(),
        accent: Style::new().add_modifier(Modifier::BOLD).add_modifier(Modifier::REVERSED),
        right: Style::new().fg(Color::LightGreen).add_modifier(Modifier::BOLD),
        wrong: Style::new().fg(Color::LightRed).add_modifier(Modifier::BOLD),
        warning: Style::new().fg(Color::LightYellow).add_modifier(Modifier::BOLD),
        key: Style::new().add_modifier(Modifier::BOLD),
        code: Style::new().fg(Color::LightYellow),
        maths: Style::new().fg(Color::LightMagenta),
        rule: Style::new(),
        shades: [
            Style::new(),
            Style::new(),
            Style::new(),
            Style::new().add_modifier(Modifier::BOLD),
            Style::new().add_modifier(Modifier::REVERSED),
        ],
        ..Theme::SIXTEEN
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
        shades: [
            Style::new(),
            Style::new(),
            Style::new(),
            Style::new().add_modifier(Modifier::BOLD),
            Style::new().add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED),
        ],
        series: [Style::new(); 4],
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::symbols::Symbols;

    #[test]
    fn no_theme_tells_right_from_wrong_by_colour_alone_or_dims_what_should_stand_out() {
        // Signs are told apart by themselves in both sets.
        for symbols in [Symbols::UNICODE, Symbols::ASCII] {
            assert!(symbols.right != symbols.wrong && symbols.wrong != symbols.partly && symbols.right != symbols.partly);
        }
        let contrast = Theme::CONTRAST;
        let dim = Modifier::DIM;
        for style in [contrast.text, contrast.faint, contrast.rule, contrast.key, contrast.right, contrast.wrong, contrast.warning] {
            assert!(!style.add_modifier.contains(dim) && style.fg != Some(Color::DarkGray), "{style:?}");
        }
        let all = [Theme::PLAIN.text, Theme::PLAIN.faint, Theme::PLAIN.accent, Theme::PLAIN.right, Theme::PLAIN.wrong, Theme::PLAIN.key];
        assert!(all.iter().all(|style| style.fg.is_none() && style.bg.is_none()), "without colours there are none");
    }
}
