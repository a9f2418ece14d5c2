//! What the study screen shows: the question or the verdict, and below the answer what there is to know about it.

use jiff::Timestamp;
use ratatui::text::Span;

use crate::base::{Text, Words, words as w};
use crate::engine::{self, Level, Picture, Wish};
use crate::study::interview::export::sure as how_sure;
use crate::study::{Asked, Detail, MistakeKey, Mistakes, Question, Session, Verdict};
use crate::ui::chrome;
use crate::ui::screens::card;
use crate::ui::widgets::page::Page;
use crate::ui::widgets::{picture, values};
use crate::ui::world::World;

use super::{Phase, Study, summary};

/// From this many cells on a picture stands beside the text.
const WIDE: usize = 96;
/// The most lines of a picture.
const HIGHEST: usize = 40;

/// What a click on a rating chooses: this and the rating's number. What a form has to choose from is counted from 0.
const RATINGS: usize = 1000;

/// The key of the rating that is chosen by a click on the entry of this number.
pub(super) fn rating_at(entry: usize) -> Option<char> {
    u32::try_from(entry.checked_sub(RATINGS)?).ok().and_then(|number| char::from_digit(number, 10))
}

/// What a level is called.
pub fn level(level: Level) -> Words {
    match level {
        Level::Easy => w::EASY,
        Level::Medium => w::MEDIUM,
        Level::Hard => w::HARD,
    }
}

/// The text with a picture beside it where that leaves the text enough room; above it, as wide as both, when asked for.
pub fn illustrated(picture: Option<Picture>, asked: bool, width: usize, world: &World, text: impl FnOnce(usize) -> Page) -> Page {
    let beside = picture.as_ref().map(|picture| picture::size(picture, width / 2, &world.looks())).map(|size| usize::from(size.width));
    match (picture, beside) {
        (Some(picture), Some(wide)) if !asked && width >= WIDE && wide <= width / 2 => {
            let left = text(width - wide - 3);
            let mut right = Page::new(wide);
            picture::lines(&picture, wide, HIGHEST, &world.looks()).into_iter().for_each(|line| right.line(line));
            let mut page = Page::new(width);
            page.beside(left, right, width - wide);
            page
        }
        (Some(picture), _) if asked => {
            let mut page = Page::new(width);
            picture::lines(&picture, width, HIGHEST, &world.looks()).into_iter().for_each(|line| page.line(line));
            page.gap();
            page.append(text(width), 0);
            page.focus = Some((0, 0));
            page
        }
        (Some(_) | None, _) => text(width),
    }
}

impl Study {
    /// The whole of what is shown, from top to bottom.
    pub(super) fn page(&self, world: &World, width: usize, now: Timestamp) -> Page {
        if let Phase::Over = self.phase {
            return summary::page(&self.session, world, width, now);
        }
        let Some(question) = self.session.question() else { return Page::new(width) };
        // Before the answer is known the solution would give it away.
        let judged = matches!(self.phase, Phase::Judged(_)) || self.form.as_ref().is_some_and(|form| form.is_revealed());
        illustrated(illustration(question, judged), self.picture, width, world, |width| self.text(world, width, now))
    }

    /// The text of what is shown.
    fn text(&self, world: &World, width: usize, now: Timestamp) -> Page {
        let mut page = Page::new(width);
        let (Some(question), Some(form)) = (self.session.question(), &self.form) else { return page };
        if let Some(due_in) = &self.due_in {
            let asked = format!("{}{}_", world.lead(w::schedule::DUE_IN_ASKED), due_in.digits());
            page.say(&asked, world.theme.accent);
            page.gap();
        }
        match &self.phase {
            Phase::Asking => {
                form.ask(&mut page, question, world);
                if form.is_revealed() {
                    self.about(&mut page, question, world);
                    self.leech(&mut page, world, now);
                }
            }
            Phase::Sure(_) => {
                form.ask(&mut page, question, world);
                page.gap();
                let first = page.height();
                page.say(world.say(w::interview::HOW_SURE), world.theme.accent);
                for sure in 1..=4 {
                    page.say(&format!("  {sure} {}", world.say(how_sure(sure))), world.theme.text);
                }
                page.cursor = None;
                page.focus_from(first);
            }
            Phase::Judged(verdict) => {
                form.judged(&mut page, question, verdict, world);
                let first = page.height();
                self.headline(&mut page, verdict, world);
                let steps = page.height();
                if self.worked {
                    worked(&mut page, question, world);
                }
                self.about(&mut page, question, world);
                self.leech(&mut page, world, now);
                // From right or wrong on, or the steps once they are asked for.
                page.focus_from(if self.worked { steps } else { first });
                form.below(&mut page, world);
            }
            Phase::Over => {}
        }
        page
    }

