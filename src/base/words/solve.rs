//! The texts of solving an operation with one's own program.

use crate::base::text::{Words, words};

table! {
    EXPECTED: "expected", "应为";
    GOT: "got", "得到";
    NOTHING: "nothing", "无";
    COULD_BE: "each of these would explain it:", "以下每一种错误都能解释：";
    PRINTED: "It printed:", "程序输出：";
    SMALLEST: "The smallest case that fails", "最小的失败用例";
    COUNTED: "It counts among your mistakes; the card is rated by the program that passes.", "已计入您的错误；卡片由通过全部用例的程序评分。";
    WAS_AT: "The case that it was at", "当时正在运行的用例";
    JUDGED_ON_SAVE: "Each save is judged; Ctrl-C ends.", "每次保存都会评判；按 Ctrl-C 结束。";
    ENTER_EDITS: "Enter opens the editor again; each save is judged; Ctrl-C ends.", "回车重新打开编辑器；每次保存都会评判；按 Ctrl-C 结束。";
    NO_EDITOR: "Open this file in your editor:", "请用编辑器打开此文件：";

    // On the exercise screen.
    PROGRAM: "program", "编程";
    PROGRAM_ABOUT: "solve it with your own program: opens your editor, then judges it on many cases; one that passes all is a right answer", "用自己的程序求解：打开编辑器，随后在多个用例上评判；全部通过即为答对";
    PROGRAMS: "programs", "编程题";
    PROGRAMS_ABOUT: "the exercises, to choose one and solve it with your own program (alt-p)", "列出全部练习题，选一道用自己的程序求解（alt-p）";
    PROGRAM_FOUND_ABOUT: "solve the chosen exercise with your own program, as practice", "用自己的程序求解所选练习题（练习，不影响记忆安排）";
    OPENING: "Your file is being opened.", "正在打开文件。";
    RUNNING: "Your program is being judged.", "正在评判您的程序。";
    JUDGE_AGAIN: "judge again", "重新评判";
    EDIT_AGAIN: "edit", "编辑";
    CANCEL: "cancel", "取消";
    TO_EXERCISE: "back to the exercise", "返回题目";
    GIVE: "give it", "提交";
    GIVE_ABOUT: "give the program as the answer", "将程序作为答案提交";
    VERDICT_LATER: "What it answers is judged at the end of the interview.", "其余答案的判定在面试结束后给出。";
    WHILE_PROGRAM: "Your own program", "自己的程序";
}
