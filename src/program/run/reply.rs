//! What our harness says of a file or a case that failed, in words for the learner.

use serde_json::Value as Json;

use crate::base::Text;
use crate::text;

/// Whether the program got no more memory.
pub fn is_out_of_memory(reply: &Json) -> bool {
    reply.get("kind").and_then(Json::as_str) == Some("memory")
}

/// What went wrong, and where in the learner's file.
pub fn failed(reply: &Json) -> Text {
    let word = |name: &str| reply.get(name).and_then(Json::as_str).unwrap_or_default();
    let (error, names, has) = (word("error"), word("names"), word("has"));
    match reply.get("kind").and_then(Json::as_str) {
        Some("missing") => {
            let missing = text!("the file defines no function `{error}`", "文件中没有定义函数 `{error}`");
            match has {
                "" => missing,
                has => missing.then(&text!("; it defines {has}", "；其中定义了 {has}")),
            }
        }
        Some("signature") => {
            let head = word("head");
            text!("`{head}` can't be called with the inputs by name, {names}: {error}", "无法按名字传入 {names} 来调用 `{head}`：{error}")
        }
        Some("nothing") => {
            text!("it returned nothing, but {names} is due; is there a `return`?", "没有返回任何值，应返回 {names}；是否漏了 `return`？")
        }
        Some("lacks") => text!("what it returned lacks {names}; it has {has}", "返回值缺少 {names}；其中有 {has}"),
        Some("one") => text!(
            "it returned a single {has}; due are, by name or in this order: {names}",
            "只返回了一个 {has}；应按名字或按此顺序返回：{names}"
        ),
        Some("count") => text!("it returned {has} values; due are, in this order: {names}", "返回了 {has} 个值；应按此顺序返回：{names}"),
        Some("output") => text!("what it returned can't be read: {error}", "无法读取返回值：{error}"),
        Some(_) | None => match place(reply) {
            Some(place) => text!("{error} ({place})", "{error}（{place}）"),
            None => text!("{error}", "{error}"),
        },
    }
}

/// The place in the learner's file: its name, the line, and what stands there.
fn place(reply: &Json) -> Option<String> {
    let line = reply.get("line").and_then(Json::as_u64)?;
    let word = |name: &str| reply.get(name).and_then(Json::as_str).filter(|word| !word.is_empty());
    let file = word("file").unwrap_or_default();
    Some(match word("source") {
        Some(source) => format!("{file}:{line}: {source}"),
        None => format!("{file}:{line}"),
    })
}
