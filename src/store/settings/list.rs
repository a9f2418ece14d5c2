//! The list of settings: what the settings screen, the command, the help and the example file say of each.

use jiff::civil::Date;
use toml::Value;

use crate::base::{Lang, Words, words};

use super::takes::Takes;
use super::{Keys, Ratings, Remap, Settings, Symbols, Theme, wait_text};

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key in the file.
    pub name: &'static str,
    /// Its default as TOML; nothing where the default is not to have it.
    pub default: Option<&'static str>,
    /// A value that it could have, as TOML, where there is no default.
    pub example: &'static str,
    /// What it takes, for people who type it.
    pub takes: Takes,
    /// Its value among the settings; nothing if it has none.
    pub value: fn(&Settings) -> Option<Value>,
    /// What it is.
    pub about: Words,
}

const fn setting(name: &'static str, default: &'static str, takes: Takes, value: fn(&Settings) -> Option<Value>, about: Words) -> Setting {
    Setting { name, default: Some(default), example: default, takes, value, about }
}

const fn unset(name: &'static str, example: &'static str, takes: Takes, value: fn(&Settings) -> Option<Value>, about: Words) -> Setting {
    Setting { name, default: None, example, takes, value, about }
}

fn some(value: impl Into<Value>) -> Option<Value> {
    Some(value.into())
}

fn waits(waits: &[jiff::SignedDuration]) -> Option<Value> {
    some(waits.iter().map(|wait| Value::from(wait_text(*wait))).collect::<Vec<_>>())
}

/// A number as it was written: a single-precision one has digits behind its own that nobody typed.
fn short(number: f32) -> f64 {
    number.to_string().parse().unwrap_or_else(|_| f64::from(number))
}

fn remap(entries: &[Remap]) -> Option<Value> {
    let mut screens = toml::Table::new();
    for entry in entries {
        let keys: Vec<Value> = entry.keys.iter().map(|key| Value::from(key.word.as_str())).collect();
        let keys = if let [one] = keys.as_slice() { one.clone() } else { Value::from(keys) };
        if let Value::Table(actions) = screens.entry(entry.screen.word.clone()).or_insert_with(|| Value::Table(toml::Table::new())) {
            actions.insert(entry.action.word.clone(), keys);
        }
    }
    (!screens.is_empty()).then_some(Value::Table(screens))
}

