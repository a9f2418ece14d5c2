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
    ("softmax", "not-normalised", &[("v / s for v", "v for v")]),
    ("softmax", "no-exponential", &[("math.exp(v - m)", "v")]),
    ("softmax", "temperature-multiplied", &[("v / temperature", "v * temperature")]),
    (
        "soft_nms",
        "hard",
        &[("s[i] *= 1 - o", "s[i] = 0.0"), ("s[i] *= math.exp(-o * o / sigma)", "s[i] = 0.0 if o > iou_threshold else s[i]")],
    ),
    ("soft_nms", "decays-everything", &[("if o > iou_threshold:", "if True:")]),
    ("soft_nms", "iou-not-squared", &[("-o * o / sigma", "-o / sigma")]),
    ("hungarian", "maximised", &[("t < best[2]", "t > best[2]")]),
    ("fcos_target", "no-square-root", &[("math.sqrt(", "(")]),
    (
        "fcos_target",
        "sum-of-ratios",
        &[("min(l, r) / max(l, r) * min(t, b) / max(t, b)", "(min(l, r) / max(l, r) + min(t, b) / max(t, b)) / 2")],
    ),
    ("hard_negative_mining", "all-negatives", &[("[:int(ratio * len(pos))]", "")]),
    ("hard_negative_mining", "ratio-of-total", &[("int(ratio * len(pos))", "int(len(labels) * ratio / (ratio + 1))")]),
    ("hard_negative_mining", "over-all-selected", &[("/ len(pos)\n", "/ (len(pos) + len(neg))\n")]),
    ("average_precision", "step", &[("# METHOD", "method = \"step\"")]),
    ("average_precision", "ascending", &[("-scores[i]", "scores[i]")]),
    (
        "average_precision",
        "trapezoid",
        &[(
            "# METHOD",
            "ap, lr, lp = 0.0, 0.0, 1.0\n    for p, r in zip(prec, rec):\n        ap += (r - lr) * (p + lp) / 2\n        lr, lp = r, p\n    return {\"precision\": prec, \"recall\": rec, \"ap\": ap}",
        )],
    ),
    ("layer_norm", "unbiased-variance", &[("for a in row) / len(row)", "for a in row) / (len(row) - 1)")]),
    ("layer_norm", "eps-outside-root", &[("math.sqrt(v + eps)", "(math.sqrt(v) + eps)")]),
    ("cross_entropy", "no-softmax", &[("logp = [a - lse for a in z]", "logp = z")]),
    ("cross_entropy", "log2", &[("logp = [a - lse for a in z]", "logp = [(a - lse) / math.log(2) for a in z]")]),
    (
        "cross_entropy",
        "softmax-twice",
        &[(
            "        m = max(z)\n",
            "        m = max(z)\n        z = [math.exp(a - m) for a in z]\n        z = [a / sum(z) for a in z]\n        m = max(z)\n",
        )],
    ),
    ("cross_entropy", "over-classes-too", &[("sum(loss) / len(loss)", "sum(loss) / len(loss) / len(logits[0])")]),
    ("cross_entropy", "summed", &[("sum(loss) / len(loss)", "sum(loss)")]),
    ("focal_loss", "alpha-swapped", &[("alpha if t else 1 - alpha", "1 - alpha if t else alpha")]),
    ("focal_loss", "weights-easy-examples", &[("(1 - pt) ** gamma", "pt ** gamma")]),
    ("focal_loss", "no-alpha", &[("-at * (1", "-(1")]),
    ("focal_loss", "gamma-multiplied", &[("(1 - pt) ** gamma", "(1 - pt) * gamma")]),
    ("gradient_flow", "weights-only", &[("g *= weight * d", "g *= weight")]),
    ("gradient_flow", "derivatives-only", &[("g *= weight * d", "g *= d")]),
    (
        "gradient_flow",
        "derivative-at-output",
        &[
            ("d = a * (1 - a)", "s = 1 / (1 + math.exp(-a)); d = s * (1 - s)"),
            ("d = 1 - a * a", "d = 1 - math.tanh(a) ** 2"),
            ("if z > 0", "if a > 0"),
        ],
    ),
    ("bilinear_sample", "axes-swapped", &[("for r, c in points", "for c, r in points")]),
    (
        "bilinear_sample",
        "nearest",
        &[("        r0, c0 =", "        out.append(at(round(r), round(c)))\n        continue\n        r0, c0 =")],
    ),
    (
        "bilinear_sample",
        "edge-clamped",
        &[("x[r][c] if 0 <= r < h and 0 <= c < w else 0.0", "x[min(max(r, 0), h - 1)][min(max(c, 0), w - 1)]")],
    ),
    ("magnitude_prune", "signed", &[("abs(w[i])", "w[i]")]),
    ("magnitude_prune", "inverted", &[("abs(w[i])", "-abs(w[i])")]),
    ("magnitude_prune", "inverted", &[("i not in gone", "i in gone")]),
    (
        "magnitude_prune",
        "sparsity-as-threshold",
        &[("mask = [i not in gone for i in range(len(w))]", "mask = [abs(a) >= sparsity for a in w]")],
    ),
];

