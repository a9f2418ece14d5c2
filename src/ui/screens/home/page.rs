//! What home shows: what there is today and what can be done on the left, readiness or the decks on the right.

use ratatui::text::{Line, Span};

use crate::base::{Text, words as w};
use crate::study::home::DeckFigures;
use crate::text;
use crate::ui::chrome::pad;
use crate::ui::keys;
use crate::ui::widgets::page::{Page, bar, cell};
use crate::ui::world::World;

use super::commands::{Act, KEYS, NAME};
use super::told::{about_of, interrupted, last_mock, next_line, today};
use super::{Home, Item};

/// From so many rows on, more is said of what is prepared for.
const ROOMY: u16 = 36;
/// From so many columns on there are two of them where there is something for both.
const TWO: usize = 76;
/// From so many columns on the decks may stand beside the menu.
const WIDE: usize = 120;
/// The most cells for the name of a topic or a mistake.
const NAME_CELLS: usize = 30;

impl Home {
    pub(super) fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        for problem in self.problem.iter().chain(&self.refused) {
            page.say(&problem.line(world.lang), world.theme.wrong);
            page.gap();
        }
        let half = if width >= TWO { width - width / 2 } else { width };
        let mut beside = Page::new(half);
        if let Some(prepared) = self.prepared.as_ref().filter(|prepared| prepared.is_meant()) {
            beside.append(prepared.page(world, half, world.size.height >= ROOMY), 0);
        }
        let weak = self.weak_and_mistakes(world, half);
        if width < TWO && weak.height() > 0 {
            beside.gap();
        }
        beside.append(weak, 0);
        // Where nothing is to be said beside the menu, the decks stand there if there is room.
        let decks_beside = beside.height() == 0 && width >= WIDE;
        if decks_beside {
            self.decks(&mut beside, world);
        }
        if width >= TWO && beside.height() > 0 {
            let mut menu = self.today_and_menu(world, width / 2 - 1, decks_beside);
            self.add_about(&mut menu, if decks_beside { usize::MAX } else { beside.height() }, world);
            page.beside(menu, beside, width / 2);
        } else {
            page.append(self.today_and_menu(world, width, false), 0);
            // Above the decks, since the page moves with what is chosen and would not come to what stands below them.
            if beside.height() > 0 {
                page.gap();
                page.append(beside, 0);
            }
        }
        if !decks_beside {
            page.gap();
            self.decks(&mut page, world);
        }
        page
    }

    /// Says what the chosen entry is, in the room that the menu leaves beside a page so high.
    fn add_about(&self, menu: &mut Page, height: usize, world: &World) {
        let Some(item) = self.items().get(self.chosen).copied() else { return };
        let mut about = Page::new(menu.width);
        about.tell_faintly(Span::raw(""), &about_of(item, &self.figures, world), world);
        if menu.height() + 1 + about.height() <= height {
            menu.gap();
            menu.append(about, 0);
        }
    }

    /// What there is today and what can be done; `told` is whether the chosen entry is told of anyway.
    fn today_and_menu(&self, world: &World, width: usize, told: bool) -> Page {
        let mut page = Page::new(width);
        let figures = &self.figures;
        let (lead, indent) = (Span::styled(pad(world.say(w::TODAY), 8, ""), world.theme.faint), Span::raw(" ".repeat(8)));
        page.parts(lead, &today(figures, world), world.theme.text, world);
        if let Some(next) = figures.next {
            page.item(indent.clone(), &next_line(next, world, self.today), world.theme.faint);
        }
        if figures.today.answers > 0 {
            let done = text!("{} answered, {} right", "已答 {} 题，答对 {} 题", figures.today.answers, figures.today.right);
            page.item(indent, world.tell(&done), world.theme.faint);
        }
        let lead = || Span::styled(pad(world.say(w::sitting::LAST_MOCK), 8, ""), world.theme.faint);
        if let Some(unfinished) = world.interviews.unfinished.first() {
            page.item(lead(), world.tell(&interrupted(unfinished)), world.theme.warning);
        } else if let Some(last) = world.interviews.reports.last() {
            page.item(lead(), world.tell(&last_mock(last, world, self.today)), world.theme.text);
        }
        if !told && world.memories.is_empty() && world.days.is_empty() {
            page.gap();
            page.say(world.say(w::FIRST_STEPS), world.theme.faint);
        }
        let problems = world.library.problems().len() + world.problems.len();
        if problems > 0 {
            let s = if problems == 1 { "" } else { "s" };
            let key = key_of(Act::Problems, world);
            let told =
                text!("{problems} problem{s} in your decks or settings: press {key}", "卡组或设置中有 {problems} 个问题：按 {key} 查看");
            page.say(world.tell(&told), world.theme.warning);
        }
        page.gap();
        for (at, item) in self.items().into_iter().enumerate() {
            let first = page.height();
            let chosen = self.chosen == at;
            match item {
                Item::Next => {
                    let Some((what, why)) = self.prepared.as_ref().map(|prepared| prepared.next(world)) else { continue };
                    let what = Text::from(w::goal::NEXT).then(&text!(": ", "：")).then(&what);
                    page.line(pointed(world.tell(&what), chosen, world));
                    page.item(Span::raw("    "), world.tell(&why), world.theme.faint);
                }
                Item::Study => page.line(pointed(world.say(w::STUDY), chosen, world)),
                Item::More => {
                    let more = self.figures.more;
                    let s = if more == 1 { "" } else { "s" };
                    let told = text!("{more} more new card{s} today", "今天再学 {more} 张新卡");
                    page.line(pointed(world.tell(&told), chosen, world));
                }
                Item::Mock => page.line(pointed(world.say(w::sitting::MOCK), chosen, world)),
                Item::Exercises => page.line(pointed(world.say(w::EXERCISES), chosen, world)),
                Item::Deck(_) => break,
            }
            if chosen {
                page.focus_from(first);
            }
            page.entry_from(at, first);
        }
        page
    }

    fn weak_and_mistakes(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        let room = width.saturating_sub(10);
        for (at, weak) in self.figures.weak.iter().filter(|weak| weak.recall < 0.8).take(3).enumerate() {
            let lead = if at == 0 { world.say(w::WEAK) } else { "" };
            let cells = room.saturating_sub(6).min(NAME_CELLS);
            let topic = format!("{} {:.0} %", pad(&world.topic(weak.topic.as_str(), cells), cells, ""), weak.recall * 100.0);
            page.line(vec![Span::styled(pad(lead, 10, ""), world.theme.faint), Span::raw(topic)]);
        }
        for (at, tally) in self.figures.mistakes.iter().take(3).enumerate() {
            let lead = if at == 0 { world.say(w::MISTAKES) } else { "" };
            let what = format!(
                "{} {}{}",
                pad(&tally.key.id, room.saturating_sub(6).min(NAME_CELLS), world.symbols.ellipsis),
                world.symbols.times,
                tally.count
            );
            page.line(vec![Span::styled(pad(lead, 10, ""), world.theme.faint), Span::raw(what)]);
        }
        page
    }

    fn decks(&self, page: &mut Page, world: &World) {
        let bar_cells = if page.width >= 76 { 10 } else { 6 };
        let title = page.width.saturating_sub(2 + 7 + 7 + bar_cells + 8).min(48);
        let head = format!(
            "  {}{}{}  {}",
            pad(world.say(w::DECKS), title, ""),
            cell(world.say(w::DUE), 7, true, ""),
            cell(world.say(w::NEW), 7, true, ""),
            world.say(w::KNOWN)
        );
        page.line(Line::styled(head, world.theme.faint));
        // The decks are the last items.
        let before = self.items().len() - self.figures.decks.len();
        for (at, deck) in self.figures.decks.iter().enumerate() {
            let chosen = self.chosen == at + before;
            if chosen {
                page.focus = Some((page.height(), page.height()));
            }
            page.line(deck_line(deck, chosen, title, bar_cells, world));
            page.entry_from(at + before, page.height() - 1);
        }
    }
}

