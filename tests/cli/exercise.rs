//! `sqrtd exercise`, where it refuses.

use crate::support::Sqrtd;

#[track_caller]
fn says(input: &str, arguments: &str, out: &str, err: &str, status: i32) {
    let run = Sqrtd::new().run_on(input, ["exercise"].into_iter().chain(arguments.split(' ')));
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), (out, err, status));
}

#[test]
fn an_unknown_operation_or_mistake_is_told_the_nearest() {
    says("", "show nsm", "", "error: there is no operation `nsm`; did you mean `nms`?\n", 2);
    says("", "eval quaternion_slerp", "", "error: there is no operation `quaternion_slerp`; `sqrtd exercise list` shows them all\n", 2);
    says(
        "",
        "show nms --target ascending-score",
        "",
        "error: `nms` knows no mistake `ascending-score`; did you mean `ascending-scores`?\n",
        2,
    );
}

#[test]
fn a_tolerance_is_a_number_from_0_up() {
    for (option, shown) in [
        ("--rtol -1", "`--rtol` must be a number from 0 up, not -1"),
        ("--atol nan", "`--atol` must be a number from 0 up, not NaN"),
        ("--atol=inf", "`--atol` must be a number from 0 up, not inf"),
    ] {
        let err = format!("error: {shown}; leave it out for the usual tolerance\n");
        says("[0]", &format!("check --seed 1 nms {option}"), "", &err, 2);
    }
    // Nothing but the exact number is right.
    says(
        r#"{"input": {"x": [[0, 0]]}, "answer": {"y": [[0.5, 0.5]]}}"#,
        "check softmax --rtol 0 --atol 0",
        "{\"correct\":true,\"score\":1.0,\"outputs\":{\"y\":{\"correct\":true,\"score\":1.0,\"first_wrong\":null,\"expected\":null,\"got\":null}},\"mistakes\":[]}\n",
        "",
        0,
    );
}

#[test]
fn inputs_beside_a_seed_must_be_those_of_its_instance() {
    let sqrtd = Sqrtd::new();
    let shown = sqrtd.run(["exercise", "--seed", "5", "show", "dot_product_variance", "--json"]);
    let mut request: serde_json::Value = serde_json::from_str(&shown.out).expect("it is JSON");
    let right = sqrtd.run_on(&request["input"].to_string(), ["exercise", "eval", "dot_product_variance"]);
    request["answer"] = serde_json::from_str(&right.out).expect("it is JSON");
    let check = |request: &serde_json::Value, level: &str| {
        sqrtd.run_on(&request.to_string(), ["exercise", "--seed", "5", "check", "dot_product_variance", "--level", level])
    };
    assert_eq!(check(&request, "medium").status, 0, "what `show` prints is taken");
    assert_eq!(
        check(&request, "hard").out,
        "{\"error\":\"the input `dim` is not that of the instance of `--seed`; leave out the seed or the inputs, or mend `--level`\"}\n"
    );
    request["input"] = serde_json::json!({"dimm": 4});
    let run = check(&request, "medium");
    assert_eq!(
        (run.out.as_str(), run.status),
        ("{\"error\":\"`dot_product_variance` has no `dimm`; it has dim, mean_q, var_q, mean_k, var_k; did you mean `dim`?\"}\n", 2)
    );
}

#[test]
fn an_instance_is_shown_with_its_worked_solution() {
    says(
        "",
        "show dot_product_variance --level easy --seed 1 --format worked",
        r#"Variance of a dot product · easy · seed 1

The vectors $q$ and $k$ have $d = 16$ independent entries: those of $q$ with mean 1 and variance 3, those of $k$ with mean 2 and variance 1. What are the mean and the variance of $q \cdot k$, and the variance of $q \cdot k / \sqrt{d}$?

dim = 16
mean_q = 1
var_q = 3
mean_k = 2
var_k = 1

? mean, variance, scaled_variance

1. The mean of one product
   Independent factors: the mean of the product is the product of the means.
   mean_one = 1 * 2 = 2

2. The variance of one product
   The mean square is variance plus squared mean, and mean squares of independent factors multiply.
   square_q = 3 + 1**2 = 4
   square_k = 1 + 2**2 = 5
   variance_one = square_q * square_k - mean_one**2 = 16

3. The sum of 16 independent products
   Means add up, and so do variances, since the products are independent.
   mean = 16 * mean_one = 32
   variance = 16 * variance_one = 256

4. Divided by √d
   Dividing by a number divides the variance by its square.
   scaled_variance = variance / sqrt(16)**2 = 16
"#,
        "",
        0,
    );
}
