//! The templates of Anki's cards: `{{Field}}`, `{{filter:Field}}`, `{{#Field}}…{{/Field}}`, `{{^Field}}…{{/Field}}`.
//!
//! Source: the Anki manual, "Field Replacements" and "Card Generation".

use std::collections::BTreeMap;

/// The sides of a card as HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// The question.
    pub front: String,
    /// The answer, without the question where the template repeats it.
    pub back: String,
    /// The answer that is to be typed, if one is.
    pub typed: Option<String>,
}

/// The sides of a card with these fields.
#[must_use]
pub fn sides(question: &str, answer: &str, fields: &BTreeMap<&str, &str>) -> Sides {
    let (front, typed) = render(question, fields);
    let (whole, _) = render(answer, fields);
    let rule = whole.find("<hr").filter(|at| whole[*at..].split('>').next().is_some_and(|tag| tag.contains("answer")));
    let (before, after) =
        rule.map_or((whole.as_str(), ""), |at| (&whole[..at], whole[at..].split_once('>').map_or("", |(_, after)| after)));
    let own = before.trim().strip_prefix(front.trim()).unwrap_or(before).trim();
    let back = if own.is_empty() || after.is_empty() { format!("{own}{after}") } else { format!("{own}<br>{after}") };
    Sides { front, back, typed }
}

/// A template with its fields filled in, and the field that is typed; the question that an answer repeats is left out.
fn render(template: &str, fields: &BTreeMap<&str, &str>) -> (String, Option<String>) {
    let (mut out, mut typed) = (String::new(), None);
    // The conditions that a place stands under, and whether each holds.
    let mut conditions: Vec<(&str, bool)> = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let shown = conditions.iter().all(|(_, holds)| *holds);
        if shown {
            out.push_str(before);
        }
        let Some((tag, after)) = after.split_once("}}") else {
            rest = "";
            break;
        };
        rest = after;
        let tag = tag.trim();
        let is_filled = |name: &str| fields.get(name).is_some_and(|field| !is_empty(field));
        if let Some(name) = tag.strip_prefix('#').map(str::trim) {
            conditions.push((name, is_filled(name)));
        } else if let Some(name) = tag.strip_prefix('^').map(str::trim) {
            conditions.push((name, !is_filled(name)));
        } else if let Some(name) = tag.strip_prefix('/').map(str::trim) {
            if let Some(at) = conditions.iter().rposition(|(open, _)| *open == name) {
                conditions.truncate(at);
            }
        } else if shown {
            let (filters, name) = tag.rsplit_once(':').unwrap_or(("", tag));
            let field = fields.get(name.trim()).copied().unwrap_or_default();
            if filters.split(':').any(|filter| filter.trim() == "type") {
                typed = Some(field.to_string());
            } else if !filters.trim_start().starts_with("tts") {
                out.push_str(field);
            }
        }
    }
    if conditions.iter().all(|(_, holds)| *holds) {
        out.push_str(rest);
    }
    (out, typed)
}

/// Whether a field has nothing to show.
fn is_empty(field: &str) -> bool {
    let mut rest = field;
    while let Some(inside) = rest.trim_start().strip_prefix('<') {
        let Some((tag, after)) = inside.split_once('>') else { return false };
        if !["br", "/br", "div", "/div", "p", "/p"].contains(&tag.trim_end_matches('/').trim()) {
            return false;
        }
        rest = after;
    }
    rest.replace("&nbsp;", " ").trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(question: &str, answer: &str) -> (String, String, Option<String>) {
        let fields = BTreeMap::from([("Term", "NMS"), ("What is it", "greedy"), ("Empty", "<br> &nbsp;")]);
        let Sides { front, back, typed } = sides(question, answer, &fields);
        (front, back, typed)
    }

    #[test]
    fn fields_conditions_and_filters_are_filled_in() {
        let (front, back, typed) = made(
            "{{Term}}{{#Empty}}no{{/Empty}}{{^Empty}} yes{{#Term}}!{{/Term}}{{/Empty}} {{text: Term}}{{tts en_US:Term}}",
            "{{FrontSide}}<hr id=\"answer\">{{hint:What is it}}{{Nowhere}}",
        );
        assert_eq!((front.as_str(), back.as_str(), typed), ("NMS yes! NMS", "greedy", None));
    }

    #[test]
    fn an_answer_that_repeats_the_question_loses_it() {
        assert_eq!(made("{{Term}}", "{{Term}}\n<hr id=answer>\n{{What is it}}").1.trim(), "greedy");
        assert_eq!(made("{{Term}}", "{{Term}}: {{What is it}}").1, ": greedy");
        assert_eq!(made("{{Term}}", "{{FrontSide}} more <hr id=answer>{{What is it}}").1, "more<br>greedy");
    }

    #[test]
    fn what_is_typed_is_told_apart() {
        let (front, back, typed) = made("{{Term}} {{type:What is it}}", "{{FrontSide}}<hr id=answer>{{type:What is it}}");
        assert_eq!((front.trim(), back.as_str(), typed.as_deref()), ("NMS", "", Some("greedy")));
    }

    #[test]
    fn broken_templates_end_where_they_break() {
        assert_eq!(made("{{Term}} {{#Term}}a {{/Other}} b {{Term", "{{/Term}}{{").0, "NMS a  b ");
        assert_eq!(made(&"{{#Term}}".repeat(1000), "").0, "");
    }
}
