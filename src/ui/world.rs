//! What all screens share: the decks, what is remembered, the settings, the language, the looks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use ratatui::layout::{Rect, Size};

use crate::base::{Lang, Text, Words, words};
use crate::deck::library::Found;
use crate::deck::{Cache, CardKey, Library};
use crate::store::settings::{self, Settings};
use crate::study::interview::{Interviews, Reading};
use crate::study::{Answer, Calendar, Days, Goal, Memories, Mistakes, Practised, Scheduler, Standing};

use super::chrome;
use super::keymap::Keymap;
use super::symbols::Symbols;
use super::theme::Theme;
use super::widgets::pad::Pads;

/// What all screens share. Screens read it; what is in the history reaches it through [`super::screen::Effect::Reload`].
#[derive(Debug)]
pub struct World {
    /// The language shown.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// The signs.
    pub symbols: Symbols,
    /// The keys that the learner chose.
    pub keymap: Keymap,
    /// The language of the system, where the settings name none.
    pub system_lang: Lang,
    /// Whether colours are wanted at all.
    pub colours: bool,
    /// The size of the terminal.
    pub size: Size,
    /// The place between header and footer of the screen that is seen.
    pub body: Rect,
    /// The folder of the user's history and decks.
    pub data_dir: PathBuf,
    /// The decks as they were read last.
    pub cache: Cache,
    /// What the clock shows that counts from the machine's start.
    pub reading: Reading,
    /// What the learner has chosen.
    pub settings: Settings,
    /// What is wrong with the file of the settings.
    pub problems: Vec<Found>,
    /// The seed asked for on the command line, of which all draws are made.
    pub seed: Option<u64>,
    /// The decks.
    pub library: Library,
    /// When days turn.
    pub calendar: Calendar,
    /// When cards come back.
    pub scheduler: Scheduler,
    /// What is remembered of each card that was ever answered.
    pub memories: Memories,
    /// What was done on each day.
    pub days: Days,
    /// How often each mistake was made.
    pub mistakes: Mistakes,
    /// The scratchpads that were left.
    pub pads: Pads,
    /// The answers in steps that were left before the last one.
    pub begun: BTreeMap<CardKey, Answer>,
    /// The practice of late, which a plan for a date counts.
    pub practised: Vec<Practised>,
    /// The interviews of the past.
    pub interviews: Interviews,
}

/// How things look: what a widget needs of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks {
    /// The language shown.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// The signs.
    pub symbols: Symbols,
}

impl World {
    /// How things look.
    #[must_use]
    pub fn looks(&self) -> Looks {
        Looks { lang: self.lang, theme: self.theme, symbols: self.symbols }
    }

    /// A text of the program in the language shown.
    #[must_use]
    pub fn say(&self, words: Words) -> &'static str {
        words.get(self.lang)
    }

    /// A label with what parts it from the text that follows: a space, but after a full-width sign nothing.
    #[must_use]
    pub fn lead(&self, label: Words) -> String {
        let label = self.say(label);
        let gap = if label.ends_with(['：', '？']) { "" } else { " " };
        format!("{label}{gap}")
    }

    /// A text of a deck or made at run time, in the language shown; in the other one where it lacks this one.
    #[must_use]
    pub fn tell<'a>(&self, text: &'a Text) -> &'a str {
        text.get(self.lang)
    }

    /// What a topic is called, in at most so many cells: its subject in the language shown, which gives way, and what of the subject it is about.
    #[must_use]
    pub fn topic(&self, topic: &str, room: usize) -> String {
        let (subject, ellipsis) = (self.library.subject(topic.split('/').next().unwrap_or(topic)), self.symbols.ellipsis);
        let detail = self.library.detail(topic).map(|detail| format!("{}{}", self.say(words::OF_SUBJECT), self.tell(&detail)));
        let detail = chrome::cut(&detail.unwrap_or_default(), room.saturating_sub(6), ellipsis);
        format!("{}{detail}", chrome::cut(self.tell(&subject), room.saturating_sub(chrome::width(&detail)), ellipsis))
    }

    /// Reads the decks again, after one was edited.
    pub fn reload_decks(&mut self) {
        self.library = Library::load_cached(&deck_folders(&self.data_dir, &self.settings), &self.cache);
    }

    /// The interview that the settings say is prepared for.
    #[must_use]
    pub fn goal(&self) -> Goal<'_> {
        let plan = self.settings.plan.as_deref().and_then(|id| self.library.plan(id));
        Goal { plan, date: self.settings.interview_date }
    }

    /// What is known of the learner at a moment.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing<'_> {
        Standing::new(&self.memories, &self.scheduler, &self.calendar, now)
    }
}

