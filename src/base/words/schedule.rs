//! The texts of setting cards aside, of leeches and of studying for a date.

use crate::base::text::{Words, words};

table! {
    RESET: "make new", "重置为新卡";
    RESET_ABOUT: "forget what is remembered of the card, so that it comes as a new one; its answers stay in the history", "清除该卡片的记忆状态，使其重新作为新卡出现；作答记录保留";
    DUE_IN: "due in", "改期";
    DUE_IN_ABOUT: "ask the card again in so many days", "指定该卡片多少天后再次出现";
    DUE_IN_ASKED: "Ask this card again in how many days?", "多少天后再次提问这张卡片？";
    NEW_HAS_NO_DAY: "a new card is not due on any day: answer it first", "新卡没有到期日：请先作答";
    CONFIRM: "confirm", "确定";
    CANCEL: "cancel", "取消";
    ERASE: "erase", "删除";
    // Everything by a date.
    CRAM: "By a date", "考前突击";
    CRAM_ABOUT: "plan to know everything by a date, and study today's share", "制定到某一天全部记住的计划，并学习今天的份额";
    CRAM_BY: "By", "截止日期";
    CRAM_CARDS: "Cards", "卡片";
    CRAM_THEN: "Known then", "届时记得";
    CRAM_TODAY: "Today", "今天";
    CRAM_ALL: "all decks", "全部卡组";
    CRAM_BEFORE: "if you study nothing more", "如果不再学习";
    CRAM_AFTER: "if you follow the plan", "如果按计划学习";
    CRAM_COUNTS: "Your answers count: cards come back by them, as in any session.", "作答计入记忆：与平常学习一样影响以后的复习安排。";
    CRAM_COUNTS_NOT: "Your answers don't count: no card comes earlier or later for them. The plan alone remembers what you practised.", "作答不计入记忆：不会改变任何卡片的复习安排，只有本计划会考虑您练过的内容。";
    CRAM_NOTHING: "Nothing is left to do for today.", "今天没有要做的了。";
    DAY_BACK_FORTH: "a day earlier, later", "提前、推后一天";
    WEEK_BACK_FORTH: "a week earlier, later", "提前、推后一周";
    LET_COUNT: "count or not", "是否计入";
    LET_COUNT_ABOUT: "let the answers count for memory, or not", "作答是否计入记忆";

    // Leeches.
    LEECHES: "Forgotten again and again", "反复遗忘的卡片";
    LEECH_HELP: "Such a card costs more than it gives: rewrite it or split it in two (e), suspend it (@), or begin anew with it (R). The filter `is:leech` finds them all.", "这类卡片事倍功半：可改写或拆分（e）、暂停（@），或重置为新卡（R）。筛选条件 `is:leech` 可找出全部。";
}
