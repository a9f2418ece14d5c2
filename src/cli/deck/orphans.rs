//! `sqrtd deck orphans` and `sqrtd deck rename`: histories whose cards are gone, and giving them to others.

use std::io::Write;
use std::process::ExitCode;

use serde_json::json;

use crate::base::Problem;
use crate::base::nearest::nearest;
use crate::cli::Globals;
use crate::deck::{CardKey, Library};
use crate::store::{Store, settings};
use crate::study::{Event, Memory, Scheduler, What};
use crate::text;
use crate::ui::shell::Clock;
use crate::ui::world::deck_folders;

/// What is to be done with the cards that are gone.
pub struct Wish {
    /// Whether they are to be listed no more.
    pub hide: bool,
    /// Whether those are listed too that are not to be.
    pub all: bool,
    /// Whether JSON is printed.
    pub json: bool,
}

/// Lists the cards that were answered and are in no deck any more, or suspends them.
///
/// # Errors
/// A history that can't be read or written.
pub fn run(wish: &Wish, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let (library, mut store) = open(globals)?;
    let (hidden, mut orphans): (Vec<_>, Vec<_>) = orphans(&library, &store)?.into_iter().partition(|(_, memory)| memory.suspended);
    let lang = globals.lang();
    if wish.hide {
        let now = Clock::from_environment()?.now();
        let suspend = |(card, _): &(CardKey, Memory)| Event::new(now, What::Suspend { card: card.clone(), on: true });
        store.append(&orphans.iter().map(suspend).collect::<Vec<_>>())?;
        if !wish.json {
            let count = orphans.len();
            writeln!(out, "{}", text!("listed no more: {count}", "不再列出：{count}").get(lang))?;
            return Ok(ExitCode::SUCCESS);
        }
        orphans.iter_mut().for_each(|(_, memory)| memory.suspended = true);
    }
    let unlisted = if wish.all { 0 } else { hidden.len() };
    if wish.all {
        orphans.extend(hidden);
        orphans.sort_by(|a, b| a.0.cmp(&b.0));
    }
    if wish.json {
        let told =
            |(key, memory): &(CardKey, Memory)| json!({"card": key.as_str(), "answers": memory.count, "suspended": memory.suspended});
        writeln!(out, "{}", serde_json::to_string_pretty(&orphans.iter().map(told).collect::<Vec<_>>())?)?;
        return Ok(ExitCode::SUCCESS);
    }
    for (key, memory) in &orphans {
        let (count, s) = (memory.count, if memory.count == 1 { "" } else { "s" });
        let near = likely(&library, key).map(|near| text!("; perhaps `{near}` now", "；现在也许是 `{near}`"));
        let near = near.as_ref().map_or("", |near| near.get(lang));
        writeln!(out, "{}{near}", text!("{}  {count} answer{s}", "{}  {count} 次作答", key.as_str()).get(lang))?;
    }
    if unlisted > 0 {
        writeln!(out, "{}", text!("suspended, listed by --all: {unlisted}", "已暂停（用 --all 列出）：{unlisted}").get(lang))?;
    } else if orphans.is_empty() {
        writeln!(out, "{}", text!("every card with a history is in a deck", "有学习记录的卡片都在卡组中").get(lang))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Gives the history of one card to another.
///
/// # Errors
/// A card without a history, one that does not exist or has a history already; a history that can't be written.
pub fn rename(from: &str, to: &str, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let (library, mut store) = open(globals)?;
    let key = |text: &str| {
        CardKey::parse(text).ok_or_else(|| {
            Problem::new(text!("`{text}` names no card", "`{text}` 不是卡片名"))
                .help(text!("a card is `deck/card`", "卡片写作 `卡组/卡片`"))
        })
    };
    let (from, to) = (key(from)?, key(to)?);
    let memories = store.memories()?;
    let old = from.as_str();
    if !memories.contains_key(&from) {
        let problem = Problem::new(text!("there is no history of `{old}`", "没有 `{old}` 的学习记录"));
        return Err(match nearest(old, memories.keys().map(CardKey::as_str)) {
            Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
            None => {
                problem.help(text!("`sqrtd deck orphans` lists histories without a card", "`sqrtd deck orphans` 列出没有卡片的学习记录"))
            }
        }
        .into());
    }
    let new = to.as_str();
    if library.card(&to).is_none() {
        let problem = Problem::new(text!("there is no card `{new}`", "没有卡片 `{new}`"));
        return Err(match nearest(new, library.cards().map(|card| card.key.as_str())) {
            Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
            None => problem,
        }
        .into());
    }
    if memories.contains_key(&to) {
        return Err(Problem::new(text!("`{new}` has a history of its own", "`{new}` 已有自己的学习记录"))
            .help(text!("two histories can't become one", "两份学习记录不能合并为一份"))
            .into());
    }
    let event = Event::new(Clock::from_environment()?.now(), What::Rename { from: from.clone(), to: to.clone() });
    store.append(&[event])?;
    writeln!(out, "{}", text!("the history of {old} is that of {new} now", "{old} 的学习记录现归于 {new}").get(globals.lang()))?;
    Ok(ExitCode::SUCCESS)
}

fn open(globals: &Globals) -> anyhow::Result<(Library, Store)> {
    let dir = globals.data_dir()?;
    let (settings, _) = settings::load(&dir);
    let store = Store::open(&dir, Scheduler::new(settings.rules.clone())?)?;
    Ok((Library::load(&deck_folders(&dir, &settings)), store))
}

/// The histories without a card, by key.
fn orphans(library: &Library, store: &Store) -> Result<Vec<(CardKey, Memory)>, Problem> {
    let is_orphan = |key: &CardKey| library.card(&crate::study::question::card_key(key).0).is_none();
    let mut orphans: Vec<_> = store.memories()?.into_iter().filter(|(key, memory)| memory.count > 0 && is_orphan(key)).collect();
    orphans.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(orphans)
}

/// The card of the same name in another deck, or of a name like it in the same one.
fn likely<'a>(library: &'a Library, key: &CardKey) -> Option<&'a str> {
    let moved = library.cards().find(|card| card.key.card() == key.card());
    let renamed = || nearest(key.as_str(), library.deck(key.deck())?.cards.iter().map(|card| card.key.as_str()));
    moved.map(|card| card.key.as_str()).or_else(renamed)
}
