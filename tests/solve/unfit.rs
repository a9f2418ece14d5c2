//! Programs that can't be judged, or only in part: each is told what it is, in the words of its language and with the place in its file.

use serde_json::Value as Json;

use super::{has, solve, why};
use crate::support::Sqrtd;

/// What a file holds, and what it is told.
const UNFIT: &[(&str, &str)] = &[
    ("def nms(boxes, scores, iou_threshold):\n    return = []\n", "SyntaxError: invalid syntax (nms.py:2: return = [])"),
    ("import no_such_package\n", "ModuleNotFoundError: No module named 'no_such_package' (nms.py:1: import no_such_package)"),
    ("limit = [1, 2][5]\n", "IndexError: list index out of range (nms.py:1: limit = [1, 2][5])"),
    ("def NMS(boxes, scores, iou_threshold):\n    return []\n", "the file defines no function `nms`; it defines `NMS`"),
    (
        "def nms(boxes, scores):\n    return []\n",
        "`nms(boxes, scores)` can't be called with the inputs by name, boxes, scores, iou_threshold: got an unexpected keyword argument 'iou_threshold'",
    ),
];

/// What a file holds that begins well, and what it is told.
const UNREADABLE: &[(&str, &str)] = &[
    ("def nms(boxes, scores, iou_threshold):\n    keep = []\n", "it returned nothing, but keep is due; is there a `return`?"),
    ("def nms(boxes, scores, iou_threshold):\n    return {'kept': []}\n", "what it returned lacks keep; it has kept"),
    ("def nms(boxes, scores, iou_threshold):\n    return boxes[99]\n", "IndexError: list index out of range (nms.py:2: return boxes[99])"),
    (
        "def nms(boxes, scores, iou_threshold):\n    text = 'x'\n    while True:\n        text += text\n",
        "it took more than 1 GB of memory, its children included, and was stopped",
    ),
];

#[test]
fn a_file_that_can_not_be_loaded_is_told_without_a_case() {
    if !has("python3", "what Python says of a file") {
        return;
    }
    let sqrtd = Sqrtd::new();
    for (source, told) in UNFIT {
        let path = sqrtd.write("nms.py", source);
        let run = solve(&sqrtd, ["nms", "--once", "--file", path.to_str().expect("it is UTF-8")]);
        let total = run.out.split(' ').nth(4).unwrap_or_default();
        let expected = format!("✗ nms: 0 of {total} cases passed\n\n{told}\n");
        assert_eq!((run.status, run.out.get(..expected.len())), (1, Some(expected.as_str())), "{run:?}");
    }
}

#[test]
fn what_a_program_returns_is_told_as_what_it_is() {
    if !has("python3", "what Python functions return") {
        return;
    }
    let sqrtd = Sqrtd::new();
    for (source, told) in UNREADABLE {
        let path = sqrtd.write("nms.py", source);
        let run = solve(&sqrtd, ["nms", "--json", "--file", path.to_str().expect("it is UTF-8")]);
        let report: Json = serde_json::from_str(&run.out).unwrap_or_default();
        assert_eq!((run.status, why(&report)), (1, *told), "{run:?}");
    }
}

#[test]
fn a_write_elsewhere_is_told_though_the_program_keeps_it_to_itself() {
    if !has("python3", "what a program in Python keeps to itself") {
        return;
    }
    let sqrtd = Sqrtd::new();
    let elsewhere = sqrtd.write("kept", "").with_file_name("elsewhere");
    let path = elsewhere.display();
    let source = format!(
        "def nms(boxes, scores, iou_threshold):\n    try:\n        open('{path}', 'w')\n    except OSError:\n        pass\n    return []\n"
    );
    let file = sqrtd.write("nms.py", &source);
    let run = solve(&sqrtd, ["nms", "--once", "--file", file.to_str().expect("it is UTF-8")]);
    assert!(run.out.contains("it tried to write to ") && run.out.contains("/elsewhere\n"), "{}", run.out);
}
