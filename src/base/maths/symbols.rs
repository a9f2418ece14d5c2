//! The commands that stand for one sign, with what they become where only ASCII is drawn.

use super::node::Class;

/// A sign of mathematics.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbol {
    /// The command without its backslash; empty for signs that are only typed.
    pub(super) name: &'static str,
    /// The sign.
    pub(super) sign: char,
    /// How it stands among its neighbours.
    pub(super) class: Class,
    /// What is written in ASCII.
    pub(super) ascii: &'static str,
}

/// The sign that a command stands for.
pub(super) fn by_name(name: &str) -> Option<Symbol> {
    SYMBOLS.iter().find(|symbol| symbol.name == name).copied()
}

/// What is known of a sign that stands in the source as itself.
pub(super) fn by_sign(sign: char) -> Option<Symbol> {
    SYMBOLS.iter().find(|symbol| symbol.sign == sign).copied()
}

/// Functions, which are set upright and keep their distance; the flag says whether what stands below goes under them in a display.
pub(super) const FUNCTIONS: [(&str, bool); 32] = [
    ("Pr", true),
    ("arccos", false),
    ("arcsin", false),
    ("arctan", false),
    ("arg", false),
    ("cos", false),
    ("cosh", false),
    ("cot", false),
    ("coth", false),
    ("csc", false),
    ("deg", false),
    ("det", true),
    ("dim", false),
    ("exp", false),
    ("gcd", true),
    ("hom", false),
    ("inf", true),
    ("ker", false),
    ("lg", false),
    ("lim", true),
    ("liminf", true),
    ("limsup", true),
    ("ln", false),
    ("log", false),
    ("max", true),
    ("min", true),
    ("sec", false),
    ("sin", false),
    ("sinh", false),
    ("sup", true),
    ("tan", false),
    ("tanh", false),
];

macro_rules! symbols {
    ($($class:ident { $($name:literal $sign:literal $ascii:literal)* })*) => {
        const SYMBOLS: &[Symbol] = &[$($(Symbol { name: $name, sign: $sign, class: Class::$class, ascii: $ascii },)*)*];
    };
}

