//! Reading the settings: what is wrong is told with its place, and stands at its default.

use std::path::PathBuf;

use jiff::SignedDuration;
use jiff::civil::{Date, Time};

use crate::base::Lang;
use crate::deck::read::{self, Node, Note, Table};
use crate::study::memory::Rules;
use crate::text;

use super::{Keys, Placed, Ratings, Remap, Settings, Symbols, Theme};

/// Reads the settings from TOML, with all that is wrong.
#[must_use]
pub fn read(source: &str) -> (Settings, Vec<Note>) {
    let (settings, notes) = read::table(source, settings);
    (settings.unwrap_or_default(), notes)
}

fn settings(table: &mut Table<'_>) -> Settings {
    let unset = Settings::default();
    let rules = rules(table);
    Settings {
        language: table.get("language").and_then(|node| node.one_of(&["en", "zh"])).and_then(Lang::from_locale),
        theme: word(table, "theme", Theme::CODES, Theme::from_code),
        symbols: word(table, "symbols", Symbols::CODES, Symbols::from_code),
        keys: word(table, "keys", Keys::CODES, Keys::from_code),
        remap: table.get("remap").and_then(remap).unwrap_or_default(),
        mouse: table.get("mouse").and_then(Node::flag).unwrap_or(unset.mouse),
        plain: table.get("plain").and_then(Node::flag).unwrap_or(unset.plain),
        editor: table.get("editor").and_then(Node::string),
        decks: table
            .get("decks")
            .and_then(|node| node.each(0..=100, Node::string))
            .unwrap_or_default()
            .into_iter()
            .map(PathBuf::from)
            .collect(),
        new_per_day: whole(table, "new_per_day", 0, 9999).unwrap_or(unset.new_per_day),
        cards_per_session: whole(table, "cards_per_session", 0, 9999).unwrap_or(unset.cards_per_session),
        day_starts: table.get("day_starts").and_then(time).unwrap_or(unset.day_starts),
        tolerance: table.get("tolerance").and_then(|node| node.number_in(0.0005, 0.01)).unwrap_or(unset.tolerance),
        rules,
        ask_sure: table.get("ask_sure").and_then(Node::flag).unwrap_or(unset.ask_sure),
        ratings: word(table, "ratings", Ratings::CODES, Ratings::from_code),
        interview_date: table.get("interview_date").and_then(date),
        plan: table.get("plan").and_then(Node::string),
    }
}

fn rules(table: &mut Table<'_>) -> Rules {
    let unset = Rules::default();
    let steps = |table: &mut Table<'_>, key| table.get(key).and_then(|node| node.each(0..=10, wait));
    Rules {
        retention: table.get("retention").and_then(|node| node.number_in(0.7, 0.99)).map_or(unset.retention, |number| number as f32),
        learning: steps(table, "learning_steps").unwrap_or(unset.learning),
        relearning: steps(table, "relearning_steps").unwrap_or(unset.relearning),
        longest: whole(table, "longest_interval", 1, 36_500).unwrap_or(unset.longest),
        fuzz: table.get("fuzz").and_then(Node::flag).unwrap_or(unset.fuzz),
        leech: whole(table, "leech", 0, 999).unwrap_or(unset.leech),
        weights: table
            .get("weights")
            .and_then(|node| node.each(21..=21, |node| node.number_in(-1000.0, 1000.0)))
            .map(|weights| weights.into_iter().map(|weight| weight as f32).collect()),
    }
}

fn word<T: Default>(table: &mut Table<'_>, key: &'static str, codes: &[&str], read: impl Fn(&str) -> Option<T>) -> T {
    table.get(key).and_then(|node| node.one_of(codes)).and_then(read).unwrap_or_default()
}

fn whole(table: &mut Table<'_>, key: &'static str, low: i64, high: i64) -> Option<u32> {
    table.get(key).and_then(|node| node.whole_in(low, high)).and_then(|number| u32::try_from(number).ok())
}

/// Reads the keys of actions, screen by screen; an entry that can't be read leaves the others as they are.
fn remap(node: Node<'_>) -> Option<Vec<Remap>> {
    let screens = node.table()?.entries_at(|screen, at, node| {
        let screen = Placed { word: screen.to_string(), place: at };
        let actions = node.table()?.entries_at(|action, at, node| {
            let key = |node: Node<'_>| Some(Placed { word: node.string()?, place: node.place() });
            let keys = if node.is_string() { key(node).map(|key| vec![key]) } else { node.each(1..=5, key) };
            Some(keys.map(|keys| Remap { screen: screen.clone(), action: Placed { word: action.to_string(), place: at }, keys }))
        });
        Some(actions.unwrap_or_default().into_iter().flatten().collect::<Vec<_>>())
    });
    screens.map(|screens| screens.into_iter().flatten().collect())
}

/// Reads a time of day such as `04:00`; in the small hours or the morning, since a study day bears the date on which it begins.
fn time(node: Node<'_>) -> Option<Time> {
    let text = node.string()?;
    let parts = text.split_once(':').and_then(|(hour, minute)| Some((hour.parse::<i8>().ok()?, minute.parse::<i8>().ok()?)));
    let time = parts.filter(|(hour, _)| *hour < 12).and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
    if time.is_none() {
        node.wrong(
            text!("`{text}` is no time before noon", "`{text}` 不是中午之前的时刻"),
            Some(text!("write it as \"04:00\"", "请写成 \"04:00\"")),
        );
    }
    time
}

/// Reads a wait such as `90s`, `10m` or `2h`.
fn wait(node: Node<'_>) -> Option<SignedDuration> {
    let text = node.string()?;
    let unit = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3600,
        Some(_) | None => 0,
    };
    let number = text.get(..text.len().saturating_sub(1)).and_then(|number| number.trim().parse::<u16>().ok());
    let wait = number.map(|number| i64::from(number) * unit).filter(|seconds| (1..86_400).contains(seconds)).map(SignedDuration::from_secs);
    if wait.is_none() {
        node.wrong(
            text!("`{text}` is no wait within a day", "`{text}` 不是一天以内的间隔"),
            Some(text!("write it as \"90s\", \"10m\" or \"2h\"", "请写成 \"90s\"、\"10m\" 或 \"2h\"")),
        );
    }
    wait
}

/// Reads a date, with or without quotes.
fn date(node: Node<'_>) -> Option<Date> {
    let text = node.date_text()?;
    let date = text.parse().ok();
    if date.is_none() {
        node.wrong(text!("`{text}` is no date", "`{text}` 不是日期"), Some(text!("write it as 2026-12-01", "请写成 2026-12-01")));
    }
    date
}
