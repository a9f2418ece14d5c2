//! What happened to cards, as their screens show it.

use std::io::Write;
use std::process::ExitCode;

use serde_json::json;

use super::tell;
use crate::base::{Lang, Text, words as w};
use crate::cli::NO;
use crate::deck::CardKey;
use crate::store::Store;
use crate::study::Event;
use crate::study::past::told;
use crate::ui::world::World;

/// Prints the events of these cards, also by keys that they had before, the oldest first.
///
/// # Errors
/// A history that can't be read; the output can't be written.
pub fn print(keys: &[CardKey], json: bool, world: &World, store: &Store, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let mut list = Vec::new();
    let mut any = false;
    for key in keys {
        let events = store.events_of(key)?;
        any |= !events.is_empty();
        if json {
            list.push(json!({ "card": key.as_str(), "events": events }));
            continue;
        }
        if keys.len() > 1 && !events.is_empty() {
            writeln!(out, "{key}")?;
        }
        for line in events.iter().filter_map(|event| line(event, world)) {
            writeln!(out, "{line}")?;
        }
    }
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
    } else if !any {
        tell(out, &w::browse::NO_HISTORY.into(), world.lang)?;
    }
    Ok(if any { ExitCode::SUCCESS } else { ExitCode::from(NO) })
}

/// An event in a line: the day, and of an answer rating and time, then what else there is to say.
fn line(event: &Event, world: &World) -> Option<String> {
    let told = told(event, &world.calendar)?;
    let mut columns = vec![told.day.to_string()];
    if let Some(answered) = told.answered {
        columns.extend([world.say(answered.rating.label()), world.tell(&told.seconds())].map(str::to_string));
    }
    let more = joined(&told.parts, world.lang);
    columns.extend((!more.is_empty()).then_some(more));
    Some(columns.join("\t"))
}

/// Parts of what is told, in one text.
pub fn joined(parts: &[Text], lang: Lang) -> String {
    parts.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join(" · ")
}
