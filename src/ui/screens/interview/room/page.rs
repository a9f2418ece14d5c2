//! What an interview shows.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::base::{Text, words as w};
use crate::study::interview::state::{Given, Item, Stage};
use crate::study::interview::{debrief, voice};
use crate::text;
use crate::ui::chrome;
use crate::ui::screens::interview::show;
use crate::ui::screens::study::{illustrated, illustration};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::{Layer, Room};

/// What a click on how sure one is chooses: this and the number of it. What a form has to choose from is counted from 0.
const SURE: usize = 1000;

/// The key of how sure one is that is chosen by a click on the entry of this number.
pub(super) fn sure_at(entry: usize) -> Option<char> {
    u32::try_from(entry.checked_sub(SURE)?).ok().and_then(|level| char::from_digit(level, 10))
}

impl Room {
    /// The whole of what is shown, from top to bottom.
    pub(super) fn page(&self, world: &World, width: usize) -> Page {
        match &self.layer {
            Layer::Leaving => return leaving(world, width),
            Layer::Earlier(at) => return self.earlier(*at, world, width),
            Layer::Notes(_) | Layer::None => {}
        }
        if self.sitting.header().paused {
            let mut page = Page::new(width);
            page.say(world.say(w::sitting::PAUSED), world.theme.strong);
            return page;
        }
        match self.sitting.stage() {
            Stage::Asking | Stage::Sure | Stage::Told => {
                let judged = self.sitting.stage() == Stage::Told;
                let picture =
                    self.sitting.question().filter(|_| self.sitting.probe().is_none()).and_then(|question| illustration(question, judged));
                illustrated(picture, self.picture, width, world, |width| self.asked_page(world, width))
            }
            Stage::Closing => self.closing(world, width),
            Stage::Debrief => self.debrief(world, width),
            Stage::Done => {
                let mut page = Page::new(width);
                self.say(&mut page, world);
                page.say(world.say(w::sitting::ENDED), world.theme.text);
                page
            }
        }
    }

    /// What the interviewer says.
    fn say(&self, page: &mut Page, world: &World) {
        let says = voice::says(&self.sitting);
        let says = world.tell(&says);
        if !says.is_empty() {
            let told = text!("\"{says}\"", "“{says}”");
            page.say(world.tell(&told), world.theme.faint);
            page.gap();
        }
    }

