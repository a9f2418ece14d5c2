//! Sitting an interview line by line.

use super::DECK;
use crate::support::{Run, Sqrtd};

/// A plan that asks every kind of card once: what is to be explained first, then as the deck has them.
const PLAN: &str = r#"
[interview]
id = "all"
title = { en = "All kinds", zh = "各种题型" }
minutes = 30
pass = 60

[[section]]
title = { en = "Everything", zh = "全部" }
say = { en = "Let us begin.", zh = "我们开始。" }
topics = ["mine"]
count = 10
minutes = 30
followups = 1
"#;

fn candidate() -> Sqrtd {
    let sqrtd = Sqrtd::new();
    sqrtd.write("decks/mine.toml", DECK);
    sqrtd.write("decks/all.toml", PLAN);
    sqrtd
}

/// Sits it while a clock runs so many times as fast as a real one.
fn sit(sqrtd: &Sqrtd, rate: &str, args: &[&str], said: &str) -> Run {
    let mut command = sqrtd.command(["interview", "--plain", "--seed", "1"].iter().chain(args));
    command.env("SQRTD_CLOCK", format!("2026-03-01T09:00:00Zx{rate}")).env("TZ", "UTC");
    sqrtd.run_command(command, said)
}

/// A clock that hardly moves.
const STILL: &str = "0.0001";
/// One that has run out before a line is read.
const RUSHED: &str = "1000000000";

/// An answer to every card, with the commands that there are; then the debrief.
const SAID: &str = "
:x
:time
covariate, I think

2
:language
:language
an open answer

:flag
3
1 9
2 3
4
running statistic
3
channels
:again
channel
3
:skip
1
9
1
4
:note nms once more
:calc 1/4
0 2
3
32
4
2 sigma^
sigma^2

:back
6
3 2 1
3

1 2

";

#[test]
fn an_interview_of_every_kind_of_card() {
    let sqrtd = candidate();
    let run = sit(&sqrtd, STILL, &["all"], SAID);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert!(!run.out.contains('\u{1b}'), "nothing moves the cursor or colours");
    insta::assert_snapshot!("plain-interview-en", run.out);
}

#[test]
fn an_interview_in_chinese() {
    let run = sit(&candidate(), STILL, &["all", "--lang", "zh"], SAID);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    insta::assert_snapshot!("plain-interview-zh", run.out);
}

#[test]
fn a_line_that_comes_when_the_time_is_over_does_not_count() {
    let sqrtd = candidate();
    let run = sit(&sqrtd, RUSHED, &["all"], "\ncovariate shift\n\n2\n");
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let told: Vec<&str> =
        run.out.lines().filter(|line| line.starts_with("The time for this") || line.starts_with("That is all the time")).collect();
    assert_eq!(told.len(), 2, "{}", run.out);
    assert!(run.out.contains("said aloud"), "what was typed too late is not there: {}", run.out);
}

#[test]
fn it_is_left_and_gone_on_with() {
    let sqrtd = candidate();
    let run = sit(&sqrtd, STILL, &["all"], "\na shift\n:quit\n");
    assert!(run.out.ends_with("shows it as unfinished.\n"), "{}", run.out);
    // The end of the input leaves it too. It is first in the list, and what was typed stands.
    let run = sit(&sqrtd, STILL, &[], "1\n");
    assert!(
        run.out.contains("1. All kinds, unfinished, 30:00 left") && run.out.contains("So far you have (:skip leaves it so): a shift"),
        "{}",
        run.out
    );
    let run = sit(&sqrtd, STILL, &[], "1\n:end\nend\n\n");
    assert!(run.out.contains("Report: 0 %, not passed") && run.out.contains("sqrtd interview export 1"), "{}", run.out);
}

#[test]
fn practice_tells_verdicts_and_can_be_paused() {
    let run = sit(&candidate(), STILL, &["all"], "p\n:pause\n\na shift\n\n2\nno idea\n\n1\n\n:skip\n1\n4\n\n:quit\n");
    let told = |what: &str| run.out.contains(what);
    assert!(told("The clock stands still. Enter goes on.") && told("What is right") && told("Wrong."), "{}", run.out);
    let run = sit(&candidate(), STILL, &["all"], "\n:pause\n:quit\n");
    assert!(run.out.contains("this can't be done now"), "{}", run.out);
}
