//! Fitting the weights of FSRS to one's own history, on a thread of its own; they are taken only if the learner says so.

use jiff::{SignedDuration, Timestamp};
use ratatui::text::{Line, Span};

use crate::base::{Problem, Words, words as w};
use crate::study::optimize::FitProgress;
use crate::text;
use crate::ui::anew::{self, Fitted};
use crate::ui::keys::{self, ENTER, ESC, Hint, Key, Row, key, row};
use crate::ui::screen::{Context, Effect, Flow, Message, Screen};
use crate::ui::widgets::page::{Page, bar};
use crate::ui::widgets::reader::{self, Reader};
use crate::ui::world::World;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Take,
    Close,
}

/// What the settings call this screen.
pub const NAME: &str = "optimize";

/// How often the bar moves.
const TICK: SignedDuration = SignedDuration::from_millis(200);
/// How wide the bar is.
const CELLS: usize = 30;

const FITTING: &[Row<Act>] = &[row(&[(ESC, Act::Close), (key('q'), Act::Close)], w::optimize::CANCEL)];
const ASKED: &[Row<Act>] = &[
    row(&[(ENTER, Act::Take), (key('y'), Act::Take)], w::optimize::TAKE).about(w::optimize::TAKE_ABOUT),
    row(&[(ESC, Act::Close), (key('n'), Act::Close), (key('q'), Act::Close)], w::optimize::LEAVE),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(FITTING), asked(), keys::hints(reader::KEYS)]
}

fn asked() -> Vec<Hint> {
    [keys::hints(ASKED), keys::hints(reader::SCROLL)].concat()
}

/// How far it is.
enum State {
    /// Weights are fitted.
    Fitting,
    /// It can't be done, or was not.
    Failed(Problem),
    /// They are fitted.
    Fitted(Box<Fitted>),
    /// They are written into the settings, and memory is worked out anew by them.
    Taking(Box<Fitted>),
    /// All is done.
    Taken(Box<Fitted>),
}

/// The screen that fits weights.
pub struct Optimize {
    state: State,
    progress: FitProgress,
    /// The job that is awaited.
    job: u64,
    reader: Reader,
}

impl Optimize {
    /// The screen, which begins to fit at once.
    #[must_use]
    pub fn open(world: &World, now: Timestamp, effects: &mut Vec<Effect>) -> Optimize {
        let progress = FitProgress::default();
        let job = anew::fit(world, now, progress.clone());
        let number = job.number;
        effects.push(Effect::Start(job));
        Optimize { state: State::Fitting, progress, job: number, reader: Reader::default() }
    }

    /// The keys that decide something; where there are none, the page is only read.
    fn keys(&self) -> &'static [Row<Act>] {
        match &self.state {
            State::Fitting => FITTING,
            State::Fitted(fitted) if fitted.fit.is_better() => ASKED,
            State::Taking(_) | State::Failed(_) | State::Fitted(_) | State::Taken(_) => &[],
        }
    }

    fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        page.say(world.say(w::optimize::ABOUT), world.theme.faint);
        page.gap();
        match &self.state {
            State::Fitting => {
                let share = f64::from(self.progress.share());
                let percent = share * 100.0;
                let mut spans = bar(share, CELLS.min(width.saturating_sub(10)), &world.symbols, &world.theme);
                spans.push(Span::raw(world.tell(&text!("  {percent:.0} %", "  {percent:.0}%")).to_string()));
                page.line(Line::from(spans));
            }
            State::Failed(problem) => page.say(&problem.line(world.lang), world.theme.wrong),
            State::Fitted(fitted) => {
                losses(&mut page, fitted, world);
                page.gap();
                if fitted.fit.is_better() {
                    page.say(world.say(w::optimize::BETTER), world.theme.right);
                    page.say(world.tell(&fitted.moves.told()), world.theme.text);
                    page.gap();
                    page.say(world.say(w::optimize::ASK), world.theme.strong);
                } else {
                    page.say(world.say(w::optimize::NOT_BETTER), world.theme.text);
                }
            }
            State::Taking(fitted) => {
                losses(&mut page, fitted, world);
                page.gap();
                page.say(world.say(w::optimize::TAKING), world.theme.faint);
            }
            State::Taken(fitted) => {
                losses(&mut page, fitted, world);
                page.gap();
                page.say(world.say(w::optimize::TAKEN), world.theme.right);
                page.say(world.tell(&fitted.moves.told()), world.theme.text);
            }
        }
        page
    }
}

