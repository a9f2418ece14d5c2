//! Texts of exercises, derivations and bug hunts.

use crate::base::text::{Words, words};

table! {
    WHAT_IS_WRONG: "What is wrong there?", "错在哪里？";
    SAY_WHAT_IS_WRONG: "What is wrong there, and what should stand in its place? Say it or write it, then press enter.", "错在哪里，应改成什么？请说出来或写下来，然后按回车。";
    RIGHT_VALUES: "right:", "正确结果：";
    ITS_VALUES: "of this program:", "该程序的结果：";
    LINES_DONE: "these lines", "就是这些行";
    BY_LINES_ALONE: "No cause was picked: the verdict rests on the lines alone.", "没有选择原因，仅按标记的行判定。";
    IN_OWN_WORDS: "in own words", "自己说";
    IN_OWN_WORDS_ABOUT: "say or write what is wrong, and compare it with the verdict", "用自己的话说出或写下错误，再与判定对照";
    BACK_TO_LINES: "back to the lines", "返回代码行";
    GOES_ON: "You go on where you left it: the steps above the field stand as you gave them first.", "从上次中断处继续：输入框上方的步骤保留您首次的答案。";
    SIMULATION: "Simulation", "模拟实验";
    TURN: "simulate", "模拟实验";
    TURN_ABOUT: "let the size of the simulation shrink or grow", "减小或增大模拟实验的规模";
}
