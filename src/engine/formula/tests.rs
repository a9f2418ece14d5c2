//! Tests of the formula language: its meaning beside NumPy's, its limits, and every error's whole text.

use ndarray::{ArrayD, IxDyn, array};

use super::*;
use crate::base::{Lang, Severity};

mod numpy;

fn env() -> Env {
    let mut env = Env::new();
    env.set("y", ArrayD::from_shape_fn(IxDyn(&[2, 3, 4]), |at| (at[0] * 12 + at[1] * 4 + at[2]) as f64));
    env.set("σ", ndarray::arr0(3.0).into_dyn());
    env.set("x", array![[1.0, 2.0], [3.0, 4.0]].into_dyn());
    env.set_task("iou");
    env
}

#[track_caller]
fn value(text: &str) -> ArrayD<f64> {
    let formula = Formula::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
    formula.eval(&env()).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

#[track_caller]
fn number(text: &str) -> f64 {
    let value = value(text);
    assert_eq!(value.ndim(), 0, "{text} is an array");
    value[IxDyn(&[])]
}

#[track_caller]
fn problem(text: &str) -> Problem {
    match Formula::parse(text) {
        Err(problem) => problem,
        Ok(formula) => formula.eval(&env()).expect_err("it has no value"),
    }
}

#[track_caller]
fn fails(text: &str, expected: &str) {
    let shown = problem(text).render(Severity::Error, "formula", text, Lang::En, false);
    assert_eq!(shown, expected, "\n{shown}");
}

#[track_caller]
fn close(got: &ArrayD<f64>, expected: &[f64], what: &str) {
    assert_eq!(got.len(), expected.len(), "{what}");
    for (got, expected) in got.iter().zip(expected) {
        let same = got == expected || got.is_nan() && expected.is_nan() || (got - expected).abs() <= 1e-12 * expected.abs().max(1.0);
        assert!(same, "{what}: {got} for {expected}");
    }
}

#[test]
fn everything_means_what_it_means_in_numpy() {
    for (text, shape, entries) in numpy::CASES {
        let got = value(text);
        assert_eq!(got.shape(), *shape, "{text}");
        close(&got, entries, text);
    }
}

#[test]
fn people_write_formulas_in_many_ways() {
    for (text, expected) in [
        ("1/√2", 0.5_f64.sqrt()),
        ("√2/2", 0.5_f64.sqrt()),
        ("√(2)/2", 0.5_f64.sqrt()),
        ("σ² + 1", 10.0),
        ("sigma^2 + 1", 10.0),
        ("-σ²", -9.0),
        ("2 × 3 ÷ 4 − 1", 0.5),
        ("（１＋２）＊３", 9.0),
        ("50%", 0.5),
        ("50% * 4", 2.0),
        ("20% - 5", -4.8),
        ("20 % -7", -1.0),
        ("20 % 7", 6.0),
        ("2^-1", 0.5),
        ("2**-1**2", 0.5),
        ("2^3²", 512.0),
        ("not 1 == 2", 1.0),
        ("1 < 2 and not 2 < 1", 1.0),
        ("σ₁ = 2; σ_1 * σ1", 4.0),
        ("a = 2\nb = 3 # three\n\na*b;", 6.0),
        ("a = 2; a += 1; a *= 2; a", 6.0),
        ("sum([1,\n 2,\n 3])", 6.0),
        ("max(1, 5, 2)", 5.0),
        ("min(3, -1)", -1.0),
        ("where([0, 3, 0, 4])[0][1] + flatnonzero(x > 3)[0]", 6.0),
        ("torch.tensor([1, 2]).sum(dim=0)", 3.0),
        ("x.T[0, 1]", 3.0),
        ("xᵀ[0, 1]", 3.0),
        ("mean = 4; mean(x) + mean", 6.5),
        ("e = 5; e", 5.0),
        ("x.sum(axis=None)", 10.0),
        ("len(y) + y.ndim + y.size", 29.0),
        ("∞ > 1e308", 1.0),
        ("erf(0.1)", 0.112_462_916_018_284_9),
        ("erf(2.5)", 0.999_593_047_982_555),
        ("comb(5, 2) + factorial(4)", 34.0),
    ] {
        let got = number(text);
        assert!((got - expected).abs() < 1e-15 * expected.abs().max(1.0), "{text}: {got}");
    }
    assert_eq!(value("1, 2, 3").shape(), [3]);
    assert_eq!(value("[[1, 2], [3, 4],]"), array![[1.0, 2.0], [3.0, 4.0]].into_dyn());
}

#[test]
fn batch_norm_is_four_lines() {
    let mut env = Env::new();
    env.set("x", array![[1.0, 2.0, -1.0], [0.0, 4.0, 3.0], [2.5, -2.0, 1.0], [1.5, 1.0, 0.5]].into_dyn());
    env.set("γ", array![1.0, 2.0, 0.5].into_dyn());
    env.set("β", array![0.0, 1.0, -1.0].into_dyn());
    let lines = "μ = mean(x, axis=0)
        σ2 = var(x, axis=0)
        z = (x − μ) / √(σ2 + 1e-5)
        γ·z + β";
    let expected = [
        -0.277_348_391_358_534_7,
        1.692_819_584_020_388_8,
        -1.655_276_441_822_455_7,
        -1.386_741_956_792_673_3,
        3.540_338_474_741_425_5,
        -0.257_353_365_934_550_16,
        1.386_741_956_792_673_3,
        -2.002_218_197_421_685,
        -0.956_314_903_878_502_9,
        0.277_348_391_358_534_7,
        0.769_060_138_659_870_3,
        -1.131_055_288_364_491,
    ];
    close(&Formula::parse(lines).and_then(|formula| formula.eval(&env)).expect("it has a value"), &expected, "batch norm");
}

#[test]
fn attention_is_three_lines() {
    let mut env = Env::new();
    env.set("q", array![[1.0, 0.5], [-1.0, 2.0]].into_dyn());
    env.set("k", array![[0.3, 1.0], [1.0, -1.0], [2.0, 0.0]].into_dyn());
    env.set("v", array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]].into_dyn());
    let lines = "s = q @ kᵀ / √q.shape[-1]
        w = exp(s - s.max(axis=-1, keepdims=True))
        w / w.sum(axis=-1, keepdims=True) @ v";
    let expected = [3.644_721_462_652_449_3, 4.644_721_462_652_449, 1.328_510_899_234_709_9, 2.328_510_899_234_71];
    close(&Formula::parse(lines).and_then(|formula| formula.eval(&env)).expect("it has a value"), &expected, "attention");
}

