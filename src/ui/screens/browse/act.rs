//! What the keys of the browse screen do.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use jiff::civil::Date;

use crate::base::problem::line_column;
use crate::base::{Problem, Text, words as w};
use crate::deck::{CardKey, edit};
use crate::store::decks;
use crate::study::browse::{self, Order};
use crate::study::question::card_key;
use crate::study::{Day, Event, What};
use crate::text;
use crate::ui::screen::{Context, Effect, Flow};
use crate::ui::screens::card::CardView;
use crate::ui::screens::study::{self, Choice};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::list::Move;

use super::{Act, Asked, Browse, Change, Phase, Wish};

/// The furthest day to which a card can be put off, in days: a hundred years.
const FURTHEST: i64 = 36_500;

impl Browse {
    pub(super) fn perform(&mut self, act: Act, context: &mut Context<'_>) -> Flow {
        match act {
            Act::Back => return Flow::Pop,
            Act::Go(to) => self.list.go(to, self.found.len(), self.window(context.world)),
            Act::Filter => {
                self.phase = Phase::Typing;
                self.field.to_end();
            }
            Act::ToList => self.phase = Phase::List,
            Act::Clear => {
                self.phase = Phase::List;
                if !self.field.is_blank() {
                    self.field.set("");
                    self.typed(context);
                }
            }
            Act::Open => return self.open(false, context),
            Act::History => return self.open(true, context),
            Act::Study => return self.study(false, context),
            Act::Practise => return self.study(true, context),
            Act::Mark => self.mark(context),
            Act::MarkAll => self.mark_all(context),
            Act::Edit => {
                if let Some(key) = self.chosen_key(context.world) {
                    self.fulfil(Wish::Edit(key), context);
                }
            }
            Act::Tag => self.ask(Asked::Tags),
            Act::Reschedule => self.ask(Asked::Day),
            Act::Suspend => self.change(Change::Suspend, context),
            Act::Bury => self.change(Change::Bury, context),
            Act::Reset => self.change(Change::Reset, context),
            Act::Order => {
                self.order = Order::next(self.order);
                self.search(context.world, context.now);
                self.list.go(Move::First, self.found.len(), self.window(context.world));
            }
            Act::Undo => match self.done.pop() {
                Some(events) => {
                    self.saving = Some(Vec::new());
                    context.effects.push(Effect::Save(browse::take_back(&events, context.now)));
                }
                None => self.notice = Some(w::browse::NOTHING_TO_UNDO.into()),
            },
            Act::Confirm => self.confirm(context),
            Act::Cancel => self.phase = Phase::List,
        }
        Flow::Stay
    }

    fn open(&mut self, history_first: bool, context: &mut Context<'_>) -> Flow {
        let Some(key) = self.chosen_key(context.world) else { return Flow::Stay };
        context.effects.push(Effect::History(key.clone()));
        Flow::Push(Box::new(CardView::new(key, history_first)))
    }

    /// Studies what is marked, or else what matches.
    fn study(&mut self, practice: bool, context: &mut Context<'_>) -> Flow {
        if self.problem.is_some() {
            return Flow::Stay;
        }
        let picked: HashSet<_> = self.marked.iter().cloned().collect();
        let choice = if picked.is_empty() {
            Choice { filter: Some(self.filter.clone()), practice, ..Choice::default() }
        } else {
            Choice { picked: Some(picked), practice, ..Choice::default() }
        };
        let study = study::start(&choice, context.world, context.now);
        if study.is_empty() {
            self.notice = Some(if practice { w::browse::NOTHING_FOUND } else { w::browse::NOTHING_DUE_HERE }.into());
            return Flow::Stay;
        }
        Flow::Push(Box::new(study))
    }

    fn mark(&mut self, context: &Context<'_>) {
        if let Some(key) = self.chosen_key(context.world) {
            if !self.marked.remove(&key) {
                self.marked.insert(key);
            }
            self.list.go(Move::Down, self.found.len(), self.window(context.world));
        }
    }

