//! The operations, each in a file of its own below its subject.
//!
//! To add one, write `ops/<subject>/<operation>.rs` with a constant `OP` and name it in the list below.

use crate::base::{Words, words};

use super::op::Op;

/// A field that operations belong to.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Its id, the first part of a topic.
    pub id: &'static str,
    /// What people call it.
    pub title: Words,
}

macro_rules! operations {
    ($($subject:ident $title:tt { $($op:ident)* })*) => {
        $(
            #[doc = concat!("Operations of the subject `", stringify!($subject), "`.")]
            pub mod $subject {
                $(pub mod $op;)*
            }
        )*

        /// Every subject that has operations.
        pub static SUBJECTS: &[Subject] = &[$(Subject { id: stringify!($subject), title: words $title }),*];

        /// Every operation, subject by subject.
        pub static ALL: &[&Op] = &[$($(&$subject::$op::OP),*),*];
    };
}

operations! {
    attention ("Attention", "注意力机制") {
        softmax
        log_softmax
        logsumexp
        scaled_dot_product_attention
        additive_attention
        multi_head_attention
        positional_encoding
        dot_product_variance
    }
    detection ("Boxes and detection", "边界框与目标检测") {
        iou
        giou
        diou
        ciou
        nms
        soft_nms
        anchor_encode
        fcos_target
        fpn_level
        ohem
        hard_negative_mining
        binary_metrics
        confusion_matrix
        receptive_field
        hungarian
        detr_matching
        average_precision
        roc_auc
        lane_polynomial
    }
    normalization ("Normalisation", "归一化") {
        batch_norm
        layer_norm
        instance_norm
        group_norm
        rms_norm
        fold_batch_norm
    }
    losses ("Losses", "损失函数") {
        cross_entropy
        binary_cross_entropy
        focal_loss
        kl_divergence
        smooth_l1
        sigmoid_gradients
        distillation_loss
        info_nce
        fixmatch
        ema_update
        class_weights
    }
    optimization ("Optimisation", "优化") {
        sgd_momentum
        rmsprop
        adam
        adamw
        clip_grad_norm
        regularization_step
        gradient_flow
    }
    cnn ("Convolution, pooling, sampling, dropout", "卷积、池化、采样与 dropout") {
        conv2d
        conv_output_size
        depthwise_separable_cost
        group_conv_params
        im2col
        max_pool2d
        avg_pool2d
        global_pool_head
        bilinear
        nearest
        bilinear_sample
        dropout
    }
    data ("Data and compression", "数据与模型压缩") {
        standardize
        min_max_scale
        pca
        low_rank
        quantize
        magnitude_prune
    }
}

/// The operation of that name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Op> {
    ALL.iter().copied().find(|op| op.id == id)
}