/// Every setting, in the order of the settings screen.
pub const LIST: &[Setting] = &[
    unset(
        "language",
        "\"zh\"",
        Takes::OneOf(&["en", "zh"]),
        |settings| settings.language.and_then(|lang| some(lang.code())),
        words("Language, \"en\" or \"zh\"; else that of the system.", "语言，\"en\" 或 \"zh\"；不设则随系统。"),
    ),
    setting(
        "theme",
        "\"16-colour\"",
        Takes::OneOf(Theme::CODES),
        |settings| some(settings.theme.code()),
        words("Colours: \"16-colour\", \"dark\", \"light\" or \"contrast\".", "配色：\"16-colour\"、\"dark\"、\"light\" 或 \"contrast\"。"),
    ),
    setting(
        "symbols",
        "\"unicode\"",
        Takes::OneOf(Symbols::CODES),
        |settings| some(settings.symbols.code()),
        words("Lines and marks: \"unicode\" or \"ascii\".", "线条与符号：\"unicode\" 或 \"ascii\"。"),
    ),
    setting(
        "keys",
        "\"default\"",
        Takes::OneOf(Keys::CODES),
        |settings| some(settings.keys.code()),
        words("Keys: \"default\", or \"vim\" for h j k l g G too.", "按键方案：\"default\"，或 \"vim\"（另加 h j k l g G）。"),
    ),
    unset(
        "remap",
        "{ study = { undo = \"z\" } }",
        Takes::Table,
        |settings| remap(&settings.remap),
        words(
            "Other keys for actions, by screen; `sqrtd settings keys` lists them.",
            "为操作改换按键，按界面列出；`sqrtd settings keys` 可查看全部操作。",
        ),
    ),
    setting(
        "mouse",
        "true",
        Takes::Flag,
        |settings| some(settings.mouse),
        words("Listen to the mouse; shift then selects text.", "响应鼠标；此时按住 Shift 可选取文本。"),
    ),
    setting(
        "plain",
        "false",
        Takes::Flag,
        |settings| some(settings.plain),
        words("Study line by line, for screen readers and pipes.", "逐行学习，供屏幕阅读器与管道使用。"),
    ),
    unset(
        "editor",
        "\"nano\"",
        Takes::Text,
        |settings| settings.editor.as_deref().and_then(some),
        words("Editor for cards; else VISUAL, EDITOR or vi.", "编辑卡片所用的编辑器；不设则依次取 VISUAL、EDITOR、vi。"),
    ),
    setting(
        "decks",
        "[]",
        Takes::Texts,
        |settings| some(settings.decks.iter().map(|path| Value::from(path.display().to_string())).collect::<Vec<_>>()),
        words("Further folders of decks.", "其他卡组文件夹。"),
    ),
    setting(
        "new_per_day",
        "10",
        Takes::Number,
        |settings| some(i64::from(settings.new_per_day)),
        words("New cards a day.", "每天学习的新卡片数。"),
    ),
    setting(
        "cards_per_session",
        "0",
        Takes::Number,
        |settings| some(i64::from(settings.cards_per_session)),
        words("Cards in a session; 0 for all.", "每次学习的卡片数；0 表示不限。"),
    ),
    setting(
        "day_starts",
        "\"04:00\"",
        Takes::Text,
        |settings| some(format!("{:02}:{:02}", settings.day_starts.hour(), settings.day_starts.minute())),
        words("Local time at which a study day begins.", "学习日开始的本地时间。"),
    ),
    setting(
        "tolerance",
        "0.005",
        Takes::Number,
        |settings| some(settings.tolerance),
        words("How far a typed number may be off, as a share of it, 0.0005 to 0.01.", "所填数值的允许相对误差，0.0005 到 0.01。"),
    ),
    setting(
        "retention",
        "0.9",
        Takes::Number,
        |settings| some(short(settings.rules.retention)),
        words(
            "The chance to recall a card at which it is asked again, 0.7 to 0.99; from the next answer on.",
            "目标保持率：回忆概率降到此值时再次提问，0.7 到 0.99；自下次作答起生效。",
        ),
    ),
    setting(
        "learning_steps",
        "[\"1m\", \"10m\"]",
        Takes::Texts,
        |settings| waits(&settings.rules.learning),
        words("Waits of a card that is being learnt.", "学习阶段各步的间隔。"),
    ),
    setting(
        "relearning_steps",
        "[\"10m\"]",
        Takes::Texts,
        |settings| waits(&settings.rules.relearning),
        words("Waits of a card that was forgotten.", "遗忘后重新学习各步的间隔。"),
    ),
    setting(
        "longest_interval",
        "36500",
        Takes::Number,
        |settings| some(i64::from(settings.rules.longest)),
        words("The longest interval, in days.", "最长间隔（天）。"),
    ),
    setting(
        "fuzz",
        "true",
        Takes::Flag,
        |settings| some(settings.rules.fuzz),
        words("Vary intervals a little, so that cards learnt together part.", "间隔略作随机浮动，使同时学习的卡片错开。"),
    ),
    setting(
        "leech",
        "8",
        Takes::Number,
        |settings| some(i64::from(settings.rules.leech)),
        words("Lapses after which a card counts as a leech; 0 for never.", "遗忘多少次后视为难记卡；0 表示从不。"),
    ),
    unset(
        "weights",
        "[0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542]",
        Takes::Numbers,
        |settings| {
            let weights = settings.rules.weights.as_ref()?;
            some(weights.iter().map(|weight| Value::from(short(*weight))).collect::<Vec<_>>())
        },
        words("The 21 weights of FSRS-6; else the published ones.", "FSRS-6 的 21 个权重；不设则用官方默认值。"),
    ),
    setting(
        "ask_sure",
        "false",
        Takes::Flag,
        |settings| some(settings.ask_sure),
        words(
            "Ask how sure you are before a verdict; the statistics show how right you were.",
            "判定前先问您有多大把握；统计中可对照实际得分。",
        ),
    ),
    setting(
        "ratings",
        "\"four\"",
        Takes::OneOf(Ratings::CODES),
        |settings| some(settings.ratings.code()),
        words(
            "Ratings to choose from: \"four\", or \"two\": again and good.",
            "可选的评分：\"four\"（四档），或 \"two\"（仅重来与良好）。",
        ),
    ),
    unset(
        "interview_date",
        "2026-12-01",
        Takes::Date,
        |settings| settings.interview_date.and_then(date),
        words("The date of your interview, such as 2026-12-01.", "面试日期，例如 2026-12-01。"),
    ),
    unset(
        "plan",
        "\"cv-algorithm-engineer\"",
        Takes::Text,
        |settings| settings.plan.as_deref().and_then(some),
        words("The interview plan that you prepare for.", "所准备的面试方案。"),
    ),
];

fn date(date: Date) -> Option<Value> {
    date.to_string().parse().ok().map(Value::Datetime)
}

/// The setting of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Setting> {
    LIST.iter().find(|setting| setting.name == name)
}

/// A file with every setting at its default, those without a default commented out.
#[must_use]
pub fn template(lang: Lang) -> String {
    LIST.iter()
        .map(|setting| {
            let (off, value) = if setting.default.is_some() { ("", setting.example) } else { ("# ", setting.example) };
            format!("# {}\n{off}{} = {value}\n\n", setting.about.get(lang), setting.name)
        })
        .collect()
}
