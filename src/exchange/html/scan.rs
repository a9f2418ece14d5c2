//! The pieces of HTML: text, tags, formulas, code, names of files.

/// A piece of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text, its entities read.
    Text(String),
    /// A formula.
    Maths {
        /// Its LaTeX.
        source: String,
        /// Whether it stands by itself.
        display: bool,
    },
    /// Code, of a line or of many.
    Code {
        /// The code.
        text: String,
        /// Its language; empty if it is not told.
        language: String,
    },
    /// The name of a picture or a sound.
    Media(String),
    /// A tag that opens something, in small letters.
    Open {
        /// Its name.
        name: String,
        /// Where a link leads.
        href: Option<String>,
    },
    /// A tag that closes something, in small letters.
    Close(String),
}

/// How formulas are marked: what opens one, what closes it, whether it stands by itself.
const MATHS: &[(&str, &str, bool)] =
    &[("\\(", "\\)", false), ("\\[", "\\]", true), ("[$$]", "[/$$]", true), ("[$]", "[/$]", false), ("[latex]", "[/latex]", false)];

/// Entities that people write; others are numbers, or stay as they are.
const ENTITIES: &[(&str, char)] = &[
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("lt", '<'),
    ("gt", '>'),
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("times", '×'),
    ("divide", '÷'),
    ("minus", '−'),
    ("plusmn", '±'),
    ("sdot", '⋅'),
    ("middot", '·'),
    ("bull", '•'),
    ("deg", '°'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("asymp", '≈'),
    ("infin", '∞'),
    ("radic", '√'),
    ("sum", '∑'),
    ("prod", '∏'),
    ("int", '∫'),
    ("part", '∂'),
    ("nabla", '∇'),
    ("isin", '∈'),
    ("rarr", '→'),
    ("larr", '←'),
    ("harr", '↔'),
    ("rArr", '⇒'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("phi", 'φ'),
    ("omega", 'ω'),
    ("Delta", 'Δ'),
    ("Sigma", 'Σ'),
    ("Omega", 'Ω'),
];

/// The pieces of a field, in order.
#[must_use]
pub fn pieces(html: &str) -> Vec<Piece> {
    let mut scan = Scan { rest: html, text: String::new(), pieces: Vec::new(), unclosed: Vec::new() };
    while !scan.rest.is_empty() {
        scan.step();
    }
    scan.end_text();
    scan.pieces
}

struct Scan<'a> {
    rest: &'a str,
    text: String,
    pieces: Vec<Piece>,
    /// What closes nothing any more, so that it is looked for once.
    unclosed: Vec<&'static str>,
}

impl Scan<'_> {
    fn step(&mut self) {
        let at = self.rest.find(['<', '&', '\\', '[']).unwrap_or(self.rest.len());
        self.text.push_str(&self.rest[..at]);
        self.rest = &self.rest[at..];
        let Some(first) = self.rest.chars().next() else { return };
        let known = match first {
            '<' => self.tag(),
            '&' => self.entity(),
            _ => self.maths() || self.sound(),
        };
        if !known {
            self.text.push(first);
            self.rest = &self.rest[first.len_utf8()..];
        }
    }

    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.pieces.push(Piece::Text(std::mem::take(&mut self.text)));
        }
    }

    fn piece(&mut self, piece: Piece) {
        self.end_text();
        self.pieces.push(piece);
    }

    fn entity(&mut self) -> bool {
        match entity(self.rest) {
            Some((c, length)) => {
                self.text.push(c);
                self.rest = &self.rest[length..];
                true
            }
            None => false,
        }
    }

    /// What stands before `close`, which is passed over too; nothing if it does not come.
    fn up_to(&mut self, from: usize, close: &'static str) -> Option<&str> {
        if self.unclosed.contains(&close) {
            return None;
        }
        let Some(at) = self.rest[from..].find(close) else {
            self.unclosed.push(close);
            return None;
        };
        let inside = &self.rest[from..from + at];
        self.rest = &self.rest[from + at + close.len()..];
        Some(inside)
    }

    fn maths(&mut self) -> bool {
        let Some(&(open, close, display)) = MATHS.iter().find(|(open, ..)| self.rest.starts_with(open)) else { return false };
        let Some(inside) = self.up_to(open.len(), close) else { return false };
        let source = plain(inside).split_whitespace().collect::<Vec<_>>().join(" ");
        let (source, display) = match open {
            "[latex]" => latex(&source),
            _ => (source.as_str(), display),
        };
        let source = source.trim().to_string();
        if !source.is_empty() {
            self.piece(Piece::Maths { source, display });
        }
        true
    }

    fn sound(&mut self) -> bool {
        const OPEN: &str = "[sound:";
        if !self.rest.starts_with(OPEN) {
            return false;
        }
        let Some(name) = self.up_to(OPEN.len(), "]").map(plain) else { return false };
        self.piece(Piece::Media(name));
        true
    }

    fn tag(&mut self) -> bool {
        if self.rest.starts_with("<!--") {
            if self.up_to(4, "-->").is_none() {
                self.rest = "";
            }
            return true;
        }
        let closes = self.rest.starts_with("</");
        let start = 1 + usize::from(closes);
        // `a < b` is no tag.
        if !self.rest[start..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
            return false;
        }
        let Some(inside) = self.up_to(start, ">") else { return false };
        let name: String = inside.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>().to_ascii_lowercase();
        let attributes = inside[name.len()..].to_string();
        match (name.as_str(), closes) {
            ("style" | "script" | "title", false) => self.skip(&name),
            ("pre" | "code", false) => self.code(&name, &attributes),
            ("img", _) => {
                if let Some(file) = attribute(&attributes, "src") {
                    self.piece(Piece::Media(file_name(&file)));
                }
            }
            (_, true) => self.piece(Piece::Close(name)),
            (_, false) => {
                let href = attribute(&attributes, "href").filter(|_| name == "a");
                self.piece(Piece::Open { name, href });
            }
        }
        true
    }

    /// The text up to the tag that closes this one, which is passed over; all that is left if none does.
    fn inside(&mut self, name: &str) -> String {
        let close = format!("</{name}");
        let end = (0..self.rest.len())
            .find(|&at| {
                self.rest.as_bytes()[at] == b'<' && self.rest.get(at..at + close.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(&close))
            })
            .unwrap_or(self.rest.len());
        let inside = self.rest[..end].to_string();
        let after = &self.rest[end..];
        self.rest = after.find('>').map_or("", |at| &after[at + 1..]);
        inside
    }

    fn skip(&mut self, name: &str) {
        self.inside(name);
    }

    fn code(&mut self, name: &str, attributes: &str) {
        let inside = self.inside(name);
        let mut language = language(attributes);
        if language.is_empty() && inside.trim_start().starts_with("<code") {
            language = inside.split('>').next().map(self::language).unwrap_or_default();
        }
        let text = plain(&inside);
        let text = text.trim_matches('\n').trim_end();
        if !text.trim().is_empty() {
            let text = if name == "pre" { format!("{text}\n") } else { text.trim().to_string() };
            self.piece(Piece::Code { text, language });
        }
    }
}