/// How well the weights predict, until now and fitted.
fn losses(page: &mut Page, fitted: &Fitted, world: &World) {
    let (answers, cards, before, after) = (fitted.fit.answers, fitted.cards, fitted.fit.before, fitted.fit.after);
    page.say(
        world.tell(&text!("{answers} answers after a day or more, to {cards} cards", "{cards} 张卡片，隔天或更久的作答共 {answers} 次")),
        world.theme.text,
    );
    page.gap();
    page.say(world.say(w::optimize::LOSS), world.theme.text);
    page.say(world.tell(&text!("  until now  {before:.4}", "  现有权重  {before:.4}")), world.theme.text);
    page.say(world.tell(&text!("  fitted     {after:.4}", "  拟合之后  {after:.4}")), world.theme.strong);
}

impl Screen for Optimize {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        (Line::styled(world.say(w::optimize::OPTIMIZE), world.theme.strong), Line::default())
    }

    fn view(&self, world: &World, width: usize, _window: usize, _now: Timestamp) -> (Page, usize) {
        (self.page(world, width), self.reader.line())
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        match &self.state {
            State::Fitting => keys::hints(FITTING),
            State::Fitted(fitted) if fitted.fit.is_better() => asked(),
            State::Taking(_) => keys::hints(reader::SCROLL),
            State::Failed(_) | State::Fitted(_) | State::Taken(_) => keys::hints(reader::KEYS),
        }
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::optimize::OPTIMIZE, asked()), (w::optimize::WHILE_FITTING, keys::hints(FITTING))]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        match (keys::find(self.keys(), pressed), &self.state) {
            (Some(Act::Close), _) => {
                // What the thread reports later finds nobody.
                self.progress.cancel();
                Flow::Pop
            }
            (Some(Act::Take), State::Fitted(fitted)) => {
                context.effects.push(Effect::Change { name: "weights", value: Some(fitted.fit.to_toml()) });
                self.state = State::Taking(fitted.clone());
                Flow::Stay
            }
            (Some(Act::Take), _) => Flow::Stay,
            (None, state) => {
                let (mut reader, world) = (self.reader, &*context.world);
                let closed = reader.press(pressed, world, |width| self.page(world, width));
                // What is being written is waited for.
                let waits = matches!(state, State::Taking(_) | State::Fitting);
                self.reader = reader;
                if closed && !waits { Flow::Pop } else { Flow::Stay }
            }
        }
    }

    fn changed(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        match result {
            Ok(()) => {
                let job = anew::rebuild(context.world);
                self.job = job.number;
                context.effects.push(Effect::Start(job));
            }
            Err(problem) => self.state = State::Failed(problem),
        }
    }

    fn message(&mut self, job: u64, message: &Message, context: &mut Context<'_>) -> Flow {
        if job != self.job {
            return Flow::Stay;
        }
        match message {
            Message::Fitted(Ok(fitted)) => self.state = State::Fitted(fitted.clone()),
            Message::Rebuilt(Ok(())) => {
                if let State::Taking(fitted) = &self.state {
                    self.state = State::Taken(fitted.clone());
                }
                context.effects.push(Effect::Reload);
            }
            Message::Fitted(Err(problem)) | Message::Rebuilt(Err(problem)) => self.state = State::Failed(problem.clone()),
            Message::Failed(why) => self.state = State::Failed(Problem::new(text!("{why}", "{why}"))),
            Message::Moves(_) | Message::Solution(_) | Message::Judged(_) | Message::Opened(_) => {}
        }
        Flow::Stay
    }

    fn next_tick(&self, _now: Timestamp) -> Option<SignedDuration> {
        matches!(self.state, State::Fitting).then_some(TICK)
    }
}

#[cfg(test)]
mod tests;
