//! Opening the pictures, sounds and films that a card names, from every screen that shows its text.
//!
//! A terminal shows their names alone. Inline pictures by a terminal's own protocol (sixel, kitty, iTerm2) are left out: each needs a decoder of image files, which would read
//! files of others' decks, a question to the terminal before the first frame, and lines that are no cells, while the system's viewer shows all sorts of files.

use std::path::Path;

use crate::base::{Problem, Text, Words, words as w};
use crate::deck::media::{Sort, find, named};
use crate::deck::{CardKey, edit};
use crate::text;

use super::keys::Hint;
use super::screen::{Context, Effect, Job, Message};
use super::viewer;
use super::world::World;

/// Which file of a card was opened last, and what came of it.
#[derive(Clone, Debug, Default)]
pub struct Media {
    /// The card, and how many of its files were opened.
    opened: Option<(CardKey, usize)>,
    /// The job that opens one.
    job: u64,
}

/// The files that these texts name, each once.
#[must_use]
pub fn named_in<'a>(texts: impl IntoIterator<Item = &'a Text>, world: &World) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in texts.into_iter().flat_map(|text| named(world.tell(text))) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

impl Media {
    /// The file that is opened next.
    fn next<'n>(&self, card: &CardKey, names: &'n [String]) -> Option<&'n String> {
        let opened = self.opened.as_ref().filter(|(of, _)| of == card).map_or(0, |(_, opened)| *opened);
        names.get(opened % names.len().max(1))
    }

    /// Of the keys those that do something: that for files says of which sort the next one is, and goes where the card names none.
    pub fn hints(&self, hints: &mut Vec<Hint>, card: Option<&CardKey>, names: &[String]) {
        let next = card.and_then(|card| self.next(card, names));
        hints.retain(|hint| hint.label != w::MEDIA || next.is_some());
        for hint in hints.iter_mut().filter(|hint| hint.label == w::MEDIA) {
            hint.label = next.map_or(w::MEDIA, |name| label(Sort::of(Path::new(name))));
        }
    }

    /// Opens the next of the files that a card names; says what happens.
    pub fn open(&mut self, card: &CardKey, names: &[String], context: &mut Context<'_>) -> Text {
        let place = edit::place(&context.world.library, card);
        let folder = place.as_ref().and_then(|place| place.path.parent());
        let (Some(folder), Some(name)) = (folder, self.next(card, names)) else { return w::NO_MEDIA.into() };
        match &mut self.opened {
            Some((of, opened)) if of == card => *opened += 1,
            other => *other = Some((card.clone(), 1)),
        }
        match start(folder, name, context) {
            Ok(job) => {
                self.job = job;
                text!("opening {name}", "正在打开 {name}")
            }
            Err(problem) => Text::plain(problem.line(context.world.lang)),
        }
    }

    /// What a job reports of a file that could not be opened.
    #[must_use]
    pub fn heard(&self, job: u64, message: &Message, world: &World) -> Option<Text> {
        match message {
            Message::Opened(Err(problem)) if job == self.job => Some(Text::plain(problem.line(world.lang))),
            Message::Opened(_)
            | Message::Failed(_)
            | Message::Solution(_)
            | Message::Judged(_)
            | Message::Fitted(_)
            | Message::Moves(_)
            | Message::Rebuilt(_) => None,
        }
    }
}

/// What the footer says of opening such a file.
const fn label(sort: Option<Sort>) -> Words {
    match sort {
        Some(Sort::Picture) => w::OPEN_PICTURE,
        Some(Sort::Sound) => w::OPEN_SOUND,
        Some(Sort::Film) => w::OPEN_FILM,
        Some(Sort::Document) | None => w::MEDIA,
    }
}

/// Has a file of a deck's folder opened; returns the number of the job.
fn start(folder: &Path, name: &str, context: &mut Context<'_>) -> Result<u64, Problem> {
    let path = find(folder, name)?;
    let job = Job::new(move || Message::Opened(viewer::open(&path)));
    let number = job.number;
    context.effects.push(Effect::Start(job));
    Ok(number)
}