    fn mark_all(&mut self, context: &Context<'_>) {
        if !self.marked.is_empty() {
            self.marked.clear();
            return;
        }
        let library = &context.world.library;
        let rows = self.found.iter().filter_map(|at| self.catalogue.row(*at));
        self.marked = rows.filter_map(|row| Some(row.key(row.card(library)?).into_owned())).collect();
    }

    fn ask(&mut self, asked: Asked) {
        if !self.found.is_empty() || !self.marked.is_empty() {
            self.phase = Phase::Asking(asked, Box::new(Field::line()), None);
        }
    }

    fn change(&mut self, change: Change, context: &mut Context<'_>) {
        let targets = self.targets(context.world);
        let events = browse::change(change, &targets, &context.world.standing(context.now));
        if events.is_empty() {
            let told = if matches!(change, Change::Reschedule(_)) { w::browse::NEW_HAS_NO_DATE } else { w::browse::NOTHING_TO_CHANGE };
            self.notice = Some(told.into());
            return;
        }
        self.notice = Some(told(change, &events, context));
        self.saving = Some(events.clone());
        context.effects.push(Effect::Save(events));
    }

    fn confirm(&mut self, context: &mut Context<'_>) {
        match std::mem::replace(&mut self.phase, Phase::List) {
            Phase::Asking(Asked::Day, field, _) => match read_day(&field.text(), context.world.calendar.day(context.now)) {
                Ok(day) => self.change(Change::Reschedule(day), context),
                Err(problem) => self.phase = Phase::Asking(Asked::Day, field, Some(problem)),
            },
            Phase::Asking(Asked::Tags, field, _) => match edit::read_tags(&field.text()) {
                Ok((add, remove)) => {
                    // A card and its reverse have the same tags.
                    let mut cards: Vec<_> = self.targets(context.world).iter().map(|key| card_key(key).0).collect();
                    cards.dedup();
                    self.fulfil(Wish::Tags { cards, add, remove }, context);
                }
                Err(problem) => self.phase = Phase::Asking(Asked::Tags, field, Some(problem)),
            },
            Phase::Copying(wish, path) => {
                let file = wish.cards().find_map(|key| edit::shipped(&context.world.library, &card_key(key).0));
                if let Some(file) = file {
                    let text = file.source().into_owned();
                    self.wish = Some(wish);
                    context.effects.push(Effect::ChangeDeck(decks::Change::Copy { path, text }));
                }
            }
            Phase::Broken(path, found) => {
                let first = found.iter().find_map(|found| Some(line_column(&found.text, found.problem.span.as_ref()?.start).0));
                self.open_editor(path, first.unwrap_or(1), context);
            }
            Phase::List | Phase::Typing => {}
        }
    }

    /// Does something to a deck's file, or asks first whether a shipped deck is to be copied.
    fn fulfil(&mut self, wish: Wish, context: &mut Context<'_>) {
        let library = &context.world.library;
        let shipped = wish.cards().find_map(|key| edit::shipped(library, &card_key(key).0));
        if let Some(path) = shipped.map(|file| edit::copy_place(&context.world.data_dir.join("decks"), file)) {
            self.phase = Phase::Copying(wish, path);
            return;
        }
        match wish {
            Wish::Edit(key) => {
                if let Some(place) = edit::place(library, &card_key(&key).0) {
                    self.open_editor(place.path, place.line, context);
                }
            }
            Wish::Tags { cards, add, remove } => {
                let mut files: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
                for key in &cards {
                    if let Some(place) = edit::place(library, key) {
                        files.entry(place.path).or_default().push(key.card().to_string());
                    }
                }
                for (path, cards) in files {
                    let (add, remove) = (add.clone(), remove.clone());
                    context.effects.push(Effect::ChangeDeck(decks::Change::Tags { path, cards, add, remove }));
                }
            }
        }
    }

    fn open_editor(&mut self, path: PathBuf, line: usize, context: &mut Context<'_>) {
        self.edited = Some(path.clone());
        context.effects.push(Effect::Editor { path, line });
    }

