//! `sqrtd due`.

use crate::support::Sqrtd;

#[test]
fn due_says_in_one_line_what_there_is_and_by_its_status_whether() {
    let sqrtd = Sqrtd::new();
    let run = sqrtd.run(["due"]);
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), ("10 new, 10 min\n", "", 0));
    assert_eq!(sqrtd.run(["due", "--lang", "zh"]).out, "10 张新卡，10 分钟\n");
    assert_eq!(sqrtd.run(["due", "--json"]).out, "{\"due\":0,\"new\":10,\"minutes\":10,\"answered\":0,\"next\":null}\n");

    sqrtd.write("settings.toml", "new_per_day = 0\n");
    let run = sqrtd.run(["due"]);
    assert_eq!((run.out.as_str(), run.status), ("nothing due\n", 1));
}
