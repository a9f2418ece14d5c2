//! What is done to cards beside answering them: the same changes as on the browse screen.

use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;
use serde_json::json;

use super::history::{self, joined};
use super::which::{Unknown, which};
use super::{Doing, moves_json, tell};
use crate::base::{Problem, Text, words as w};
use crate::cli::{FAILED, NO};
use crate::deck::edit::{self, Retag};
use crate::deck::{CardKey, Library};
use crate::store::{Store, decks};
use crate::study::change::{read_day, take_back};
use crate::study::past::told;
use crate::study::question::card_key;
use crate::study::{Change, Event};
use crate::text;
use crate::ui::world::World;

/// The user's data at a moment, and where to tell what was done.
pub struct Desk<'a> {
    /// Decks, memory, settings.
    pub world: World,
    /// The history.
    pub store: Store,
    /// The moment.
    pub now: Timestamp,
    /// Standard output.
    pub out: &'a mut dyn Write,
}

impl Desk<'_> {
    /// The cards that the words name; the exit status in place of them, once it was said why there are none.
    fn find(&mut self, words: &[String]) -> anyhow::Result<Result<Vec<CardKey>, ExitCode>> {
        match which(words, &self.world, self.now) {
            Ok(keys) if keys.is_empty() => {
                tell(&mut anstream::stderr(), &w::browse::NOTHING_FOUND.into(), self.world.lang)?;
                Ok(Err(ExitCode::from(NO)))
            }
            Ok(keys) => Ok(Ok(keys)),
            Err(Unknown::Key(problem)) => Err(problem.into()),
            Err(Unknown::Filter(told)) => {
                writeln!(anstream::stderr(), "{told}")?;
                Ok(Err(ExitCode::from(FAILED)))
            }
        }
    }

    /// Does something to cards.
    pub fn change(&mut self, doing: &Doing, changes: &[Change]) -> anyhow::Result<ExitCode> {
        let keys = match self.find(&doing.cards)? {
            Ok(keys) => keys,
            Err(code) => return Ok(code),
        };
        let standing = self.world.standing(self.now);
        let events: Vec<Event> = changes.iter().flat_map(|change| change.events(&keys, &standing)).collect();
        let mut changed: Vec<CardKey> = events.iter().filter_map(|event| event.card().cloned()).collect();
        changed.sort();
        changed.dedup();
        if !doing.dry_run {
            self.store.append(&events)?;
        }
        let told = match changes.first() {
            Some(Change::Reschedule(_)) if changed.is_empty() && keys.iter().all(|key| standing.memory(key).is_new()) => {
                w::browse::NEW_HAS_NO_DATE.into()
            }
            Some(_) | None if changed.is_empty() => w::browse::NOTHING_TO_CHANGE.into(),
            Some(change) => change.told(changed.len()),
            None => Text::default(),
        };
        self.report(doing, &changed, &told)
    }

    /// Asks cards on another day.
    pub fn reschedule(&mut self, doing: &Doing, on: &str) -> anyhow::Result<ExitCode> {
        let day = read_day(on, self.world.calendar.day(self.now))?;
        self.change(doing, &[Change::Reschedule(day)])
    }

    /// Works out all dates anew by the settings of now.
    pub fn reschedule_all(&mut self, dry_run: bool, json: bool) -> anyhow::Result<ExitCode> {
        let calendar = &self.world.calendar;
        let moves = self.store.moves(&self.world.scheduler, calendar.day(self.now), calendar)?;
        if !dry_run {
            self.store.rebuild()?;
        }
        if json {
            let mut told = moves_json(&moves);
            told["written"] = (!dry_run).into();
            writeln!(self.out, "{told}")?;
        } else {
            let told = if dry_run { text!("it would be so: ", "若执行，则").then(&moves.told()) } else { moves.told() };
            tell(self.out, &told, self.world.lang)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Gives cards other tags, in their decks' files.
    pub fn tag(&mut self, doing: &Doing, add: &[String], remove: &[String], copy: bool) -> anyhow::Result<ExitCode> {
        let mut cards: Vec<CardKey> = match self.find(&doing.cards)? {
            Ok(keys) => keys.iter().map(|key| card_key(key).0).collect(),
            Err(code) => return Ok(code),
        };
        cards.dedup();
        self.copy_shipped(&cards, copy, doing.dry_run)?;
        let files = edit::retags(&self.world.library, &cards, add, remove);
        let of = |path: &std::path::Path, retag: &Retag| {
            let deck = self.world.library.entries().iter().find(|entry| entry.file.path.as_deref() == Some(path));
            deck.and_then(|entry| entry.deck()).map(|deck| CardKey::new(&deck.id, &retag.card))
        };
        let mut changed: Vec<CardKey> = files.iter().flat_map(|(path, tags)| tags.iter().filter_map(|retag| of(path, retag))).collect();
        changed.sort();
        if !doing.dry_run {
            for (path, tags) in files {
                decks::change(&decks::Change::Tags { path, tags })?;
            }
        }
        let told = if changed.is_empty() { w::browse::NOTHING_TO_CHANGE.into() } else { edit::told(changed.len()) };
        self.report(doing, &changed, &told)
    }

    /// Copies the decks of shipped cards into the user's folder, or refuses to change what is shipped.
    fn copy_shipped(&mut self, cards: &[CardKey], copy: bool, dry_run: bool) -> anyhow::Result<()> {
        loop {
            let library: &Library = &self.world.library;
            let Some((card, file)) = cards.iter().find_map(|card| Some((card, edit::shipped(library, card)?))) else { return Ok(()) };
            if !copy {
                let deck = card.deck();
                return Err(Problem::new(text!(
                    "the deck `{deck}` is part of the program and can't be changed in place",
                    "卡组 `{deck}` 随程序内置，不能直接修改"
                ))
                .help(text!(
                    "with --copy it is copied into your folder first, where your copy takes its place",
                    "加上 --copy 会先复制到您的文件夹，由您的副本代替内置卡组"
                ))
                .into());
            }
            if dry_run {
                return Ok(());
            }
            let path = edit::copy_place(&self.world.data_dir.join("decks"), file);
            decks::change(&decks::Change::Copy { path, text: file.source().into_owned() })?;
            self.world.reload_decks();
        }
    }

    /// Takes back what was done last to cards beside answering them.
    pub fn undo(&mut self, json: bool) -> anyhow::Result<ExitCode> {
        let done = self.store.last_change()?;
        self.store.append(&take_back(&done, self.now))?;
        if json {
            writeln!(self.out, "{}", serde_json::to_string_pretty(&json!({ "undone": done }))?)?;
        } else if done.is_empty() {
            tell(self.out, &w::browse::NOTHING_TO_UNDO.into(), self.world.lang)?;
        } else {
            for event in &done {
                let parts = told(event, &self.world.calendar).map(|told| told.parts).unwrap_or_default();
                let (key, parts) = (event.card().map_or("", CardKey::as_str), joined(&parts, self.world.lang));
                tell(self.out, &text!("taken back: {key}: {parts}", "已撤销：{key}：{parts}"), self.world.lang)?;
            }
        }
        Ok(if done.is_empty() { ExitCode::from(NO) } else { ExitCode::SUCCESS })
    }

    /// Tells what was done, or would be.
    fn report(&mut self, doing: &Doing, changed: &[CardKey], told: &Text) -> anyhow::Result<ExitCode> {
        if doing.json {
            let keys: Vec<&str> = changed.iter().map(CardKey::as_str).collect();
            writeln!(self.out, "{}", json!({ "cards": keys, "written": !doing.dry_run }))?;
            return Ok(ExitCode::SUCCESS);
        }
        if doing.dry_run && !changed.is_empty() {
            tell(self.out, &text!("it would be so: ", "若执行，则").then(told), self.world.lang)?;
            for key in changed {
                writeln!(self.out, "{key}")?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        tell(self.out, told, self.world.lang)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Prints what happened to cards.
    pub fn history(&mut self, words: &[String], json: bool) -> anyhow::Result<ExitCode> {
        match self.find(words)? {
            Ok(keys) => history::print(&keys, json, &self.world, &self.store, self.out),
            Err(code) => Ok(code),
        }
    }
}
