//! Text in two languages.

use serde::{Deserialize, Serialize};

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese in simplified characters.
    Zh,
}

impl Lang {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Zh];

    /// The code used in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Lang {
        match self {
            Lang::En => Lang::Zh,
            Lang::Zh => Lang::En,
        }
    }

    /// Reads a code or a locale such as `zh_CN.UTF-8`; anything that does not begin with a known code is `None`.
    #[must_use]
    pub fn from_locale(locale: &str) -> Option<Lang> {
        let lower = locale.to_ascii_lowercase();
        Lang::ALL
            .into_iter()
            .find(|lang| lower.strip_prefix(lang.code()).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic())))
    }
}

/// A constant text of the program itself, in every language.
///
/// A missing language does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The English text.
    pub en: &'static str,
    /// The Chinese text.
    pub zh: &'static str,
}

/// Makes a [`Words`].
#[must_use]
pub const fn words(en: &'static str, zh: &'static str) -> Words {
    Words { en, zh }
}

impl Words {
    /// The text in one language.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

/// A text made at run time or read from a deck: in both languages, in one of them, or the same in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    en: Option<String>,
    zh: Option<String>,
}

impl Text {
    /// A text that reads the same in every language, such as `N, H, W`.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Text {
        let text = text.into();
        Text { en: Some(text.clone()), zh: Some(text) }
    }

    /// A text in both languages.
    #[must_use]
    pub fn both(en: impl Into<String>, zh: impl Into<String>) -> Text {
        Text { en: Some(en.into()), zh: Some(zh.into()) }
    }

    /// A text as a deck gives it: either language may be missing.
    #[must_use]
    pub fn partial(en: Option<String>, zh: Option<String>) -> Text {
        Text { en, zh }
    }

    /// The text in the language asked for, or, failing that, in the other one; empty if there is neither.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        self.exact(lang).or_else(|| self.exact(lang.other())).unwrap_or("")
    }

    /// The text in just this language.
    #[must_use]
    pub fn exact(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::En => self.en.as_deref(),
            Lang::Zh => self.zh.as_deref(),
        }
    }

    /// Whether [`Text::get`] would fall back to the other language.
    #[must_use]
    pub fn falls_back(&self, lang: Lang) -> bool {
        self.exact(lang).is_none() && self.exact(lang.other()).is_some()
    }

    /// Whether no language has anything but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        Lang::ALL.into_iter().all(|lang| self.exact(lang).is_none_or(|text| text.trim().is_empty()))
    }

    /// This text with another one after it.
    #[must_use]
    pub fn then(&self, next: &Text) -> Text {
        let join = |lang| self.exact(lang).map(|text| format!("{text}{}", next.get(lang)));
        Text { en: join(Lang::En), zh: join(Lang::Zh) }
    }

    /// The same change made to each language's text.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Text {
        Text { en: self.en.as_deref().map(&change), zh: self.zh.as_deref().map(&change) }
    }
}

impl From<Words> for Text {
    fn from(words: Words) -> Text {
        Text::both(words.en, words.zh)
    }
}

impl Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        if self.en == self.zh {
            return self.en.serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        for lang in Lang::ALL {
            if let Some(text) = self.exact(lang) {
                map.serialize_entry(lang.code(), text)?;
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Same(Option<String>),
            Apart { en: Option<String>, zh: Option<String> },
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Same(text) => Text { en: text.clone(), zh: text },
            Written::Apart { en, zh } => Text { en, zh },
        })
    }
}

/// Formats a [`Text`]: `text!("{n} boxes", "{n} 个框")`.
#[macro_export]
macro_rules! text {
    ($en:literal, $zh:literal $(, $($rest:tt)*)?) => {
        $crate::base::Text::both(format!($en $(, $($rest)*)?), format!($zh $(, $($rest)*)?))
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locale_names_a_language() {
        assert_eq!(Lang::from_locale("zh_CN.UTF-8"), Some(Lang::Zh));
        assert_eq!(Lang::from_locale("en"), Some(Lang::En));
        assert_eq!(Lang::from_locale("C.UTF-8"), None);
        assert_eq!(Lang::from_locale("zhx"), None);
    }

    #[test]
    fn a_text_is_written_and_read_again() {
        for text in [Text::both("a", "甲"), Text::plain("x"), Text::partial(Some("a".into()), None), Text::default()] {
            let json = serde_json::to_value(&text).expect("it can be written");
            assert_eq!(serde_json::from_value::<Text>(json.clone()).ok(), Some(text), "{json}");
        }
    }

    #[test]
    fn a_missing_language_falls_back_and_says_so() {
        let text = Text::partial(None, Some("注意力".into()));
        assert_eq!(text.get(Lang::En), "注意力");
        assert!(text.falls_back(Lang::En));
        assert!(!text.falls_back(Lang::Zh));
        assert!(!Text::plain("x").falls_back(Lang::Zh));
    }
}
