//! Cards, memory and history as JSON, for other programs.

use serde_json::{Value as Json, json};

use crate::deck::{Card, CardKey};
use crate::study::memory::{Due, Memory, Stage};

/// A card with what it asks: `{"card", "kind", "topic", "level", "tags", "title": {"en", "zh"}}`.
#[must_use]
pub fn card(card: &Card) -> Json {
    json!({
        "card": card.key.as_str(),
        "kind": card.kind().code(),
        "topic": card.topic.as_str(),
        "level": card.level.code(),
        "tags": card.tags,
        "title": card.title(),
    })
}

/// What is remembered of a card: `{"card", "stage", "stability" in days, "difficulty" 1 to 10, "due" a day or a moment, "answers", "lapses", "suspended", "flagged"}`.
#[must_use]
pub fn memory(key: &CardKey, memory: &Memory) -> Json {
    let due = memory.due.map(|due| match due {
        Due::On(day) => day.to_string(),
        Due::At(at) => at.to_string(),
    });
    let stage = match memory.stage {
        Stage::New => "new",
        Stage::Learning => "learning",
        Stage::Review => "review",
        Stage::Relearning => "relearning",
    };
    json!({
        "card": key.as_str(),
        "stage": stage,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "due": due,
        "answers": memory.count,
        "lapses": memory.lapses,
        "suspended": memory.suspended,
        "flagged": memory.flagged,
    })
}
