//! The Markdown of hashcards and repeater: `Q:` and `A:`, `C:` with each gap in square brackets, or `T:` and `D:` for a term and its definition, each of which is asked by the
//! other; other text is passed over.

use super::note::{Note, gap};

/// Which part of a card a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Outside,
    Question,
    Answer,
    Cloze,
    Term,
    Definition,
}

/// The cards of a text. Each gap of a `C:` is a card of its own, as it is there.
#[must_use]
pub fn read(text: &str) -> Vec<Note> {
    let mut reader = Reader { notes: Vec::new(), part: Part::Outside, question: String::new(), answer: String::new() };
    let mut in_code = false;
    for line in body(text).lines() {
        let marked = if in_code { None } else { marker(line) };
        // A block of code may begin behind a mark.
        let content = marked.map_or(line, |(_, rest)| rest);
        in_code ^= content.trim_start().starts_with("```");
        match marked {
            Some((part, rest)) => reader.begin(part, rest),
            None if !in_code && line.trim() == "---" => reader.end(),
            None => reader.go_on(line),
        }
    }
    reader.end();
    reader.notes
}

/// The name that the head of a file gives it: `name = "…"` between two lines `---`.
#[must_use]
pub fn title(text: &str) -> Option<String> {
    let head = text.strip_prefix("---")?.split("\n---").next()?;
    let name = head.lines().find_map(|line| line.trim().strip_prefix("name")?.trim_start().strip_prefix('='))?;
    let name = name.trim().trim_matches(['"', '\'']);
    (!name.is_empty()).then(|| name.to_string())
}

/// The text after the head.
fn body(text: &str) -> &str {
    match text.strip_prefix("---").and_then(|rest| rest.split_once("\n---")) {
        Some((head, rest)) if head.contains('=') => rest,
        Some(_) | None => text,
    }
}

fn marker(line: &str) -> Option<(Part, &str)> {
    [("Q:", Part::Question), ("A:", Part::Answer), ("C:", Part::Cloze), ("T:", Part::Term), ("D:", Part::Definition)]
        .into_iter()
        .find_map(|(mark, part)| line.strip_prefix(mark).map(|rest| (part, rest)))
}

struct Reader {
    notes: Vec<Note>,
    part: Part,
    question: String,
    answer: String,
}

impl Reader {
    fn begin(&mut self, part: Part, rest: &str) {
        let goes_on = matches!((self.part, part), (Part::Question, Part::Answer) | (Part::Term, Part::Definition));
        if !goes_on {
            self.end();
        }
        self.part = part;
        self.go_on(rest);
    }

    fn go_on(&mut self, line: &str) {
        let text = match self.part {
            Part::Outside => return,
            Part::Question | Part::Cloze | Part::Term => &mut self.question,
            Part::Answer | Part::Definition => &mut self.answer,
        };
        text.push_str(line);
        text.push('\n');
    }

    fn end(&mut self) {
        let (question, answer) = (std::mem::take(&mut self.question), std::mem::take(&mut self.answer));
        let (question, answer) = (question.trim(), answer.trim());
        match std::mem::replace(&mut self.part, Part::Outside) {
            Part::Answer if !question.is_empty() && !answer.is_empty() => self.notes.push(Note::flashcard(question, answer)),
            Part::Cloze => self.notes.extend(siblings(question, clozes(question))),
            Part::Definition if !question.is_empty() && !answer.is_empty() => {
                let (term, definition) = (gap(question, None), gap(answer, None));
                self.notes.extend(siblings(question, vec![format!("{term}\n\n{answer}"), format!("{question}\n\n{definition}")]));
            }
            Part::Outside | Part::Question | Part::Answer | Part::Term | Part::Definition => {}
        }
    }
}

/// The texts with gaps that one text stands for, none of which is asked on the day of another.
fn siblings(text: &str, clozes: Vec<String>) -> impl Iterator<Item = Note> {
    let name = (clozes.len() > 1).then(|| Note::cloze(text).id());
    clozes.into_iter().map(move |cloze| Note { siblings: name.clone(), ..Note::cloze(cloze) })
}

