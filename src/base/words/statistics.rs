//! The texts of the statistics.

use crate::base::text::{Words, words};

table! {
    STATISTICS: "Statistics", "统计";
    STATISTICS_ABOUT: "days, memory, topics, certainty and mistakes, in figures", "用数据看学习情况：每日、记忆、主题、把握与错误";
    NEXT_PART: "next part", "下一部分";
    PREVIOUS_PART: "the part before", "上一部分";
    READING: "reading the history", "正在读取学习记录…";

    DAYS: "Days", "每日";
    TODAY: "Today", "今天";
    IN_A_ROW: "In a row", "连续";
    IN_ALL: "In all", "累计";
    NOTHING_YET: "Nothing has been answered yet: it begins with the first session.", "还没有作答记录：完成第一次学习后即可查看。";
    A_DAY_OF_EACH: "Answers a day", "每日答题数";
    MINUTES_A_DAY: "Minutes a day, the last 30 days", "最近 30 天每日学习分钟数";
    FORECAST: "Cards that come back, the next 30 days", "未来 30 天到期的卡片数";
    NONE: "None.", "无。";

    MEMORY: "Memory", "记忆";
    STILL_KNOWN: "Still known when asked again", "再次提问时仍记得的比例";
    NOTHING_ASKED_AGAIN: "No card has been asked again on a later day yet.", "还没有卡片在之后的日子再次提问。";
    LAST_7: "last 7 days", "最近 7 天";
    LAST_30: "last 30 days", "最近 30 天";
    LAST_365: "last 365 days", "最近 365 天";
    BY_AGE: "The same, by how long the card had rested", "按间隔天数统计";
    CARDS: "Cards", "卡片";
    STABILITY: "Stability: days until the chance to recall is 90 %", "稳定性：回忆概率降到 90% 所需天数";
    DIFFICULTY: "Difficulty, 1 easy to 10 hard", "难度：1 最易，10 最难";

    TOPICS: "Topics", "主题";
    TOPICS_ABOUT: "How much of each topic you would recall now; a card you have never seen counts as not known. The weakest come first.", "各主题此刻能回忆起的比例；未学过的卡片按未掌握计。最薄弱的排在最前。";
    KNOWN: "known", "掌握";
    OF_STUDIED: "of studied", "已学部分";
    STUDIED: "studied", "已学";

    CERTAINTY: "Certainty, mistakes", "把握与错误";
    HOW_SURE: "How sure you said, how right you were", "自评把握与实际得分";
    NEVER_SAID: "You have not said yet how sure you are: mock interviews ask it, and studying too with the setting `ask_sure`.", "还没有自评记录：模拟面试会询问您的把握程度；打开设置 `ask_sure` 后，平常学习也会询问。";
    MISTAKES: "Mistakes", "错误";
    NO_MISTAKES: "No mistake has been named yet.", "还没有识别出的错误。";
    GONE: "gone", "已消除";
    FADING: "fading", "渐少";
    STEADY: "as often as before", "与之前持平";
    GROWING: "growing", "渐多";
}
