//! A plan made of wishes: how long, about what, which kinds, how hard.

use crate::base::words::interview as w;
use crate::base::{Lang, Text, Words};
use crate::deck::plan::{Plan, Section};
use crate::deck::{Kind, Library, Topic};
use crate::engine::Level;
use crate::text;

use super::budget;

/// The id of a plan that was made of wishes.
pub const ID: &str = "composed";
/// The share of the time that a part of the interview gets: warm-up, questions, hands-on; the rest is for the closing question.
const SHARES: [f64; 3] = [0.12, 0.48, 0.28];

/// How many topics the title names.
const NAMED: usize = 2;

/// What is wished of an interview.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// How long it takes: 5 to 180 minutes.
    pub minutes: u32,
    /// The topics or subjects; all if empty.
    pub topics: Vec<Topic>,
    /// The kinds; all if empty.
    pub kinds: Vec<Kind>,
    /// The levels; all if empty.
    pub levels: Vec<Level>,
    /// How many follow-ups deep a question may lead.
    pub followups: u32,
    /// The score from which on it is passed, in percent.
    pub pass: u32,
    /// Whether the hands-on part may be solved by program.
    pub programs: bool,
    /// The language in which every question must be there.
    pub lang: Option<Lang>,
}

impl Default for Wish {
    fn default() -> Wish {
        Wish { minutes: 30, topics: Vec::new(), kinds: Vec::new(), levels: Vec::new(), followups: 2, pass: 65, programs: true, lang: None }
    }
}

impl Wish {
    /// The plan: a warm-up, questions, something by hand and a closing question, as far as the kinds wished for allow.
    #[must_use]
    pub fn plan(&self, library: &Library) -> Plan {
        let wished = |kind: &Kind| self.kinds.is_empty() || self.kinds.contains(kind);
        let quick = [Kind::Choice, Kind::Short, Kind::Cloze, Kind::Flashcard, Kind::Order];
        let hands_on: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| kind.is_hands_on()).filter(wished).collect();
        let quick: Vec<Kind> = quick.into_iter().filter(wished).collect();
        let open: Vec<Kind> = [Kind::Open].into_iter().filter(wished).collect();
        let minutes = self.minutes.clamp(5, 180);
        let mut parts: Vec<(Words, Words, Vec<Kind>, f64)> = Vec::new();
        if !quick.is_empty() && (!open.is_empty() || !hands_on.is_empty()) {
            parts.push((w::WARM_UP, w::SAY_WARM_UP, quick.clone(), SHARES[0]));
        }
        let talk = if open.is_empty() { quick } else { open.clone() };
        if !talk.is_empty() {
            parts.push((w::QUESTIONS, w::SAY_QUESTIONS, talk, SHARES[1]));
        }
        if !hands_on.is_empty() {
            parts.push((w::HANDS_ON, w::SAY_HANDS_ON, hands_on, SHARES[2]));
        }
        // A short interview has no time for a question of its own at the end.
        if !open.is_empty() && minutes >= 30 {
            parts.push((w::CLOSING, w::SAY_CLOSING, open, 1.0 - SHARES.iter().sum::<f64>()));
        }
        let whole: f64 = parts.iter().map(|(.., share)| share).sum();
        let sections: Vec<Section> = parts
            .into_iter()
            .map(|(title, say, kinds, share)| self.section(title, say, kinds, f64::from(minutes) * share / whole))
            .collect();
        Plan {
            id: ID.to_string(),
            title: self.title(minutes, library),
            about: None,
            minutes,
            pass: self.pass.min(100),
            programs: self.programs,
            sections,
            place: 0..0,
        }
    }

    /// What the interview is called: by its first topics, if it is not about all.
    fn title(&self, minutes: u32, library: &Library) -> Text {
        if self.topics.is_empty() {
            return text!("{minutes} minutes on all subjects", "{minutes} 分钟，全部主题");
        }
        let named: Vec<Text> = self.topics.iter().take(NAMED).map(|topic| library.topic(topic.as_str())).collect();
        let [en, zh] = Lang::ALL.map(|lang| named.iter().map(|text| text.get(lang)).collect::<Vec<_>>());
        let (en, zh) = (en.join("; "), zh.join("、"));
        let all = self.topics.len();
        match all - named.len() {
            0 => text!("{minutes} minutes on {en}", "{minutes} 分钟，{zh}"),
            more => text!("{minutes} minutes on {en} and {more} more", "{minutes} 分钟，{zh}等 {all} 个主题"),
        }
    }

    fn section(&self, title: Words, say: Words, kinds: Vec<Kind>, minutes: f64) -> Section {
        let usual = kinds.iter().map(|kind| budget::usual_seconds(*kind, Level::Medium)).sum::<f64>() / kinds.len().max(1) as f64;
        let talks = kinds.contains(&Kind::Open);
        // Follow-ups take as long again as the question.
        let each = if talks && self.followups > 0 { 1.8 * usual } else { usual };
        Section {
            title: title.into(),
            say: Some(say.into()),
            topics: self.topics.clone(),
            kinds,
            levels: self.levels.clone(),
            count: ((minutes * 60.0 / each).round() as u32).clamp(1, 20),
            minutes: (minutes.round() as u32).max(1),
            followups: if talks { self.followups.min(5) } else { 0 },
            place: 0..0,
        }
    }
}
