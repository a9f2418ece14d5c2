//! A card as a whole: what it asks, what is remembered of it, and every answer.

use jiff::Timestamp;
use ratatui::text::{Line, Span};

use crate::base::{Lang, Problem, Text, Words, words as w};
use crate::deck::{Card, CardKey};
use crate::study::browse::{State, state};
use crate::study::past::told;
use crate::study::question::card_key;
use crate::study::{Due, Event, Memory, Wait};
use crate::text;
use crate::ui::chrome::{self, pad};
use crate::ui::keys::{self, Hint, Key, Row, alt, key, row};
use crate::ui::media::{Media, named_in};
use crate::ui::screen::{Context, Effect, Flow, Message, Screen};
use crate::ui::widgets::page::{Page, cell};
use crate::ui::widgets::reader::{self, Reader};
use crate::ui::world::World;

pub use crate::ui::widgets::card::card as content;

/// What the settings call this screen.
pub const NAME: &str = "card";

/// What a key does beside reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Media,
}

const KEYS: &[Row<Act>] = &[row(&[(key('o'), Act::Media), (alt('o'), Act::Media)], w::MEDIA).about(w::MEDIA_ABOUT)];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![all_keys()]
}

fn all_keys() -> Vec<Hint> {
    [keys::hints(reader::KEYS), keys::hints(KEYS)].concat()
}

/// A card as a whole.
pub struct CardView {
    key: CardKey,
    history_first: bool,
    /// Its events, once they are looked up.
    events: Option<Result<Vec<Event>, Problem>>,
    reader: Reader,
    media: Media,
    notice: Option<Text>,
}

impl CardView {
    /// The card of this key, whose history is looked up: with its answers, or else the whole card first.
    #[must_use]
    pub fn open(key: CardKey, history_first: bool, context: &mut Context<'_>) -> CardView {
        context.effects.push(Effect::History(key.clone()));
        CardView { key, history_first, events: None, reader: Reader::default(), media: Media::default(), notice: None }
    }

    /// The files that what is shown of it names.
    fn media_names(&self, world: &World) -> Vec<String> {
        let (key, reversed) = card_key(&self.key);
        match world.library.card(&key) {
            Some(card) if self.history_first => named_in([&card.asked(reversed)], world),
            Some(card) => named_in(card.texts().into_iter().map(|(_, text)| text), world),
            None => Vec::new(),
        }
    }

    fn keys_now(&self, world: &World) -> Vec<Hint> {
        let mut hints = all_keys();
        self.media.hints(&mut hints, Some(&card_key(&self.key).0), &self.media_names(world));
        hints
    }

    fn page(&self, world: &World, width: usize, now: Timestamp) -> Page {
        let mut page = Page::new(width);
        let (key, reversed) = card_key(&self.key);
        let card = world.library.card(&key);
        if self.history_first {
            if let Some(card) = card {
                page.tell(&card.asked(reversed), world);
            }
            memory(&mut page, &self.key, world, now);
            self.history(&mut page, world);
        } else {
            if let Some(card) = card {
                content(&mut page, card, reversed, world);
            }
            memory(&mut page, &self.key, world, now);
            self.history(&mut page, world);
        }
        page
    }

    fn history(&self, page: &mut Page, world: &World) {
        page.gap();
        page.line(Line::styled(world.say(w::browse::ITS_HISTORY), world.theme.strong));
        match &self.events {
            None => {}
            Some(Err(problem)) => page.say(&problem.line(world.lang), world.theme.wrong),
            Some(Ok(events)) => {
                let lines: Vec<_> = events.iter().rev().filter_map(|event| line(event, world, page.width)).collect();
                if lines.is_empty() {
                    page.say(world.say(w::browse::NO_HISTORY), world.theme.faint);
                } else {
                    page.line(Line::styled(head(world), world.theme.faint));
                }
                lines.into_iter().for_each(|line| page.line(line));
            }
        }
    }
}

/// The columns of an answer: the day, the rating, the time it took.
const COLUMNS: [usize; 3] = [12, 8, 8];

fn head(world: &World) -> String {
    let [date, rating, time] = COLUMNS;
    let seconds = cell(world.say(w::browse::TIME), time, true, "");
    format!("{}{}{seconds}", pad(world.say(w::browse::DATE), date, ""), pad(world.say(w::browse::RATING), rating, ""))
}

