//! `sqrtd calc`.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::support::Sqrtd;

#[track_caller]
fn says(arguments: &[&str], out: &str, err: &str, status: i32) {
    let run = Sqrtd::new().run([&["calc"], arguments].concat());
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), (out, err, status));
}

#[test]
fn arguments_are_lines_of_one_scratchpad() {
    says(&["1/sqrt(2)"], "0.7071067811865475\n", "", 0);
    says(&["x = [3, 4]", "√(x @ x)", "y = x > 3"], "5\n[False  True]\n", "", 0);
    says(&["-2^2"], "-4\n", "", 0);
    says(&["A = [[1, 2], [3, 4]]; A.T @ A"], "[[10 14]\n [14 20]]\n", "", 0);
}

#[test]
fn an_error_has_its_place_and_the_others_are_still_calculated() {
    says(&["1", "1 + x", "2"], "1\n2\n", "error: unknown name `x`\n --> formula:1:5\n  |\n1 | 1 + x\n  |     ^\n", 1);
    let run = Sqrtd::new().run(["calc", "--lang", "zh", "[1, 2] + [1, 2, 3]"]);
    assert_eq!(
        (run.err.as_str(), run.status),
        (
            "错误: 形状 (2,) 与 (3,) 无法广播：2 对 3\n --> 公式:1:1\n  |\n1 | [1, 2] + [1, 2, 3]\n  | ^^^^^^^^^^^^^^^^^^\n  |\n  = 提示: 从最后一个轴往前数，长度必须相等，或其中之一为 1\n",
            1
        )
    );
}

#[test]
fn json_answers_every_formula() {
    let out = "{\"name\":\"x\",\"value\":[1.0,2.5]}\n{\"value\":[false,true]}\n{\"value\":\"-inf\"}\n{\"error\":\"unknown name `y`; known names: x\"}\n";
    says(&["--json", "x = [1, 2.5]", "x > 2", "log(0)", "y"], out, "", 1);
}

#[test]
fn standard_input_is_read_line_by_line() {
    let run = Sqrtd::new().run_on("# a comment\na = [1,\n 2]\n\nsum(a)\n(1\n\na*2\nb = 7", ["calc"]);
    assert_eq!(run.out, "3\n[2 4]\n7\n");
    assert_eq!(run.err, "error: `(` is never closed\n --> formula:1:1\n  |\n1 | (1\n  | ^\n  |\n  = help: add `)`\n");
    assert_eq!(run.status, 1);
    let long = format!("{}\n1\n", "1+".repeat(2 << 20));
    let run = Sqrtd::new().run_on(&long, ["calc", "--json"]);
    assert_eq!(run.out, "{\"error\":\"a formula of 1048576 bytes is too long (4096 at most)\"}\n{\"value\":1.0}\n");
}

#[test]
fn a_program_that_waits_for_a_value_gets_it() {
    let sqrtd = Sqrtd::new();
    let mut child =
        sqrtd.command(["calc"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let (mut stdin, stdout) = (child.stdin.take().expect("it is a pipe"), child.stdout.take().expect("it is a pipe"));
    let mut replies = BufReader::new(stdout).lines();
    for (formula, value) in [("x = 2; x^10", "1024"), ("x + 1", "3")] {
        writeln!(stdin, "{formula}").expect("it is read");
        assert_eq!(replies.next().expect("there is a reply").expect("it can be read"), value);
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn attacks_are_refused_at_once() {
    says(&["--json", "ones(1e9)"], "{\"error\":\"an array of shape (1000000000,) is too large (1000000 entries at most)\"}\n", "", 1);
    says(&["--json", &"(".repeat(4000)], "{\"error\":\"this nests deeper than 64 levels\"}\n", "", 1);
}

#[test]
fn an_option_after_a_formula_is_told() {
    says(&["1", "--json"], "", "error: `--json` comes after a formula; options come before the formulas\n", 2);
}