/// The texts that a text with gaps in square brackets stands for: in each, one of them is a gap.
fn clozes(text: &str) -> Vec<String> {
    let gaps = brackets(text);
    let plain = |from: usize, to: usize| text[from..to].replace("\\[", "[").replace("\\]", "]");
    let whole = |asked: usize| {
        let (mut out, mut last) = (String::new(), 0);
        for (index, &(open, close)) in gaps.iter().enumerate() {
            out.push_str(&plain(last, open));
            let answer = plain(open + 1, close);
            out.push_str(&if index == asked { gap(&answer, None) } else { answer });
            last = close + 1;
        }
        out.push_str(&plain(last, text.len()));
        out
    };
    (0..gaps.len()).map(whole).collect()
}

/// The places of brackets that are gaps: not escaped, not in formulas or code, not those of links and pictures.
fn brackets(text: &str) -> Vec<(usize, usize)> {
    let (mut gaps, mut open, mut fence, mut before) = (Vec::new(), None, None, '\0');
    for (at, c) in text.char_indices() {
        let escaped = before == '\\';
        match (c, fence) {
            ('$' | '`', None) if !escaped => fence = Some(c),
            ('$' | '`', Some(mark)) if mark == c && !escaped => fence = None,
            ('[', None) if !escaped && before != '!' => open = Some(at),
            (']', None) if !escaped => {
                if let Some(start) = open.take()
                    && !text[at + 1..].starts_with('(')
                    && start + 1 < at
                {
                    gaps.push((start, at));
                }
            }
            _ => {}
        }
        before = if escaped { '\0' } else { c };
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::note::Body;

    /// Notes that come of one text.
    fn together(name: &str, clozes: [&str; 2]) -> [Note; 2] {
        clozes.map(|cloze| Note { siblings: Some(name.into()), ..Note::cloze(cloze) })
    }

    #[test]
    fn questions_and_answers_may_have_several_lines_and_notes_between_them() {
        let text = "Some notes.\n\nQ: List them.\nIn order.\nA:\n\n- one\n- two\n\n---\nMore notes.\nQ: a\nA: b\nQ: no answer\nC: An [order] has [steps].\n";
        let flashcards = [Note::flashcard("List them.\nIn order.", "- one\n- two"), Note::flashcard("a", "b")];
        let gaps = together(&Note::cloze("An [order] has [steps].").id(), ["An {{order}} has steps.", "An order has {{steps}}."]);
        assert_eq!(read(text), [flashcards, gaps].concat());
    }

    #[test]
    fn brackets_of_formulas_code_links_and_pictures_are_no_gaps() {
        let [note] = &read("C: $x[0]$ and `y[1]` of ![p](a.png) and [l](u) \\[kept\\] is [asked].")[..] else { panic!("one gap") };
        assert_eq!(note.body, Body::Cloze("$x[0]$ and `y[1]` of ![p](a.png) and [l](u) [kept] is {{asked}}.".into()));
    }

    #[test]
    fn code_may_hold_what_looks_like_a_mark() {
        let notes = read("Q: What does it print?\n```\nA: no\n---\n```\nA: It prints that.\n");
        assert_eq!(notes, [Note::flashcard("What does it print?\n```\nA: no\n---\n```", "It prints that.")]);
        let notes = read("Q: Code?\nA: ```python\nQ: x\n```\n\nQ: Next?\nA: Yes.\n");
        assert_eq!(notes, [Note::flashcard("Code?", "```python\nQ: x\n```"), Note::flashcard("Next?", "Yes.")]);
    }

    #[test]
    fn a_term_and_its_definition_ask_each_other() {
        let notes =
            read("T: lithification\nD: The process of turning loose\nsediment into rock.\nT: no definition\n\nC: [P(a|b)] is [$a|b$].");
        let term = [
            "{{lithification}}\n\nThe process of turning loose\nsediment into rock.",
            "lithification\n\n{{The process of turning loose\nsediment into rock.}}",
        ];
        let terms = together(&Note::flashcard("lithification", "").id(), term);
        let gaps = together(&Note::cloze("[P(a|b)] is [$a|b$].").id(), ["{{P(a\\|b)}} is $a|b$.", "P(a|b) is {{$a|b$}}."]);
        assert_eq!(notes, [terms, gaps].concat());
    }

    #[test]
    fn a_head_names_the_deck() {
        let text = "---\nname = \"Cell Biology\"\n---\n\nC: The [mitochondria] is it.\n";
        assert_eq!(title(text).as_deref(), Some("Cell Biology"));
        assert_eq!(read(text), [Note::cloze("The {{mitochondria}} is it.")]);
        assert_eq!(title("Q: a\nA: b"), None);
    }
}
