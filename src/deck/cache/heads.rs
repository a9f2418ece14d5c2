//! A deck in the cache: its head, and of each card what lists, queues and filters need.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::base::Lang;
use crate::deck::kinds::Kind;
use crate::deck::later::{Later, Origin, Place, Source};
use crate::deck::model::{Card, CardKey, Deck, Topic};
use crate::deck::read::{Content, Reading, Reference, Referent, parts};
use crate::engine::Level;

use super::bytes::{Reader, Writer};

/// Puts a deck that was read from this text; false if it is none or something is wrong with it.
pub fn put(writer: &mut Writer, reading: &Reading, text: &str) -> bool {
    let Some(Content::Deck(deck)) = &reading.content else { return false };
    if !reading.notes.is_empty() || u32::try_from(text.len()).is_err() {
        return false;
    }
    writer.string(&deck.id);
    writer.text(&deck.title);
    writer.some(deck.about.as_ref(), Writer::text);
    writer.number(deck.topics.len() as u64);
    for (topic, title) in &deck.topics {
        writer.string(topic.as_str());
        writer.text(title);
    }
    writer.range(&deck.place);
    let mut titles = String::new();
    let placed: Vec<[Option<Range<usize>>; 2]> = deck
        .cards
        .iter()
        .map(|card| {
            let title = card.title();
            Lang::ALL.map(|lang| {
                let text = title.exact(lang)?;
                titles.push_str(text);
                Some(titles.len() - text.len()..titles.len())
            })
        })
        .collect();
    writer.string(&titles);
    let mut topics: Vec<&str> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for card in &deck.cards {
        numbers.entry(card.topic.as_str()).or_insert_with(|| {
            topics.push(card.topic.as_str());
            topics.len() - 1
        });
    }
    writer.number(topics.len() as u64);
    topics.iter().for_each(|topic| writer.string(topic));
    let parts = parts(text);
    writer.number(deck.cards.len() as u64);
    for (card, [en, zh]) in deck.cards.iter().zip(placed) {
        let part = parts.iter().find(|part| part.contains(&card.place.start)).cloned().unwrap_or(0..text.len());
        writer.string(card.key.card());
        writer.number(card.kind() as u64 * 2 + u64::from(card.is_reversible()));
        writer.number(numbers[card.topic.as_str()] as u64);
        writer.string(card.level.code());
        writer.range(&card.place);
        writer.range(&part);
        writer.some(en.as_ref(), Writer::range);
        writer.some(zh.as_ref(), Writer::range);
        writer.number(card.followups.len() as u64);
        card.followups.iter().for_each(|key| writer.string(key.as_str()));
        writer.number(card.tags.len() as u64);
        card.tags.iter().for_each(|tag| writer.string(tag));
        writer.some(card.siblings.as_deref(), Writer::string);
    }
    references(writer, &reading.references);
    true
}

/// Puts what a deck refers to, each once: if it is nowhere, the file is read again to tell every place.
fn references(writer: &mut Writer, references: &[Reference]) {
    let mut once: Vec<(u64, &str, &Range<usize>)> = Vec::new();
    for reference in references {
        let (kind, to) = match &reference.to {
            Referent::Card(key) => (0, key.as_str()),
            Referent::TopicOfCard(topic) => (1, topic.as_str()),
            Referent::TopicOfPlan(topic) => (2, topic.as_str()),
        };
        once.push((kind, to, &reference.place));
    }
    once.sort_by_key(|(kind, to, place)| (*kind, *to, place.start));
    once.dedup_by_key(|(kind, to, _)| (*kind, *to));
    writer.number(once.len() as u64);
    for (kind, to, place) in once {
        writer.number(kind);
        writer.string(to);
        writer.range(place);
    }
}

/// Takes a deck whose text is in this place; nothing if something does not fit.
pub fn take(reader: &mut Reader<'_>, place: Place) -> Option<Reading> {
    let id = reader.string()?;
    let title = reader.text()?;
    let about = reader.some(Reader::text)?;
    let named = reader.list(|reader| Some((Topic::new(reader.string()?), reader.text()?)))?;
    let head = reader.range()?;
    let file = Arc::new(Source { place, titles: reader.string()?.to_string() });
    let topics: Vec<Topic> = reader.list(|reader| reader.string().map(Topic::new))?;
    let cards = reader.list(|reader| card(reader, id, &topics, &file))?;
    let references = reader.list(|reader| {
        let to = match reader.number()? {
            0 => Referent::Card(CardKey::parse(reader.string()?)?),
            1 => Referent::TopicOfCard(Topic::new(reader.string()?)),
            2 => Referent::TopicOfPlan(Topic::new(reader.string()?)),
            _ => return None,
        };
        Some(Reference { to, place: reader.range()? })
    })?;
    let deck = Deck { id: id.to_string(), title, about, topics: named, cards, place: head };
    Some(Reading { content: Some(Content::Deck(deck)), notes: Vec::new(), references, cards: HashMap::new() })
}

fn card(reader: &mut Reader<'_>, deck: &str, topics: &[Topic], file: &Arc<Source>) -> Option<Card> {
    let key = CardKey::new(deck, reader.string()?);
    let kind = reader.number()?;
    let topic = topics.get(usize::try_from(reader.number()?).ok()?)?.clone();
    let level = Level::from_code(reader.string()?)?;
    let place = reader.range()?;
    let small = |range: Range<usize>| Some(u32::try_from(range.start).ok()?..u32::try_from(range.end).ok()?);
    let part = small(reader.range()?)?;
    let title = |reader: &mut Reader<'_>| reader.some(|reader| small(reader.range()?));
    let origin = Origin { file: Arc::clone(file), part, en: title(reader)?, zh: title(reader)? };
    let followups = reader.list(|reader| CardKey::parse(reader.string()?))?;
    let tags = reader.list(|reader| reader.string().map(str::to_string))?;
    let siblings = reader.some(|reader| reader.string().map(Box::from))?;
    let (reversible, kind) = (kind % 2 == 1, *Kind::ALL.get(usize::try_from(kind / 2).ok()?)?);
    Some(Card { key, topic, level, followups, tags, siblings, place, kind, reversible, later: Later::to_read(origin) })
}
