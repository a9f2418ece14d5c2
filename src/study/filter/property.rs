//! What is known of a card in numbers: `prop:stability>20`, `prop:recall<80%`, `prop:due=1`.

use crate::base::Problem;
use crate::base::nearest::nearest;
use crate::study::memory::{Due, Memory};
use crate::study::queue::Standing;
use crate::text;

/// Something that is known of a card in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// The days after which the chance to recall it has fallen to 90 %.
    Stability,
    /// How hard it is to learn: 1 to 10.
    Difficulty,
    /// The chance to recall it today: 0 to 1.
    Recall,
    /// The days from its last answer to the next.
    Interval,
    /// In how many days it is due; negative if it has been due.
    Due,
    /// How many answers counted.
    Answers,
    /// How often it was forgotten.
    Lapses,
}

impl Property {
    /// Every property with its name and Anki's.
    pub const ALL: &[(&str, &str, Property)] = &[
        ("stability", "s", Property::Stability),
        ("difficulty", "d", Property::Difficulty),
        ("recall", "r", Property::Recall),
        ("interval", "ivl", Property::Interval),
        ("due", "due", Property::Due),
        ("answers", "reps", Property::Answers),
        ("lapses", "lapses", Property::Lapses),
    ];

    /// Its value for a card; nothing if it has none, as that of a new card.
    fn of(self, memory: &Memory, standing: &Standing<'_>) -> Option<f64> {
        let due = || match memory.due? {
            Due::On(day) => Some(day),
            Due::At(moment) => Some(standing.calendar.day(moment)),
        };
        let days = |days: i32| f64::from(days);
        match self {
            Property::Answers => Some(memory.count.into()),
            Property::Lapses => Some(memory.lapses.into()),
            Property::Stability | Property::Difficulty | Property::Recall if memory.is_new() => None,
            Property::Stability => Some(memory.stability.into()),
            Property::Difficulty => Some(memory.difficulty.into()),
            Property::Recall => standing.scheduler.recall(memory, standing.today).map(f64::from),
            Property::Interval => Some(days(due()?.0.saturating_sub(memory.last_day?.0))),
            Property::Due => Some(days(due()?.0.saturating_sub(standing.today.0))),
        }
    }

    /// Refuses a number that no card can have, as that of another scale.
    fn refuse(self, number: Number) -> Option<Problem> {
        let value = number.thousandths as f64 / 1000.0;
        match self {
            Property::Recall if !(0.0..=1.0).contains(&value) => Some(
                Problem::new(text!("recall is a chance", "recall 是回忆概率"))
                    .help(text!("give a number from 0 to 1, or a percentage", "请取 0 到 1 之间的数，或百分数")),
            ),
            Property::Difficulty if (0.0..1.0).contains(&value) => {
                let ours = 1.0 + 9.0 * value;
                Some(
                    Problem::new(text!("difficulty goes from 1 to 10", "difficulty 取值为 1 到 10"))
                        .help(text!("Anki's {value} is {ours:.1} here", "Anki 的 {value} 相当于这里的 {ours:.1}")),
                )
            }
            Property::Difficulty if !(1.0..=10.0).contains(&value) => {
                Some(Problem::new(text!("difficulty goes from 1 to 10", "difficulty 取值为 1 到 10")))
            }
            Property::Stability
            | Property::Difficulty
            | Property::Recall
            | Property::Interval
            | Property::Due
            | Property::Answers
            | Property::Lapses => None,
        }
    }
}

/// How two numbers must compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same, as far as it was written.
    Equal,
    /// Another.
    Other,
    /// Less.
    Less,
    /// Less or the same.
    AtMost,
    /// More.
    More,
    /// More or the same.
    AtLeast,
}

impl Comparison {
    /// Every comparison as it is written, the longer ones first.
    const ALL: &[(&str, Comparison)] = &[
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("!=", Comparison::Other),
        ("≤", Comparison::AtMost),
        ("≥", Comparison::AtLeast),
        ("≠", Comparison::Other),
        ("=", Comparison::Equal),
        ("<", Comparison::Less),
        (">", Comparison::More),
    ];
}

/// A number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    thousandths: i64,
    /// What its last digit counts, in thousandths.
    step: i64,
}

impl Number {
    /// Reads a number of at most three decimals, or a percentage.
    fn read(text: &str) -> Option<Number> {
        let (text, hundredth) = text.strip_suffix('%').map_or((text, false), |text| (text, true));
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let decimals = u32::try_from(decimals).ok()? + if hundredth { 2 } else { 0 };
        let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite() && number.abs() <= 1e9)?;
        let thousandths = (number * if hundredth { 10.0 } else { 1000.0 }).round() as i64;
        Some(Number { thousandths, step: 10_i64.pow(3_u32.saturating_sub(decimals)) })
    }
}

/// A property that must compare with a number in some way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    property: Property,
    comparison: Comparison,
    number: Number,
}

impl Condition {
    /// Reads `stability>20`.
    ///
    /// # Errors
    /// A property that does not exist, no comparison, no number, or one that the property can't have.
    pub fn read(text: &str) -> Result<Condition, Problem> {
        let text: String = text.chars().map(plain).collect();
        let found = |at: usize| Comparison::ALL.iter().find(|(sign, _)| text[at..].starts_with(sign)).map(|known| (at, known));
        let Some((at, (sign, comparison))) = text.char_indices().find_map(|(at, _)| found(at)) else {
            return Err(Problem::new(text!("`prop:` needs a comparison", "`prop:` 需要一个比较")).help(example()));
        };
        let (name, number) = (&text[..at], &text[at + sign.len()..]);
        let Some((_, _, property)) = Property::ALL.iter().find(|(own, anki, _)| [*own, *anki].contains(&name)) else {
            let names = || Property::ALL.iter().map(|(own, ..)| *own);
            let list = names().collect::<Vec<_>>().join(", ");
            let problem = Problem::new(text!("there is no property `{name}`", "没有属性 `{name}`"));
            return Err(match nearest(name, names()) {
                Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
                None => problem.help(text!("it is one of: {list}", "可取：{list}")),
            });
        };
        let Some(read) = Number::read(number) else {
            return Err(Problem::new(text!("`{number}` is no number", "`{number}` 不是数")).help(example()));
        };
        match property.refuse(read) {
            Some(problem) => Err(problem),
            None => Ok(Condition { property: *property, comparison: *comparison, number: read }),
        }
    }

    /// Whether it holds for a card.
    #[must_use]
    pub fn holds(&self, memory: &Memory, standing: &Standing<'_>) -> bool {
        let Some(value) = self.property.of(memory, standing) else { return false };
        let Number { thousandths: number, step } = self.number;
        let value = (value * 1000.0).round() as i64;
        let same = || (value as f64 / step as f64).round() as i64 == number / step;
        match self.comparison {
            Comparison::Equal => same(),
            Comparison::Other => !same(),
            Comparison::Less => value < number,
            Comparison::AtMost => value <= number,
            Comparison::More => value > number,
            Comparison::AtLeast => value >= number,
        }
    }
}

fn example() -> crate::base::Text {
    let list = Property::ALL.iter().map(|(own, ..)| *own).collect::<Vec<_>>().join(", ");
    text!("such as prop:stability>20; there are: {list}", "例如 prop:stability>20；可用属性：{list}")
}

/// The character that an input method for Chinese writes another way.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '−' => '-',
        _ => c,
    }
}