#[test]
fn adam_is_three_lines() {
    let mut env = Env::new();
    env.set("g", array![0.1, -0.2].into_dyn());
    env.set("p", array![1.0, 2.0].into_dyn());
    env.set("m", array![0.01, 0.02].into_dyn());
    env.set("v", array![1e-4, 4e-4].into_dyn());
    env.set_number("β₁", 0.9);
    env.set_number("beta2", 0.999);
    env.set_number("t", 3.0);
    let lines = "m = β₁*m + (1-β₁)*g
        v = β₂*v + (1-β₂)*g²
        p - 0.1 * (m / (1-β₁ᵗ)) / (√(v / (1-β₂^t)) + 1e-8)";
    let expected = [0.963_387_542_115_808, 2.001_926_971_517_903];
    let run = Formula::parse(lines).and_then(|formula| formula.run(&mut env)).expect("it has a value");
    close(&run.value, &expected, "adam");
    close(&env.get("m").expect("it was assigned").view().to_owned(), &[0.019, -0.002], "first moment");
}

#[test]
fn iou_is_five_lines() {
    let mut env = Env::new();
    env.set("a", array![[0.0, 0.0, 4.0, 4.0], [1.0, 1.0, 3.0, 5.0]].into_dyn());
    env.set("b", array![[2.0, 2.0, 6.0, 6.0], [0.0, 0.0, 1.0, 1.0], [1.0, 1.0, 3.0, 5.0]].into_dyn());
    let lines = "lt = maximum(a[:, None, :2], b[:, :2])
        wh = clip(minimum(a[:, None, 2:], b[:, 2:]) - lt, 0)
        inter = prod(wh, axis=-1)
        area_a = prod(a[:, 2:] - a[:, :2], axis=1); area_b = prod(b[:, 2:] - b[:, :2], axis=1)
        inter / (area_a[:, None] + area_b - inter)";
    let expected = [1.0 / 7.0, 0.0625, 1.0 / 3.0, 1.0 / 7.0, 0.0, 1.0];
    close(&Formula::parse(lines).and_then(|formula| formula.eval(&env)).expect("it has a value"), &expected, "iou");
}

