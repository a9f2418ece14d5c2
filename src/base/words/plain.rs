//! What studying line by line says.

use super::{Words, words};

table! {
    WELCOME: "Studying line by line. A line that begins with a colon is a command: :help lists them, :quit ends. What was judged is saved at once.", "逐行学习。以冒号开头的行为命令：:help 列出全部命令，:quit 结束。判定结果即时保存。";
    COMMANDS: "Commands; their first letters are enough:", "命令，可只写前几个字母：";
    HELP: "list the commands", "列出命令";
    REPEAT: "tell the question again", "重述题目";
    HINT: "a hint: a nudge, the formula, then the solution step by step", "提示：先给思路，再给公式，然后逐步给出解答";
    WORKED: "after an answer: the worked steps", "作答之后：解题步骤";
    PICTURE: "tell the picture in words and numbers", "用文字和数字描述图示";
    CALC: "calculate, as in :calc 1/sqrt(2); an exercise's inputs are names there, and so is what you assign", "计算，例如 :calc 1/sqrt(2)；可使用练习的输入名和自己赋值的变量";
    CALC_WHAT: "Write what is to be calculated behind it, as in :calc 1/sqrt(2).", "请在后面写出算式，例如 :calc 1/sqrt(2)。";
    EDIT: "change the card in your editor; where there is no terminal its place is told", "在编辑器中修改卡片；没有终端时只给出位置";
    SURE: "How sure are you? 1 guessing, 2 unsure, 3 fairly sure, 4 certain; Enter leaves it out.", "您有多大把握？1 猜测，2 不太确定，3 比较确定，4 确定；回车则不答。";
    FIRST: "Welcome. Three questions; Enter leaves each as it is.", "欢迎使用。先回答三个问题；直接回车则保持不变。";
    FIRST_LANGUAGE: "Language: 1 English, 2 Chinese.", "语言：1 英文，2 中文。";
    FIRST_DATE: "When is your interview? A date such as 2026-12-01, or +21 for in 21 days.", "何时面试？请写日期，例如 2026-12-01，或用 +21 表示 21 天后。";
    FIRST_PLAN: "Which kind of interview? Type its number.", "哪一种面试？请输入编号。";
    AGAIN: "after an answer: the same question again, as practice", "作答之后：同题重做（练习）";
    NEW: "after an answer: the same task with other numbers, as practice", "作答之后：同一任务换一组数据（练习）";
    UNDO: "take back the last answer and ask its question again", "撤回上一次作答并重新提问";
    SKIP: "leave the card out of this session", "本次学习不再出现";
    BURY: "put the card off until tomorrow", "把该卡片推迟到明天";
    SUSPEND: "never ask the card again, until it is taken back", "不再提问该卡片，直到恢复";
    LANGUAGE: "switch to Chinese", "切换到英文";
    QUIT: "end the session", "结束本次学习";
    THINK: "Recall the answer, then press Enter to hear it.", "回忆答案，然后按回车查看。";
    ANSWER: "Answer:", "答案：";
    RATE: "How well did you know it? 1 again, 2 hard, 3 good, 4 easy; Enter for good.", "记得如何？1 重来，2 困难，3 良好，4 简单；回车为良好。";
    RATE_TWO: "Did you know it? 1 again, 3 good; Enter for good.", "记得吗？1 重来，3 良好；回车为良好。";
    ONE: "Type the number of the right option.", "请输入正确选项的编号。";
    SEVERAL: "Type the numbers of all right options, such as 1 3.", "请输入所有正确选项的编号，例如 1 3。";
    WORDS: "Type a word or two.", "请输入一两个词。";
    NUMBER: "Type a number or a formula.", "请输入一个数或算式。";
    ORDER: "Type the numbers in the right order, such as 2 1 3.", "请按正确顺序输入编号，例如 2 1 3。";
    LINES: "Type the numbers of the wrong lines, such as 2 5.", "请输入有错的行号，例如 2 5。";
    CAUSE: "What is wrong there? Type its number or say it in your own words; Enter to leave it.", "错在哪里？请输入编号，或用自己的话写出；回车则不答。";
    CAUSES: "What is wrong there? Type the numbers, such as 1 3, or say it in your own words; Enter to leave it.", "错在哪里？请输入编号（例如 1 3），或用自己的话写出；回车则不答。";
    WRONG_THERE: "What is wrong:", "错误在于：";
    SAY: "Say the answer aloud or type it; an empty line ends it.", "说出答案或打字作答；空行结束。";
    POINTS: "Which of these points did you make? Type their numbers, 0 for none; Enter for those heard in your text:", "您答到了哪些要点？请输入编号，0 表示没有；回车则采用从文字中识别出的：";
    NONE: "none", "无";
    MORE: "Brackets are open: go on.", "括号未闭合：请继续输入。";
    NEXT: "Enter for the next question; 1 to 4 to rate it otherwise.", "回车进入下一题；1 到 4 改评分。";
    NO_PICTURE: "There is no picture.", "没有图示。";
    HAS_PICTURE: "There is a picture; :picture tells it.", "有图示；:picture 用文字描述。";
    NO_HINT: "There are no more hints.", "没有更多提示了。";
    ANSWER_FIRST: "Answer the question first.", "请先作答。";
    NOTHING_TO_UNDO: "There is nothing to take back.", "没有可以撤回的作答。";
    TAKEN_BACK: "Taken back.", "已撤回。";
    PUT_OFF: "Put off until tomorrow.", "已推迟到明天。";
    SUSPENDED: "Suspended.", "已暂停。";
    NOT_SAVED: "The answer could not be saved. Enter tries again, :quit gives up.", "作答未能保存。回车重试，:quit 放弃。";
    NOT_THAT: "That is not one of the choices.", "没有这个选项。";
    OVER: "The session is over.", "本次学习结束。";
}