    /// Hears that a file was changed: reads the decks again, shows what is wrong with it now, and goes on with what waited for it.
    pub(super) fn file_changed(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        let (wish, edited) = (self.wish.take(), self.edited.take());
        if let Err(problem) = result {
            self.notice = Some(Text::plain(problem.line(context.world.lang)));
            return;
        }
        context.world.reload_decks();
        self.refresh(context.world, context.now);
        if let Some(wish) = wish {
            self.fulfil(wish, context);
        }
        if let Some(path) = edited {
            let broken: Vec<_> = context.world.library.errors_of(&path).cloned().collect();
            if !broken.is_empty() {
                self.phase = Phase::Broken(path, broken);
            }
        }
    }
}

impl Wish {
    /// The cards that it is about.
    fn cards(&self) -> std::slice::Iter<'_, CardKey> {
        match self {
            Wish::Edit(key) => std::slice::from_ref(key).iter(),
            Wish::Tags { cards, .. } => cards.iter(),
        }
    }
}

/// What was done, in a sentence.
fn told(change: Change, events: &[Event], context: &Context<'_>) -> Text {
    let count = events.len();
    let on = matches!(events.first().map(|event| &event.what), Some(What::Suspend { on: true, .. }));
    let today = context.world.calendar.day(context.now);
    let later = matches!(events.first().map(|event| &event.what), Some(What::Bury { until, .. }) if *until > today);
    match change {
        Change::Suspend if on => text!("suspended: {count} · u undoes it", "已暂停 {count} 张 · 按 u 撤销"),
        Change::Suspend => text!("asked again: {count} · u undoes it", "已恢复 {count} 张 · 按 u 撤销"),
        Change::Bury if later => text!("put off until tomorrow: {count} · u undoes it", "已推迟到明天 {count} 张 · 按 u 撤销"),
        Change::Bury => text!("no longer put off: {count} · u undoes it", "已取消推迟 {count} 张 · 按 u 撤销"),
        Change::Reset => text!("made new: {count} · u undoes it", "已重置 {count} 张 · 按 u 撤销"),
        Change::Reschedule(day) => text!("due on {day}: {count} · u undoes it", "已改期到 {day}：{count} 张 · 按 u 撤销"),
    }
}

/// Reads a number of days from today, or a date that is not over.
fn read_day(typed: &str, today: Day) -> Result<Day, Problem> {
    let typed = typed.trim();
    let place = 0..typed.len();
    if let Ok(days) = typed.parse::<i64>() {
        let far = || Problem::new(text!("it is a number from 0 to {FURTHEST}", "应为 0 到 {FURTHEST} 的整数")).at(place.clone());
        return i32::try_from(days).ok().filter(|_| (0..=FURTHEST).contains(&days)).map(|days| today.plus(days)).ok_or_else(far);
    }
    let day = typed.parse::<Date>().map(Day::of).map_err(|_| {
        Problem::new(text!("it is a number of days or a date such as {today}", "应为天数或日期，例如 {today}")).at(place.clone())
    })?;
    if day < today {
        return Err(Problem::new(text!("this day is over", "这一天已经过去")).at(place));
    }
    if i64::from(day.since(today)) > FURTHEST {
        return Err(Problem::new(text!("this is too far ahead", "日期过远")).at(place));
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_number_or_a_date() {
        let today = Day(20_600);
        let read = |typed: &str| read_day(typed, today).map_err(|problem| problem.to_string());
        assert_eq!((read("0"), read(" 7 ")), (Ok(today), Ok(today.plus(7))));
        assert_eq!(read(&today.plus(30).to_string()), Ok(today.plus(30)));
        assert_eq!(read(&today.plus(-1).to_string()), Err("this day is over".into()));
        assert_eq!(read("-1"), Err("it is a number from 0 to 36500".into()));
        assert_eq!(read("9999-01-01"), Err("this is too far ahead".into()));
        assert_eq!(read("soon"), Err(format!("it is a number of days or a date such as {today}")));
    }
}