#[test]
fn an_attack_is_refused_at_once() {
    fails(&"(".repeat(100_000), "error: a formula of 100000 bytes is too long (4096 at most)\n--> formula");
    fails(&"1+".repeat(500_000), "error: a formula of 1000000 bytes is too long (4096 at most)\n--> formula");
    for text in
        ["(".repeat(4000), "-".repeat(4000) + "1", "[".repeat(4000), "2^".repeat(2000) + "2", "√".repeat(1300) + "2", "abs(".repeat(1000)]
    {
        assert_eq!(problem(&text).message.get(Lang::En), "this nests deeper than 64 levels");
    }
    for text in ["ones(1e9)", "zeros((1e5, 1e5))", "ones(1000, 1) + ones(1001)", "arange(1e300)", "eye(1e6)", "[ones(1e6), ones(1e6)]"] {
        let message = problem(text).message.get(Lang::En).to_string();
        assert!(message.contains("too large"), "{text}: {message}");
    }
    assert_eq!(
        problem(&format!("x = ones(1e6)\n{}", "x = x + x\n".repeat(300))).message.get(Lang::En),
        "this takes too many steps (100000000 at most)"
    );
    assert_eq!(
        problem(&format!("tile(1, ones(12))[{}0]", "None, ".repeat(20))).message.get(Lang::En),
        "the result has too many axes (16 at most)"
    );
    // Long chains are no nesting.
    assert_eq!(number(&"1+".repeat(2000).chars().chain(['1']).collect::<String>()), 2001.0);
}

#[test]
fn errors_say_where_and_what_to_do() {
    fails(
        "2x + 1",
        "error: a sign is missing before `x`\n --> formula:1:2\n  |\n1 | 2x + 1\n  |  ^\n  |\n  = help: write `*` for a product",
    );
    fails(
        "sum(y, axis=3)",
        "error: there is no axis 3 of an array of shape (2, 3, 4)\n --> formula:1:13\n  |\n1 | sum(y, axis=3)\n  |             ^\n  |\n  = help: its axes are 0 to 2, or -3 to -1 counted from the end",
    );
    fails(
        "1 + iou(x, x)",
        "error: unknown name `iou`: it is what you are to compute\n --> formula:1:5\n  |\n1 | 1 + iou(x, x)\n  |     ^^^\n  |\n  = help: build it from sum, maximum, minimum, exp, sqrt and the like",
    );
    for (text, message, place, help) in ERRORS {
        let problem = problem(text);
        let help = Some(*help).filter(|help| !help.is_empty());
        assert_eq!(problem.message.get(Lang::En), *message, "{text}");
        assert_eq!(problem.help.as_ref().map(|help| help.get(Lang::En)), help, "{text}");
        assert_eq!(problem.span.map(|span| &text[span]), Some(*place), "{text}");
        assert!(problem.message.exact(Lang::Zh).is_some());
    }
}

