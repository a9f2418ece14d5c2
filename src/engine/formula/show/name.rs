//! Names as they are set: Greek letters, subscripts.

use super::super::source::greek_letter;

// Functions that LaTeX knows.
const COMMANDS: [&str; 14] = ["sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "log", "ln", "max", "min", "exp"];

/// A name on one line: `σ_q`, `β1`.
pub fn plain(canonical: &str) -> String {
    if let Some(constant) = constant(canonical) {
        return constant.1.to_string();
    }
    canonical
        .split('_')
        .map(|part| {
            let (stem, digits) = cut(part);
            greek_letter(stem).map_or_else(|| part.to_string(), |letter| format!("{letter}{digits}"))
        })
        .collect::<Vec<_>>()
        .join("_")
}

/// A name as LaTeX: `\sigma_{q}`, `\beta_{1}`.
pub fn latex(canonical: &str) -> String {
    if let Some(constant) = constant(canonical) {
        return constant.0.to_string();
    }
    let (first, rest) = canonical.split_once('_').unwrap_or((canonical, ""));
    let (stem, digits) = cut(first);
    let subscripts: Vec<String> =
        std::iter::once(digits.to_string()).chain(rest.split('_').map(letters)).filter(|part| !part.is_empty()).collect();
    let stem = letters(stem);
    if subscripts.is_empty() { stem } else { format!("{stem}_{{{}}}", subscripts.join(",")) }
}

/// The name of a function as LaTeX.
pub fn function(name: &str) -> String {
    match name {
        "maximum" => "\\max".into(),
        "minimum" => "\\min".into(),
        "log2" => "\\log_{2}".into(),
        "log10" => "\\log_{10}".into(),
        "asin" | "acos" | "atan" => format!("\\arc{}", &name[1..]),
        _ if COMMANDS.contains(&name) => format!("\\{name}"),
        _ => format!("\\operatorname{{{}}}", name.replace('_', "\\_")),
    }
}

fn constant(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "pi" => Some(("\\pi", "π")),
        "inf" => Some(("\\infty", "inf")),
        _ => None,
    }
}

// The digits at the end of a name are a subscript.
fn cut(part: &str) -> (&str, &str) {
    let stem = part.trim_end_matches(|c: char| c.is_ascii_digit());
    if stem.is_empty() { (part, "") } else { part.split_at(stem.len()) }
}

fn letters(part: &str) -> String {
    if part.len() <= 1 || part.bytes().all(|b| b.is_ascii_digit()) {
        return part.to_string();
    }
    if !part.is_ascii() {
        return format!("\\text{{{part}}}");
    }
    match (part, greek_letter(part)) {
        ("eps", _) => "\\varepsilon".into(),
        ("omicron", _) => "o".into(),
        // Capitals that look like Latin ones have no command.
        ("Alpha" | "Beta" | "Epsilon" | "Zeta" | "Eta" | "Iota" | "Kappa" | "Mu" | "Nu" | "Rho" | "Tau", _) => {
            format!("\\mathrm{{{}}}", &part[..1])
        }
        (_, Some(_)) => format!("\\{part}"),
        (_, None) => format!("\\mathrm{{{part}}}"),
    }
}
