//! Studying line by line, as a script or a screen reader does it.

use crate::support::{Run, Sqrtd};

mod interview;

/// A card of every kind, in an order that is that of the session.
pub const DECK: &str = include_str!("ten_kinds.toml");

fn learner() -> Sqrtd {
    let sqrtd = Sqrtd::new();
    sqrtd.write("decks/mine.toml", DECK);
    sqrtd
}

fn study(sqrtd: &Sqrtd, args: &[&str], said: &str) -> Run {
    let mut command = sqrtd.command(["study", "mine", "--plain", "--seed", "1"].iter().chain(args));
    command.env("SQRTD_CLOCK", "2026-03-01T09:00:00Z").env("TZ", "UTC");
    sqrtd.run_command(command, said)
}

/// An answer to every card, right and wrong; each is then rated easy, so that none comes back.
const SAID: &str = "
4
1 9
2 3
:language
:l
4

running statistic
running statistics
4

channels
4

3 2 1
4

covariate, I think

2
4

1
9
1
4

[1, x]
[1,
3]
:worked
:again
:hint
0 2

:undo
:picture
[0, 2]
4

32
4

2 sigma^
sigma^2
4

";

#[test]
fn a_session_of_every_kind_of_card() {
    let sqrtd = learner();
    let run = study(&sqrtd, &[], SAID);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert!(run.out.is_ascii() || run.out.chars().all(|c| c.is_ascii() || !"┌─│✓✗▸⏎·…".contains(c)), "{}", run.out);
    assert!(!run.out.contains('\u{1b}'), "nothing moves the cursor or colours");
    insta::assert_snapshot!("plain-en", run.out);
    // Everything was saved: another day's session has nothing to ask.
    let run = study(&sqrtd, &[], "");
    assert!(run.out.contains("There is nothing to ask now."), "{}", run.out);
}

#[test]
fn a_session_in_chinese() {
    let run = study(&learner(), &["--lang", "zh"], SAID);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    insta::assert_snapshot!("plain-zh", run.out);
}

#[test]
fn the_end_of_the_input_ends_it_and_what_was_judged_is_kept() {
    let sqrtd = learner();
    let run = study(&sqrtd, &[], "\n4\n2 3\n");
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert!(run.out.contains("Question 1, 10 left.") && run.out.ends_with("the first comes back at 09:01\n"), "{}", run.out);
    let run = study(&sqrtd, &[], ":quit\n");
    assert!(run.out.contains("Question 1, 9 left.") || run.out.contains("Question 1, 8 left."), "{}", run.out);
    assert_eq!(run.out.lines().last(), Some("The session is over."));
}

#[test]
fn commands_do_what_they_say() {
    let run = study(&learner(), &["--limit", "3"], ":undo\n:x\n:new\n:repeat\n:bury\n:skip\n:suspend\n");
    let told: Vec<&str> = run
        .out
        .lines()
        .filter(|line| {
            ["There is nothing", "there is no", "Nothing was", "Answer the", "Put off", "Suspended", "Question"]
                .iter()
                .any(|start| line.starts_with(start))
        })
        .collect();
    assert_eq!(
        told,
        [
            "Question 1, 3 left. My deck, flashcard, easy.",
            "There is nothing to take back.",
            "Question 1, 3 left. My deck, flashcard, easy.",
            "there is no command `:x`; :help lists them",
            "Answer the question first.",
            "Question 1, 3 left. My deck, flashcard, easy.",
            "Question 1, 3 left. My deck, flashcard, easy.",
            "Put off until tomorrow.",
            "Question 1, 2 left. My deck, choice, easy.",
            "Question 1, 1 left. My deck, cloze, easy.",
            "Suspended.",
            "Nothing was answered this time.",
        ]
    );
}

#[test]
fn a_setting_makes_it_the_rule() {
    let sqrtd = learner();
    sqrtd.write("settings.toml", "plain = true\n");
    let run = sqrtd.run_on(":quit\n", ["study", "mine"]);
    assert!(run.out.starts_with("Studying line by line."), "{}", run.out);
    let run = sqrtd.run_on(":quit\n", [] as [&str; 0]);
    assert!(run.out.starts_with("Studying line by line."), "{}", run.out);
}

#[test]
fn beside_a_question_one_calculates_and_learns_where_the_card_stands() {
    let sqrtd = learner();
    let run = study(&sqrtd, &[], ":calc a = 1/4\n:calc a*2\n:calc\n:ca 1/\n:edit\n:quit\n");
    let place = format!("{}:", sqrtd.data_dir().join("decks/mine.toml").display());
    let told: Vec<&str> = run.out.lines().skip(4).map(|line| if line.starts_with(&place) { "its place" } else { line }).collect();
    let expected = ["0.25", "0.5", "Write what is to be calculated behind it, as in :calc 1/sqrt(2).", "At character 3:"];
    assert!(told.windows(4).any(|lines| lines == expected) && told.contains(&"its place"), "{}", run.out);
}

#[test]
fn how_sure_one_is_is_asked_where_the_settings_wish_it() {
    let sqrtd = learner();
    sqrtd.write("settings.toml", "ask_sure = true\n");
    let run = study(&sqrtd, &[], "\n4\n2 3\n7\n3\n:quit\n");
    let asked = "How sure are you? 1 guessing, 2 unsure, 3 fairly sure, 4 certain; Enter leaves it out.";
    assert_eq!(run.out.matches(asked).count(), 2, "{}", run.out);
    let stats = sqrtd.run(["export"]);
    assert!(stats.out.contains("\"sure\":3") || stats.out.contains("\"sure\": 3"), "{}", stats.out);
}

#[test]
fn two_ratings_are_asked_for_and_no_others_are_taken() {
    let sqrtd = learner();
    sqrtd.write("settings.toml", "ratings = \"two\"\n");
    let run = study(&sqrtd, &["--limit", "1"], "\n2\n4\n1\n");
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert!(run.out.contains("1 again 1 min, 3 good 10 min.\n"), "{}", run.out);
    assert_eq!(run.out.matches("Did you know it? 1 again, 3 good; Enter for good.\n").count(), 3, "{}", run.out);
    assert!(run.out.contains("Rated again: it comes back in 1 min."), "{}", run.out);
    // A judged answer is rated by the program, and may be rated otherwise by those two alone.
    let run = study(&sqrtd, &["--filter", "kind:choice"], "1 2\n4\n1\n\n");
    assert!(
        run.out.contains("Enter for the next question; 1 or 3 to rate it otherwise.\nThat is not one of the choices.\n"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("2 hard") && !run.out.contains("1 to 4"), "{}", run.out);
}