// Formula, message, what the caret marks, help.
const ERRORS: &[(&str, &str, &str, &str)] = &[
    ("2 * sigm", "unknown name `sigm`", "sigm", "did you mean `sigma`?"),
    ("2 * q", "unknown name `q`", "q", "known names: sigma, x, y"),
    ("exp + 1", "unknown name `exp`", "exp", "it is a function: write `exp(…)`"),
    ("sqr(2)", "unknown function `sqr`", "sqr", "did you mean `sqrt`?"),
    ("sigmoid(2)", "unknown function `sigmoid`", "sigmoid", "write 1/(1 + exp(-x))"),
    ("x(0)", "`x` is no function", "x", "index it with `[ ]`, multiply it with `*`"),
    ("(1 + 2", "`(` is never closed", "(", "add `)`"),
    ("[1, 2", "`[` is never closed", "[", "add `]`"),
    ("1 + 2)", "`)` closes nothing", ")", ""),
    ("(1 + 2]", "`]` has no place here", "]", ""),
    ("1 +", "the formula ends too early", "", "a number, a name or a bracket is due here"),
    ("1 + \n 2", "the line ends too early", "\n", "a number, a name or a bracket is due here"),
    ("", "there is no formula", "", ""),
    ("1 < 2 < 3", "comparisons can't be chained", "<", "write (a < b) & (b < c)"),
    ("x[0] = 5", "only a name can stand before `=`", "x[0]", "for comparing write `==`"),
    ("[1 2]", "a sign is missing before `2`", "2", "write `*` for a product, `,` between entries"),
    ("1 if x else 2", "a sign is missing before `if`", "if", "write where(condition, a, b)"),
    ("1 $ 2", "`$` has no place here", "$", ""),
    (
        "x + [1, 2, 3]",
        "shapes (2, 2) and (3,) do not fit: 2 against 3",
        "x + [1, 2, 3]",
        "counted from the last axis, lengths must be equal, or one of them 1",
    ),
    ("x @ [[1, 2]]", "`@` of shapes (2, 2) and (1, 2): 2 columns against 1 rows", "x @ [[1, 2]]", "did you mean `.T` on the right?"),
    ("x @ 2", "`@` needs arrays on both sides", "x @ 2", "for a single number write `*`"),
    ("x[2]", "index 2 is out of bounds for axis 0 of an array of shape (2, 2)", "x[2]", "indices go from 0 to 1"),
    ("x[0, 0, 0]", "3 indices for an array of shape (2, 2)", "x[0, 0, 0]", ""),
    ("x[0.5]", "`index` must be a whole number, not 0.5", "x[0.5]", ""),
    ("sigma[0]", "a single number can't be indexed", "sigma[0]", ""),
    ("x[[True, False, True]]", "a mask of shape (3,) for an array of shape (2, 2)", "x[[True, False, True]]", ""),
    ("[[1, 2], [3]]", "a ragged array: entry 0 has shape (2,), entry 1 has shape (1,)", "[[1, 2], [3]]", ""),
    ("x & 1", "`and`, `or` and `not` join conditions, and 2 is none", "x & 1", "compare first: (x > 0) & (x < 1)"),
    ("sum(x, axes=0)", "`sum` takes no `axes`", "axes", "did you mean `axis`?"),
    ("clip()", "`clip` lacks its argument `x`", "clip()", "write clip(x[, min, max])"),
    ("exp(1, 2)", "`exp` takes 1 argument at most", "2", "write exp(x)"),
    ("sum(x, 0, axis=1)", "`axis` is given twice", "1", ""),
    ("sum(axis=0, x)", "arguments without a name come before those with one", "x", ""),
    ("x.Tt", "an array has no `.Tt`", "Tt", "did you mean `.T`?"),
    ("x.sum", "an array has no `.sum`", "sum", "it is a function: `.sum()`"),
    ("reshape(x, (3, 2))", "4 entries of shape (2, 2) do not fill the shape (3, 2)", "(3, 2)", ""),
    ("concatenate([x, [1, 2]])", "shapes (2, 2) and (2,) can't be joined along axis 0", "[1, 2]", ""),
    ("max(zeros(0))", "an empty array has no greatest or least entry", "max(zeros(0))", ""),
    ("ones(1e9)", "an array of shape (1000000000,) is too large (1000000 entries at most)", "1e9", ""),
    ("zeros(-1)", "`shape` must not be negative, it is -1", "-1", ""),
    ("inv([[1, 2], [2, 4]])", "the matrix is singular", "inv([[1, 2], [2, 4]])", ""),
    ("x[::0]", "the step of a slice can't be 0", "x[::0]", ""),
    ("1 + None", "`None` can only stand in an index or as an argument", "None", ""),
    ("'a'", "there are no strings in a formula", "'a'", ""),
    ("1.2.3", "a sign is missing before `.3`", ".3", "write `*` for a product"),
];