    /// Right or wrong, and which mistake was made.
    fn headline(&self, page: &mut Page, verdict: &Verdict, world: &World) {
        page.gap();
        let (sign, style, told) = match (verdict.correct, verdict.score > 0.0) {
            (true, _) => (world.symbols.right, world.theme.right, world.say(w::RIGHT).to_string()),
            (false, true) => {
                let share = verdict.score * 100.0;
                let share = crate::text!("{share:.0} %", "{share:.0}%");
                let share = format!("{} {} {}", world.say(w::PARTLY), world.symbols.dot, world.tell(&share));
                (world.symbols.partly, world.theme.warning, share)
            }
            (false, false) => (world.symbols.wrong, world.theme.wrong, world.say(w::WRONG).to_string()),
        };
        page.item(Span::styled(format!("{sign} "), style), &told, style);
        // On a small screen the outputs themselves lie above.
        if let Detail::Exercise(judged) = &verdict.detail
            && judged.outputs.len() > 1
        {
            let wrong: Vec<&str> =
                judged.outputs.iter().filter(|output| !output.correct && !output.follows).map(|output| output.field.name).collect();
            if !wrong.is_empty() {
                let names = wrong.join(", ");
                page.item(Span::raw("  "), world.tell(&crate::text!("wrong: {names}", "有误：{names}")), style);
            }
        }
        if let Detail::Derive(_) = verdict.detail {
            // Each step has told its own.
        } else if let Some(mistake) = verdict.the_mistake() {
            page.tell_after(Span::raw("  "), &mistake.says, world);
            page.item(Span::raw("  "), &tally(&self.session, &self.mistakes, &mistake.id, world), world.theme.faint);
        } else if verdict.mistakes.len() > 1 {
            // Several fit: none is accused.
            let told = crate::text!("several common mistakes give this very answer", "多种常见错误都会得到这个结果");
            page.item(Span::raw("  "), world.tell(&told), world.theme.faint);
        }
    }

    /// Explanation, source and what an interviewer asks next.
    fn about(&self, page: &mut Page, question: &Question, world: &World) {
        if let Some(explanation) = question.card.explanation() {
            page.gap();
            page.tell(explanation, world);
        }
        let next = question.card.followups.iter().filter_map(|key| world.library.card(key)).next();
        if let Some(card) = next {
            page.gap();
            let lead = Span::styled(format!("{} {}", world.symbols.follow, world.lead(w::ASKED_NEXT)), world.theme.faint);
            page.tell_faintly(lead, &card.briefly(), world);
        }
        if let Some(source) = question.card.source() {
            page.gap();
            page.tell_faintly(Span::styled(world.lead(w::SOURCE), world.theme.faint), source, world);
        }
    }

    /// Says that the card was forgotten too often, and what to do about it.
    fn leech(&self, page: &mut Page, world: &World, now: Timestamp) {
        if let Some(memory) = self.memory_with(self.rating, now).filter(|memory| memory.is_leech(&world.scheduler)) {
            page.gap();
            page.say(&card::leech(&memory, w::browse::LEECH_KEYS, world), world.theme.warning);
        }
    }

