//! The fields of Anki, which are HTML, made Markdown.

/// Makes Markdown of a field: lines, emphasis, code and formulas are kept, other tags dropped, pictures and sounds named.
#[must_use]
pub fn markdown(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('&') { entity(rest, &mut out) } else { tag(rest, &mut out) };
    }
    out.push_str(rest);
    tidy(&sounds(&formulas(&out)))
}

/// Writes the character of an entity and returns what follows it.
fn entity<'a>(text: &'a str, out: &mut String) -> &'a str {
    let name = text[1..].split(';').next().unwrap_or_default();
    let found = match name {
        "nbsp" => Some(' '),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.strip_prefix('#').and_then(|code| {
            let code = match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => code.parse(),
            };
            char::from_u32(code.ok()?)
        }),
    };
    match found {
        Some(c) => {
            out.push(c);
            text.get(name.len() + 2..).unwrap_or_default()
        }
        None => {
            out.push('&');
            &text[1..]
        }
    }
}

/// Writes what a tag means and returns what follows it.
fn tag<'a>(text: &'a str, out: &mut String) -> &'a str {
    let Some(end) = text.find('>') else {
        out.push('<');
        return &text[1..];
    };
    let inside = &text[1..end];
    let name: String =
        inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let closes = inside.starts_with('/');
    let sign = match (name.as_str(), closes) {
        ("br", _) => "\n",
        ("p" | "div" | "ul" | "ol" | "table" | "tr" | "h1" | "h2" | "h3", _) => "\n",
        ("td" | "th", true) => " ",
        ("li", false) => "\n- ",
        ("b" | "strong", _) => "**",
        ("i" | "em", _) => "*",
        ("code", _) => "`",
        ("pre", _) => "\n```\n",
        ("img", _) => {
            let file = inside.split("src=").nth(1).map_or("", |rest| rest.trim_matches(['"', '\'', '/', ' ']));
            let file = file.split(['"', '\'', ' ']).next().unwrap_or_default();
            if !file.is_empty() {
                out.push_str(&format!("![](<{file}>)"));
            }
            ""
        }
        // `a < b` is no tag.
        ("", false) if !inside.starts_with('!') => {
            out.push('<');
            return &text[1..];
        }
        _ => "",
    };
    out.push_str(sign);
    &text[end + 1..]
}

/// The ways in which Anki marks formulas, as ours.
fn formulas(text: &str) -> String {
    let mut text = text.to_string();
    for (from, to) in [
        ("[latex]$$", "$$"),
        ("$$[/latex]", "$$"),
        ("[latex]", ""),
        ("[/latex]", ""),
        ("[$$]", "$$"),
        ("[/$$]", "$$"),
        ("[$]", "$"),
        ("[/$]", "$"),
        ("\\(", "$"),
        ("\\)", "$"),
        ("\\[", "$$"),
        ("\\]", "$$"),
    ] {
        text = text.replace(from, to);
    }
    text
}

/// The text with sounds named as pictures are.
fn sounds(text: &str) -> String {
    let mut parts = text.split("[sound:");
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        match part.split_once(']') {
            Some((file, rest)) => out.push_str(&format!("![](<{file}>){rest}")),
            None => out.push_str(part),
        }
    }
    out
}

/// The text without space at the ends of lines and with at most one empty line in a row.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_emphasis_and_entities_are_kept() {
        let html =
            "<div>The <b>variance</b> of&nbsp;<i>q</i>&middot;k</div><div>is &lt; d &amp; &#8730;d</div><ul><li>one</li><li>two</li></ul>";
        assert_eq!(markdown(html), "The **variance** of *q*&middot;k\n\nis < d & √d\n\n- one\n\n- two".replace("\n\n- two", "\n- two"));
    }

    #[test]
    fn formulas_are_marked_as_ours() {
        assert_eq!(markdown("\\(x^2\\) and [$]y[/$]<br>\\[z\\]"), "$x^2$ and $y$\n$$z$$");
        assert_eq!(markdown("[latex]$a$[/latex]"), "$a$");
    }

    #[test]
    fn what_is_no_tag_stays() {
        assert_eq!(markdown("if a < b and c > d"), "if a < b and c > d");
        assert_eq!(markdown("a < b"), "a < b");
        assert_eq!(markdown("AT&T <img src=\"nms.png\"> <!-- no -->x"), "AT&T ![](<nms.png>) x");
        assert_eq!(markdown("100&"), "100&");
    }
}
