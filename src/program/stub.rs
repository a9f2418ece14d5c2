//! What a learner's file begins with: the signature, the shapes, examples; nothing of the solution.

use crate::base::{Lang, Text, Words, words};
use crate::engine::field::{Default as Unless, Field, Kind};
use crate::engine::value::{Value, Values};
use crate::engine::{Level, Op, Wish, generate, json};

use super::language::{BuiltIn, How, Language, Tongue};

/// How many examples are given at most: one of each mode.
const EXAMPLES: usize = 3;
/// How many seeds are looked at for them.
const SEEDS: u64 = 8;

const INPUTS: Words = words("Inputs, by name:", "输入（按名字传入）：");
const OUTPUT: Words = words("Returns:", "返回：");
const OUTPUTS: Words = words("Returns, by name or as a tuple in this order:", "返回（按名字，或按此顺序的元组）：");
const EXAMPLE: Words = words("Example: ", "示例：");
const PYTHON_ARRAYS: Words = words(
    "Arrays come as nested lists; if this file imports numpy, they come as NumPy arrays.",
    "数组以嵌套列表传入；若本文件导入 numpy，则以 NumPy 数组传入。",
);
const LISTS: Words = words("Arrays come as nested arrays.", "数组以嵌套数组传入。");
const PROTOCOL: Words = words(
    "Each line of standard input is a JSON object of the inputs; each line of standard output is to be one of the outputs.",
    "标准输入的每一行是一个包含各输入的 JSON 对象；标准输出的每一行应为包含各输出的 JSON 对象。",
);

/// The text of a new file.
#[must_use]
pub fn stub(op: &'static Op, language: &Language, lang: Lang) -> String {
    match &language.how {
        How::BuiltIn(BuiltIn { tongue: Tongue::Python, .. }) => python(op, lang),
        How::BuiltIn(BuiltIn { tongue: Tongue::JavaScript, .. }) => javascript(op, lang),
        How::Template { comment, stub, .. } => {
            let inputs: Vec<&str> = op.inputs.iter().map(|field| field.name).collect();
            let source = stub.replace("{operation}", op.id).replace("{inputs}", &inputs.join(", "));
            format!("{}\n{source}", commented(&about(op, PROTOCOL, lang), comment))
        }
    }
}

fn python(op: &'static Op, lang: Lang) -> String {
    let parameters: Vec<(bool, String)> = op
        .inputs
        .iter()
        .map(|field| match default(field, ["False", "True"], "None") {
            Some(default) => (true, format!("{}={default}", field.name)),
            None => (false, field.name.to_string()),
        })
        .collect();
    // A parameter without a default may follow one with a default only if all are passed by name, which they are.
    let mixed = parameters.windows(2).any(|pair| pair[0].0 && !pair[1].0);
    let list: Vec<String> = parameters.into_iter().map(|(_, text)| text).collect();
    let star = if mixed { "*, " } else { "" };
    let doc: String = about(op, PYTHON_ARRAYS, lang).lines().map(|line| indented(line, "    ")).collect();
    format!("def {}({star}{}):\n    r\"\"\"{}    \"\"\"\n    raise NotImplementedError\n", op.id, list.join(", "), doc.trim_start())
}

fn javascript(op: &'static Op, lang: Lang) -> String {
    let parameters: Vec<String> = op
        .inputs
        .iter()
        .map(|field| match default(field, ["false", "true"], "null") {
            Some(default) => format!("{} = {default}", field.name),
            None => field.name.to_string(),
        })
        .collect();
    let doc = commented(&about(op, LISTS, lang), "//");
    format!("{doc}function {}({{ {} }}) {{\n  throw new Error(\"not implemented yet\");\n}}\n", op.id, parameters.join(", "))
}

fn commented(text: &str, sign: &str) -> String {
    text.lines().map(|line| indented(line, &format!("{sign} "))).collect()
}

fn indented(line: &str, lead: &str) -> String {
    format!("{}\n", format!("{lead}{line}").trim_end())
}

