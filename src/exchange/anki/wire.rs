//! Protocol buffers, as far as Anki's tables need them.
//!
//! Source: the Protocol Buffers documentation, "Encoding".

/// What a field of a message holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number.
    Number(u64),
    /// A text or a message.
    Bytes(&'a [u8]),
}

/// The fields of a message with their numbers; what can't be read ends it.
pub fn fields(mut message: &[u8]) -> Vec<(u64, Value<'_>)> {
    let mut fields = Vec::new();
    while let Some((tag, rest)) = number(message) {
        let length = |length: u64| usize::try_from(length).ok();
        let read = match tag & 7 {
            0 => number(rest).map(|(value, rest)| (Some(Value::Number(value)), rest)),
            1 => rest.split_at_checked(8).map(|(_, rest)| (None, rest)),
            2 => number(rest)
                .and_then(|(value, rest)| rest.split_at_checked(length(value)?))
                .map(|(bytes, rest)| (Some(Value::Bytes(bytes)), rest)),
            5 => rest.split_at_checked(4).map(|(_, rest)| (None, rest)),
            _ => None,
        };
        let Some((value, rest)) = read else { break };
        fields.extend(value.map(|value| (tag >> 3, value)));
        message = rest;
    }
    fields
}

/// The first text of that number.
pub fn text(message: &[u8], field: u64) -> Option<String> {
    fields(message).into_iter().find_map(|(number, value)| match value {
        Value::Bytes(bytes) if number == field => Some(String::from_utf8_lossy(bytes).into_owned()),
        Value::Bytes(_) | Value::Number(_) => None,
    })
}

/// A number of seven bits a byte, the low ones first.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f).checked_shl(7 * at as u32)?;
        if byte & 0x80 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_all_kinds_are_read_and_damage_ends_a_message() {
        let message = b"\x08\x96\x01\x0d....\x11........\x12\x02ab\x12\x01c";
        assert_eq!(fields(message), [(1, Value::Number(150)), (2, Value::Bytes(b"ab")), (2, Value::Bytes(b"c"))]);
        assert_eq!(text(message, 2), Some("ab".to_string()));
        assert_eq!(fields(b"\x08\x01\x12\x7fshort"), [(1, Value::Number(1))]);
        assert!(fields(b"\xff\xff").is_empty() && fields(&[0xff; 40]).is_empty());
    }
}
