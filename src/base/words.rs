//! Every text of the program itself, with a column per language.

use super::text::{Words, words};

macro_rules! table {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $zh:literal;)*) => {
        $($(#[$doc])* #[allow(missing_docs, reason = "a text is its own description")] pub const $name: Words = words($en, $zh);)*

        /// The texts of this table.
        #[cfg(test)]
        pub(super) const TABLE: &[Words] = &[$($name),*];
    };
}

/// Declares the tables of the other files.
macro_rules! tables {
    ($($name:ident)*) => {
        $(pub mod $name;)*

        /// All texts of the program.
        #[cfg(test)]
        pub fn all() -> impl Iterator<Item = Words> {
            [TABLE, $($name::TABLE),*].into_iter().flatten().copied()
        }
    };
}

tables! {
    anki
    browse
    goal
    hands_on
    interview
    new_card
    optimize
    plain
    schedule
    settings
    sitting
    solve
    statistics
}

table! {
    ERROR: "error", "错误";
    WARNING: "warning", "警告";
    ADVICE: "help", "提示";

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
    TO_THE_ENDS: "to the beginning, to the end", "跳到开头、结尾";
    SCROLL_PAGE: "scroll by a page", "翻页";
    TRY_AGAIN: "try again", "重试";
    TOO_SMALL: "the terminal is too small: at least", "终端窗口太小：至少需要";
    NO_TERMINAL: "the screens need a terminal, and this is none", "界面需要终端，而当前的输入或输出不是终端";
    NO_TERMINAL_HELP: "run it without a pipe; `sqrtd --help` lists the commands that work in one", "请不要用管道运行；`sqrtd --help` 列出可在管道中使用的命令";
    NOT_SAVED: "Not saved", "未能保存";
    NOT_SAVED_ABOUT: "Your answer is kept here until it is on the disk; its verdict is shown then.", "您的答案暂存于此，写入磁盘后才会显示判定结果。";
    QUIT_UNSAVED: "quit without it", "放弃并退出";
    HELP_RATINGS: "A card comes back when you are about to forget it. 1 again, 2 hard, 3 good, 4 easy: how well you remembered it decides when.", "卡片会在您快要忘记时再次出现。1 重来、2 困难、3 良好、4 简单：记得多牢决定间隔多长。";
    HELP_RATINGS_TWO: "A card comes back when you are about to forget it. 1 again, 3 good: whether you remembered it decides when.", "卡片会在您快要忘记时再次出现。1 重来、3 良好：是否记得决定间隔多长。";
    HELP_FILTER: "Filters, in browse (/) and with --filter: words, deck:mine, topic:attention, level:hard, kind:cloze, tag:nlp, mistake:no-scaling; is:due, new, learning, review, leech, suspended, buried, flagged; rated:7 and rated:1:again (answered in the last 7 days; rated so today), introduced:7 (first answered); prop:stability>20, also difficulty, recall, interval, due, answers, lapses; or, -, brackets.", "筛选条件（浏览时按 /，或用 --filter）：文字、deck:mine、topic:attention、level:hard、kind:cloze、tag:nlp、mistake:no-scaling；is:due、new、learning、review、leech、suspended、buried、flagged；rated:7 与 rated:1:again（最近 7 天作答过；今天评为重来）、introduced:7（首次作答）；prop:stability>20，以及 difficulty、recall、interval、due、answers、lapses；or、-、括号。";
    HELP_DATA: "History, settings and your own decks (TOML files in decks/):", "学习记录、设置与自制卡组（decks/ 中的 TOML 文件）位于：";

    NOT_SAY: "don't say", "不作答";
    BACK_TO_ANSWER: "back to the answer", "返回修改";
    EDIT_BROKE: "The deck can't be read as it stands; until it is mended it counts as it was before. e edits it again.", "卡组文件目前有错误；在修正之前仍按原来的内容提问。按 e 继续编辑。";

    // Between a subject and what of it a topic is about.
    OF_SUBJECT: ": ", "：";

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
    FIRST_STEPS: "Enter starts: one question at a time, and each card comes back when you are about to forget it. ? lists the keys of every screen.", "按回车开始：每次一题，每张卡片会在您快要忘记时再次出现。任何界面按 ? 可查看按键。";
    NOTHING_DUE: "nothing is due", "没有到期的卡片";
    UNTIL: "next", "下一张";
    PROBLEMS: "problems in your decks or settings", "卡组或设置有问题";
    PROBLEMS_ABOUT: "show what is wrong in your decks or settings, with the place", "查看卡组或设置中的问题及其位置";

    EASY: "easy", "简单";
    MEDIUM: "medium", "中等";
    HARD: "hard", "困难";

    // A question.
    SHOW_ANSWER: "show the answer", "显示答案";
    RATE: "rate", "评分";
    RATE_ABOUT: "how well you remembered it: again, hard, good, easy", "记得如何：重来、困难、良好、简单";
    RATE_TWO_ABOUT: "whether you remembered it: again, good", "是否记得：重来、良好";
    TWO_RATINGS: "Two ratings are offered: 1 again, 3 good. The settings (, at home) can offer all four.", "目前提供两种评分：1 重来、3 良好。可在设置（主页按 ,）中改为四种。";
    RATE_GOOD: "good", "良好";
    CHOOSE_AT_ONCE: "answer", "直接作答";
    ANSWER: "answer", "作答";
    TICK: "tick", "勾选";
    TICK_MADE: "tick", "勾选";
    TICK_MADE_ABOUT: "tick the points that you made", "勾选您答到的要点";
    CONFIRM: "confirm", "确认";
    SEVERAL_MAY_BE_RIGHT: "One or several are right.", "正确选项有一个或多个。";
    CHECK: "check", "提交";
    NEXT_FIELD: "next field", "下一个输入框";
    NEW_LINE: "new line", "换行";
    TAKE_LINE: "take, put down", "拿起、放下";
    MOVE_LINE: "move", "移动";
    MARK_LINE: "mark the line", "标记该行";
    INNOCENT_LINE: "this line is right", "这一行没有错";
    BUG_SHOWS: "On these numbers the bug shows:", "在这组数据上可以看到该错误：";
    ACCEPTED: "right:", "正确答案：";
    RIGHT_ORDER: "The right order:", "正确顺序：";
    YOUR_ANSWER: "Your answer", "您的回答";
    MODEL_ANSWER: "Model answer", "参考答案";
    SHOW_MODEL: "done: show the model answer", "答完，显示参考答案";
    WHICH_POINTS: "Which of these points did you make?", "您答到了哪些要点？";
    HINT: "hint", "提示";
    HINT_ABOUT: "a nudge, then the formula, then the solution step by step; a right answer then counts as hard", "先给提示，再给公式，然后逐步给出解答；此后答对记为“困难”";
    SCRATCHPAD: "scratchpad", "草稿本";
    SCRATCHPAD_ABOUT: "Scratchpad: calculate with the inputs by their names, such as 2 * x + 1 or y = x.T @ x", "草稿本：可直接用输入的名字计算，例如 2 * x + 1 或 y = x.T @ x";
    CALCULATE: "calculate", "计算";
    PUT: "put into the answer", "填入答案";
    PUT_ABOUT: "put the last result into the answer field", "把上一个结果填入答案框";
    COMPLETE: "complete", "补全";
    EARLIER_LINES: "earlier lines", "历史";
    READ_AS: "read as", "理解为";
    IT_IS: "it is", "应为";

    // While studying.
    LEAVE: "leave", "离开";
    LEAVE_ABOUT: "leave the session; what was judged is saved", "结束本次学习；已判定的结果均已保存";
    COMMANDS: "commands", "命令";
    COMMANDS_ABOUT: "leave the field: then single letters are commands; enter returns", "离开输入框：此后单个字母为命令；回车返回";
    TO_FIELD: "back to the field", "回到输入框";
    UNDO: "undo", "撤销";
    UNDO_ABOUT: "take back the last answer and ask its question again", "撤回上一次作答并重新提问";
    SKIP: "skip", "跳过";
    SKIP_ABOUT: "leave the card out of this session", "本次学习不再出现";
    BURY: "until tomorrow", "明天再学";
    BURY_ABOUT: "put the card off until tomorrow", "把该卡片推迟到明天";
    SUSPEND_CARD: "suspend", "暂停";
    SUSPEND_CARD_ABOUT: "never ask the card again, until it is taken back", "不再提问该卡片，直到恢复";
    FLAG: "flag", "旗标";
    FLAG_ABOUT: "flag the card to find it again, or take the flag away; f at home lists what is flagged", "给该卡片加旗标以便查找，或取消旗标；在主页按 f 列出";
    FLAGGED: "Flagged: f at home lists it, and so does is:flagged in a filter. f here takes the flag away.", "已加旗标：在主页按 f 或用筛选条件 is:flagged 可列出；在此按 f 取消。";
    UNFLAGGED: "No longer flagged.", "已取消旗标。";
    FLAG_LIST: "flagged", "旗标卡片";
    FLAG_LIST_ABOUT: "list the cards that you have flagged", "列出加了旗标的卡片";
    INFO: "card info", "卡片信息";
    INFO_ABOUT: "show what is remembered of the card, and its answers: date, rating, time, mistake", "查看该卡片的记忆状态与历次作答：日期、评分、用时、错误";
    EDIT: "edit", "编辑";
    EDIT_ABOUT: "change the card in your editor; its history stays", "在编辑器中修改卡片；学习记录保留";
    COPY: "copy", "复制";
    COPY_ABOUT: "copy the numbers as NumPy, then as PyTorch, then as JSON", "复制数据：依次为 NumPy、PyTorch、JSON";
    PICTURE: "picture", "图示";
    MEDIA: "open the file", "打开附件";
    OPEN_PICTURE: "open the picture", "打开图片";
    OPEN_SOUND: "play the sound", "播放音频";
    OPEN_FILM: "play the film", "播放视频";
    FILE: "file:", "文件：";
    MEDIA_ABOUT: "open the picture, sound or film that the card names with the system's program; again for the next one", "用系统程序打开卡片引用的图片、音频或视频；再按一次打开下一个";
    NO_MEDIA: "this card names no picture, sound or film", "这张卡片没有引用图片、音频或视频";
    NEXT: "next", "下一题";
    AGAIN_SAME: "same numbers again", "同题重做";
    AGAIN_SAME_ABOUT: "try again on the same numbers; it does not count", "用同样的数据再做一次；不计入记忆";
    ONCE_MORE_ABOUT: "answer the same question once more; it does not count", "同一题再答一次；不计入记忆";
    RATING_DECIDES: "how well you knew it decides when it comes back", "掌握的程度决定何时再次出现";
    NEW_NUMBERS: "new numbers", "换一组数";
    NEW_NUMBERS_ABOUT: "the same task with other numbers; it does not count", "同一任务换一组数据；不计入记忆";
    WORKED: "worked steps", "解题步骤";
    RATE_OTHERWISE: "rate", "改评分";
    RATE_OTHERWISE_ABOUT: "say yourself how well you knew it", "自行评定掌握程度";
    RIGHT: "right", "正确";
    WRONG: "wrong", "错误";
    PARTLY: "partly right", "部分正确";
    PRACTICE: "practice: memory learns nothing from it", "练习：不影响记忆安排";
    ASKED_NEXT: "asked next:", "面试官可能接着问：";
    SOURCE: "source:", "来源：";
    CANT_EDIT: "this card is part of the program; edit it from Browse (b at home), which copies its deck into your folder first", "该卡片随程序内置；可在主页按 b 进入浏览来编辑，届时会先把卡组复制到您的文件夹";
    COPIED: "copied as", "已复制为";
    ASKING: "While a question is asked", "答题时";
    JUDGED: "After an answer", "判定之后";

    // After a session.
    SESSION_DONE: "Done for now", "本次完成";
    NOTHING_TO_ASK: "There is nothing to ask now.", "现在没有需要学习的卡片。";
    NOTHING_ANSWERED: "Nothing was answered this time.", "本次没有作答。";
    MISTAKES_MADE: "Mistakes made", "犯过的错误";
    COULD_NOT_ASK: "Could not be asked", "无法提问的卡片";
    GO_HOME: "go on", "继续";
}