/// The language that a class tells, as `language-python`.
fn language(attributes: &str) -> String {
    let class = attribute(attributes, "class").unwrap_or_default();
    let named = class.split_whitespace().find_map(|class| class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-")));
    named.unwrap_or_default().chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-')).collect()
}

/// What an attribute of a tag is set to.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c == '=' || c.is_whitespace())?;
        let (found, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = after;
            continue;
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            Some(_) | None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(plain(value.trim_end_matches('/')));
        }
        rest = after;
    }
}

/// The name of a file as it lies on the disk; pictures that are written out in the field have none.
fn file_name(source: &str) -> String {
    if source.starts_with("data:") { "data".to_string() } else { unescaped(source) }
}

/// A name in which `%20` stands for what it means, as in an address.
fn unescaped(name: &str) -> String {
    let bytes = name.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = name.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| name.to_string())
}

/// The text of HTML in which tags mean nothing but the ends of lines.
fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let last = html.rfind('>').unwrap_or(0);
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((c, length)) = entity(rest) {
            out.push(c);
            rest = &rest[length..];
            continue;
        }
        let is_tag =
            html.len() - rest.len() < last && rest.starts_with('<') && rest[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
        match rest.find('>').filter(|_| is_tag) {
            Some(end) => {
                let name = rest[1..end].trim_start_matches('/').to_ascii_lowercase();
                let ends_line = name.starts_with("br") || rest.starts_with("</div") || rest.starts_with("</p>") || rest.starts_with("</li");
                out.push_str(if ends_line { "\n" } else { "" });
                rest = &rest[end + 1..];
            }
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The character that an entity at the beginning of a text means, and how long it is.
fn entity(text: &str) -> Option<(char, usize)> {
    let name = text.strip_prefix('&')?;
    let end = name.bytes().take(32).position(|byte| byte == b';')?;
    let name = &name[..end];
    let found = match name.strip_prefix('#') {
        Some(code) => char::from_u32(match code.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => code.parse().ok()?,
        })?,
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((if found == '\u{a0}' { ' ' } else { found }, end + 2))
}

/// What stands between Anki's `[latex]` marks, which is a whole document's: the formula without its dollars, and whether it stands by itself.
fn latex(source: &str) -> (&str, bool) {
    const DISPLAY: &[(&str, &str)] =
        &[("$$", "$$"), ("\\[", "\\]"), ("\\begin{displaymath}", "\\end{displaymath}"), ("\\begin{equation*}", "\\end{equation*}")];
    let within = |open: &str, close: &str| source.strip_prefix(open)?.strip_suffix(close);
    match DISPLAY.iter().find_map(|(open, close)| within(open, close)) {
        Some(inside) => (inside, true),
        None => (within("$", "$").unwrap_or(source), false),
    }
}
