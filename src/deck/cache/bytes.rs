//! Bytes of the cache: numbers and texts one after the other, and a sum by which damage is seen.

use std::ops::Range;

use crate::base::{Lang, Text};
use crate::engine::draw::mix;

/// Puts values one after the other.
#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Puts a number.
    pub fn number(&mut self, number: u64) {
        // Seven bits a byte, the lowest first: most numbers are small.
        let mut rest = number;
        while rest >= 0x80 {
            self.0.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push(rest as u8);
    }

    /// Puts bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Puts a text.
    pub fn string(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Puts what may be missing.
    pub fn some<T>(&mut self, value: Option<T>, put: impl FnOnce(&mut Writer, T)) {
        self.number(u64::from(value.is_some()));
        if let Some(value) = value {
            put(self, value);
        }
    }

    /// Puts a text in its languages.
    pub fn text(&mut self, text: &Text) {
        for lang in Lang::ALL {
            self.some(text.exact(lang), Writer::string);
        }
    }

    /// Puts a place.
    pub fn range(&mut self, range: &Range<usize>) {
        self.number(range.start as u64);
        self.number(range.len() as u64);
    }

    /// The bytes, with their sum behind them.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let sum = sum(&self.0);
        self.0.extend_from_slice(&sum.to_le_bytes());
        self.0
    }
}

/// Takes values in the order in which they were put; nothing as soon as something does not fit.
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Begins to read, unless the sum is wrong.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Option<Reader<'a>> {
        let (values, found) = bytes.split_last_chunk::<8>()?;
        (sum(values).to_le_bytes() == *found).then_some(Reader(values))
    }

    /// Takes what was put so.
    pub fn expect(&mut self, expected: &Writer) -> Option<()> {
        self.0 = self.0.strip_prefix(expected.0.as_slice())?;
        Some(())
    }

    /// Takes a number.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// Takes a number of things that follow, of which each takes a byte at least.
    pub fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= self.0.len())
    }

    /// Takes bytes.
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    /// Takes a text.
    pub fn string(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// Takes what may be missing; the outer nothing is a failure.
    pub fn some<T>(&mut self, take: impl FnOnce(&mut Reader<'a>) -> Option<T>) -> Option<Option<T>> {
        match self.number()? {
            0 => Some(None),
            1 => take(self).map(Some),
            _ => None,
        }
    }

    /// Takes a text in its languages.
    pub fn text(&mut self) -> Option<Text> {
        let en = self.some(Reader::string)?.map(str::to_string);
        let zh = self.some(Reader::string)?.map(str::to_string);
        Some(Text::partial(en, zh))
    }

    /// Takes a place.
    pub fn range(&mut self) -> Option<Range<usize>> {
        let start = usize::try_from(self.number()?).ok()?;
        Some(start..start.checked_add(usize::try_from(self.number()?).ok()?)?)
    }

    /// Takes a list.
    pub fn list<T>(&mut self, mut take: impl FnMut(&mut Reader<'a>) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count()?;
        (0..count).map(|_| take(self)).collect()
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}

/// A sum of bytes that damage changes.
#[must_use]
pub fn sum(bytes: &[u8]) -> u64 {
    let word = |chunk: &[u8]| chunk.iter().rev().fold(0_u64, |word, &byte| word << 8 | u64::from(byte));
    let chunks = bytes.chunks_exact(8);
    let rest = word(chunks.remainder());
    let sum = chunks.fold(bytes.len() as u64, |sum, chunk| (sum.rotate_left(5) ^ word(chunk)).wrapping_mul(0x517c_c1b7_2722_0a95));
    mix(&[sum, rest])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_put_is_taken(numbers: Vec<u64>, text: String, place in 0_usize..9999) {
            let mut writer = Writer::default();
            writer.number(numbers.len() as u64);
            numbers.iter().for_each(|number| writer.number(*number));
            writer.text(&Text::partial(None, Some(text.clone())));
            writer.range(&(place..place + 7));
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes).expect("the sum is right");
            prop_assert_eq!(reader.list(Reader::number), Some(numbers));
            prop_assert_eq!(reader.text(), Some(Text::partial(None, Some(text))));
            prop_assert_eq!(reader.range(), Some(place..place + 7));
            prop_assert!(reader.is_done());
        }

        #[test]
        fn a_changed_byte_is_seen(bytes in proptest::collection::vec(any::<u8>(), 1..200), at: prop::sample::Index, to: u8) {
            let mut writer = Writer::default();
            writer.bytes(&bytes);
            let mut written = writer.finish();
            let at = at.index(written.len());
            prop_assume!(written[at] != to);
            written[at] = to;
            prop_assert!(Reader::new(&written).is_none());
        }
    }

    #[test]
    fn a_count_beyond_what_is_there_is_refused() {
        let mut writer = Writer::default();
        writer.number(u64::MAX);
        let bytes = writer.finish();
        assert_eq!(Reader::new(&bytes).and_then(|mut reader| reader.list(Reader::number)), None);
        assert!(Reader::new(&[1, 2, 3]).is_none());
    }
}
