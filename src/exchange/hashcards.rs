//! What `hashcards export` writes: cards with all their reviews, as JSON.
//!
//! Source: `src/cmd/export.rs` of its repository. Moments are local times without a zone; places of gaps are bytes, the last one included.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::base::Problem;
use crate::study::{Day, Rating};
use crate::text;

use super::note::{Deck, Note, gap};
use super::past::{Deed, Due, Past};

#[derive(Deserialize)]
struct Export {
    cards: Vec<Card>,
    sessions: Vec<Session>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Card {
    hash: String,
    /// The same for all cards of one text.
    family_hash: Option<String>,
    #[serde(default)]
    deck_name: String,
    content: Content,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Content {
    Basic { question: String, answer: String },
    Cloze { text: String, start: usize, end: usize },
}

#[derive(Deserialize)]
struct Session {
    reviews: Vec<Review>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Review {
    hash: String,
    #[serde(deserialize_with = "parsed")]
    reviewed_at: DateTime,
    grade: String,
    #[serde(deserialize_with = "parsed")]
    due_date: Date,
}

/// What a text in the export says.
fn parsed<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// The decks of an export, made where clocks show the time of this zone.
///
/// # Errors
/// A text that is no such export.
pub fn read(json: &str, zone: &TimeZone) -> Result<Vec<Deck>, Problem> {
    let export: Export = serde_json::from_str(json).map_err(|error| {
        Problem::new(text!("it is no export of hashcards: {error}", "不是 hashcards 的导出文件：{error}"))
            .help(text!("`hashcards export --output all.json` writes one", "可用 `hashcards export --output all.json` 导出"))
    })?;
    let mut pasts: HashMap<String, Past> = HashMap::new();
    let mut reviews: Vec<Review> = export.sessions.into_iter().flat_map(|session| session.reviews).collect();
    reviews.sort_by_key(|review| review.reviewed_at);
    for Review { hash, reviewed_at, grade, due_date } in reviews {
        let rating = match grade.to_ascii_lowercase().as_str() {
            "forgot" => Rating::Again,
            "hard" => Rating::Hard,
            "good" => Rating::Good,
            "easy" => Rating::Easy,
            _ => return Err(Problem::new(text!("there is no grade `{grade}` in hashcards", "hashcards 没有评分 `{grade}`"))),
        };
        let at: Timestamp = zone.to_ambiguous_timestamp(reviewed_at).compatible().unwrap_or_default();
        let past = pasts.entry(hash).or_default();
        past.deeds.push((at, Deed::Answered { rating, seconds: 0.0, practice: false }));
        past.due = Some(Due::On(Day::of(due_date)));
    }
    let mut decks: BTreeMap<String, Vec<Note>> = BTreeMap::new();
    for Card { hash, family_hash, deck_name, content } in export.cards {
        let mut note = match content {
            Content::Basic { question, answer } => Note::flashcard(question, answer),
            Content::Cloze { text, start, end } => match parts(&text, start, end) {
                Some([before, answer, after]) => Note::cloze(format!("{before}{}{after}", gap(answer, None))),
                // It is refused with its reason when it is written.
                None => Note::cloze(text),
            },
        };
        note.siblings = family_hash.and_then(|hash| Some(format!("text-{}", hash.get(..12)?.to_ascii_lowercase())));
        note.past[0] = Past { source: format!("hashcards {hash}"), ..pasts.remove(&hash).unwrap_or_default() };
        decks.entry(deck_name).or_default().push(note);
    }
    Ok(decks.into_iter().map(|(name, notes)| Deck { name, notes }).collect())
}

/// What stands before a gap, in it and after it.
fn parts(text: &str, start: usize, end: usize) -> Option<[&str; 3]> {
    let after = end.checked_add(1)?;
    Some([text.get(..start)?, text.get(start..after)?, text.get(after..)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;

    #[test]
    fn cards_and_reviews_are_read() {
        let json = r#"{"cards": [
            {"hash": "a1", "familyHash": null, "deckName": "Boxes", "location": {}, "content": {"basic": {"question": "What is IoU?", "answer": "A ratio."}}, "performance": null},
            {"hash": "b2", "familyHash": "0123456789abcdef", "deckName": "Boxes", "content": {"cloze": {"text": "交并比 is a ratio.", "start": 13, "end": 19}}}
        ], "sessions": [{"sessionId": 1, "startedAt": "2026-03-01T09:00:00", "endedAt": "2026-03-01T09:05:00", "reviews": [
            {"reviewId": 2, "hash": "a1", "reviewedAt": "2026-03-04T09:00:00.500", "grade": "easy", "stability": 1.0, "dueDate": "2026-03-20"},
            {"reviewId": 1, "hash": "a1", "reviewedAt": "2026-03-01T09:00:00", "grade": "Forgot", "stability": 1.0, "dueDate": "2026-03-02"}
        ]}]}"#;
        let [deck] = &read(json, &TimeZone::UTC).expect("it is an export")[..] else { panic!("one deck") };
        assert_eq!((deck.name.as_str(), &deck.notes[1].body), ("Boxes", &Note::cloze("交并比 is {{a ratio}}.").body));
        assert_eq!(deck.notes[1].siblings.as_deref(), Some("text-0123456789ab"));
        let past = &deck.notes[0].past[0];
        let at = |moment: &str| moment.parse::<Timestamp>().expect("a moment");
        let answered = |rating| Deed::Answered { rating, seconds: 0.0, practice: false };
        assert_eq!(
            past.deeds,
            [(at("2026-03-01T09:00:00Z"), answered(Rating::Again)), (at("2026-03-04T09:00:00.500Z"), answered(Rating::Easy))]
        );
        assert_eq!((past.due, past.source.as_str()), (Some(Due::On(Day::of(Date::constant(2026, 3, 20)))), "hashcards a1"));
    }

    #[test]
    fn other_texts_are_refused() {
        let told = |json: &str| read(json, &TimeZone::UTC).expect_err("it is none").message.get(Lang::En).to_string();
        assert!(told("{\"cards\": []}").starts_with("it is no export of hashcards: missing field `sessions`"));
        assert!(told("[").starts_with("it is no export of hashcards: "));
        let odd =
            r#"{"cards": [{"hash": "b", "content": {"cloze": {"text": "交", "start": 1, "end": 18446744073709551615}}}], "sessions": []}"#;
        assert!(read(odd, &TimeZone::UTC).is_ok_and(|decks| decks[0].notes.len() == 1));
    }
}
