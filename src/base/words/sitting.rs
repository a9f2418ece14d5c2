//! The texts of the screens of mock interviews.

use crate::base::text::{Words, words};

table! {
    // At home and in the lobby.
    MOCK: "Mock interview", "模拟面试";
    MOCK_ABOUT: "sit a mock interview against the clock, or look at earlier ones", "进行限时模拟面试，或查看以往的面试";
    LAST_MOCK: "Mock", "模拟";
    UNFINISHED: "Unfinished", "未完成";
    PLANS: "Plans", "面试方案";
    COMPOSE: "Compose one", "自定义面试";
    COMPOSE_ABOUT: "Choose length, subjects, kinds of questions and level yourself.", "自行选择时长、主题、题型与难度。";
    EARLIER: "Earlier", "以往面试";
    GO_ON: "go on", "继续";
    OPEN: "open", "打开";
    OPEN_ABOUT: "go on with an unfinished interview, prepare one by a plan, or open an earlier report", "继续未完成的面试、按方案准备面试，或打开以往的报告";
    END_IT: "end it", "结束";
    END_IT_ABOUT: "end the unfinished interview as it stands, with its report", "按当前状态结束未完成的面试并生成报告";
    NO_PLAN: "there is no plan", "没有面试方案";

    // Before it starts.
    READY: "Before it starts", "开始之前";
    LENGTH: "Length", "时长";
    SUBJECTS: "Subjects", "主题";
    KINDS: "Kinds", "题型";
    LEVEL: "Level", "难度";
    FOLLOWUPS: "Follow-ups", "追问";
    MODE: "Mode", "模式";
    IN_LANGUAGE: "Language", "语言";
    STRICT: "strict: no pause, no verdict before the end", "严格：不可暂停，结束前不给判定";
    PRACTICE: "practice: a verdict after each question, pauses allowed", "练习：每题之后给出判定，可暂停";
    ALL: "all", "全部";
    ENGLISH: "English", "英文";
    CHINESE: "Chinese", "中文";
    EITHER: "either", "不限";
    WHAT_COMES: "What comes", "面试内容";
    ENOUGH: "There are enough cards.", "卡片充足。";
    NOT_ENOUGH: "Some sections have too few cards: fewer questions are asked there.", "部分环节卡片不足，题目会相应减少。";
    NO_CARDS: "No card fits: choose more subjects, kinds or levels.", "没有符合条件的卡片：请放宽主题、题型或难度。";
    IF_QUICK: "If you are quick, more is asked; if you are slow, some questions are not reached.", "答得快会加问，答得慢则可能问不完。";
    BEGIN: "begin: the clock starts", "开始，计时启动";
    BEGIN_ABOUT: "begin the interview; its clock starts at once and does not stop", "开始面试；立即计时，中途不停";
    CHANGE: "change", "更改";
    TOGGLE: "tick", "勾选";
    CHOOSE_SEVERAL: "tick some", "勾选若干项";
    DONE_CHOOSING: "done", "完成";
    NONE_IS_ALL: "Nothing ticked means all.", "全部不选表示不限。";

    // While it is sat.
    ALOUD: "Say it aloud, or type it.", "请口头作答，也可以打字。";
    DONE: "done", "答完";
    ONE_ANSWER: "While an answer is read", "查看一题时";
    FLAG: "flag", "标记";
    FLAG_ABOUT: "flag the question, to come back to it", "标记本题，以便稍后回看";
    PROGRAM_ABOUT: "solve it with your own program, in a file begun anew: opens your editor, then runs it on many cases, each of which counts the same", "用自己的程序求解，文件从头开始：打开编辑器，随后在多个用例上运行，各用例分值相同";
    SKIP: "skip", "跳过";
    SKIP_ABOUT: "leave the question for now; what stands there is kept", "暂时跳过本题；已写的内容保留";
    NOTES: "notes", "笔记";
    NOTES_ABOUT: "write notes to the question; the report shows them", "为本题写笔记；报告中会显示";
    QUESTIONS_SO_FAR: "earlier questions", "前面的题";
    QUESTIONS_ABOUT: "see what was asked, and go back to it", "查看已问的题，并返回作答";
    GO_TO: "go back to it", "返回该题";
    PAUSE: "pause", "暂停";
    PAUSE_ABOUT: "stop the clock, in practice only; the report tells it", "停止计时，仅限练习模式；会记入报告";
    PAUSED: "The clock stands still. The question is hidden meanwhile.", "计时已暂停，题目暂时隐藏。";
    RESUME: "go on", "继续";
    LEAVE: "leave", "离开";
    LEAVE_ABOUT: "leave the interview, or end it", "离开或结束面试";
    LEAVING: "Leave the interview?", "要离开面试吗？";
    LEAVING_ABOUT: "Leave it and the clock stands still until you come back; the report tells how long that was. End it and what stands is taken as it is.", "离开后计时停止，直到您回来；报告会注明中断时长。结束则以当前内容为准。";
    STAY: "stay", "留下";
    LEAVE_NOW: "leave, come back later", "离开，稍后继续";
    END_NOW: "end it now", "立即结束";
    END: "end the interview", "结束面试";
    HOW_SURE: "how sure", "把握";
    HOW_SURE_ABOUT: "how sure you are of the answer: guessing, unsure, fairly sure, certain", "对回答的把握：猜测、不太确定、比较确定、确定";
    BACK_TO_ANSWER: "back to the answer", "返回作答";
    ON: "go on", "继续";
    CLOSE: "close", "关闭";
    SO_FAR: "Questions so far", "已问的题";
    END_ENTRY: "End the interview", "结束面试";
    WAS_SKIPPED: "skipped", "已跳过";
    WAS_FLAGGED: "flagged", "已标记";
    WAS_CUT: "time was over", "时间到";
    YOUR_NOTES: "Notes", "笔记";
    QUESTION: "question", "本题";
    QUESTION_SHORT: "Q", "本题";
    VERDICTS_LATER: "verdicts come at the end", "结束后给出判定";
    WHILE_ASKED: "While a question is asked", "答题时";
    WHILE_SURE_IS_ASKED: "While it is asked how sure you are", "询问把握时";
    AT_THE_END: "After the last question", "最后一题之后";
    IN_DEBRIEF: "In the debrief", "复盘时";
    DEBRIEF: "Debrief", "复盘";
    DEBRIEF_ABOUT: "The clock has stopped. Tick what you said; answers can't be changed any more.", "计时已停止。请勾选您答到的要点；答案不能再修改。";
    SAID_ALOUD: "said aloud", "口头作答";
    ENDED: "Your report is ready.", "报告已生成。";

    // In the statistics.
    INTERVIEWS: "Mocks", "模拟";
    SCORES: "Mock interviews", "模拟面试";
    NONE_SAT: "No mock interview is finished yet: m at home begins one.", "还没有完成的模拟面试：在主页按 m 开始。";

    // The report.
    REPORT: "Report", "报告";
    PASS_LINE: "pass line", "及格线";
    PASSED: "passed", "通过";
    NOT_PASSED: "not passed", "未通过";
    SECTIONS: "Sections", "环节";
    TOPICS: "Topics", "主题";
    TIME: "Time", "时间";
    SURE_AND_RIGHT: "How sure, how right", "把握与正确率";
    MISTAKES: "Mistakes", "错误";
    NEXT: "Study next", "接下来学习";
    NOTHING_NEXT: "Nothing went wrong: there is nothing that you must study next.", "没有答错的题，暂无必须补学的内容。";
    STUDY_NOW: "study now", "开始学习";
    STUDY_NOW_ABOUT: "study the first of the three now; the others are scheduled for the days after", "立即学习第一项；其余两项安排到之后几天";
    ANSWERS: "answers", "各题回答";
    ALL_ANSWERS: "Answers", "各题回答";
    ANSWERS_ABOUT: "every answer with its verdict and what is right", "查看每题的回答、判定与参考答案";
    EXPORT: "export", "导出";
    EXPORT_ABOUT: "write the report as Markdown and as JSON into the data folder", "将报告以 Markdown 与 JSON 写入数据文件夹";
    GO_HOME: "home", "主页";
    UNREACHED: "not reached", "未问到";
    UNANSWERED: "not answered", "未作答";
    WHAT_IS_RIGHT: "What is right", "参考答案";
    ASKED: "Question", "题目";
}
