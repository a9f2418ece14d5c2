//! The fields of Anki, which are HTML, made Markdown.
//!
//! - [`scan`]: the pieces of the HTML: text, tags, formulas, code. `write`: the Markdown that is made of them. `table`: tables.

mod scan;
mod table;
mod write;

use scan::{Piece, pieces};
use write::Writer;

/// Makes Markdown of a field: lines, lists, tables, emphasis, code and formulas are kept, pictures and sounds named, other tags dropped. What would mean
/// something in Markdown and does not in HTML is escaped.
#[must_use]
pub fn markdown(html: &str) -> String {
    let mut writer = Writer::default();
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => writer.text(&text),
            Piece::Maths { source, display } => writer.maths(&source, display),
            Piece::Code { text, language } => writer.code(&text, &language),
            Piece::Media(name) => writer.media(&name),
            Piece::Open { name, href } => writer.open(&name, href),
            Piece::Close(name) => writer.close(&name),
        }
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expect(cases: &[(&str, &str)]) {
        for (html, made) in cases {
            assert_eq!(markdown(html), *made, "{html}");
        }
    }

    #[test]
    fn lines_and_emphasis_are_kept() {
        expect(&[
            (
                "<div>The <b>variance</b> of&nbsp;<i>q</i>&sdot;k</div><div>is &lt; d &amp; &#8730;d</div>",
                "The **variance** of *q*⋅k\\\nis < d & √d",
            ),
            ("one<br>two<br><br>three<p>four</p>five", "one\\\ntwo\n\nthree\n\nfour\n\nfive"),
            ("<b>bold </b>text <b></b><i>x<br>y</i>", "**bold** text *x*\\\n*y*"),
            ("a\n  b", "a b"),
            ("<b>非极大值抑制（NMS）</b>是什么", "**非极大值抑制（NMS）** 是什么"),
            ("n<sup>2</sup>d, x<sub>i</sub>, e<sup>-kt</sup>", "n²d, xᵢ, e^(-kt)"),
            ("<h2>Head</h2>text<hr>more<blockquote>said<br>so</blockquote>end", "## Head\n\ntext\n\n---\n\nmore\n\n> said\\\n> so\n\nend"),
            ("<a href=\"https://x.org/a\">here</a> <a>there</a>", "[here](https://x.org/a) there"),
            ("<ruby>漢<rt>かん</rt></ruby>", "漢(かん)"),
        ]);
    }

    #[test]
    fn lists_and_tables_are_kept() {
        expect(&[
            (
                "Two:<ul><li>one</li><li>two<ol><li>inner</li><li><b>last</b></li></ol></li></ul>end",
                "Two:\n\n- one\n- two\n  1. inner\n  2. **last**\n\nend",
            ),
            ("<ol><li>a<br>b</li></ol>", "1. a\\\n   b"),
            (
                "<table><tr><th>op</th><th>cost</th></tr><tr><td>Q|K</td><td>n<br><i>d</i> \\(|x|\\)</td></tr><tr><td>V</td></tr></table>x",
                "| op | cost |\n| --- | --- |\n| Q\\|K | n *d* $\\vert x\\vert $ |\n| V |  |\n\nx",
            ),
            ("<table><tbody><tr><td>only</td></tr></tbody></table>", "only"),
        ]);
    }

    #[test]
    fn formulas_and_code_are_marked_as_ours() {
        expect(&[
            ("\\(x^2\\) and [$]y[/$]<br>\\[z<br>&lt; 1\\]", "$x^2$ and $y$\\\n$$z < 1$$"),
            ("[latex]$a$[/latex] [$$]b[/$$] [latex]$$c$$[/latex]", "$a$ $$b$$ $$c$$"),
            ("\\(\\) and \\( open", "and \\\\( open"),
            ("<code>a_b &lt; `c`</code>", "``a_b < `c` ``"),
            (
                "See<pre><code class=\"language-python\">def f(x):<br>    return x &lt; \\(3\\)\n</code></pre>end",
                "See\n\n```python\ndef f(x):\n    return x < \\(3\\)\n```\n\nend",
            ),
            ("<code>one<br>two</code>", "```\none\ntwo\n```"),
        ]);
    }

    #[test]
    fn what_means_nothing_in_html_is_escaped() {
        expect(&[
            ("Costs $5 and $6", "Costs \\$5 and \\$6"),
            ("a_b_c, 2 * 3, *x*, _y_, `z`, \\alpha, \\*", "a_b_c, 2 * 3, \\*x\\*, \\_y\\_, \\`z\\`, \\alpha, \\\\\\*"),
            (
                "# no head<br>- no list<br>1. none<br>+1 &gt; 0<br>&gt; no quote<br>===",
                "\\# no head\\\n\\- no list\\\n1\\. none\\\n+1 > 0\\\n\\> no quote\\\n\\===",
            ),
            ("~~x~~ &amp;lt; ![x](y)", "\\~\\~x\\~\\~ \\&lt; \\!\\[x](y)"),
        ]);
    }

    #[test]
    fn what_is_no_tag_stays_and_pictures_are_named() {
        expect(&[
            ("if a < b and c > d", "if a < b and c > d"),
            ("AT&T <img class=x src=\"n m%20s.png\" > <!-- no -->x[sound:a.mp3]", "AT&T ![](<n m s.png>) x![](<a.mp3>)"),
            ("100& <style>.x { a: b }</style><img src='data:image/png;base64,AAAA'>", "100& ![](<data>)"),
            ("{{c1::a <b>b</b>::hint}}", "{{c1::a **b**::hint}}"),
        ]);
    }

    proptest::proptest! {
        #[test]
        fn any_field_is_read(html in "(<(/?(ul|li|ol|b|i|pre|code|td|tr|table|a|p|div|br|sub|img src=x)>?)|[a&<>\\\\()\\[\\]$*\n ]|\\\\\\(|\\[sound:|[$$]|中){0,60}") {
            let made = markdown(&html);
            proptest::prop_assert!(made.len() <= 40 * html.len() + 200);
        }
    }

    #[test]
    fn deep_nesting_costs_no_more_than_it_is_long() {
        let made = markdown(&"<ul><li>x<blockquote>".repeat(20_000));
        assert!(made.len() < 4_000_000, "{}", made.len());
        assert!(markdown(&"<b><table><tr><td>".repeat(20_000)).len() < 1000);
        assert!(markdown(&"\\(<a ".repeat(50_000)).len() < 1_000_000);
    }
}
