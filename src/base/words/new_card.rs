//! The texts of writing a card.

use crate::base::text::{Words, words};

table! {
    NEW_CARD: "New card", "新建卡片";
    KEY: "new card", "新建卡片";
    ABOUT: "write a card of your own: choose kind and deck, then fill the template in your editor", "编写自己的卡片：选择题型与卡组，在编辑器中填写模板";
    DECK: "Deck", "卡组";
    A_NEW_DECK: "a new deck", "新卡组";
    KIND: "Kind", "题型";
    OTHER_DECK: "other deck", "换卡组";
    WRITE: "write it", "开始编写";
    WRITE_ABOUT: "add a template with comments to the deck's file and open your editor there", "在卡组文件末尾加入带注释的模板，并在编辑器中打开";
    NOTHING: "Nothing was written: the template was taken out again.", "没有写入内容：模板已移除。";
    BROKEN: "The card can't be read as it stands", "卡片目前有错误";
    LEAVE_BROKEN: "leave it so", "暂不修改";
}
