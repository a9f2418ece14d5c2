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
    /// Sixteen colours, as the terminal's own palette gives them: those that are read on black and on white.
    pub const SIXTEEN: Theme = Theme {
        text: Style::new(),
        faint: Style::new().fg(Color::DarkGray),
        strong: Style::new().add_modifier(Modifier::BOLD),
        accent: Style::new().fg(Color::LightBlue).add_modifier(Modifier::BOLD),
        right: Style::new().fg(Color::Green).add_modifier(Modifier::BOLD),
        wrong: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
        warning: Style::new().fg(Color::Magenta).add_modifier(Modifier::BOLD),
        key: Style::new().fg(Color::LightBlue),
        code: Style::new().fg(Color::Magenta),
        maths: Style::new().fg(Color::Magenta),
        rule: Style::new().fg(Color::DarkGray),
        input: Style::new().add_modifier(Modifier::UNDERLINED),
        shades: [
            Style::new(),
            Style::new().fg(Color::LightBlue),
            Style::new().bg(Color::Blue).fg(Color::White),
            Style::new().bg(Color::Cyan).fg(Color::Black),
            // White or black, whichever the background is not.
            Style::new().add_modifier(Modifier::REVERSED),
        ],
        series: [
            Style::new().fg(Color::LightBlue),
            Style::new().fg(Color::Magenta),
            Style::new().fg(Color::Cyan),
            Style::new().fg(Color::Red),
        ],
    };

    /// For a dark background, on terminals of 256 colours.
    pub const DARK: Theme = Theme {
        faint: Style::new().fg(Color::Indexed(247)),
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
            on(30, Color::Indexed(16)),
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

    /// With the strongest contrast on any background: the terminal's own two colours, weight and reversal alone; nothing is dimmed.
    pub const CONTRAST: Theme = Theme {
        faint: Style::new(),
        accent: Style::new().add_modifier(Modifier::BOLD).add_modifier(Modifier::REVERSED),
        rule: Style::new(),
        shades: [
            Style::new(),
            Style::new(),
            Style::new(),
            Style::new().add_modifier(Modifier::BOLD),
            Style::new().add_modifier(Modifier::REVERSED),
        ],
        ..Theme::PLAIN
    };

    /// No colours at all, for `NO_COLOR`: weight and underline alone.
    pub const PLAIN: Theme = Theme {
        text: Style::new(),
        faint: Style::new().add_modifier(Modifier::DIM),
        strong: Style::new().add_modifier(Modifier::BOLD),
        accent: Style::new().add_modifier(Modifier::BOLD),
        right: Style::new().add_modifier(Modifier::BOLD),
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

    type Rgb = [u8; 3];

    /// What terminals draw for a colour: xterm's own sixteen, then those that are the same everywhere.
    fn rgb(colour: Color) -> Rgb {
        match colour {
            Color::Black => [0, 0, 0],
            Color::Red => [205, 0, 0],
            Color::Green => [0, 205, 0],
            Color::Magenta => [205, 0, 205],
            Color::DarkGray => [127, 127, 127],
            Color::LightBlue => [92, 92, 255],
            Color::Indexed(16) => [0, 0, 0],
            Color::Indexed(cube @ 17..=231) => {
                let level = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
                [(cube - 16) / 36, (cube - 16) / 6 % 6, (cube - 16) % 6].map(level)
            }
            Color::Indexed(grey @ 232..) => [8 + 10 * (grey - 232); 3],
            other => panic!("{other:?}"),
        }
    }

    /// The contrast of two colours, from 1 to 21, as WCAG 2 has it.
    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let light = |colour: Rgb| {
            let [r, g, b] = colour.map(|part| {
                let part = f64::from(part) / 255.0;
                if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
        };
        let (one, other) = (light(one), light(other));
        one.max(other) / one.min(other)
    }

    /// The colours in which a theme writes, by role.
    fn written(theme: &Theme) -> Vec<(&'static str, Rgb)> {
        let roles = [
            ("text", theme.text),
            ("faint", theme.faint),
            ("strong", theme.strong),
            ("accent", theme.accent),
            ("right", theme.right),
            ("wrong", theme.wrong),
            ("warning", theme.warning),
            ("key", theme.key),
            ("code", theme.code),
            ("maths", theme.maths),
        ];
        roles.into_iter().filter_map(|(role, style)| Some((role, rgb(style.fg?)))).collect()
    }

    #[test]
    fn what_is_written_is_read_on_the_backgrounds_that_a_theme_is_for() {
        const BLACK: Rgb = [0; 3];
        const WHITE: Rgb = [255; 3];
        let grounds: [(Theme, &[Rgb], f64); 3] = [
            (Theme::DARK, &[BLACK, [40, 40, 40]], 4.5),
            (Theme::LIGHT, &[WHITE, [240, 240, 240]], 4.5),
            // Sixteen colours are the terminal's own: no green of theirs is read well on both, and it stands beside its sign.
            (Theme::SIXTEEN, &[BLACK, WHITE], 3.5),
        ];
        for (theme, backgrounds, least) in grounds {
            for (role, colour) in written(&theme).into_iter().filter(|(role, _)| least >= 4.5 || *role != "right") {
                for ground in backgrounds {
                    let found = contrast(colour, *ground);
                    assert!(found >= least, "{role} {colour:?} on {ground:?}: {found:.2}");
                }
            }
            for shade in theme.shades.iter().filter(|_| least >= 4.5) {
                let (Some(on), Some(colour)) = (shade.bg, shade.fg) else { panic!("{shade:?}") };
                assert!(contrast(rgb(on), rgb(colour)) >= least, "{shade:?}");
            }
        }
        assert!(written(&Theme::CONTRAST).is_empty() && written(&Theme::PLAIN).is_empty(), "they have the terminal's own two");
    }
}
