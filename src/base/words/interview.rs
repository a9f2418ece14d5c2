//! The interviewer's words, and those of the report.

use super::words;
use crate::base::text::Words;

table! {
    // Parts of an interview that was composed from wishes.
    WARM_UP: "Warm-up", "热身";
    SAY_WARM_UP: "Thank you for coming. Let us begin with a few short questions.", "欢迎参加面试。我们先来几道简短的问题。";
    QUESTIONS: "Questions", "专业问题";
    SAY_QUESTIONS: "Now I would like to hear you explain a few things. Take your time, and start with the idea.", "接下来想听您讲解几个问题。不用着急，先从思路讲起。";
    HANDS_ON: "Hands-on", "动手题";
    SAY_HANDS_ON: "Now something for pen and paper. Please tell me which convention you use.", "现在做点动手题，请说明您采用的约定。";
    CLOSING: "Closing", "收尾";
    SAY_CLOSING: "To close, one question that is a little wider.", "最后一个问题，范围稍大一些。";

    // Steps.
    FIRST: "Hello, and thank you for coming. Let us begin.", "您好，感谢您前来。我们开始吧。";
    NEXT_1: "Next question.", "下一个问题。";
    NEXT_2: "Let us go on.", "我们继续。";
    NEXT_3: "I see. Another one.", "了解了。再来一题。";
    NEXT_4: "All right, the next one.", "好的，下一题。";
    LAST: "My last planned question on this.", "这一部分我准备的最后一题。";
    MORE_1: "We have a little time left for this. One more question.", "这一部分还有一点时间，再问一题。";
    MORE_2: "There is time for another one.", "时间还够，再来一题。";
    MORE_3: "And one more, since you are quick.", "您答得很快，那再来一题。";
    DEEPER_1: "Let me follow up on that.", "我想就此追问一下。";
    DEEPER_2: "Let us stay with this for a moment.", "这个话题我们再深入一点。";
    DEEPER_3: "That leads me to the next point.", "由此引出下一个问题。";
    PROBE_1: "Let me ask about one thing in particular.", "我想具体问其中一点。";
    PROBE_2: "There is one more side to it.", "这个问题还有另一面。";
    PROBE_3: "One detail, if I may.", "有一个细节想请教。";
    EASIER: "Let us take a step back.", "我们先退一步。";
    BACK_TO: "Back to this one.", "回到这一题。";
    CUT: "I have to stop you there.", "时间关系，先到这里。";
    CUT_SILENT: "Let us leave that one.", "这题先放一放。";
    HOW_SURE: "How sure are you of that?", "您对这个回答有多大把握？";
    CLOSING_NOTHING: "Those were all my questions. Thank you for your time.", "我的问题都问完了，感谢您的时间。";
    TIME_OVER: "That is all the time we have. Thank you.", "时间到了，感谢您的参与。";
    THANKS: "Thank you for your time.", "感谢您的时间。";

    // How sure.
    SURE_1: "guessing", "猜测";
    SURE_2: "unsure", "不太确定";
    SURE_3: "fairly sure", "比较确定";
    SURE_4: "certain", "确定";

    // The report.
    PASSED: "passed", "通过";
    NOT_PASSED: "not passed", "未通过";
    PRACTICE_MODE: "Practice mode: verdicts after each question, pauses allowed.", "练习模式：每题之后给出判定，可以暂停。";
    BY_SECTION: "By section", "各环节得分";
    BY_TOPIC: "By subject", "各主题得分";
    SECTION: "section", "环节";
    TOPIC: "subject", "主题";
    SCORE: "score", "得分";
    ANSWERED: "answered", "已答";
    FOLLOWUPS: "follow-ups", "追问";
    DEEPEST: "depth", "追问深度";
    TIME: "Time", "用时";
    CARDS: "cards", "卡片";
    STOPPED: "stopped before its end", "提前结束";
    RAN_OUT: "the time ran out", "时间用尽";
    PAUSE: "pause", "暂停";
    GAP: "interrupted", "中断";
    UNKNOWN: "for an unknown time", "时长不明";
    CALIBRATION: "How sure, how right", "把握与正确率";
    HOW_SURE_SHORT: "how sure", "把握";
    ANSWERS: "answers", "回答数";
    RIGHT: "right", "正确";
    MISTAKES: "Mistakes", "错误";
    STUDY_NEXT: "Study next", "接下来学习";
    EVERY_ANSWER: "Every answer", "逐题回顾";
    UNFINISHED: "not finished", "未结束";
    NOT_REACHED: "not reached", "未问到";
    NOT_ANSWERED: "not answered", "未作答";
    CUT_OFF: "cut off", "超时中断";
    VIA_MORE: "extra question", "加问";
    VIA_DEEPER: "follow-up", "追问";
    VIA_EASIER: "step back", "退一步";
    YOUR_ANSWER: "Your answer", "您的回答";
    MODEL_ANSWER: "Model answer", "参考答案";
    EXPLANATION: "Why", "解析";
    PROBED: "asked for", "经追问";
    NOTES: "Notes", "笔记";
}
