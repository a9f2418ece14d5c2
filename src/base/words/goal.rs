//! The texts of preparing for an interview: the first questions, readiness, what to do next.

use crate::base::text::{Words, words};

table! {
    GOAL: "Interview", "面试目标";
    GOAL_KEY: "date, plan", "日期与方案";
    GOAL_ABOUT: "the date and the kind of your interview, and the language", "面试日期、面试类型与语言";
    WELCOME: "Welcome. Three questions, each of which you may leave as it is; all can be changed later.", "欢迎使用。下面三个问题都可以跳过，之后随时可改。";
    LANGUAGE: "Language", "语言";
    DATE: "Interview on", "面试日期";
    DATE_HINT: "a date such as 2026-12-01, or +21 for in 21 days; empty for none", "如 2026-12-01；+21 表示 21 天后；留空表示未定";
    KIND: "Kind of interview", "面试类型";
    NO_PLAN: "none in particular: all cards count alike", "不限：所有卡片同等对待";
    OTHER_LANGUAGE: "other language", "切换语言";
    NEXT_LINE: "next", "下一项";
    PREVIOUS_LINE: "the line before", "上一项";
    SAVE: "save", "保存";
    SAVE_ABOUT: "go on to the next line; on a kind of interview: choose it and save", "到下一项；在面试类型上：选定并保存";
    SKIP: "leave as it is", "保持不变";

    READY: "Ready", "准备度";
    READY_ABOUT: "chance to recall what is asked on the day, as things stand", "按目前状态，面试当天能回忆起所考内容的概率";
    READY_NOW: "chance to recall what is asked, today", "今天能回忆起所考内容的概率";
    SHARE: "Share", "今日份额";
    NEXT: "Next", "下一步";
    PASSED: "The date of your interview has passed: press d to set a new one.", "面试日期已过：按 d 设置新的日期。";
    NO_DATE: "no date yet: press d to set one", "尚未设置日期：按 d 设置";
}
