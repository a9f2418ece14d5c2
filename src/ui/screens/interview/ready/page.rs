//! What the screen before an interview shows.

use ratatui::text::{Line, Span};

use crate::base::{Text, words as w};
use crate::study::interview::compose::SectionPreview;
use crate::study::interview::state::Mode;
use crate::text;
use crate::ui::chrome::pad;
use crate::ui::screens::interview::show;
use crate::ui::screens::study::level;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::choice::Choice;
use super::{Ready, Source};

impl Ready {
    /// The whole of what is shown, from top to bottom.
    pub(super) fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        if let Some(notice) = &self.notice {
            page.say(world.tell(notice), world.theme.wrong);
            page.gap();
        }
        if let Source::Plan(plan) = &self.source
            && let Some(about) = &plan.about
        {
            page.tell(about, world);
            page.gap();
        }
        for (at, choice) in self.choices().iter().enumerate() {
            let here = at == self.at;
            let (sign, style) = if here { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.text) };
            let first = page.height();
            let lead = format!("{sign} {}", pad(world.say(choice.label()), 12, ""));
            page.item(Span::styled(lead, style), world.tell(&self.value(*choice, world)), style);
            page.entry_from(at, first);
            if here {
                page.focus_from(first);
            }
        }
        page.gap();
        let minutes = self.preview.minutes;
        let told = text!("{} {minutes} min", "{} {minutes} 分钟", world.symbols.dot);
        page.say(&format!("{} {}", world.say(w::sitting::WHAT_COMES), world.tell(&told)), world.theme.strong);
        for section in &self.preview.sections {
            section_lines(&mut page, section, world);
        }
        page.gap();
        let (told, style) = match (self.preview.sections.iter().all(|section| section.asked == 0), self.preview.is_enough()) {
            (true, _) => (w::sitting::NO_CARDS, world.theme.wrong),
            (false, true) => (w::sitting::ENOUGH, world.theme.faint),
            (false, false) => (w::sitting::NOT_ENOUGH, world.theme.warning),
        };
        page.say(world.say(told), style);
        page.say(world.say(w::sitting::IF_QUICK), world.theme.faint);
        page
    }

    fn value(&self, choice: Choice, world: &World) -> Text {
        let several = |texts: Vec<&str>| if texts.is_empty() { w::sitting::ALL.into() } else { Text::plain(texts.join(", ")) };
        match (choice, &self.source) {
            (Choice::Mode, _) => match self.mode {
                Mode::Strict => w::sitting::STRICT.into(),
                Mode::Practice => w::sitting::PRACTICE.into(),
            },
            (Choice::Language, _) => show::language(self.lang).into(),
            (Choice::Length, Source::Wish(wish)) => text!("{} min", "{} 分钟", wish.minutes),
            (Choice::Followups, Source::Wish(wish)) => text!("up to {} deep", "最多 {} 层", wish.followups),
            (Choice::Subjects, Source::Wish(wish)) => {
                let titles: Vec<Text> = wish.topics.iter().map(|topic| world.library.subject(topic.as_str())).collect();
                several(titles.iter().map(|title| world.tell(title)).collect())
            }
            (Choice::Kinds, Source::Wish(wish)) => several(wish.kinds.iter().map(|kind| world.say(kind.label())).collect()),
            (Choice::Level, Source::Wish(wish)) => several(wish.levels.iter().map(|each| world.say(level(*each))).collect()),
            (Choice::Length | Choice::Followups | Choice::Subjects | Choice::Kinds | Choice::Level, Source::Plan(_)) => Text::default(),
        }
    }
}

/// So many questions in so many minutes.
pub fn questions(count: usize, minutes: u32) -> Text {
    let ending = if count == 1 { "" } else { "s" };
    text!("{count} question{ending}, {minutes} min", "{count} 题，{minutes} 分钟")
}

/// What a section will contain, in a line or two.
fn section_lines(page: &mut Page, section: &SectionPreview, world: &World) {
    let (asked, minutes, cards, new) = (section.asked, section.minutes, section.cards, section.new);
    let short = asked < section.count as usize;
    let title = pad(world.tell(&section.title), 22, world.symbols.ellipsis);
    let told = if short {
        let count = section.count;
        text!("{asked} of {count} questions, {minutes} min", "{asked} / {count} 题，{minutes} 分钟")
    } else {
        questions(asked, minutes)
    };
    let style = if short { world.theme.warning } else { world.theme.text };
    let mut spans = vec![Span::styled(format!("  {title} "), world.theme.text), Span::styled(world.tell(&told).to_string(), style)];
    let ending = if cards == 1 { "" } else { "s" };
    let drawn = text!("   from {cards} card{ending}, {new} new", "   取自 {cards} 张卡片，其中新卡 {new} 张");
    let drawn = world.tell(&drawn).to_string();
    let used: usize = spans.iter().map(Span::width).sum();
    if used + crate::ui::chrome::width(&drawn) <= page.width {
        spans.push(Span::styled(drawn, world.theme.faint));
    }
    page.line(Line::from(spans));
    let mut kinds: Vec<String> = section.kinds.keys().map(|kind| world.say(kind.label()).to_string()).collect();
    if section.followups > 0 {
        let depth = section.followups;
        kinds.push(world.tell(&text!("follow-ups {depth} deep", "追问 {depth} 层")).to_string());
    }
    if !kinds.is_empty() {
        let joint = world.tell(&Text::both(", ", "、")).to_string();
        page.item(Span::raw("    "), &kinds.join(&joint), world.theme.faint);
    }
}
