//! The texts of browsing, of a card's own screen and of the list of mistakes.

use crate::base::text::{Words, words};

table! {
    BROWSE: "Browse", "浏览";
    BROWSE_ABOUT: "look through all cards: find, preview, edit, tag, suspend, reschedule", "浏览全部卡片：查找、预览、编辑、加标签、暂停、改期";
    FILTER: "filter", "筛选";
    FILTER_ABOUT: "show the cards that match only: deck: topic: level: kind: tag: mistake: is:due, is:new, is:learning, is:leech, is:suspended, is:buried, is:flagged and text, joined by and, or, not", "只显示符合条件的卡片：deck: topic: level: kind: tag: mistake: is:due、is:new、is:learning、is:leech、is:suspended、is:buried、is:flagged 与文字，可用 and、or、not 组合";
    FILTER_HOME: "study only what matches a filter", "只学习符合筛选条件的卡片";
    FILTER_TITLE: "Study what matches", "筛选学习";
    FILTER_HELP: "words deck: topic: level: kind: tag: is: mistake: rated: introduced: prop: · and or not", "文字 deck: topic: level: kind: tag: is: mistake: rated: introduced: prop: · and or not";
    FILTER_EMPTY: "all cards", "全部卡片";
    STUDY_FOUND: "study", "学习";
    STUDY_FOUND_ABOUT: "study what is due and new among the cards shown, or marked", "学习所列（或已标记）卡片中到期与新的部分";
    PRACTISE_FOUND_ABOUT: "ask all cards shown, or marked, due or not; memory learns nothing from it", "把所列（或已标记）的卡片全部练一遍，无论是否到期；不影响记忆安排";
    TO_LIST: "to the list", "到列表";
    CLEAR: "clear", "清除";
    OPEN_CARD: "open", "打开";
    OPEN_CARD_ABOUT: "show the whole card, what is remembered of it, and its answers", "查看整张卡片、记忆状态与历次作答";
    MARK: "mark", "标记";
    MARK_ABOUT: "mark the card, so that what follows is done to all marked ones", "标记该卡片；随后的操作对所有已标记的卡片生效";
    MARK_ALL: "mark all shown, or none", "全部标记，或全部取消";
    FLAG: "flag", "旗标";
    FLAG_ABOUT: "flag the card, or take its flag away; is:flagged finds those that are", "给卡片加旗标，或取消旗标；用 is:flagged 查找";
    FLAGGED: "flagged", "有旗标";
    SUSPEND: "suspend", "暂停";
    SUSPEND_ABOUT: "ask the card no more, or again", "不再提问该卡片，或恢复提问";
    BURY: "until tomorrow", "明天再学";
    BURY_ABOUT: "put the card off until tomorrow, or take that back", "把该卡片推迟到明天，或取消推迟";
    RESET: "make new", "重置为新卡";
    RESET_ABOUT: "forget what is remembered of the card; its answers stay in the history", "清除该卡片的记忆状态；作答记录保留";
    RESCHEDULE: "due on", "改期";
    RESCHEDULE_ABOUT: "ask the card on another day", "改在另一天提问该卡片";
    TAG: "tag", "标签";
    TAG_ABOUT: "add tags to the card, or take them away, in its deck's file", "在卡组文件中为该卡片添加或删除标签";
    ORDER: "order", "排序";
    ORDER_ABOUT: "order by deck, by what is due first, by how long it is remembered, by how often it was forgotten", "依次按卡组、到期日、稳定性、遗忘次数排序";
    UNDO_ABOUT: "take back what was done to cards here, step by step", "逐步撤销在此对卡片所做的操作";
    WHILE_TYPING: "While a filter is typed", "输入筛选条件时";
    CONFIRM: "confirm", "确定";
    CANCEL: "cancel", "取消";

    // Columns.
    CARD: "card", "卡片";
    STABILITY: "stability", "稳定性";
    LAPSES: "forgotten", "遗忘";
    LEECH: "leech", "难记";

    // Prompts.
    WHICH_DAY: "Due in so many days, or on a date (2026-05-01)", "多少天后到期，或日期（2026-05-01）";
    WHICH_TAGS: "Tags to add; -tag takes one away", "要添加的标签；-标签 表示删除";
    COPY_DECK: "copy the deck", "复制卡组";
    NOTHING_FOUND: "No card matches.", "没有符合条件的卡片。";
    EDIT_AGAIN: "edit again", "继续编辑";
    GO_ON: "leave it so", "暂不修改";
    BROKEN: "The deck can't be read as it stands", "卡组文件目前有错误";
    NOTHING_DUE_HERE: "none of these is due or new: p practises them", "其中没有到期或新的卡片：按 p 练习";
    U_UNDOES: " · u undoes it", " · 按 u 撤销";
    NOTHING_TO_UNDO: "there is nothing to undo here", "这里没有可以撤销的操作";
    NOTHING_TO_CHANGE: "there is nothing to change", "没有需要更改的内容";
    NEW_HAS_NO_DATE: "a new card has no date: study it first", "新卡没有到期日：请先学习";

    // A card.
    ITS_MEMORY: "Memory", "记忆";
    ITS_HISTORY: "Answers", "历次作答";
    NO_HISTORY: "It was never answered.", "还没有作答记录。";
    HISTORY: "history", "作答记录";
    HISTORY_ABOUT: "show the card's answers: date, rating, time, mistake", "查看该卡片的历次作答：日期、评分、用时、错误";
    DATE: "date", "日期";
    RATING: "rating", "评分";
    TIME: "time", "用时";
    PRACTICE: "practice", "练习";
    INTERVIEW: "interview", "面试";
    DRAWN: "The numbers are drawn afresh each time.", "数据每次重新生成。";
    ASKED_FOR: "asked for:", "要求：";
    WRONG_WAYS: "Mistakes that it tells apart", "能够识别的错误";
    POINTS: "Points", "要点";
    TAGS: "tags:", "标签：";
    LEECH_ADVICE: "Rewrite it, suspend it, or read the explanation again and find out what you mix it up with.", "建议：改写卡片、暂停，或重读解释，弄清与什么混淆。";
    LEECH_KEYS: "e rewrites it, @ suspends it; or find out from the explanation what you mix it up with.", "按 e 改写，按 @ 暂停；或从解释中弄清与什么混淆。";

    // Mistakes.
    MISTAKES: "Mistakes", "常犯错误";
    MISTAKES_ABOUT: "the mistakes you make, and a session that drills them", "您常犯的错误，以及针对性练习";
    NO_MISTAKES: "No mistake has been recognised yet. When a wrong answer shows a known one, it is listed here.", "尚未识别出错误。答错时若能识别出常见错误，会列在这里。";
    DRILL: "drill it", "专练此项";
    DRILL_ABOUT: "fresh numbers on which this very mistake shows, until it is right three times", "生成能暴露该错误的新数据，答对三次为止";
    DRILL_ALL: "drill all", "全部专练";
    DRILL_ALL_ABOUT: "the same for all mistakes of the list, most frequent first", "对列表中的所有错误依次专练，最常犯的在前";
    DRILL_COUNTS: "A drill is practice: it does not change when cards come back. Mistakes made in it are counted.", "专练属于练习：不影响卡片的复习安排，但其中的错误会计入统计。";
    NOTHING_DRILLS: "no card asks for this any more", "没有能够练习此项的卡片";
}