    /// Where in the interview it is: the section, the number of the question, follow-up, flag.
    fn whereabouts(&self, world: &World) -> Line<'static> {
        let mut spans = Vec::new();
        if let Some((section, number, count)) = self.sitting.progress() {
            let title = self.sitting.frozen().sections.get(section).map(|section| world.tell(&section.title)).unwrap_or_default();
            let dot = world.symbols.dot;
            let told = match number.checked_sub(count) {
                None => text!("{title} {dot} {} of {count}", "{title} {dot} 第 {} / {count} 题", number + 1),
                Some(beyond) => text!("{title} {dot} extra question {}", "{title} {dot} 加问第 {} 题", beyond + 1),
            };
            spans.push(Span::styled(world.tell(&told).to_string(), world.theme.strong));
        }
        if let (Some(item), Some(turn)) = (self.sitting.item(), self.sitting.turn()) {
            let depth = item.depth as usize + turn.probe.map_or(0, |probe| probe + 1);
            if depth > 0 {
                let told = text!("{} follow-up {depth}", "{} 追问 {depth}", world.symbols.follow);
                spans.push(Span::styled(format!("   {}", world.tell(&told)), world.theme.accent));
            }
            if item.flagged {
                spans.push(Span::styled(format!("   {} {}", world.symbols.flag, world.say(w::sitting::WAS_FLAGGED)), world.theme.warning));
            }
        }
        Line::from(spans)
    }

    fn asked_page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        let (Some(form), Some(question)) = (&self.form, self.sitting.question()) else { return page };
        let stage = self.sitting.stage();
        if let Some(problem) = &self.unkept {
            page.say(&problem.line(world.lang), world.theme.wrong);
            page.gap();
        }
        if let Some(notice) = &self.notice {
            page.say(world.tell(notice), world.theme.warning);
            page.gap();
        }
        page.line(self.whereabouts(world));
        page.gap();
        if stage != Stage::Sure {
            self.say(&mut page, world);
        }
        if stage == Stage::Told {
            self.told(&mut page, form.as_ref(), world);
        } else {
            form.ask(&mut page, question, world);
            self.stands(&mut page, world);
        }
        if stage == Stage::Sure {
            page.cursor = None;
            page.rule(world);
            let first = page.height();
            page.say(world.tell(&voice::says(&self.sitting)), world.theme.strong);
            sure(&mut page, world);
            page.focus_from(first);
        }
        self.notes(&mut page, world);
        page
    }

    fn notes(&self, page: &mut Page, world: &World) {
        let lead = Span::styled(format!("{}  ", world.say(w::sitting::YOUR_NOTES)), world.theme.faint);
        match &self.layer {
            Layer::Notes(field) => {
                page.rule(world);
                field.add_to(page, &lead, true, None, world);
            }
            Layer::None | Layer::Earlier(_) | Layer::Leaving => {
                if let Some(item) = self.sitting.item().filter(|item| !item.notes.trim().is_empty()) {
                    page.gap();
                    page.item(lead, item.notes.trim(), world.theme.faint);
                }
            }
        }
    }

    /// The questions so far.
    fn earlier(&self, at: usize, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        page.say(world.say(w::sitting::SO_FAR), world.theme.strong);
        page.gap();
        for (place, item) in self.sitting.items().iter().enumerate() {
            self.entry(&mut page, place, item, place == at, world);
        }
        page
    }

    /// After the last question: what can be gone back to, and the end.
    fn closing(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        self.say(&mut page, world);
        for (place, item) in self.sitting.items().iter().enumerate() {
            self.entry(&mut page, place, item, place == self.chosen, world);
        }
        page.gap();
        let here = self.chosen >= self.sitting.items().len();
        let first = page.height();
        pointed(&mut page, world.say(w::sitting::END_ENTRY), here, world);
        page.entry_from(self.sitting.items().len(), first);
        if here {
            page.focus_from(first);
        }
        page
    }

    fn entry(&self, page: &mut Page, place: usize, item: &Item, here: bool, world: &World) {
        let question = self.sitting.question_of(item);
        let mut marks = Vec::new();
        if item.flagged {
            marks.push(format!("{} {}", world.symbols.flag, world.say(w::sitting::WAS_FLAGGED)));
        }
        match item.given {
            Given::Skipped => marks.push(world.say(w::sitting::WAS_SKIPPED).to_string()),
            Given::Over => marks.push(world.say(w::sitting::WAS_CUT).to_string()),
            Given::Open | Given::Done => {}
        }
        let marks = marks.join(" ");
        let sign = if here { world.symbols.pointer } else { " " };
        let style = if here { world.theme.accent } else { world.theme.text };
        let follow = if item.depth > 0 { format!("{} ", world.symbols.follow) } else { String::new() };
        let room = page.width.saturating_sub(chrome::width(&marks) + 8 + chrome::width(&follow));
        let title = chrome::pad(&show::beginning(&question.prompt(), world), room, world.symbols.ellipsis);
        let first = page.height();
        page.line(vec![
            Span::styled(format!("{sign} {:>2}  {follow}{title}  ", place + 1), style),
            Span::styled(marks, world.theme.warning),
        ]);
        page.entry_from(place, first);
        if here {
            page.focus_from(first);
        }
    }

    /// Where in the debrief it is.
    pub(super) fn debrief_place(&self) -> Text {
        let (done, of) = debrief::progress(&self.sitting);
        text!("Debrief {} of {of}", "复盘 第 {} / {of} 题", (done + 1).min(of))
    }

    fn debrief(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        let (Some(form), Some(question)) = (&self.form, self.sitting.question()) else { return page };
        if debrief::progress(&self.sitting).0 == 0 {
            self.say(&mut page, world);
            page.say(world.say(w::sitting::DEBRIEF_ABOUT), world.theme.faint);
            page.gap();
        }
        let mut body = Page::new(width);
        form.ask(&mut body, question, world);
        page.append(body, 0);
        self.notes(&mut page, world);
        page
    }
}

fn leaving(world: &World, width: usize) -> Page {
    let mut page = Page::new(width);
    page.say(world.say(w::sitting::LEAVING), world.theme.strong);
    page.gap();
    page.say(world.say(w::sitting::LEAVING_ABOUT), world.theme.text);
    page
}

fn pointed(page: &mut Page, label: &str, here: bool, world: &World) {
    let (sign, style): (_, Style) = if here { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.text) };
    page.line(Line::styled(format!("{sign} {label}"), style));
}

/// The four answers to how sure one is.
fn sure(page: &mut Page, world: &World) {
    let mut spans = Vec::new();
    let mut used = 0;
    for level in 1..=4 {
        let [key, label] = [format!("{level} "), world.say(show::sure(level)).to_string()];
        let wide = chrome::width(&key) + chrome::width(&label);
        page.entry_in(SURE + usize::from(level), used..used + wide);
        used += wide + 3;
        spans.push(Span::styled(key, world.theme.key));
        spans.push(Span::styled(format!("{label}   "), world.theme.text));
    }
    page.line(spans);
}
