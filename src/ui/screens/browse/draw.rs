//! What the browse screen shows: the filter, the list with its columns, and beside it the chosen card.

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::base::{Text, words as w};
use crate::study::browse::{Order, State, state};
use crate::study::{Standing, Wait};
use crate::text;
use crate::ui::chrome::{self, pad};
use crate::ui::screens::card;
use crate::ui::widgets::page::{Page, cell};
use crate::ui::widgets::text as marked_up;
use crate::ui::world::World;

use super::{Asked, Browse, Phase};

/// From this many cells on the chosen card is shown beside the list.
const WIDE: usize = 110;
/// The cells before the title: the pointer, a mark, a flag and a gap.
const LEAD: usize = 4;
/// The columns: when it is asked next, how stable it is, how often it was forgotten.
const STATE: usize = 11;
const STABLE: usize = 11;
const LAPSES: usize = 11;
/// From this many cells on there is room for how stable a card is.
const ROOMY: usize = 70;

/// How many cells of so many the list takes.
pub(super) fn list_width(width: u16) -> u16 {
    if usize::from(width) < WIDE { width } else { width * 11 / 20 }
}

impl Browse {
    pub(super) fn heading(&self, world: &World) -> (Line<'static>, Line<'static>) {
        let mut left = world.say(if self.choosing.is_some() { w::browse::FILTER_TITLE } else { w::browse::BROWSE }).to_string();
        if self.order != Order::Deck {
            left.push_str(&format!(" {} {}", world.symbols.dot, world.say(self.order.label())));
        }
        let (found, all) = (self.found.len(), self.catalogue.len());
        let mut told = text!("{found} of {all} cards", "共 {all} 张，符合 {found} 张");
        if let Some((due, new)) = self.choosing {
            told = text!("{found} cards · {due} due · {new} new", "{found} 张 · {due} 张到期 · {new} 张新卡");
        }
        let mut right = world.tell(&told).to_string();
        if !self.marked.is_empty() {
            let marked = self.marked.len();
            right.push_str(&format!(" {} {}", world.symbols.dot, world.tell(&text!("{marked} marked", "已标记 {marked} 张"))));
        }
        (Line::styled(left, world.theme.strong), Line::styled(right, world.theme.faint))
    }

    /// How many lines of the list are seen on a screen of the world's size.
    pub(super) fn window(&self, world: &World) -> usize {
        usize::from(world.body.height).saturating_sub(self.heading_line(world) + 1)
    }

    /// The line with the headings of the columns: that below the filter and what is said about it.
    pub(super) fn heading_line(&self, world: &World) -> usize {
        let area = chrome::inside(world.body);
        self.top(world, usize::from(area.width)).height()
    }

    pub(super) fn draw_body(&self, frame: &mut Frame<'_>, area: Rect, world: &World, now: Timestamp) {
        let area = chrome::inside(area);
        let width = usize::from(area.width);
        if let Some(page) = self.asked(world, width) {
            return page.draw(frame, area, 0, world);
        }
        let top = self.top(world, width);
        let height = u16::try_from(top.height()).unwrap_or(u16::MAX).min(area.height);
        top.draw(frame, Rect { height, ..area }, 0, world);
        let rest = Rect { y: area.y + height, height: area.height - height, ..area };
        let left = list_width(area.width);
        if left == area.width {
            return self.draw_list(frame, rest, world, now);
        }
        self.draw_list(frame, Rect { width: left, ..rest }, world, now);
        for y in rest.y..rest.bottom() {
            frame.buffer_mut().set_stringn(rest.x + left + 1, y, world.symbols.bar, 1, world.theme.rule);
        }
        let preview = Rect { x: rest.x + left + 3, width: area.width - left - 3, ..rest };
        self.preview(world, usize::from(preview.width), now).draw(frame, preview, 0, world);
    }

    /// What stands above the list: the filter with what is wrong with it, or what is asked for.
    fn top(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        match &self.phase {
            Phase::Asking(asked, field, problem) => {
                let label = match asked {
                    Asked::Day => w::browse::WHICH_DAY,
                    Asked::Tags => w::browse::WHICH_TAGS,
                };
                page.say(world.say(label), world.theme.strong);
                let lead = Span::styled(format!("{} ", world.symbols.pointer), world.theme.accent);
                field.add_to(&mut page, &lead, true, problem.as_ref(), world);
            }
            Phase::List | Phase::Typing | Phase::Copying(..) | Phase::Broken(..) => self.filter_line(&mut page, world),
        }
        if let Some(notice) = &self.notice {
            page.say(world.tell(notice), world.theme.warning);
        }
        page
    }

    fn filter_line(&self, page: &mut Page, world: &World) {
        let typing = matches!(self.phase, Phase::Typing);
        let lead = Span::styled("/ ", if typing { world.theme.accent } else { world.theme.faint });
        if self.field.is_blank() && !typing {
            page.line(vec![lead, Span::styled(world.say(w::browse::FILTER_EMPTY), world.theme.faint)]);
            return;
        }
        self.field.add_to(page, &lead, typing, self.problem.as_ref(), world);
        if typing && self.problem.is_none() {
            // As many lines without an error as with one, so that the list does not jump while a word is typed.
            let help = world.say(w::browse::FILTER_HELP);
            if help.width() <= page.width {
                page.line(Line::default());
            }
            page.say(help, world.theme.faint);
        }
    }