/// The operation, the edge case at which alone it is wrong, and how that comes in.
const WRONG_AT_THE_EDGE: &[(&str, &str, Edits)] = &[
    ("nms", "an IoU equal to the threshold: the box stays", &[("> iou_threshold", ">= iou_threshold")]),
    ("soft_nms", "an IoU equal to the threshold: no decay", &[("if o > iou_threshold", "if o >= iou_threshold")]),
    (
        "soft_nms",
        "a score decayed to just the score threshold: the box stays",
        &[("if s[i] < score_threshold", "if s[i] <= score_threshold")],
    ),
    ("fcos_target", "a point on the border is outside", &[("min(l, t, r, b) > 0", "min(l, t, r, b) >= 0")]),
    ("gradient_flow", "ReLU just at 0: the derivative is 0", &[("if z > 0", "if z >= 0")]),
    ("softmax", "large values: `exp` must not overflow", &[("v - m", "v")]),
];

#[test]
fn wrong_programs_are_told_their_mistake() {
    if !has("python3", "naming the mistakes of programs in Python") {
        return;
    }
    let sqrtd = Sqrtd::new();
    let mut missed = Vec::new();
    for (operation, mistake, edits) in WRONG {
        let path = sqrtd.write("wrong.py", &edited(operation, edits));
        let run = solve(&sqrtd, [operation, "--json", "--file", path.to_str().expect("it is UTF-8")]);
        let report: Json = serde_json::from_str(&run.out).unwrap_or_default();
        let named: Vec<&str> = report["mistakes"].as_array().into_iter().flatten().filter_map(|mistake| mistake["id"].as_str()).collect();
        if run.status != 1 || named != [*mistake] {
            missed.push(format!("{operation}, {mistake}: {named:?} {}", report["first_failure"]));
        }
    }
    assert_eq!(missed, [""; 0]);
}

#[test]
fn programs_that_are_wrong_at_the_edge_are_shown_the_edge() {
    if !has("python3", "edge cases of programs in Python") {
        return;
    }
    let sqrtd = Sqrtd::new();
    for (operation, edge, edits) in WRONG_AT_THE_EDGE {
        let path = sqrtd.write("wrong.py", &edited(operation, edits));
        let run = solve(&sqrtd, [operation, "--once", "--file", path.to_str().expect("it is UTF-8")]);
        assert_eq!(run.status, 1, "{operation}, {edge}: {run:?}");
        assert!(run.out.contains(&format!("The smallest case that fails ({edge}):")), "{operation}: {}", run.out);
        assert!(!run.out.contains("mistake:"), "{operation}: {}", run.out);
    }
}

/// A right program with something put in.
fn edited(operation: &str, edits: Edits) -> String {
    let right = PROGRAMS.iter().find(|(name, _)| *name == operation).map_or("", |(_, source)| source);
    edits.iter().fold(right.to_string(), |source, (from, to)| {
        assert!(source.contains(from), "{operation}: `{from}` is not there");
        source.replace(from, to)
    })
}