/// The name of the key that does this, as the learner has it.
fn key_of(act: Act, world: &World) -> String {
    let hints = keys::hints(KEYS).into_iter().map(|hint| hint.of(NAME)).collect();
    let shown = world.keymap.show(hints, false);
    let at = KEYS.iter().position(|row| row.keys.iter().any(|(_, known)| *known == act));
    at.and_then(|at| shown.get(at)).map(|hint| hint.names(&world.symbols)).unwrap_or_default()
}

fn deck_line(deck: &DeckFigures, chosen: bool, title: usize, bar_cells: usize, world: &World) -> Line<'static> {
    let ellipsis = world.symbols.ellipsis;
    let sign = if chosen { world.symbols.pointer } else { " " };
    let style = if chosen { world.theme.accent } else { world.theme.text };
    let number = |count: usize| cell(&if count == 0 { "-".to_string() } else { count.to_string() }, 7, true, ellipsis);
    let mut spans = vec![
        Span::styled(format!("{sign} "), style),
        Span::styled(pad(world.tell(&deck.title), title, ellipsis), style),
        Span::styled(number(deck.due), if deck.due > 0 { world.theme.text } else { world.theme.faint }),
        Span::styled(number(deck.new), if deck.new > 0 { world.theme.text } else { world.theme.faint }),
        Span::raw("  "),
    ];
    spans.extend(bar(f64::from(deck.known), bar_cells, &world.symbols, &world.theme));
    spans.push(Span::raw(format!(" {:>3.0} %", deck.known * 100.0)));
    Line::from(spans)
}

fn pointed(label: &str, chosen: bool, world: &World) -> Line<'static> {
    let (sign, style) = if chosen { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.text) };
    Line::styled(format!("{sign} {label}"), style)
}
