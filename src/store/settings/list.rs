//! The list of settings: what the settings screen, the help and the example file say of each.

use crate::base::{Lang, Words, words};

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key in the file.
    pub name: &'static str,
    /// Its default as TOML; nothing where the default is not to have it.
    pub default: Option<&'static str>,
    /// A value that it could have, as TOML, where there is no default.
    pub example: &'static str,
    /// What it is.
    pub about: Words,
}

const fn setting(name: &'static str, default: &'static str, about: Words) -> Setting {
    Setting { name, default: Some(default), example: default, about }
}

const fn unset(name: &'static str, example: &'static str, about: Words) -> Setting {
    Setting { name, default: None, example, about }
}

/// Every setting, in the order of the settings screen.
pub const LIST: &[Setting] = &[
    unset("language", "\"zh\"", words("Language, \"en\" or \"zh\"; else that of the system.", "语言，\"en\" 或 \"zh\"；不设则随系统。")),
    setting(
        "theme",
        "\"16-colour\"",
        words("Colours: \"16-colour\", \"dark\", \"light\" or \"contrast\".", "配色：\"16-colour\"、\"dark\"、\"light\" 或 \"contrast\"。"),
    ),
    setting("symbols", "\"unicode\"", words("Lines and marks: \"unicode\" or \"ascii\".", "线条与符号：\"unicode\" 或 \"ascii\"。")),
    setting("keys", "\"default\"", words("Keys: \"default\" or \"vim\".", "按键方案：\"default\" 或 \"vim\"。")),
    unset(
        "remap",
        "{ study = { undo = \"z\" } }",
        words(
            "Other keys for actions, by screen; `sqrtd settings keys` lists them.",
            "为操作改换按键，按界面列出；`sqrtd settings keys` 可查看全部操作。",
        ),
    ),
    setting("mouse", "true", words("Listen to the mouse; shift selects text.", "响应鼠标；按住 Shift 可选取文本。")),
    setting("plain", "false", words("Study line by line, for screen readers and pipes.", "逐行学习，供屏幕阅读器与管道使用。")),
    unset(
        "editor",
        "\"nano\"",
        words("Editor for cards; else VISUAL, EDITOR or vi.", "编辑卡片所用的编辑器；不设则依次取 VISUAL、EDITOR、vi。"),
    ),
    setting("decks", "[]", words("Further folders of decks.", "其他卡组文件夹。")),
    setting("new_per_day", "10", words("New cards a day.", "每天学习的新卡片数。")),
    setting("cards_per_session", "0", words("Cards in a session; 0 for all.", "每次学习的卡片数；0 表示不限。")),
    setting("day_starts", "\"04:00\"", words("Local time at which a study day begins.", "学习日开始的本地时间。")),
    setting(
        "tolerance",
        "0.005",
        words("How far a typed number may be off, as a share of it, 0.0005 to 0.01.", "所填数值的允许相对误差，0.0005 到 0.01。"),
    ),
    setting(
        "retention",
        "0.9",
        words(
            "The chance to recall a card at which it is asked again, 0.7 to 0.99.",
            "目标保持率：回忆概率降到此值时再次提问，0.7 到 0.99。",
        ),
    ),
    setting("learning_steps", "[\"1m\", \"10m\"]", words("Waits of a card that is being learnt.", "学习阶段各步的间隔。")),
    setting("relearning_steps", "[\"10m\"]", words("Waits of a card that was forgotten.", "遗忘后重新学习各步的间隔。")),
    setting("longest_interval", "36500", words("The longest interval, in days.", "最长间隔（天）。")),
    setting(
        "fuzz",
        "true",
        words("Vary intervals a little, so that cards learnt together part.", "间隔略作随机浮动，使同时学习的卡片错开。"),
    ),
    setting("leech", "8", words("Lapses after which a card counts as a leech; 0 for never.", "遗忘多少次后视为难记卡；0 表示从不。")),
    unset(
        "weights",
        "[0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542]",
        words("The 21 weights of FSRS-6; else the published ones.", "FSRS-6 的 21 个权重；不设则用官方默认值。"),
    ),
    unset("interview_date", "2026-12-01", words("The date of your interview.", "面试日期。")),
    unset("plan", "\"cv-algorithm-engineer\"", words("The interview plan that you prepare for.", "所准备的面试方案。")),
];

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
