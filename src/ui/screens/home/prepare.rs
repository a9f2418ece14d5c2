//! What home says of the interview that is prepared for: how ready one is, today's share, what to do next and why.

use jiff::Timestamp;
use ratatui::text::Span;

use crate::base::{Lang, Text, words as w};
use crate::engine::ops;
use crate::study::mistakes::worth_a_drill;
use crate::study::{Home, Readiness, Share, Step, readiness};
use crate::text;
use crate::ui::chrome::pad;
use crate::ui::screen::Screen;
use crate::ui::screens::interview::{Lobby, Ready, Source};
use crate::ui::screens::mistakes::Mistakes;
use crate::ui::screens::study::{self, Choice};
use crate::ui::widgets::bars::{self, Bar};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

/// How many subjects are shown where there is little room, and where there is more.
const FEW: usize = 3;
const MORE: usize = 6;
/// The cells beside the name of a subject that its bar and its share ask for.
const BESIDE: usize = 16;
/// How many questions are practised at once.
const PRACTICE: u32 = 20;

/// What is prepared for, and how far it is.
pub struct Prepared {
    readiness: Readiness,
    step: Step,
    /// How many cards were begun today.
    introduced: u32,
    /// Whether an interview is prepared for.
    is_meant: bool,
}

impl Prepared {
    /// How far it is; nothing if neither a date nor a plan is set and there is nothing to propose.
    pub fn of(world: &World, now: Timestamp, home: &Home) -> Option<Prepared> {
        let is_meant = world.settings.plan.is_some() || world.settings.interview_date.is_some();
        if !is_meant && home.due > 0 {
            return None;
        }
        let standing = world.standing(now);
        let readiness = readiness(world.goal(), world.library.cards(), &standing);
        let mistake = || worth_a_drill(&world.library, &home.mistakes, &world.practised, &standing);
        let last_mock = world.interviews.reports.last().map(|report| standing.today.since(world.calendar.day(report.started)));
        let step = Step::next(&readiness, home.due, last_mock, mistake);
        let prepared = Prepared { readiness, step, introduced: standing.introduced(), is_meant };
        (is_meant || prepared.is_worth()).then_some(prepared)
    }

    /// Whether an interview is prepared for: a plan or a date is set.
    pub fn is_meant(&self) -> bool {
        self.is_meant
    }

    /// Whether what is next has a reason of its own, whatever is prepared for: what is due and new has its entry, and a share or a weight is that of a plan.
    fn is_worth(&self) -> bool {
        match self.step {
            Step::Drill(_) | Step::Mock(_) => true,
            Step::Review(_) | Step::Learn(_) | Step::Strengthen(_) | Step::Rehearse => false,
        }
    }

    /// What to do next, and why.
    pub fn next(&self, world: &World) -> (Text, Text) {
        let Readiness { cards, new, days_left, .. } = &self.readiness;
        match &self.step {
            Step::Review(due) => {
                (text!("review {due} due cards", "复习 {due} 张到期卡片"), text!("you are about to forget them", "它们快要被遗忘"))
            }
            Step::Learn(count) => {
                let days = days_left.unwrap_or(0).max(1);
                (
                    text!("learn {count} new cards", "学习 {count} 张新卡"),
                    text!(
                        "{new} of the {cards} cards that may be asked are unseen, with {days} days left",
                        "可能考到的 {cards} 张卡片中有 {new} 张未学，还剩 {days} 天"
                    ),
                )
            }
            Step::Drill(tally) => {
                let (id, count) = (&tally.key.id, tally.recent);
                let op = ops::find(&tally.key.source).map_or_else(|| Text::plain(&tally.key.source), |op| op.title.into());
                let (en, zh) = (op.get(Lang::En), op.get(Lang::Zh));
                (
                    text!("drill {id}", "专练 {id}"),
                    text!("you made this mistake {count} times in 30 days: {en}", "30 天内您在“{zh}”上犯了 {count} 次"),
                )
            }
            Step::Mock(last) => {
                let last = match last {
                    None => text!("you have not sat one yet", "您还没有参加过"),
                    Some(1) => text!("the last one was yesterday", "上一场在昨天"),
                    Some(days) => text!("the last one was {days} days ago", "上一场在 {days} 天前"),
                };
                let left = match days_left {
                    Some(1) => text!(", and the interview is tomorrow", "，而面试就在明天"),
                    Some(days) if *days > 1 => text!(", and {days} days are left", "，距面试还有 {days} 天"),
                    Some(_) | None => Text::default(),
                };
                (text!("sit a mock interview", "来一场模拟面试"), last.then(&left))
            }
            Step::Strengthen(subject) => {
                let (name, recall, weight) = (world.library.subject(&subject.name), subject.recall * 100.0, subject.weight * 100.0);
                let (en, zh) = (name.get(Lang::En), name.get(Lang::Zh));
                (
                    text!("practise {en}", "练习{zh}"),
                    text!("{recall:.0} % known, and {weight:.0} % of the interview", "掌握 {recall:.0}%，占面试的 {weight:.0}%"),
                )
            }
            Step::Rehearse => (
                text!("practise questions of the interview", "练习面试题"),
                text!("nothing is due and all subjects are well known", "没有到期的卡片，各科均已掌握"),
            ),
        }
    }