/// An event that has to do with memory, in a line.
fn line(event: &Event, world: &World, width: usize) -> Option<Line<'static>> {
    let [date, rating, time] = COLUMNS;
    let told = told(event, &world.calendar)?;
    let day = Span::raw(pad(&told.day.to_string(), date, ""));
    let parts: Vec<&str> = told.parts.iter().map(|part| world.tell(part)).collect();
    let parts = parts.join(&format!(" {} ", world.symbols.dot));
    let Some(answered) = told.answered else {
        return Some(Line::from(vec![day, Span::styled(parts, world.theme.faint)]));
    };
    let style = if answered.is_right() { world.theme.right } else { world.theme.wrong };
    let more = chrome::cut(&parts, width.saturating_sub(date + rating + time + 3), world.symbols.ellipsis);
    Some(Line::from(vec![
        day,
        Span::styled(pad(world.say(answered.rating.label()), rating, ""), style),
        Span::raw(cell(world.tell(&told.seconds()), time, true, "")),
        Span::styled(format!("   {more}"), world.theme.faint),
    ]))
}

/// Adds what is remembered of a card.
pub fn memory(page: &mut Page, key: &CardKey, world: &World, now: Timestamp) {
    let standing = world.standing(now);
    let memory = standing.memory(key);
    page.gap();
    let state = state(&memory, &standing);
    let mut parts = vec![world.tell(&state.text()).to_string()];
    match (state, memory.due) {
        (State::Later(_), Some(Due::On(day))) => parts[0].push_str(&format!(" ({day})")),
        (State::Buried(until), _) => parts[0].push_str(&format!(" {} {until}", world.symbols.right_arrow)),
        (State::Suspended | State::New | State::Due | State::Later(_), _) => {}
    }
    if memory.flagged {
        parts.push(format!("{} {}", world.symbols.flag, world.say(w::browse::FLAGGED)));
    }
    if !memory.is_new() {
        let stability = Wait::Days(memory.stability.round().max(1.0) as u32).text();
        let (stable_en, stable_zh) = (stability.get(Lang::En), stability.get(Lang::Zh));
        let recall = standing.scheduler.recall(&memory, standing.today).unwrap_or(0.0) * 100.0;
        let (difficulty, count, lapses) = (memory.difficulty, memory.count, memory.lapses);
        let told = [
            text!("chance to recall {recall:.0} %", "当前回忆概率 {recall:.0}%"),
            text!("stability {stable_en}", "稳定性 {stable_zh}"),
            text!("difficulty {difficulty:.1} of 10", "难度 {difficulty:.1}（满分 10）"),
            text!("answers: {count}", "作答 {count} 次"),
            text!("forgotten: {lapses}", "遗忘 {lapses} 次"),
        ];
        parts.extend(told.iter().map(|told| world.tell(told).to_string()));
    }
    let lead = format!("{}  ", world.say(w::browse::ITS_MEMORY));
    page.parts(Span::styled(lead, world.theme.strong), &parts, world.theme.text, world);
    if memory.is_leech(standing.scheduler) {
        page.say(&leech(&memory, w::browse::LEECH_ADVICE, world), world.theme.warning);
    }
}

/// That a card was forgotten too often, and what to do about it.
pub fn leech(memory: &Memory, advice: Words, world: &World) -> String {
    let (lapses, Words { en, zh }) = (memory.lapses, advice);
    world.tell(&text!("A leech: forgotten {lapses} times. {en}", "难记卡：已遗忘 {lapses} 次。{zh}")).to_string()
}

impl Screen for CardView {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let (key, _) = card_key(&self.key);
        let kind = world.library.card(&key).map(Card::kind).map_or("", |kind| world.say(kind.label()));
        (Line::styled(self.key.to_string(), world.theme.strong), Line::styled(kind, world.theme.faint))
    }

    fn view(&self, world: &World, width: usize, _window: usize, now: Timestamp) -> (Page, usize) {
        (self.page(world, width, now), self.reader.line())
    }

    fn above(&self, world: &World, width: usize) -> Page {
        let mut top = Page::new(width);
        if let Some(notice) = &self.notice {
            top.say(world.tell(notice), world.theme.warning);
        }
        top
    }

    fn hints(&self, world: &World) -> Vec<Hint> {
        self.keys_now(world)
    }

    fn help(&self, world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::browse::CARD, self.keys_now(world))]
    }

    fn message(&mut self, job: u64, message: &Message, context: &mut Context<'_>) -> Flow {
        self.notice = self.media.heard(job, message, context.world).or(self.notice.take());
        Flow::Stay
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        self.notice = None;
        if let Some(Act::Media) = keys::find(KEYS, pressed) {
            let names = self.media_names(context.world);
            self.notice = Some(self.media.open(&card_key(&self.key).0, &names, context));
            return Flow::Stay;
        }
        let (mut reader, world) = (self.reader, &*context.world);
        let closed = reader.press(pressed, world, |width| self.page(world, width, context.now));
        self.reader = reader;
        if closed { Flow::Pop } else { Flow::Stay }
    }

    fn history(&mut self, events: Result<Vec<Event>, Problem>) {
        self.events = Some(events);
    }
}
