//! Cards in a line each.

use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;
use serde_json::json;

use super::read_filter;
use crate::cli::{FAILED, NO};
use crate::study::Due;
use crate::study::browse::{Catalogue, state};
use crate::ui::widgets::plain::one_line;
use crate::ui::world::World;

/// Lists the cards that match.
///
/// # Errors
/// The output can't be written.
pub fn run(filter: &str, json: bool, world: &World, now: Timestamp, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let filter = match read_filter(filter, world.lang) {
        Ok(filter) => filter,
        Err(told) => {
            writeln!(anstream::stderr(), "{told}")?;
            return Ok(ExitCode::from(FAILED));
        }
    };
    let standing = world.standing(now);
    let catalogue = Catalogue::new(&world.library);
    let found = catalogue.find(&world.library, &filter, &standing);
    let mut list = Vec::new();
    for row in found.iter().filter_map(|at| catalogue.row(*at)) {
        let Some(card) = row.card(&world.library) else { continue };
        let key = row.key(card);
        let memory = standing.memory(&key);
        let state = state(&memory, &standing);
        if json {
            let due = memory.due.map(|due| match due {
                Due::On(day) => day.to_string(),
                Due::At(moment) => moment.to_string(),
            });
            list.push(json!({
                "key": key.as_str(), "kind": card.kind().code(), "topic": card.topic.as_str(), "level": card.level.code(), "tags": card.tags,
                "title": card.title(), "state": state.code(), "due": due, "stability": memory.stability, "difficulty": memory.difficulty,
                "recall": standing.scheduler.recall(&memory, standing.today), "answers": memory.count, "lapses": memory.lapses,
                "leech": memory.is_leech(standing.scheduler), "flagged": memory.flagged,
            }));
        } else {
            let (asked, title) = (state.text(), card.title());
            writeln!(out, "{key}\t{}\t{}\t{}", card.kind().code(), world.tell(&asked), one_line(world.tell(&title)))?;
        }
    }
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
    }
    Ok(if found.is_empty() { ExitCode::from(NO) } else { ExitCode::SUCCESS })
}
