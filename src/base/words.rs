//! Every text of the program itself, with a column per language.

use super::text::{Words, words};

macro_rules! table {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $zh:literal;)*) => {
        $($(#[$doc])* #[allow(missing_docs, reason = "a text is its own description")] pub const $name: Words = words($en, $zh);)*
    };
}

table! {
    ERROR: "error", "错误";

    // Everywhere.
    BACK: "back", "返回";
    HELP: "help", "帮助";
    LANGUAGE: "中文", "English";
    LANGUAGE_ABOUT: "switch between English and Chinese", "在中文与英文之间切换";
    REDRAW: "draw the screen again", "重新绘制屏幕";
    SUSPEND: "stop until `fg`", "挂起，用 `fg` 恢复";
    QUIT: "quit", "退出";
    QUIT_AT_ONCE: "quit at once; every verdict is saved already", "立即退出；已判定的结果均已保存";
    EVERYWHERE: "Everywhere", "任何界面";
    SCROLL: "scroll", "滚动";
    SCROLL_PAGE: "scroll by a page", "翻页";
    TRY_AGAIN: "try again", "重试";
    TOO_SMALL: "the terminal is too small: at least", "终端窗口太小：至少需要";
    NO_TERMINAL: "the screens need a terminal, and this is none", "界面需要终端，而当前的输入或输出不是终端";
    NO_TERMINAL_HELP: "run it without a pipe; `sqrtd --help` lists the commands that work in one", "请不要用管道运行；`sqrtd --help` 列出可在管道中使用的命令";
    NOT_SAVED: "Not saved", "未能保存";
    NOT_SAVED_ABOUT: "Your answer is kept here until it is on the disk; its verdict is shown then.", "您的答案暂存于此，写入磁盘后才会显示判定结果。";
    QUIT_UNSAVED: "quit without it", "放弃并退出";
    HELP_RATINGS: "A card comes back when you are about to forget it. 1 again, 2 hard, 3 good, 4 easy: how well you remembered it decides when.", "卡片会在您快要忘记时再次出现。1 重来、2 困难、3 良好、4 简单：记得多牢决定间隔多长。";
    HELP_DATA: "History, settings and your own decks (TOML files in decks/):", "学习记录、设置与自制卡组（decks/ 中的 TOML 文件）位于：";

    // Home.
    CHOOSE: "choose", "选择";
    START: "start", "开始";
    HOME: "Home", "主页";
    STUDY: "Study", "学习";
    TODAY: "Today", "今天";
    DECKS: "Decks", "卡组";
    DUE: "due", "到期";
    NEW: "new", "新";
    KNOWN: "known", "掌握";
    WEAK: "Weak", "薄弱";
    MISTAKES: "Mistakes", "常犯错误";
    EXERCISES: "Exercises", "动手练习";
    PRACTISE: "practise", "练习";
    PRACTISE_ABOUT: "ask all cards of the deck, due or not; memory learns nothing from it", "把该卡组的全部卡片练一遍，无论是否到期；不影响记忆安排";
    START_ABOUT: "study what is due and new: of all decks, or of the chosen one", "学习到期与新卡片：全部卡组，或所选卡组";
    EXERCISES_ABOUT: "practise hands-on cards only: exercises, formulas, derivations, bug hunts", "只练动手题：计算、公式、推导、找错";
    NOTHING_DUE: "nothing is due", "没有到期的卡片";
    UNTIL: "next", "下一张";
    PROBLEMS: "problems in your decks or settings", "卡组或设置有问题";
    PROBLEMS_ABOUT: "show what is wrong in your decks or settings, with the place", "查看卡组或设置中的问题及其位置";
}
