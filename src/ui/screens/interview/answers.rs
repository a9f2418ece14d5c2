//! Every answer of an interview with its verdict, and one of them beside what is right.

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::base::{Text, Words, words as w};
use crate::deck::Card;
use crate::study::interview::report::Line as Answered;
use crate::study::interview::state::{Given, Via};
use crate::study::interview::{Report, stand};
use crate::text;
use crate::ui::chrome::{self, pad};
use crate::ui::keys::{self, DOWN, END, ENTER, ESC, HOME, Hint, Key, PAGE_DOWN, PAGE_UP, Row, UP, alt, key, row};
use crate::ui::media::{Media, named_in};
use crate::ui::screen::{Context, Flow, Message, Screen};
use crate::ui::screens::study::typed_and_model;
use crate::ui::widgets::list::{List, Move};
use crate::ui::widgets::page::Page;
use crate::ui::widgets::reader::{self, Reader};
use crate::ui::world::World;

use super::{NAME, show};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Open,
    Go(Move),
    Media,
    Leave,
}

const KEYS: &[Row<Act>] = &[
    row(&[(ENTER, Act::Open)], w::sitting::OPEN),
    row(&[(UP, Act::Go(Move::Up)), (DOWN, Act::Go(Move::Down)), (key('k'), Act::Go(Move::Up)), (key('j'), Act::Go(Move::Down))], w::CHOOSE)
        .naming(2),
    row(&[(PAGE_UP, Act::Go(Move::PageUp)), (PAGE_DOWN, Act::Go(Move::PageDown))], w::SCROLL_PAGE).naming(2).quiet(),
    row(&[(HOME, Act::Go(Move::First)), (END, Act::Go(Move::Last))], w::TO_THE_ENDS).naming(2).quiet(),
    row(&[(ESC, Act::Leave), (key('q'), Act::Leave)], w::BACK),
];

/// While an answer is read, beside the keys of reading.
const READING: &[Row<Act>] = &[row(&[(key('o'), Act::Media), (alt('o'), Act::Media)], w::MEDIA).about(w::MEDIA_ABOUT)];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(KEYS), reading()]
}

fn reading() -> Vec<Hint> {
    [keys::hints(reader::KEYS), keys::hints(READING)].concat()
}

/// The answers of a report.
#[derive(Debug)]
pub struct Answers {
    report: Report,
    list: List,
    /// The answer that is read, if one is.
    open: Option<Reader>,
    media: Media,
    notice: Option<Text>,
}

impl Answers {
    /// The answers of this report.
    #[must_use]
    pub fn new(report: Report) -> Answers {
        Answers { report, list: List::default(), open: None, media: Media::default(), notice: None }
    }

    fn row(&self, at: usize, chosen: bool, width: usize, world: &World) -> Line<'static> {
        let Some(line) = self.report.lines.get(at) else { return Line::default() };
        let (sign, style) = verdict(line, world);
        let pointer = if chosen { world.symbols.pointer } else { " " };
        let own = if chosen { world.theme.accent } else { world.theme.text };
        let follow = if line.via.is_followup() { format!("{} ", world.symbols.follow) } else { String::new() };
        let sure = line.sure.map(|sure| world.say(show::sure(sure))).unwrap_or_default();
        let widest = self.report.lines.iter().filter_map(|line| line.sure).map(|sure| chrome::width(world.say(show::sure(sure)))).max();
        let sure = pad(sure, widest.unwrap_or(0), "");
        let right = format!("{sure}  {} {}", show::percent(line.score), show::clock(line.milliseconds));
        let room = width.saturating_sub(chrome::width(&right) + 8 + chrome::width(&follow));
        let prompt = show::beginning(&line.prompt, world);
        Line::from(vec![
            Span::styled(format!("{pointer} "), own),
            Span::styled(format!("{sign} "), style),
            Span::styled(format!("{follow}{}  ", pad(&prompt, room, world.symbols.ellipsis)), own),
            Span::styled(right, world.theme.faint),
        ])
    }

    /// The files that the chosen answer's card names: in what was asked, what is right, and its points.
    fn media_names(&self, world: &World) -> Vec<String> {
        let Some(line) = self.report.lines.get(self.list.chosen()) else { return Vec::new() };
        named_in([&line.prompt, &line.right].into_iter().chain(line.points.iter().map(|point| &point.text)), world)
    }

    /// The keys while an answer is read.
    fn reading(&self, world: &World) -> Vec<Hint> {
        let mut hints = reading();
        let card = self.report.lines.get(self.list.chosen()).map(|line| &line.card);
        self.media.hints(&mut hints, card, &self.media_names(world));
        hints
    }

    /// One answer beside what is right.
    fn answer(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        let Some(line) = self.report.lines.get(self.list.chosen()) else { return page };
        if let Some(notice) = &self.notice {
            page.say(world.tell(notice), world.theme.warning);
        }
        let (sign, style) = verdict(line, world);
        let lead = Span::styled(format!("{sign} {}  ", show::percent(line.score).trim()), style);
        page.parts(lead, &about(line, world), world.theme.faint, world);
        page.gap();
        page.tell(&line.prompt, world);
        page.gap();
        let given = line.given.as_ref().map(|text| world.tell(text).to_string()).unwrap_or_default();
        let given = match (given.trim().is_empty(), line.answered, stand::is_ticked(line.kind)) {
            (true, true, true) => world.say(w::sitting::SAID_ALOUD).to_string(),
            (true, false, _) if line.how.is_none() => world.say(w::sitting::UNREACHED).to_string(),
            (true, ..) => world.say(w::sitting::UNANSWERED).to_string(),
            (false, ..) => given,
        };
        typed_and_model(&mut page, &given, &line.right, world);
        for point in &line.points {
            let (sign, style) =
                if point.made { (world.symbols.right, world.theme.right) } else { (world.symbols.wrong, world.theme.wrong) };
            let asked = if point.probed { format!("{} ", world.symbols.follow) } else { String::new() };
            page.tell_after(Span::styled(format!("{sign} {asked}"), style), &point.text, world);
        }
        if let Some(explanation) = world.library.card(&line.card).and_then(Card::explanation) {
            page.gap();
            page.tell(explanation, world);
        }
        let mistakes = self.report.mistakes.iter().filter(|mistake| line.mistakes.contains(&mistake.id));
        for says in mistakes.filter_map(|mistake| mistake.says.as_ref()) {
            page.gap();
            page.tell_after(Span::styled(format!("{} ", world.symbols.wrong), world.theme.wrong), says, world);
        }
        if !line.notes.trim().is_empty() {
            page.gap();
            let lead = Span::styled(format!("{}  ", world.say(w::sitting::YOUR_NOTES)), world.theme.faint);
            page.item(lead, line.notes.trim(), world.theme.text);
        }
        page
    }
}