    /// What fills the whole screen because it must be answered first.
    fn asked(&self, world: &World, width: usize) -> Option<Page> {
        let mut page = Page::new(width);
        match &self.phase {
            Phase::Copying(_, path) => {
                let path = path.display();
                let told = text!(
                    "This card is part of the program, so that it can't be changed in place. Its deck can be copied into your folder, to {path}. Your copy then takes the place of the built-in deck: the history of its cards stays, and the deck that comes with later versions no longer shows until you delete your copy.",
                    "这张卡片随程序内置，不能直接修改。可以把它所在的卡组复制到您的文件夹：{path}。此后您的副本将代替内置卡组：学习记录保留，但在您删除副本之前，新版本自带的该卡组不再显示。"
                );
                page.say(world.tell(&told), world.theme.text);
            }
            Phase::Broken(_, found) => {
                page.say(world.say(w::browse::BROKEN), world.theme.warning);
                for found in found {
                    page.gap();
                    page.found(found, world);
                }
            }
            Phase::List | Phase::Typing | Phase::Asking(..) => return None,
        }
        Some(page)
    }

    fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, world: &World, now: Timestamp) {
        if area.height == 0 {
            return;
        }
        let width = usize::from(area.width);
        let stable = if width < ROOMY { 0 } else { STABLE };
        let title = width.saturating_sub(LEAD + STATE + stable + LAPSES);
        let right = |text: &str, cells: usize| cell(text, cells, true, world.symbols.ellipsis);
        let head = format!(
            "{}{}{}{}{}",
            " ".repeat(LEAD),
            pad(world.say(w::browse::CARD), title, ""),
            right(world.say(w::DUE), STATE),
            right(world.say(w::browse::STABILITY), stable),
            right(world.say(w::browse::LAPSES), LAPSES)
        );
        chrome::put(frame.buffer_mut(), (area.x, area.y), &Line::styled(head, world.theme.faint), area.width, world);
        let list = Rect { y: area.y + 1, height: area.height - 1, ..area };
        if self.found.is_empty() {
            let told = Line::styled(world.say(w::browse::NOTHING_FOUND), world.theme.faint);
            chrome::put(
                frame.buffer_mut(),
                (list.x + (LEAD as u16).min(list.width), list.y),
                &told,
                list.width.saturating_sub(LEAD as u16),
                world,
            );
            return;
        }
        let standing = world.standing(now);
        self.list.draw(frame, list, self.found.len(), world, |at, chosen| {
            self.row(at, chosen, (title, stable), world, &standing).unwrap_or_default()
        });
    }

    fn row(
        &self,
        at: usize,
        chosen: bool,
        (title, stable): (usize, usize),
        world: &World,
        standing: &Standing<'_>,
    ) -> Option<Line<'static>> {
        let row = self.catalogue.row(*self.found.get(at)?)?;
        let card = row.card(&world.library)?;
        let key = row.key(card);
        let memory = standing.memory(&key);
        let (theme, ellipsis) = (&world.theme, world.symbols.ellipsis);
        let style = if chosen { theme.accent } else { theme.text };
        let mark = if self.marked.contains(&*key) { "*" } else { " " };
        let mut spans = vec![Span::styled(format!("{}{mark}", if chosen { world.symbols.pointer } else { " " }), style)];
        spans.push(Span::styled(format!("{} ", if memory.flagged { world.symbols.flag } else { " " }), theme.warning));
        let reverse = if row.reversed { world.tell(&text!("(reverse) ", "（反向）")).to_string() } else { String::new() };
        let room = title.saturating_sub(chrome::width(&reverse));
        let told = card.title();
        let line = marked_up::first_line(world.tell(&told), room, style, world);
        let gap = room.saturating_sub(line.width());
        spans.push(Span::styled(reverse, theme.faint));
        spans.extend(line.spans);
        spans.push(Span::raw(" ".repeat(gap)));
        let state = state(&memory, standing);
        let state_style = match state {
            State::Due => theme.text,
            State::Suspended | State::Buried(_) => theme.warning,
            State::New | State::Later(_) => theme.faint,
        };
        spans.push(Span::styled(cell(world.tell(&state.text()), STATE, true, ellipsis), state_style));
        let stability = if memory.is_new() { "-".to_string() } else { world.tell(&days(memory.stability)).to_string() };
        spans.push(Span::styled(cell(&stability, stable, true, ellipsis), theme.faint));
        let lapses = match (memory.lapses, memory.is_leech(standing.scheduler)) {
            (0, _) => ("-".to_string(), theme.faint),
            (lapses, false) => (lapses.to_string(), theme.faint),
            (lapses, true) => (format!("{} {lapses}", world.say(w::browse::LEECH)), theme.warning),
        };
        spans.push(Span::styled(cell(&lapses.0, LAPSES, true, ellipsis), lapses.1));
        Some(Line::from(spans))
    }

    /// The chosen card.
    fn preview(&self, world: &World, width: usize, now: Timestamp) -> Page {
        let mut page = Page::new(width);
        if let Some(row) = self.chosen()
            && let Some(chosen) = row.card(&world.library)
        {
            card::content(&mut page, chosen, row.reversed, world);
            card::memory(&mut page, &row.key(chosen), world, now);
        }
        page
    }
}

/// A time in days, in a few characters.
fn days(days: f32) -> Text {
    Wait::Days(days.round().max(1.0) as u32).text()
}