fn default(field: &Field, flags: [&str; 2], nothing: &str) -> Option<String> {
    match field.default {
        Unless::Required => None,
        Unless::Absent => Some(nothing.to_string()),
        Unless::Number(number) => Some(match field.kind {
            Kind::Flag => flags[usize::from(number != 0.0)].to_string(),
            Kind::Real | Kind::Whole | Kind::Word(_) => json::write_number(field.kind, number).to_string(),
        }),
        Unless::Word(word) => Some(format!("\"{word}\"")),
    }
}

/// What is to be written: title, fields, how arrays come, examples.
fn about(op: &'static Op, note: Words, lang: Lang) -> String {
    let mut text = format!("{}\n\n{}\n", op.title.get(lang), INPUTS.get(lang));
    fields(&mut text, op.inputs, lang);
    text.push_str(&format!("\n{}\n", if op.outputs.len() == 1 { OUTPUT } else { OUTPUTS }.get(lang)));
    fields(&mut text, op.outputs, lang);
    text.push_str(&format!("\n{}\n", note.get(lang)));
    for (task, input, outputs) in examples(op) {
        text.push_str(&format!("\n{}{}\n", EXAMPLE.get(lang), task.get(lang)));
        values(&mut text, op.inputs, &input);
        text.push_str("  ->\n");
        values(&mut text, op.outputs, &outputs);
    }
    text
}

fn fields(text: &mut String, fields: &[Field], lang: Lang) {
    let wide = fields.iter().map(|field| field.name.len()).max().unwrap_or(0);
    for field in fields {
        let shapes: Vec<String> = field.shape.split('|').map(|shape| format!("({})", shape.replace(',', ", "))).collect();
        let shape = if field.shape.is_empty() { String::new() } else { format!("{}  ", shapes.join(" / ")) };
        let words = match field.kind {
            Kind::Word(words) => format!(" ({})", words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")),
            Kind::Real | Kind::Whole | Kind::Flag => String::new(),
        };
        text.push_str(&format!("  {:<wide$}  {shape}{}{words}\n", field.name, field.about.get(lang)));
    }
}

fn values(text: &mut String, fields: &[Field], values: &Values) {
    for field in fields {
        match values.get(field.name) {
            None => {}
            Some(value @ Value::Word(_)) => text.push_str(&format!("  {} = {}\n", field.name, json::write(field, value))),
            Some(value @ Value::Array(_)) => {
                text.push_str(&format!("  {} = {}\n", field.name, short(&json::write(field, value).to_string())))
            }
        }
    }
}

/// A list with a space after each comma.
fn short(json: &str) -> String {
    json.replace(',', ", ")
}

/// Easy instances with what is asked of each, of which the tasks differ in more than numbers.
fn examples(op: &'static Op) -> Vec<(Text, Values, Values)> {
    let mut examples: Vec<(Text, Values, Values)> = Vec::new();
    let mut asked: Vec<String> = Vec::new();
    for seed in 0..SEEDS {
        let Ok(instance) = generate(op, &Wish { seed, level: Level::Easy, ..Wish::default() }) else { continue };
        let Ok(outputs) = op.outputs(&instance.input) else { continue };
        let task = instance.task();
        let words: String = task.get(Lang::En).chars().filter(|character| !character.is_ascii_digit() && *character != '.').collect();
        if examples.len() < EXAMPLES && !asked.contains(&words) {
            asked.push(words);
            examples.push((task, instance.input, outputs));
        }
    }
    examples
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ops;
    use crate::program::language::languages;

    #[test]
    fn a_stub_has_signature_shapes_and_examples() {
        let (all, _) = languages(std::path::Path::new("/nowhere"));
        let op = ops::find("softmax").expect("it is there");
        insta::assert_snapshot!(stub(op, &all[0], Lang::En));
        insta::assert_snapshot!(stub(op, &all[1], Lang::Zh));
    }

    #[test]
    fn no_operation_ends_a_comment_or_a_docstring_early() {
        for op in ops::ALL {
            for lang in Lang::ALL {
                let text = about(op, PYTHON_ARRAYS, lang);
                assert!(!text.contains("\"\"\"") && !text.contains('\r'), "{}", op.id);
            }
        }
    }
}
