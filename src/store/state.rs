//! What is remembered of a card, as bytes of a column: it is read for all cards at each start, where every column more costs as much as all of these.
//!
//! Numbers are little-endian and stand in the order of [`put`]; the smallest number of a sort stands for none.

use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::study::Day;
use crate::study::memory::{Due, Memory, Stage};
use crate::study::rating::Rated;

/// How many bytes there are.
const SIZE: usize = 70;
/// The bits of the flags.
const SUSPENDED: u8 = 1;
const FLAGGED: u8 = 2;

/// A memory as a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State(pub Memory);

impl ToSql for State {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(put(&self.0)))
    }
}

impl FromSql for State {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<State> {
        let bytes = value.as_blob()?;
        let wrong = || FromSqlError::InvalidBlobSize { expected_size: SIZE, blob_size: bytes.len() };
        let mut reader = Reader(bytes);
        let memory = take(&mut reader).ok_or_else(wrong)?;
        if reader.0.is_empty() { Ok(State(memory)) } else { Err(wrong()) }
    }
}

fn put(memory: &Memory) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(SIZE);
    let day = |day: Option<Day>| day.map_or(i32::MIN, |day| day.0).to_le_bytes();
    let moment = |at: Option<Timestamp>| at.map_or(i64::MIN, Timestamp::as_millisecond).to_le_bytes();
    let (due_on, due_at) = match memory.due {
        None => (None, None),
        Some(Due::On(day)) => (Some(day), None),
        Some(Due::At(at)) => (None, Some(at)),
    };
    let flags = if memory.suspended { SUSPENDED } else { 0 } | if memory.flagged { FLAGGED } else { 0 };
    bytes.extend([memory.stage as u8, flags]);
    bytes.extend([memory.step, memory.count, memory.lapses].into_iter().flat_map(u32::to_le_bytes));
    bytes.extend([memory.stability, memory.difficulty].into_iter().flat_map(f32::to_le_bytes));
    bytes.extend([due_at, memory.last].into_iter().flat_map(moment));
    bytes.extend([due_on, memory.last_day, memory.first_day, memory.buried].into_iter().flat_map(day));
    bytes.extend(memory.rated.days().into_iter().flat_map(day));
    bytes
}

fn take(reader: &mut Reader<'_>) -> Option<Memory> {
    let [stage, flags] = reader.take()?;
    let [step, count, lapses] = reader.numbers(u32::from_le_bytes)?;
    let [stability, difficulty] = reader.numbers(f32::from_le_bytes)?;
    let [due_at, last] = reader.numbers(i64::from_le_bytes)?.map(|at| Timestamp::from_millisecond(at).ok());
    let days = |reader: &mut Reader<'_>| Some(reader.numbers(i32::from_le_bytes)?.map(|day| (day != i32::MIN).then_some(Day(day))));
    let [due_on, last_day, first_day, buried] = days(reader)?;
    Some(Memory {
        stage: *Stage::ALL.get(usize::from(stage))?,
        step,
        stability,
        difficulty,
        due: due_on.map(Due::On).or(due_at.map(Due::At)),
        last,
        last_day,
        first_day,
        count,
        lapses,
        rated: Rated::of(days(reader)?),
        suspended: flags & SUSPENDED != 0,
        buried,
        flagged: flags & FLAGGED != 0,
    })
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, left) = self.0.split_first_chunk()?;
        self.0 = left;
        Some(*taken)
    }

    fn numbers<const N: usize, const COUNT: usize, T: Copy + Default>(&mut self, number: fn([u8; N]) -> T) -> Option<[T; COUNT]> {
        let mut numbers = [T::default(); COUNT];
        for place in &mut numbers {
            *place = number(self.take()?);
        }
        Some(numbers)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn back(bytes: &[u8]) -> FromSqlResult<State> {
        State::column_result(ValueRef::Blob(bytes))
    }

    #[test]
    fn nothing_remembered_comes_back_as_it_was() {
        let bytes = put(&Memory::default());
        assert_eq!((bytes.len(), back(&bytes)), (SIZE, Ok(State(Memory::default()))));
        assert!(back(&bytes[1..]).is_err() && back(&[bytes.clone(), vec![0]].concat()).is_err());
        assert!(back(&[&[9], &bytes[1..]].concat()).is_err(), "there is no such stage");
    }

    proptest! {
        #[test]
        fn what_is_remembered_comes_back_as_it_was(
            (stage, flags) in (0..4usize, 0..4u8),
            numbers in any::<[u32; 3]>(),
            (stability, difficulty) in (0.0f32..1e6, 0.0f32..10.0),
            days in any::<[Option<i16>; 8]>(),
            moments in any::<[Option<u32>; 2]>(),
        ) {
            let [due_on, last_day, first_day, buried, rated @ ..] = days.map(|day| day.map(|day| Day(i32::from(day))));
            let [due_at, last] = moments.map(|at| at.map(|at| Timestamp::from_millisecond(i64::from(at) * 1000 + 7).expect("it is within the calendar")));
            let memory = Memory {
                stage: Stage::ALL[stage],
                step: numbers[0],
                stability,
                difficulty,
                due: due_on.map(Due::On).or(due_at.map(Due::At)),
                last,
                last_day,
                first_day,
                count: numbers[1],
                lapses: numbers[2],
                rated: Rated::of(rated),
                suspended: flags & 1 != 0,
                buried,
                flagged: flags & 2 != 0,
            };
            prop_assert_eq!(back(&put(&memory)), Ok(State(memory)));
        }
    }
}
