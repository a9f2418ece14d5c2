//! Encoding boxes as offsets from anchors.
//!
//! (x − x_a)/w_a, (y − y_a)/h_a, ln(w/w_a), ln(h/h_a) on centres. Source: Ren et al. 2015 (Faster R-CNN), equation 2.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("anchor_encode").unwrap();
//! let out = json::eval(op, r#"{"anchors": [[0, 0, 2, 2]], "boxes": [[1, 0, 3, 2]]}"#).unwrap();
//! assert_eq!(out, r#"{"deltas":[[0.5,0.0,0.0,0.0]]}"#);
//! ```

use ndarray::Array2;

use crate::base::{Problem, Text, words};
use crate::engine::boxes;
use crate::engine::draw::Draw;
use crate::engine::edge::{EMPTY, edge};
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Mark, Picture, Rectangle};
use crate::engine::steps::{Worked, exact, row_names};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "anchor_encode",
    topic: "detection/anchors",
    title: words("Encoding boxes against anchors", "相对锚框的边框编码"),
    source: "Ren et al. 2015 (Faster R-CNN), equation 2",
    inputs: &[
        Field::real("anchors", "n,4", words("anchors: x1, y1, x2, y2", "锚框：x1, y1, x2, y2")),
        Field::real("boxes", "n,4", words("boxes, one per anchor", "对应的边界框")),
    ],
    outputs: &[Field::real("deltas", "n,4", words("dx, dy, dw, dh", "dx, dy, dw, dh"))],
    mistakes: &[
        mistake(
            "corners",
            words("You compared the first corners; the offsets are those of the centres.", "您比较了左上角；偏移应取自两框的中心。"),
        )
        .in_ways(2),
        mistake("no-log", words("You took the ratio of the sizes; its logarithm is due.", "您用了尺寸之比；应取其对数。")),
        mistake(
            "over-box-size",
            words(
                "You divided the offsets by the box's size; they are divided by the anchor's.",
                "您把偏移除以了目标框的尺寸；应除以锚框的尺寸。",
            ),
        ),
    ],
    edges: &[
        edge(EMPTY, r#"{"anchors": [], "boxes": []}"#),
        edge(words("the anchor is the box", "锚框即目标框"), r#"{"anchors": [[1, 2, 3, 6]], "boxes": [[1, 2, 3, 6]]}"#),
    ],
    task,
    nudge: words(
        "Centres and sizes of both first; then offsets in units of the anchor, and log ratios.",
        "先求两框的中心与尺寸；再以锚框尺寸为单位求偏移，并取尺寸比的对数。",
    ),
    formula: r"t_x = \frac{x - x_a}{w_a}, \quad t_y = \frac{y - y_a}{h_a}, \quad t_w = \log\frac{w}{w_a}, \quad t_h = \log\frac{h}{h_a}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Encode each box against its anchor: offsets of the centres in units of the anchor's width and height, and natural logarithms of the ratios of the sizes.",
        "将每个框相对其锚框编码：以锚框宽高为单位的中心偏移，以及尺寸比的自然对数。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let n = d.by_level(1, 2, 5);
    let anchors = boxes::draw(d, n, None);
    let near = boxes::draw(d, n, Some(&anchors));
    Values::new().with("anchors", boxes::array(&anchors)).with("boxes", boxes::array(&near))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (anchors, targets) = (boxes::corners(run.input.matrix("anchors")), boxes::corners(run.input.matrix("boxes")));
    boxes::check("anchors", &anchors)?;
    boxes::check("boxes", &targets)?;
    if anchors.iter().any(|a| a[2] <= a[0] || a[3] <= a[1]) {
        return Err(needs("every anchor needs a width and a height above 0", "每个锚框的宽与高都必须大于 0"));
    }
    let (corners, ratios, over_box) = (run.is("corners"), run.is("no-log"), run.is("over-box-size"));
    let deltas = Array2::from_shape_fn((anchors.len(), 4), |(i, j)| {
        let (anchor, target) = (&anchors[i], &targets[i]);
        let axis = j % 2;
        let (size_a, size) = (anchor[axis + 2] - anchor[axis], target[axis + 2] - target[axis]);
        if j < 2 {
            let at = |b: &boxes::Corners| if corners { b[axis] } else { (b[axis] + b[axis + 2]) / 2.0 };
            (at(target) - at(anchor)) / if over_box { size } else { size_a }
        } else if corners && run.way() == 1 {
            (target[j] - anchor[j]) / size_a
        } else if ratios {
            size / size_a
        } else {
            (size / size_a).ln()
        }
    });
    run.put("deltas", deltas);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (anchors, targets) = (boxes::corners(w.input.matrix("anchors")), boxes::corners(w.input.matrix("boxes")));
    for (i, (anchor, target)) in anchors.iter().zip(&targets).enumerate() {
        w.step(text!("Box {i}: centres and sizes", "框 {i}：中心与尺寸"));
        for (name, b) in [("anchor", anchor), ("box", target)] {
            let [x1, y1, x2, y2] = b.map(exact);
            w.calc(format!("{name}_centre_{i}"), format!("[({x1} + {x2})/2, ({y1} + {y2})/2]"))?;
            w.calc(format!("{name}_size_{i}"), format!("[{x2} - {x1}, {y2} - {y1}]"))?;
        }
        w.calc(format!("offset_{i}"), format!("(box_centre_{i} - anchor_centre_{i}) / anchor_size_{i}"))?;
        w.calc(format!("scale_{i}"), format!("log(box_size_{i} / anchor_size_{i})"))?;
        w.calc(format!("d_{i}"), format!("concatenate([offset_{i}, scale_{i}])"))?;
    }
    w.step(text!("All boxes", "所有框"));
    w.result("deltas", row_names("d", anchors.len(), 4))?;
    Ok(())
}

fn picture(input: &Values, _: Option<&Values>) -> Picture {
    let part = |name: &'static str, short: &'static str, mark: Mark| {
        let boxes = boxes::corners(input.matrix(name));
        boxes.into_iter().enumerate().map(move |(i, corners)| Rectangle { label: format!("{short}{i}"), corners, mark })
    };
    Picture::Boxes(part("anchors", "a", Mark::Plain).chain(part("boxes", "b", Mark::Chosen)).collect())
}
