//! Where those who know Anki find what they use.

use super::{Words, words};

table! {
    TITLE: "For those who know Anki", "Anki 用户对照";
    STUDY: "Study Now: what is due and new, of all decks or of the one chosen", "开始学习：到期卡与新卡，全部卡组或所选卡组";
    ADD: "Add: a card from a template, in your own editor", "添加：用模板新建卡片，在自己的编辑器中填写";
    RATE: "Again, Hard, Good, Easy, while studying; Enter and space are Good", "重来、困难、良好、简单：学习时；回车与空格为良好";
    RATE_TWO: "Again, Good, while studying; Enter and space are Good. The settings can offer Hard and Easy too", "重来、良好：学习时；回车与空格为良好。可在设置中加上困难与简单";
    UNDO: "Undo: while studying or browsing, as often as you like", "撤销：学习或浏览时，次数不限";
    BURY: "Bury: while studying or browsing; a card and its reverse never come on the same day anyway", "搁置到明天：学习或浏览时；卡片与其反向卡本来就不会同日出现";
    SUSPEND: "Suspend: while studying or browsing; leeches are found by is:leech", "暂停：学习或浏览时；难记卡用 is:leech 查找";
    FLAG: "Flag, Mark: while studying or browsing; is:flagged finds them, and so does f at home", "旗标、标记：学习或浏览时；用 is:flagged 或在主页按 f 查找";
    INFO: "Card Info: while studying; Enter or h while browsing", "卡片信息：学习时；浏览时按回车或 h";
    EDIT: "Edit: while studying or browsing, in your own editor", "编辑：学习或浏览时，在自己的编辑器中打开";
    SET_DUE: "Set Due Date: while studying or browsing", "设置到期日：学习或浏览时";
    FORGET: "Forget: while studying or browsing, the card becomes a new one", "重置为新卡：学习或浏览时";
    BROWSE: "Browse: search, sort, history, several cards at once", "浏览：搜索、排序、历史、批量操作";
    SORT: "sort by due date, stability or lapses, while browsing", "按到期日、稳定性或遗忘次数排序：浏览时";
    SELECT: "select several, while browsing; a takes all", "选择多张：浏览时；按 a 全选";
    TAGS: "Tags: while browsing", "标签：浏览时";
    FILTERED: "Filtered Deck: type a filter, then study what matches", "筛选卡组：输入筛选条件，然后学习符合的卡片";
    AHEAD: "Custom Study, Review Ahead: practise without changing the schedule; more new cards are offered at home once the day's are done", "自定义学习、提前复习：练习而不影响安排；当天的新卡学完后，主页会提供更多新卡";
    MEDIA: "Replay Audio, show the picture: wherever the text of a card names one", "播放音频、查看图片：凡卡片内容引用处";
    CRAM: "Cram: everything by a date", "考前突击：到某一天全部记住";
    STATS: "Stats: reviews, forecast, intervals, retention; by topic too", "统计：复习量、预测、间隔、保持率，也可按主题查看";
    OPTIONS: "Deck Options: new cards a day, retention, steps, leeches, when the day turns", "卡组选项：每日新卡、记忆保持率、学习步骤、难记卡、每天几点换日";
    CARDS: "Cards are text in TOML files, in decks/ below; `sqrtd import` takes .apkg and .colpkg with their answers and dates, `sqrtd export` writes cards and history. A copy of the folder below is a backup. There is no server: nothing leaves this machine. Find and Replace is your editor's. What is typed (Type in the Answer) are the kinds short and cloze; a gap's hint stands behind its bar.", "卡片是下方 decks/ 中 TOML 文件里的文本；`sqrtd import` 导入 .apkg 与 .colpkg，连同作答记录与到期日；`sqrtd export` 导出卡片与记录。复制下方文件夹即为备份。没有服务器：数据不离开本机。查找与替换用您的编辑器完成。需要输入答案的是 short 与 cloze 两类卡片；填空的提示写在竖线之后。";
}
