//! The topics: how much of each would be recalled now.

use crate::base::words as w;
use crate::study::Statistics;
use crate::study::statistics::Mastery;
use crate::ui::chrome;
use crate::ui::widgets::bars::{self, Bar};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::{Part, percent};

/// The topics.
pub const PART: Part = Part { title: w::statistics::TOPICS, page };

/// The most cells for the name of a subject.
const NAME: usize = 36;

fn page(figures: &Statistics, world: &World, width: usize) -> Page {
    let mut page = Page::new(width);
    page.say(world.say(w::statistics::TOPICS_ABOUT), world.theme.faint);
    page.gap();
    let columns = [w::statistics::KNOWN, w::statistics::OF_STUDIED, w::statistics::STUDIED].map(|words| world.say(words));
    let mut all = vec![Bar { note: note(columns, columns), faint: true, ..Bar::default() }];
    for subject in &figures.cards.subjects {
        all.push(bar(&subject.whole, world.topic(subject.whole.topic.as_str(), NAME), columns, false));
        for topic in &subject.topics {
            let name = world.library.detail(topic.topic.as_str()).map_or_else(String::new, |detail| world.tell(&detail).to_string());
            all.push(bar(topic, format!("  {}", chrome::cut(&name, NAME - 2, world.symbols.ellipsis)), columns, true));
        }
    }
    bars::lines(&all, width, &world.looks()).into_iter().for_each(|line| page.line(line));
    page
}

fn bar(mastery: &Mastery, name: String, columns: [&str; 3], faint: bool) -> Bar {
    let known = percent(f64::from(mastery.known()));
    let recall = mastery.recall().map_or_else(String::new, |recall| percent(f64::from(recall)));
    let studied = format!("{}/{}", mastery.studied, mastery.cards);
    Bar { name, share: Some(f64::from(mastery.known())), mark: None, note: note([&known, &recall, &studied], columns), faint }
}

/// Three cells, as wide as their headings ask for.
fn note(cells: [&str; 3], columns: [&str; 3]) -> String {
    let right = |(text, heading): (&str, &str)| {
        let room = chrome::width(heading).max(7);
        format!("{}{text}", " ".repeat(room.saturating_sub(chrome::width(text))))
    };
    cells.into_iter().zip(columns).map(right).collect::<Vec<_>>().join("  ")
}