    /// What each rating leads to, once the answer is known; the present one is marked.
    pub(super) fn ratings(&self, world: &World, width: usize, now: Timestamp) -> Page {
        let mut page = Page::new(width);
        let judged = match &self.phase {
            Phase::Asking if self.form.as_ref().is_some_and(|form| form.is_revealed()) => false,
            Phase::Judged(_) => true,
            Phase::Asking | Phase::Sure(_) | Phase::Over => return page,
        };
        let practised = self.session.setup().practice || judged && self.rating.is_none();
        // Who has only begun today is told what a rating is for.
        let told = if !practised && world.standing(now).is_first_day() {
            format!(" {} {}", world.say(w::RATING_DECIDES), world.symbols.rule)
        } else {
            String::new()
        };
        let rule = world.symbols.rule.repeat(width.saturating_sub(chrome::width(&told)));
        page.line(vec![Span::styled(rule, world.theme.rule), Span::styled(told, world.theme.faint)]);
        if practised {
            page.say(world.say(w::PRACTICE), world.theme.faint);
            return page;
        }
        let Some(choices) = self.session.choices(now) else { return page };
        let mut spans: Vec<Span<'static>> = Vec::new();
        let mut used = 0;
        for next in choices {
            let chosen = self.rating == Some(next.rating);
            if !chosen && !world.settings.ratings.offer(next.rating) {
                continue;
            }
            let style = if chosen { world.theme.accent } else { world.theme.faint };
            let sign = if chosen { world.symbols.pointer } else { " " };
            let wait: Text = next.wait.text();
            let told = format!("{sign}{} {} {}", next.rating.number(), world.say(next.rating.label()), world.tell(&wait));
            let wide = chrome::width(&told);
            // On a narrow screen the last ones stand on a line of their own.
            if used + wide > page.width && used > 0 {
                page.line(std::mem::take(&mut spans));
                used = 0;
            }
            page.entry_in(RATINGS + next.rating.number() as usize, used..used + wide);
            used += wide + 3;
            spans.push(Span::styled(format!("{told}   "), style));
        }
        page.line(spans);
        page
    }
}

/// Which mistake it is and how often it was made, before the session and in it; nothing for one that is not an operation's.
#[must_use]
pub fn tally(session: &Session, mistakes: &Mistakes, id: &str, world: &World) -> String {
    let Some(operation) = session.question().and_then(Question::operation) else { return String::new() };
    let mine = |key: &MistakeKey| key.id == id && key.source.as_str() == operation;
    let before: u32 = mistakes.iter().filter(|((key, _), _)| mine(key)).map(|(_, count)| *count).sum();
    let now: usize = session.summary().mistakes.iter().filter(|(key, _)| mine(key)).map(|(_, count)| *count).sum();
    let (times, dot) = (before as usize + now, world.symbols.dot);
    let told = crate::text!("mistake: {id} {dot} you made it {times} times", "错误：{id} {dot} 您已犯 {times} 次");
    let first = crate::text!("mistake: {id}", "错误：{id}");
    world.tell(if times <= 1 { &first } else { &told }).to_string()
}

/// The picture of a question: an exercise's numbers, with the solution once it is judged, or what a card shows.
#[must_use]
pub fn illustration(question: &Question, judged: bool) -> Option<Picture> {
    if let Asked::Exercise { instance, .. } = &question.asked {
        let solution = if judged { instance.op.outputs(&instance.input).ok() } else { None };
        return instance.op.picture.map(|picture| picture(&instance.input, solution.as_ref()));
    }
    let shown = question.card.picture()?;
    let wish = Wish { seed: shown.seed, level: Level::Easy, ..Wish::default() };
    let instance = engine::generate(shown.operation, &wish).ok()?;
    let solution = if judged { instance.op.outputs(&instance.input).ok() } else { None };
    instance.op.picture.map(|picture| picture(&instance.input, solution.as_ref()))
}

fn worked(page: &mut Page, question: &Question, world: &World) {
    let Asked::Exercise { instance, .. } = &question.asked else { return };
    if let Ok(steps) = instance.op.worked(&instance.input) {
        values::steps(page, &steps, usize::MAX, world);
    }
}
