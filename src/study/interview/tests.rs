use jiff::Timestamp;

use super::script::{self, Reply};
use super::*;
use crate::base::Lang;
use crate::deck::Library;
use crate::deck::library::File;
use crate::engine::draw::Stream;
use crate::study::day::{Calendar, Day};
use crate::study::event::{Event, What};
use crate::study::memory::{Memories, Rules, Scheduler};
use crate::study::queue::Standing;
use crate::study::samples_of_cards::calendar;

mod course;
mod figures;
mod further;
mod interruption;
mod steps;

/// The day on which the interviews of the tests take place.
const TODAY: Day = Day(20_600);

/// All that an interview needs of the world.
struct World {
    library: Library,
    memories: Memories,
    scheduler: Scheduler,
    calendar: Calendar,
}

impl World {
    /// The shipped decks and a learner who has done nothing yet.
    fn shipped() -> World {
        World {
            library: Library::of(File::built_in()),
            memories: Memories::new(),
            scheduler: Scheduler::new(Rules::default()).expect("the defaults are valid"),
            calendar: calendar(),
        }
    }

    fn compose(&self, plan: &str, seed: u64) -> Composed {
        let plan = self.library.plan(plan).expect("the plan is shipped");
        compose(plan, &self.library, &self.standing(), None, seed).expect("there are cards enough")
    }

    fn standing(&self) -> Standing<'_> {
        Standing::new(&self.memories, &self.scheduler, &self.calendar, start().at)
    }
}

/// The moment at which the interviews of the tests begin.
fn start() -> Now {
    Now {
        at: Timestamp::from_second(i64::from(TODAY.0) * 86_400 + 10 * 3600).expect("it is within the calendar"),
        day: TODAY,
        reading: Reading { boot: 7, milliseconds: 1_000_000 },
    }
}

/// So much later.
fn later(now: Now, milliseconds: u64) -> Now {
    let Reading { boot, milliseconds: before } = now.reading;
    Now {
        at: now.at + jiff::SignedDuration::from_millis(milliseconds as i64),
        reading: Reading { boot, milliseconds: before + milliseconds },
        ..now
    }
}

/// Random replies to all that may be asked: right, wrong, unreadable, none.
fn replies(composed: &Composed, random: &mut Stream) -> Vec<Reply> {
    let mut replies = Vec::new();
    for question in &composed.questions {
        if random.chance(0.15) {
            continue;
        }
        let answer = course::some_answer(question, random);
        let sure = random.chance(0.8).then(|| 1 + random.below(4) as u8);
        let points = random.chance(0.5).then(|| (0..6).map(|_| random.chance(0.6)).collect());
        let probes = (0..random.below(3)).map(|_| random.choose(&["soft threshold", "", "没想好"]).to_string()).collect();
        let card = question.card.key.to_string();
        replies.push(Reply { card, answer, seconds: Some(random.uniform(0.0, 300.0)), sure, points, probes, line: 0 });
    }
    replies
}