#[test]
fn the_caret_is_right_under_greek_and_full_width() {
    let text = "σ² ＋ ｑ";
    let problem = problem(text);
    assert_eq!(problem.line(Lang::En), "unknown name `q`; known names: sigma, x, y");
    assert_eq!(problem.span.map(|span| &text[span]), Some("ｑ"));
}

#[test]
fn a_deck_is_told_of_unknown_names() {
    let check = |text: &str| Formula::parse(text).and_then(|formula| formula.check(&["d", "σ"]));
    assert_eq!(check("a = d*sigma; a + pi"), Ok(()));
    assert_eq!(check("d*sgima").map_err(|problem| problem.line(Lang::En)), Err("unknown name `sgima`; did you mean `sigma`?".into()));
    assert_eq!(check("expp(d)").map_err(|problem| problem.line(Lang::En)), Err("unknown function `expp`; did you mean `exp`?".into()));
}

#[test]
fn a_scratchpad_keeps_names_and_nothing_of_a_line_that_failed() {
    let mut env = env();
    let run = |text: &str, env: &mut Env| Formula::parse(text).and_then(|formula| formula.run(env));
    let outcome = run("wh = x > 1", &mut env).expect("it has a value");
    assert_eq!((outcome.name.as_deref(), outcome.flags), (Some("wh"), true));
    assert_eq!(run("sum(x[wh])", &mut env).expect("it has a value").value, ndarray::arr0(9.0).into_dyn());
    assert!(run("new = 1; old", &mut env).is_err());
    assert!(env.get("new").is_none());
}

proptest::proptest! {
    #[test]
    fn no_text_is_answered_by_a_panic(text in r"[ -~σ²√×，。
]{0,60}") {
        if let Ok(formula) = Formula::parse(&text) {
            let _ = formula.eval(&env());
        }
    }

    #[test]
    fn a_problem_lies_between_characters(text in r"[0-9xyσ²ᵀ₁√，。：；（）【】［］…−×𑋠均 .=,()\[\]+\n-]{0,12}") {
        if let Err(problem) = Formula::parse(&text).and_then(|formula| formula.eval(&env())) {
            let span = problem.span.unwrap_or(0..0);
            proptest::prop_assert!(text.get(span.clone()).is_some(), "{text:?}: {span:?}");
        }
    }

    #[test]
    fn no_row_of_words_is_answered_by_a_panic(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..14)) {
        let text = words.concat();
        if let Ok(formula) = Formula::parse(&text) {
            let _ = formula.eval(&env());
        }
    }
}

const WORDS: &[&str] = &[
    "x",
    "y",
    "sigma",
    "1",
    "-1",
    "0",
    "2",
    "[",
    "]",
    "(",
    ")",
    ",",
    ":",
    "::",
    "...",
    "None",
    "[0]",
    "[:, 0]",
    "+",
    "-",
    "*",
    "@",
    "**",
    "/",
    "%",
    "//",
    ">",
    "sum(",
    "mean(",
    "axis=",
    "argsort(",
    "reshape(",
    "repeat(",
    "tile(",
    "concatenate([",
    "where(",
    "zeros(",
    "eye(",
    "diag(",
    "inv(",
    ".T",
    ".shape",
    "y[",
    "x[",
    "norm(",
    "diff(",
    "squeeze(",
    "expand_dims(",
    "broadcast_to(",
    "stack([",
    "linspace(",
    "tril(",
    "1e9",
    "nan",
    "inf",
    "unique(",
    "matmul(",
    "round(",
    "max(",
    "argmax(",
    "clip(",
];
