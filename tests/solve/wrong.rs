//! Wrong programs: each is a right one with one common mistake put in.

use serde_json::Value as Json;

use super::{PROGRAMS, has, solve};
use crate::support::Sqrtd;

/// What is replaced in a right program, and by what.
type Edits = &'static [(&'static str, &'static str)];

/// The operation, the mistake, and how it comes in.
const WRONG: &[(&str, &str, Edits)] = &[
    ("nms", "ascending-scores", &[("-scores[i]", "scores[i]")]),
    ("nms", "input-order", &[("sorted(range(len(boxes)), key=lambda i: -scores[i])", "range(len(boxes))")]),
    (
        "nms",
        "suppressed-still-suppress",
        &[("            continue\n        keep.append(i)", "            pass\n        else:\n            keep.append(i)")],
    ),
    ("nms", "suppressed-returned", &[("return keep", "return [i for i in order if i not in keep]")]),
    (
        "nms",
        "plus-one",
        &[
            ("(box[2] - box[0]) * (box[3] - box[1])", "(box[2] - box[0] + 1) * (box[3] - box[1] + 1)"),
            ("max(a[0], b[0])", "max(a[0], b[0]) + 1"),
            ("max(a[1], b[1])", "max(a[1], b[1]) + 1"),
        ],
    ),
    ("batch_norm", "unbiased-variance", &[("for v in values) / n for", "for v in values) / (n - 1) for"), ("v * n / (n - 1)", "v")]),
    ("batch_norm", "eps-outside-root", &[("sqrt(var[c] + eps)", "(sqrt(var[c]) + eps)")]),
    ("batch_norm", "momentum-flipped", &[("(1 - momentum) * old + momentum * new", "momentum * old + (1 - momentum) * new")]),
    ("batch_norm", "biased-running-variance", &[("v * n / (n - 1)", "v")]),
    ("scaled_dot_product_attention", "no-scaling", &[(" / scale", "")]),
    ("scaled_dot_product_attention", "divided-by-d", &[("sqrt(len(k[0]))", "len(k[0])")]),
    ("scaled_dot_product_attention", "multiplied-by-root-d", &[(" / scale", " * scale")]),
    (
        "scaled_dot_product_attention",
        "softmax-over-queries",
        &[("[softmax(row) for row in scores]", "[list(row) for row in zip(*(softmax(list(column)) for column in zip(*scores)))]")],
    ),
    ("bilinear", "corners-toggled", &[("if align_corners:", "if not align_corners:")]),
    ("bilinear", "no-half-pixel", &[("max((i + 0.5) * size / out - 0.5, 0.0)", "i * size / out")]),
    ("adam", "no-bias-correction", &[("a / (1 - beta1**t)", "a"), ("a / (1 - beta2**t)", "a")]),
    ("adam", "betas-swapped", &[("    m, v = ", "    beta1, beta2 = beta2, beta1\n    m, v = ")]),
    ("adam", "eps-inside-root", &[("(sqrt(b) + eps)", "sqrt(b + eps)")]),
    ("adam", "second-moment-not-squared", &[("* g * g", "* g")]),
    (
        "max_pool2d",
        "gradient-to-all",
        &[(
            "            grad_x[best[0]][best[1]] += grad[i][j]",
            "            for r, c in window:\n                grad_x[r][c] += grad[i][j]",
        )],
    ),
];

#[test]
fn wrong_programs_are_told_their_mistake() {
    if !has("python3", "naming the mistakes of programs in Python") {
        return;
    }
    let sqrtd = Sqrtd::new();
    let mut missed = Vec::new();
    for (operation, mistake, edits) in WRONG {
        let right = PROGRAMS.iter().find(|(name, _)| name == operation).map_or("", |(_, source)| source);
        let wrong = edits.iter().fold(right.to_string(), |source, (from, to)| {
            assert!(source.contains(from), "{operation}: `{from}` is not there");
            source.replace(from, to)
        });
        let path = sqrtd.write("wrong.py", &wrong);
        let run = solve(&sqrtd, [operation, "--json", "--file", path.to_str().expect("it is UTF-8")]);
        let report: Json = serde_json::from_str(&run.out).unwrap_or_default();
        let named: Vec<&str> = report["mistakes"].as_array().into_iter().flatten().filter_map(|mistake| mistake["id"].as_str()).collect();
        if run.status != 1 || named != [*mistake] {
            missed.push(format!("{operation}, {mistake}: {named:?} {}", report["first_failure"]));
        }
    }
    assert_eq!(missed, [""; 0]);
}