/// A sign for how right an answer is.
fn verdict(line: &Answered, world: &World) -> (&'static str, ratatui::style::Style) {
    match line.score {
        score if score >= 1.0 => (world.symbols.right, world.theme.right),
        score if score > 0.0 => (world.symbols.partly, world.theme.warning),
        _ => (world.symbols.wrong, world.theme.wrong),
    }
}

/// What there is to say of an answer in a word each.
fn about(line: &Answered, world: &World) -> Vec<String> {
    let mut told: Vec<Text> = vec![Text::plain(world.topic(&line.topic, usize::MAX)), line.kind.label().into()];
    match line.via {
        Via::Plan => {}
        Via::More => told.push(w::interview::VIA_MORE.into()),
        Via::Deeper => told.push(w::interview::VIA_DEEPER.into()),
        Via::Easier => told.push(w::interview::VIA_EASIER.into()),
    }
    told.extend(line.sure.map(|sure| show::sure(sure).into()));
    match line.how {
        None => told.push(w::sitting::UNREACHED.into()),
        Some(Given::Skipped) => told.push(w::sitting::WAS_SKIPPED.into()),
        Some(Given::Over) => told.push(w::sitting::WAS_CUT.into()),
        Some(Given::Open | Given::Done) => {}
    }
    if line.how.is_some() {
        let (took, limit) = (show::clock(line.milliseconds), show::clock(line.limit));
        told.push(text!("{took} of {limit}", "{took} / {limit}"));
    }
    if line.flagged {
        told.push(w::sitting::WAS_FLAGGED.into());
    }
    told.iter().map(|text| world.tell(text).to_string()).collect()
}

impl Screen for Answers {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let (at, of) = (self.list.chosen() + 1, self.report.lines.len());
        let place = text!("{at} of {of}", "第 {at} / {of} 题");
        (
            Line::styled(world.say(w::sitting::ALL_ANSWERS), world.theme.strong),
            Line::styled(world.tell(&place).to_string(), world.theme.faint),
        )
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, world: &World, _now: Timestamp) {
        match &self.open {
            Some(reader) => {
                let area = chrome::inside(area);
                self.answer(world, usize::from(area.width)).draw(frame, area, reader.line(), world);
            }
            None => {
                let area = chrome::inside(area);
                let width = usize::from(area.width);
                self.list.draw(frame, area, self.report.lines.len(), world, |at, chosen| self.row(at, chosen, width, world));
            }
        }
    }

    fn hints(&self, world: &World) -> Vec<Hint> {
        if self.open.is_some() { self.reading(world) } else { keys::hints(KEYS) }
    }

    fn help(&self, world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::sitting::ALL_ANSWERS, keys::hints(KEYS)), (w::sitting::ONE_ANSWER, self.reading(world))]
    }

    fn message(&mut self, job: u64, message: &Message, context: &mut Context<'_>) -> Flow {
        self.notice = self.media.heard(job, message, context.world).or(self.notice.take());
        Flow::Stay
    }

    fn entry_at(&self, line: usize, _cell: usize, world: &World, _now: Timestamp) -> Option<usize> {
        let seen = self.list.seen(self.report.lines.len(), usize::from(world.body.height));
        let at = seen.start + line;
        (self.open.is_none() && seen.contains(&at)).then_some(at)
    }

    fn choose(&mut self, at: usize, context: &mut Context<'_>) -> Option<Key> {
        let here = at == self.list.chosen();
        self.list.choose(at, self.report.lines.len(), usize::from(context.world.body.height));
        here.then_some(ENTER)
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        self.notice = None;
        if self.open.is_some() && keys::find(READING, pressed).is_some() {
            let names = self.media_names(context.world);
            if let Some(card) = self.report.lines.get(self.list.chosen()).map(|line| line.card.clone()) {
                self.notice = Some(self.media.open(&card, &names, context));
            }
            return Flow::Stay;
        }
        let world = &*context.world;
        if let Some(mut reader) = self.open {
            let closed = reader.press(pressed, world, |width| self.answer(world, width));
            self.open = (!closed).then_some(reader);
            return Flow::Stay;
        }
        match keys::find(KEYS, pressed) {
            Some(Act::Open) if !self.report.lines.is_empty() => self.open = Some(Reader::default()),
            Some(Act::Open | Act::Media) => {}
            Some(Act::Go(to)) => {
                let window = usize::from(world.body.height);
                self.list.go(to, self.report.lines.len(), window);
            }
            Some(Act::Leave) => return Flow::Pop,
            None => {}
        }
        Flow::Stay
    }
}
