//! What the settings screen and the command `settings` say.

use super::{Words, words};

table! {
    SETTINGS: "Settings", "设置";
    OPEN: "settings", "设置";
    OPEN_ABOUT: "see and change the settings", "查看与修改设置";
    CHANGE: "change", "修改";
    CHANGE_ABOUT: "choose the next value, or type one", "选下一个值，或输入一个值";
    OTHER_VALUE: "other value", "换一个值";
    OTHER_VALUE_ABOUT: "choose the value before, the next value", "选上一个、下一个值";
    DEFAULT: "default", "恢复默认";
    DEFAULT_ABOUT: "take the setting out of the file, so that its default holds", "从文件中删去该设置，恢复默认值";
    FILE: "edit the file", "编辑文件";
    FILE_ABOUT: "open the file in your editor; comments and order stay as they are", "在编辑器中打开设置文件；注释与顺序保持不变";
    SAVE: "save", "保存";
    CANCEL: "cancel", "取消";
    NOT_SET: "not set", "未设置";
    TYPING: "While a value is typed", "输入值时";
    IN_FILE: "this one is written in the file: press e", "该项请在文件中填写：按 e";
    WRONG_FILE: "The file has mistakes; what is wrong stands at its default.", "设置文件有误；有误之处采用默认值。";
    HELP_MOUSE: "Mouse: a click chooses an entry or presses a key of the last line, a second click opens it, the wheel scrolls; hold shift to select text.", "鼠标：单击选择条目或按下底行的按键，再次单击打开，滚轮滚动；按住 Shift 选取文本。";
    HELP_KEYS: "Keys can be changed in the settings: `keys` and `remap`.", "按键可在设置中更改：`keys` 与 `remap`。";
    FINE: "nothing is wrong", "没有问题";
}
