//! What a setting takes: between a value as people type it and as TOML writes it.

use toml::Value;

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One of some words.
    OneOf(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A date.
    Date,
    /// Some texts.
    Texts,
    /// Some numbers.
    Numbers,
    /// A table, which is best written in the file.
    Table,
}

impl Takes {
    /// The words that it can be, where they are few.
    #[must_use]
    pub fn choices(self) -> &'static [&'static str] {
        match self {
            Takes::OneOf(words) => words,
            Takes::Flag => &["true", "false"],
            Takes::Number | Takes::Text | Takes::Date | Takes::Texts | Takes::Numbers | Takes::Table => &[],
        }
    }

    /// What was typed as TOML: texts need no quotes, and lists no brackets. Whether it is a value that the setting can have is for the reader of the file to say.
    #[must_use]
    pub fn toml(self, typed: &str) -> String {
        let typed = typed.trim();
        let quoted = |text: &str| Value::from(text).to_string();
        // Whoever writes TOML is taken at their word.
        let is_text = typed.len() > 1 && typed.starts_with('"') && typed.ends_with('"');
        let is_list = typed.starts_with('[') && typed.ends_with(']');
        match self {
            Takes::OneOf(_) | Takes::Text if is_text => typed.to_string(),
            Takes::OneOf(_) | Takes::Text => quoted(typed),
            Takes::Texts | Takes::Numbers if is_list => typed.to_string(),
            Takes::Texts => {
                let parts = typed.split([',', '，']).map(str::trim).filter(|part| !part.is_empty());
                format!("[{}]", parts.map(quoted).collect::<Vec<_>>().join(", "))
            }
            Takes::Numbers => format!("[{}]", typed.replace('，', ",")),
            // A line end in any of these would begin another setting.
            Takes::Flag | Takes::Number | Takes::Date | Takes::Table => typed.replace(['\n', '\r'], " "),
        }
    }
}

/// A value as people read and type it: texts without quotes, lists without brackets.
#[must_use]
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Table(table) => {
            let part = |(name, value): (&String, &Value)| match value {
                Value::Table(inner) => {
                    inner.iter().map(|(key, value)| format!("{name}.{key} = {}", shown(value))).collect::<Vec<_>>().join(", ")
                }
                value => format!("{name} = {}", shown(value)),
            };
            table.iter().map(part).collect::<Vec<_>>().join(", ")
        }
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::settings::{LIST, Settings, read};

    #[test]
    fn what_is_typed_becomes_toml() {
        assert_eq!(Takes::Text.toml(" hx --wait "), "\"hx --wait\"");
        assert_eq!(Takes::Text.toml("\"nano\""), "\"nano\"");
        assert_eq!(Takes::Text.toml("a\"b"), "'a\"b'");
        assert_eq!(Takes::Texts.toml("1m, 10m"), "[\"1m\", \"10m\"]");
        assert_eq!(Takes::Texts.toml(""), "[]");
        assert_eq!(Takes::Number.toml("1\nx = 2"), "1 x = 2", "one setting is typed, not two");
    }

    #[test]
    fn every_value_that_is_shown_can_be_typed() {
        for setting in LIST {
            let source = format!("{} = {}", setting.name, setting.example);
            let (settings, notes) = read(&source);
            assert_eq!(notes, Vec::new());
            let value = (setting.value)(&settings).expect("the example is a value");
            assert_eq!(
                (setting.value)(&Settings::default()).map(|value| value.to_string()).as_deref(),
                setting.default,
                "{}",
                setting.name
            );
            if setting.takes != Takes::Table {
                let typed = format!("{} = {}", setting.name, setting.takes.toml(&shown(&value)));
                assert_eq!(read(&typed), (settings, Vec::new()), "{typed}");
            }
        }
    }
}
