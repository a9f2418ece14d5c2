//! Tests of reading typed and pasted answers.

use ndarray::{ArrayD, IxDyn, array};
use proptest::prelude::*;

use super::*;
use crate::base::{Lang, Severity};

#[track_caller]
fn typed(text: &str, due: Due) -> Typed {
    read(text, due).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

#[track_caller]
fn fails(text: &str, due: Due, expected: &str) {
    let problem = read(text, due).expect_err("it can't be read");
    let shown = problem.render(Severity::Error, "answer", text, Lang::En, false);
    assert_eq!(shown, expected, "\n{shown}");
}

#[test]
fn one_answer_in_many_spellings() {
    for text in [
        "[0, 2]",
        "[0,2]",
        "0 2",
        "0, 2",
        "0，2",
        "0、2",
        "【0，2】",
        "［０，２］",
        "(0, 2)",
        "[0 2]",
        "array([0, 2])",
        "np.array([0, 2], dtype=np.int64)",
        "tensor([0, 2])",
        "tensor([0, 2], device='cuda:0', grad_fn=<MulBackward0>)",
        "Array([0, 2], dtype=int32)",
        "<tf.Tensor: shape=(2,), dtype=int32, numpy=array([0, 2], dtype=int32)>",
        "Parameter containing:\ntensor([0., 2.], requires_grad=True)",
        "keep = [0, 2]",
        "[np.int64(0), np.int64(2)]",
        "0\n2",
        "\n [0,\n 2]\n",
        "[False, 1+1]",
    ] {
        assert_eq!(typed(text, Due::Array).array, array![0.0, 2.0].into_dyn(), "{text}");
    }
}

#[test]
fn one_number_in_many_spellings() {
    for (text, value, half_unit) in [
        ("0.3", 0.3, 0.05),
        ("-0.30", -0.3, 0.005),
        ("−０．３", -0.3, 0.05),
        ("0。3", 0.3, 0.05),
        ("3", 3.0, 0.5),
        ("1e-3", 1e-3, 5e-4),
        ("1.50e2", 150.0, 0.5),
        ("1_000", 1000.0, 0.5),
        ("30%", 0.3, 0.005),
        (".5", 0.5, 0.05),
        ("1/4", 0.25, 0.0),
        ("1 / 4", 0.25, 0.0),
        ("√2/2", 0.5_f64.sqrt(), 0.0),
        ("1/sqrt(2)", 0.5_f64.sqrt(), 0.0),
        ("2×3·4", 24.0, 0.0),
        ("(1 + 2)/4", 0.75, 0.0),
        ("np.float64(0.50)", 0.5, 0.005),
        ("tensor(0.5000)", 0.5, 0.00005),
        ("[0.5]", 0.5, 0.05),
        ("True", 1.0, 0.0),
        ("-inf", f64::NEG_INFINITY, 0.0),
        ("np.inf", f64::INFINITY, 0.0),
        ("∞", f64::INFINITY, 0.0),
        ("-Infinity", f64::NEG_INFINITY, 0.0),
        ("loss = 0.25", 0.25, 0.005),
    ] {
        let typed = typed(text, Due::Number);
        assert_eq!(typed.array.ndim(), 0, "{text}");
        assert!((typed.array[[]] - value).abs() < 1e-15 || typed.array[[]] == value, "{text}: {}", typed.array[[]]);
        assert!((typed.half_unit[[]] - half_unit).abs() < 1e-18, "{text}: {}", typed.half_unit[[]]);
    }
    assert!(typed("NaN", Due::Number).array[[]].is_nan());
    assert_eq!(typed("0.5", Due::Array).array.shape(), [1]);
}

#[test]
fn prints_of_numpy_and_torch() {
    let three = "[[[ 0.12573022 -0.13210486]\n  [-0.53566937  0.36159505]]\n\n [[-2.32503077 -0.21879166]\n  [-0.54425898 -0.31630016]]]";
    let read = typed(three, Due::Array);
    assert_eq!(read.array.shape(), [2, 2, 2]);
    assert_eq!(read.array[[1, 1, 0]], -0.544_258_98);
    let wrapped = "array([[  12573.02210934,  -13210.48632913,   64042.26504433,\n          10490.0117153 ],\n       [ -53566.93731611,   36159.50549095,  130400.00451301,\n          94708.09631292]])";
    assert_eq!(typed(wrapped, Due::Array).array.shape(), [2, 4]);
    let long = "[ 0.90347018  0.0940123  -0.74349925\n -1.00961818 -0.20917557 -0.15922501\n -0.65382861]";
    assert_eq!(typed(long, Due::Array).array.shape(), [7]);
    let tiny = typed("[ 0.e+00 -0.e+00  1.e-10  1.e+10]", Due::Array);
    assert_eq!(tiny.array, array![0.0, -0.0, 1e-10, 1e10].into_dyn());
    assert!(tiny.array[1].is_sign_negative());
    let odd = typed("[ nan  inf -inf   1.]", Due::Array);
    assert!(odd.array[0].is_nan() && odd.array[2] == f64::NEG_INFINITY);
    // NumPy cuts zeros off: a 1. among others is as exact as they are.
    assert_eq!(typed("[0.25 1.  ]", Due::Array).half_unit, array![0.005, 0.005].into_dyn());
    let torch = "tensor([[[ 0.2515, -0.2642],\n         [-1.0713,  0.7232]],\n\n        [[-4.6501, -0.4376],\n         [-1.0885, -0.6326]]], dtype=torch.float64,\n       grad_fn=<MulBackward0>)";
    assert_eq!(typed(torch, Due::Array).array.shape(), [2, 2, 2]);
    assert_eq!(typed("tensor([1.0000e-05, 2.0000e+00])", Due::Array).half_unit, array![5e-10, 5e-5].into_dyn());
    assert_eq!(typed("array([], shape=(0, 4), dtype=float64)", Due::Array).array.shape(), [0, 4]);
    assert_eq!(typed("tensor([], size=(0, 4))", Due::Array).array.shape(), [0, 4]);
    assert_eq!(typed("[]", Due::Array).array.shape(), [0]);
    assert_eq!(typed("[[], []]", Due::Array).array.shape(), [2, 0]);
    assert_eq!(typed("array([[ True, False]])", Due::Array).array, array![[1.0, 0.0]].into_dyn());
}

#[test]
fn rows_are_lines_lists_or_what_semicolons_part() {
    for text in ["1 2\n3 4", "1, 2\n3, 4\n", "[1 2; 3 4]", "1 2; 3 4", "[1, 2], [3, 4]", "[1 2]\n[3 4]", "((1, 2), (3, 4))", "[[1 2][3 4]]"]
    {
        assert_eq!(typed(text, Due::Array).array, array![[1.0, 2.0], [3.0, 4.0]].into_dyn(), "{text}");
    }
    assert_eq!(typed("1 -2 - 3 1/2", Due::Array).array, array![1.0, -5.0, 0.5].into_dyn());
    assert_eq!(typed("[1/sqrt(2), sqrt(2)/2, 50%]", Due::Array).array.shape(), [3]);
}

#[test]
fn it_says_what_it_understood() {
    let said = |text, due| typed(text, due).understood();
    assert_eq!(said("[[1, 2, 3], [4, 5, 6]]", Due::Array).get(Lang::Zh), "2×3 数组");
    assert_eq!(said("1 2", Due::Array).get(Lang::En), "2 numbers");
    assert_eq!(said("√2/2", Due::Number).get(Lang::En), "≈ 0.707107");
    assert_eq!(said("0.25", Due::Number).get(Lang::En), "0.25");
}

#[test]
fn errors_cost_nothing_and_say_where() {
    fails(
        "3,5",
        Due::Number,
        "error: `3,5`: 3.5, or two numbers?\n --> answer:1:1\n  |\n1 | 3,5\n  | ^^^\n  |\n  = help: one number is due: the decimal point is `.`",
    );
    fails(
        "[0 1 2 ... 7 8 9]",
        Due::Array,
        "error: entries are missing: this print is shortened with `...`\n --> answer:1:8\n  |\n1 | [0 1 2 ... 7 8 9]\n  |        ^^^\n  |\n  = help: print it whole: np.set_printoptions(threshold=np.inf), torch.set_printoptions(profile=\"full\")",
    );
    fails("[[1，2]，[3，x]]", Due::Array, "error: unknown name `x`\n --> answer:1:11\n  |\n1 | [[1，2]，[3，x]]\n  |              ^");
    for (text, due, message, place) in [
        ("1,000", Due::Number, "`1,000`: 1000, or 2 numbers?", "1,000"),
        ("-0，5", Due::Number, "`0,5`: 0.5, or two numbers?", "0，5"),
        ("1 2", Due::Number, "one number is due, and these are 2", "1 2"),
        ("[]", Due::Number, "one number is due, and there is none", "[]"),
        ("[[1, 2], [3, 4]]", Due::Number, "one number is due, and this is an array of shape (2, 2)", "[[1, 2], [3, 4]]"),
        ("", Due::Array, "nothing is typed yet", ""),
        ("[1, 2", Due::Array, "`[` is never closed", "["),
        ("array([1, 2]", Due::Array, "`(` is never closed", "("),
        ("1, 2]", Due::Array, "`]` closes nothing", "]"),
        ("[1,, 2]", Due::Array, "an entry is missing before `,`", ","),
        ("[[1, 2], [3]]", Due::Array, "this row has 1 entry, the first has 2", "[3]"),
        ("1 2\n3", Due::Array, "this row has 1 entry, the first has 2", "3"),
        ("[[1, 2], 3]", Due::Array, "a number stands beside lists", "3"),
        ("[1, [2]]", Due::Array, "a list stands beside numbers", "[2]"),
        ("[ones(2)]", Due::Array, "an entry must be one number", "ones(2)"),
        ("0.5 px", Due::Number, "unknown name `px`", "px"),
        ("1.2.3", Due::Number, "a sign is missing before `.3`", ".3"),
        ("2 $", Due::Number, "`$` has no place here", "$"),
        ("array([1, 2], [3, 4])", Due::Array, "`,` has no place here", ","),
        ("[1 … 3]", Due::Array, "entries are missing: this print is shortened with `...`", "…"),
        ("x（2", Due::Array, "`(` is never closed", "（"),
        ("2 + 【1", Due::Array, "`[` is never closed", "【"),
    ] {
        let problem = read(text, due).expect_err(text);
        assert_eq!(problem.message.get(Lang::En), message, "{text}");
        assert_eq!(problem.span.map(|span| &text[span]), Some(place), "{text}");
    }
    for text in ["[".repeat(100_000), "(".repeat(100_000), "array(".repeat(10_000), "sqrt(".repeat(10_000), "-".repeat(100_000)] {
        assert!(read(&text, Due::Array).is_err());
    }
    assert!(read(&"1 ".repeat(600_000), Due::Array).is_err());
    assert_eq!(typed(&"0.5 ".repeat(200_000), Due::Array).array.len(), 200_000);
}

// As NumPy prints: no commas, a row a line, columns aligned.
fn numpy_style(array: &ArrayD<f64>) -> String {
    fn nested(view: ndarray::ArrayViewD<'_, f64>, indent: usize, width: usize) -> String {
        if view.ndim() == 0 {
            return format!("{:>width$}", shown(view[[]]));
        }
        let parts: Vec<String> = view.outer_iter().map(|part| nested(part, indent + 1, width)).collect();
        let gap = if view.ndim() == 1 { " ".to_string() } else { format!("{}{}", "\n".repeat(view.ndim() - 1), " ".repeat(indent + 1)) };
        format!("[{}]", parts.join(&gap))
    }
    fn shown(number: f64) -> String {
        let text = if number.is_finite() { format!("{number:?}") } else { format!("{number}").to_lowercase() };
        text.strip_suffix(".0").map_or(text.clone(), |whole| format!("{whole}."))
    }
    let width = array.iter().map(|&number| shown(number).len()).max().unwrap_or(0);
    nested(array.view(), 0, width)
}

fn any_array() -> impl Strategy<Value = ArrayD<f64>> {
    let number = prop_oneof![any::<f64>(), Just(0.0), Just(-0.0), Just(1.0), -1e3..1e3, Just(f64::NAN), Just(f64::INFINITY)];
    proptest::collection::vec(1_usize..4, 1..4).prop_flat_map(move |shape| {
        let count = shape.iter().product::<usize>();
        proptest::collection::vec(number.clone(), count)
            .prop_map(move |numbers| ArrayD::from_shape_vec(IxDyn(&shape), numbers).expect("they are as many"))
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(array in any_array()) {
        let bits = |array: &ArrayD<f64>| array.iter().map(|x| if x.is_nan() { 0 } else { x.to_bits() }).collect::<Vec<_>>();
        for text in [numpy_style(&array), format!("array({})", numpy_style(&array)), format!("{array:?}").split(", shape=").next().expect("there is a first").to_string()] {
            if text.contains("...") {
                continue;
            }
            let typed = read(&text, Due::Array);
            prop_assert!(typed.is_ok(), "{}: {:?}", text, typed);
            let typed = typed.expect("it was read");
            prop_assert_eq!(typed.array.shape(), array.shape(), "{}", text);
            prop_assert_eq!(bits(&typed.array), bits(&array), "{}", text);
        }
    }

    #[test]
    fn no_text_is_answered_by_a_panic(text in r"[ -~√，。【】\n]{0,60}") {
        let _ = read(&text, Due::Array);
        let _ = read(&text, Due::Number);
    }

    #[test]
    fn a_problem_lies_between_characters(text in r"[0-9Nxσ²ᵀ₁√，。：；（）【】［］“”…−×𑋠均 .,()\[\]+\n-]{0,12}") {
        for due in [Due::Array, Due::Number] {
            if let Err(Problem { span: Some(span), .. }) = read(&text, due) {
                prop_assert!(text.get(span.clone()).is_some(), "{text:?}: {span:?}");
            }
        }
    }

    #[test]
    fn no_row_of_words_is_answered_by_a_panic(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..16)) {
        let text = words.concat();
        let _ = read(&text, Due::Array);
        let _ = read(&text, Due::Number);
    }
}

const WORDS: &[&str] = &[
    "[",
    "]",
    "(",
    ")",
    ",",
    " ",
    "\n",
    ";",
    "1",
    "-2.",
    "0.5",
    "1e-3",
    "nan",
    "-inf",
    "array(",
    "tensor(",
    "np.",
    "float64(",
    "dtype=",
    "shape=(0, 3)",
    "grad_fn=<A>",
    "√",
    "%",
    "sqrt(2)",
    "+",
    "-",
    "/",
    "True",
    "<",
    ">",
    "numpy=",
    "'a'",
    "Parameter containing:",
    "keep =",
    "...",
    ":",
];
