//! The texts of fitting weights and of working dates out anew.

use crate::base::text::{Words, words};

table! {
    OPTIMIZE: "Fit the scheduler to you", "按您的记录拟合权重";
    OPTIMIZE_KEY: "fit weights", "拟合权重";
    OPTIMIZE_ABOUT: "fit the weights of FSRS to your own answers; shows how well they predict before it takes them", "按您的作答拟合 FSRS 权重；先显示预测效果，再由您决定是否采用";
    ABOUT: "The weights of FSRS are fitted to the first four fifths of your answers and measured on the last fifth, which they have not seen.", "用前五分之四的作答拟合 FSRS 的权重，再用未参与拟合的最后五分之一检验。";
    WHILE_FITTING: "While weights are fitted", "拟合过程中";
    LOSS: "Log loss on the last fifth (lower is better):", "最后五分之一的对数损失（越低越好）：";
    BETTER: "Fitted weights predict better.", "拟合后的权重预测更准。";
    NOT_BETTER: "The weights until now predict as well: there is nothing to change.", "现有权重的预测不差：无需改动。";
    ASK: "Take them? They are written into the settings and all dates are worked out anew; without `weights` in the settings the published ones hold again.", "是否采用？权重将写入设置，并重新计算所有到期日；删去设置中的 `weights` 即恢复官方权重。";
    TAKE: "take them", "采用";
    TAKE_ABOUT: "write the weights into the settings and work all dates out anew", "将权重写入设置，并重新计算所有到期日";
    LEAVE: "leave all as it is", "保持不变";
    CANCEL: "cancel", "取消";
    TAKING: "Working out all dates anew…", "正在重新计算到期日…";
    TAKEN: "The weights stand in the settings; all dates are worked out anew by them.", "权重已写入设置，并已据此重新计算所有到期日。";

    // Dates after a change of the settings.
    RESCHEDULE: "dates anew", "重算到期日";
    RESCHEDULE_ABOUT: "work out all dates anew by the settings of now; shows first how far they would move", "按当前设置重新计算所有到期日；先显示变动幅度";
    OFFER: "Dates set before stay as they are until a card is answered next. R works them out anew: ", "已定的到期日在卡片下次作答前保持不变。按 R 重新计算：";
    COUNTING: "Seeing how far dates would move…", "正在计算到期日的变动…";
    RESCHEDULED: "All dates are worked out anew by the settings of now.", "已按当前设置重新计算所有到期日。";
}