symbols! {
    Plain {
        "alpha" 'α' "alpha"  "beta" 'β' "beta"  "gamma" 'γ' "gamma"  "delta" 'δ' "delta"
        "varepsilon" 'ε' "eps"  "epsilon" 'ε' "eps"  "zeta" 'ζ' "zeta"  "eta" 'η' "eta"  "theta" 'θ' "theta"  "vartheta" 'ϑ' "theta"
        "iota" 'ι' "iota"  "kappa" 'κ' "kappa"  "lambda" 'λ' "lambda"  "mu" 'μ' "mu"  "nu" 'ν' "nu"  "xi" 'ξ' "xi"
        "omicron" 'ο' "o"  "pi" 'π' "pi"  "varpi" 'ϖ' "pi"  "rho" 'ρ' "rho"  "varrho" 'ϱ' "rho"  "sigma" 'σ' "sigma"
        "varsigma" 'ς' "sigma"  "tau" 'τ' "tau"  "upsilon" 'υ' "upsilon"  "phi" 'φ' "phi"  "varphi" 'φ' "phi"  "chi" 'χ' "chi"
        "psi" 'ψ' "psi"  "omega" 'ω' "omega"
        "Gamma" 'Γ' "Gamma"  "Delta" 'Δ' "Delta"  "Theta" 'Θ' "Theta"  "Lambda" 'Λ' "Lambda"  "Xi" 'Ξ' "Xi"  "Pi" 'Π' "Pi"
        "Sigma" 'Σ' "Sigma"  "Upsilon" 'Υ' "Upsilon"  "Phi" 'Φ' "Phi"  "Psi" 'Ψ' "Psi"  "Omega" 'Ω' "Omega"
        "ell" 'ℓ' "l"  "hbar" 'ℏ' "hbar"  "imath" 'ı' "i"  "jmath" 'ȷ' "j"  "Re" 'ℜ' "Re"  "Im" 'ℑ' "Im"  "aleph" 'ℵ' "aleph"  "wp" '℘' "p"
        "nabla" '∇' "grad"  "partial" '∂' "d"  "infty" '∞' "inf"  "forall" '∀' "for all"  "exists" '∃' "exists"  "nexists" '∄' "no"
        "neg" '¬' "not"  "lnot" '¬' "not"  "emptyset" '∅' "{}"  "varnothing" '∅' "{}"  "top" '⊤' "T"  "bot" '⊥' "_|_"
        "ldots" '…' "..."  "dots" '…' "..."  "dotsc" '…' "..."  "cdots" '⋯' "..."  "dotsb" '⋯' "..."  "vdots" '⋮' ":"  "ddots" '⋱' "\\"
        "prime" '′' "'"  "dprime" '″' "''"  "degree" '°' "deg"  "angle" '∠' "angle"  "checkmark" '✓' "ok"  "square" '□' "[]"  "triangle" '△' "tri"
        "dagger" '†' "+"  "ddagger" '‡' "++"  "surd" '√' "sqrt"  "backslash" '\\' "\\"
        "%" '%' "%"  "$" '$' "$"  "#" '#' "#"  "&" '&' "&"  "_" '_' "_"
    }
    Operator {
        "sum" '∑' "sum"  "prod" '∏' "prod"  "coprod" '∐' "coprod"  "bigcup" '⋃' "union"  "bigcap" '⋂' "intersect"
        "bigvee" '⋁' "or"  "bigwedge" '⋀' "and"  "bigoplus" '⨁' "(+)"  "bigotimes" '⨂' "(x)"  "bigodot" '⨀' "(.)"
        "int" '∫' "int"  "iint" '∬' "int int"  "oint" '∮' "oint"
    }
    Binary {
        "" '+' "+"  "" '−' "-"  "ast" '*' "*"  "pm" '±' "+-"  "mp" '∓' "-+"  "times" '×' "x"  "div" '÷' "/"  "cdot" '·' "*"
        "circ" '∘' "o"  "bullet" '•' "*"  "star" '⋆' "*"  "odot" '⊙' "(.)"  "oplus" '⊕' "(+)"  "ominus" '⊖' "(-)"
        "otimes" '⊗' "(x)"  "oslash" '⊘' "(/)"  "cup" '∪' "u"  "cap" '∩' "n"  "setminus" '∖' "\\"  "land" '∧' "and"  "wedge" '∧' "and"
        "lor" '∨' "or"  "vee" '∨' "or"  "sqcup" '⊔' "|_|"  "sqcap" '⊓' "n"
    }
    Relation {
        "" '=' "="  "lt" '<' "<"  "gt" '>' ">"  "" ':' ":"  "le" '≤' "<="  "leq" '≤' "<="  "leqslant" '≤' "<="  "ge" '≥' ">="  "geq" '≥' ">="
        "geqslant" '≥' ">="  "ne" '≠' "!="  "neq" '≠' "!="  "approx" '≈' "~="  "simeq" '≃' "~="  "cong" '≅' "~="  "equiv" '≡' "=="
        "sim" '∼' "~"  "propto" '∝' "oc"  "ll" '≪' "<<"  "gg" '≫' ">>"  "in" '∈' "in"  "notin" '∉' "not in"  "ni" '∋' "has"
        "subset" '⊂' "sub"  "subseteq" '⊆' "sub="  "supset" '⊃' "sup"  "supseteq" '⊇' "sup="  "mid" '|' "|"  "nmid" '∤' "!|"
        "parallel" '∥' "||"  "perp" '⊥' "_|_"  "to" '→' "->"  "rightarrow" '→' "->"  "gets" '←' "<-"  "leftarrow" '←' "<-"
        "longrightarrow" '⟶' "-->"  "longleftarrow" '⟵' "<--"  "leftrightarrow" '↔' "<->"  "Rightarrow" '⇒' "=>"  "Leftarrow" '⇐' "<="
        "Leftrightarrow" '⇔' "<=>"  "implies" '⟹' "==>"  "iff" '⟺' "<=>"  "mapsto" '↦' "|->"  "uparrow" '↑' "^"  "downarrow" '↓' "v"
        "coloneqq" '≔' ":="  "coloneq" '≔' ":="  "triangleq" '≜' ":="  "doteq" '≐' "=."  "prec" '≺' "<"  "succ" '≻' ">"
        "preceq" '⪯' "<="  "succeq" '⪰' ">="  "vdash" '⊢' "|-"  "models" '⊨' "|="  "lesssim" '≲' "<~"  "gtrsim" '≳' ">~"
        "hookrightarrow" '↪' "->"  "rightharpoonup" '⇀' "->"  "leadsto" '⇝' "~>"  "therefore" '∴' "so"  "because" '∵' "as"
    }
    Punctuation { "" ',' ","  "" ';' ";"  "colon" ':' ":" }
    Open {
        "" '(' "("  "lparen" '(' "("  "lbrack" '[' "["  "{" '{' "{"  "lbrace" '{' "{"  "langle" '⟨' "<"  "lfloor" '⌊' "floor("  "lceil" '⌈' "ceil("
        "lvert" '|' "|"  "lVert" '‖' "||"
    }
    Close {
        "" ')' ")"  "rparen" ')' ")"  "rbrack" ']' "]"  "}" '}' "}"  "rbrace" '}' "}"  "rangle" '⟩' ">"  "rfloor" '⌋' ")"  "rceil" '⌉' ")"
        "rvert" '|' "|"  "rVert" '‖' "||"
    }
    Bar { "vert" '|' "|"  "|" '‖' "||"  "Vert" '‖' "||" }
}

/// Every command that is known, for the nearest to a misspelt one.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    SYMBOLS.iter().map(|symbol| symbol.name).filter(|name| name.len() > 1).chain(FUNCTIONS.iter().map(|(name, _)| *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_takes_one_cell_and_has_its_ascii() {
        use unicode_width::UnicodeWidthChar;
        for symbol in SYMBOLS {
            assert_eq!(symbol.sign.width(), Some(1), "{}", symbol.name);
            assert!(symbol.ascii.is_ascii() && !symbol.ascii.is_empty(), "{}", symbol.name);
        }
    }

    #[test]
    fn no_command_is_listed_twice() {
        for (index, symbol) in SYMBOLS.iter().enumerate() {
            assert!(symbol.name.is_empty() || SYMBOLS[..index].iter().all(|other| other.name != symbol.name), "{}", symbol.name);
        }
    }
}