    /// The screen that does it.
    pub fn start(&self, world: &World, now: Timestamp) -> Box<dyn Screen> {
        let practice = |subject| Choice { for_interview: true, subject, practice: true, limit: Some(PRACTICE), ..Choice::default() };
        let choice = match &self.step {
            Step::Review(_) => Choice { new: Some(0), ..Choice::default() },
            Step::Learn(count) => Choice { for_interview: true, new: Some(self.introduced.saturating_add(*count)), ..Choice::default() },
            Step::Drill(tally) => match study::start_drill(std::slice::from_ref(&tally.key), world, now) {
                Some(drill) => return Box::new(drill),
                None => return Box::new(Mistakes::new(world, now)),
            },
            Step::Mock(_) => match world.goal().plan {
                Some(plan) => return Box::new(Ready::new(Source::Plan(plan.clone()), world, now)),
                None => return Box::new(Lobby::default()),
            },
            Step::Strengthen(subject) => practice(Some(subject.name.clone())),
            Step::Rehearse => practice(None),
        };
        Box::new(study::start(&choice, world, now))
    }

    /// How ready one is, in lines of so many cells.
    pub fn page(&self, world: &World, width: usize, roomy: bool) -> Page {
        let mut page = Page::new(width);
        let (goal, ready) = (world.goal(), &self.readiness);
        let lead = |words| Span::styled(pad(world.say(words), 10, ""), world.theme.faint);
        let title = match (&world.settings.plan, goal.plan) {
            (Some(id), None) => text!("there is no plan `{id}`", "没有名为 `{id}` 的面试方案"),
            (_, Some(plan)) => plan.title.clone(),
            (None, None) => w::goal::NO_PLAN.into(),
        };
        page.item(lead(w::goal::GOAL), world.tell(&title), world.theme.text);
        let indent = Span::raw(" ".repeat(10));
        match (world.settings.interview_date, ready.days_left) {
            (Some(_), Some(days)) if days < 0 => page.item(indent.clone(), world.say(w::goal::PASSED), world.theme.warning),
            (Some(date), Some(days)) => {
                let told = text!("{date}, ", "{date}，").then(&in_days(days));
                page.item(indent.clone(), world.tell(&told), world.theme.text);
            }
            (_, _) => page.item(indent.clone(), world.say(w::goal::NO_DATE), world.theme.faint),
        }
        if let Some(Share { a_day, left }) = ready.share {
            let told = if left == 0 {
                text!("done; {} of {} cards unseen", "已完成；{} / {} 张未学", ready.new, ready.cards)
            } else {
                text!("{left} new today ({a_day} a day)", "今天还有 {left} 张新卡（每天 {a_day} 张）")
            };
            page.item(lead(w::goal::SHARE), world.tell(&told), world.theme.text);
        }
        let ahead = ready.days_left.is_some_and(|days| days >= 0);
        let about = world.say(if ahead { w::goal::READY_ABOUT } else { w::goal::READY_NOW });
        let share = ready.overall * 100.0;
        let told = text!("{share:.0} %: {about}", "{share:.0}%：{about}");
        page.item(lead(w::goal::READY), world.tell(&told), world.theme.text);
        let shown = if roomy { MORE } else { FEW };
        let bars: Vec<Bar> = ready
            .subjects
            .iter()
            .take(shown)
            .map(|subject| Bar {
                name: format!("{}{}", " ".repeat(10), world.topic(&subject.name, width.saturating_sub(10 + BESIDE).max(8))),
                share: Some(f64::from(subject.recall)),
                mark: None,
                note: format!("{:>3.0} %", subject.recall * 100.0),
                faint: false,
            })
            .collect();
        bars::lines(&bars, width, &world.looks()).into_iter().for_each(|line| page.line(line));
        if ready.subjects.len() > shown {
            let told = text!("and {} more subjects", "另有 {} 科", ready.subjects.len() - shown);
            page.item(indent, world.tell(&told), world.theme.faint);
        }
        page
    }
}

/// How far away a day is.
pub fn in_days(days: i32) -> Text {
    match days {
        0 => text!("today", "今天"),
        1 => text!("tomorrow", "明天"),
        days => text!("in {days} days", "{days} 天后"),
    }
}