/// The folders of the user's own decks.
#[must_use]
pub fn deck_folders(data_dir: &Path, settings: &Settings) -> Vec<PathBuf> {
    std::iter::once(data_dir.join("decks")).chain(settings.decks.iter().cloned()).collect()
}

/// The signs that a setting names.
#[must_use]
pub fn symbols(choice: settings::Symbols) -> Symbols {
    match choice {
        settings::Symbols::Unicode => Symbols::UNICODE,
        settings::Symbols::Ascii => Symbols::ASCII,
    }
}

/// The colours that a setting names, or none where the user wants none.
#[must_use]
pub fn theme(choice: settings::Theme, colours: bool) -> Theme {
    if !colours {
        return Theme::PLAIN;
    }
    match choice {
        settings::Theme::Sixteen => Theme::SIXTEEN,
        settings::Theme::Dark => Theme::DARK,
        settings::Theme::Light => Theme::LIGHT,
        settings::Theme::Contrast => Theme::CONTRAST,
    }
}

#[cfg(test)]
/// A world to draw in.
pub mod tests {
    use super::*;
    use crate::study::Rules;

    /// A world of the shipped decks and of a learner who has done nothing yet, at 80 by 24 in English.
    #[must_use]
    pub fn world() -> World {
        let settings = Settings::default();
        World {
            lang: Lang::En,
            theme: Theme::SIXTEEN,
            symbols: Symbols::UNICODE,
            keymap: Keymap::default(),
            system_lang: Lang::En,
            colours: true,
            size: Size::new(80, 24),
            body: Rect::new(0, 2, 80, 19),
            data_dir: PathBuf::from("data"),
            cache: Cache::new(Path::new("target/cache-of-tests")),
            reading: Reading::default(),
            calendar: settings.calendar(jiff::tz::TimeZone::UTC),
            settings,
            problems: Vec::new(),
            seed: Some(1),
            library: Library::of(crate::deck::library::File::built_in()),
            scheduler: Scheduler::new(Rules::default()).expect("the published rules hold"),
            memories: Memories::new(),
            days: Days::new(),
            mistakes: Mistakes::new(),
            pads: Pads::default(),
            begun: BTreeMap::new(),
            practised: Vec::new(),
            interviews: Interviews::default(),
        }
    }

    #[test]
    fn a_subject_is_called_as_its_deck_and_the_title_gives_way_where_room_is_short() {
        let mut world = world();
        assert_eq!(world.topic("anchors/assignment", 60), "Anchors, pyramids, hard examples: label assignment");
        assert_eq!(world.topic("anchors/assignment", 27), "Anchors,…: label assignment");
        assert_eq!(world.topic("anchors", 10), "Anchors, …");
        assert_eq!((world.topic("attention", 40), world.topic("nobody/knows", 40)), ("Attention".to_string(), "nobody: knows".to_string()));
        world.lang = Lang::Zh;
        assert_eq!(world.topic("anchors/assignment", 60), "锚框、特征金字塔与难例：标签分配");
        assert_eq!(world.topic("anchors/assignment", 19), "锚框、特…：标签分配");
        assert_eq!(world.library.topic("cnn/residual").get(Lang::Zh), "CNN 架构：残差连接");
    }
}
