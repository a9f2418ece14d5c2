//! The settings read, refused and changed.

use std::fs;

use super::*;
use crate::base::Severity;

fn problems(source: &str) -> Vec<String> {
    read(source).1.iter().map(|note| note.problem.render(Severity::Error, FILE, source, Lang::En, false)).collect()
}

#[test]
fn the_template_is_the_defaults() {
    for lang in Lang::ALL {
        let (settings, notes) = read(&template(lang));
        assert_eq!((settings, notes), (Settings::default(), Vec::new()));
    }
    for setting in LIST {
        let line = format!("{} = {}", setting.name, setting.example);
        assert_eq!(problems(&line), Vec::<String>::new(), "{line}");
    }
}

fn remap(screen: (&str, Range<usize>), action: (&str, Range<usize>), keys: &[(&str, Range<usize>)]) -> Remap {
    let placed = |(word, place): (&str, Range<usize>)| Placed { word: word.to_string(), place };
    Remap { screen: placed(screen), action: placed(action), keys: keys.iter().cloned().map(placed).collect() }
}

#[test]
fn every_setting_is_read() {
    let source = r#"
language = "zh"
theme = "light"
symbols = "ascii"
keys = "vim"
mouse = false
plain = true
editor = "hx"
decks = ["/a", "b"]
new_per_day = 0
cards_per_session = 20
day_starts = "05:30"
tolerance = 0.001
retention = 0.85
learning_steps = ["30s", "2h"]
relearning_steps = []
longest_interval = 365
fuzz = false
leech = 4
ask_sure = true
ratings = "two"
interview_date = 2026-12-01
plan = "p"
[remap]
study.undo = "z"
"#;
    let (settings, notes) = read(source);
    assert_eq!(notes, Vec::new());
    assert_eq!(
        settings,
        Settings {
            language: Some(Lang::Zh),
            theme: Theme::Light,
            symbols: Symbols::Ascii,
            keys: Keys::Vim,
            remap: vec![remap(("study", 398..403), ("undo", 404..408), &[("z", 411..414)])],
            mouse: false,
            plain: true,
            editor: Some("hx".into()),
            decks: vec!["/a".into(), "b".into()],
            new_per_day: 0,
            cards_per_session: 20,
            day_starts: Time::constant(5, 30, 0, 0),
            tolerance: 0.001,
            ask_sure: true,
            ratings: Ratings::Two,
            rules: Rules {
                retention: 0.85,
                learning: vec![SignedDuration::from_secs(30), SignedDuration::from_hours(2)],
                relearning: Vec::new(),
                longest: 365,
                fuzz: false,
                leech: 4,
                weights: None,
            },
            interview_date: Some(Date::constant(2026, 12, 1)),
            plan: Some("p".into()),
        }
    );
    assert_eq!((settings.limits(), Settings::default().limits()), (Limits { new: 0, cards: Some(20) }, Limits { new: 10, cards: None }));
    assert_eq!(settings.rules.learning.iter().map(|wait| wait_text(*wait)).collect::<Vec<_>>(), ["30s", "2h"]);
}

#[test]
fn what_is_wrong_is_shown_at_its_place_and_stands_at_its_default() {
    let source = "# 设置\nlanguage = \"zz\"\nnew_per_dya = 3\nday_starts = \"25:00\"\nlearning_steps = [\"1m\", \"soon\"]\nretention = 2\n";
    assert_eq!(read(source).0, Settings::default());
    assert_eq!(
        problems(source).join("\n\n"),
        r#"error: `language` can't be `zz`
 --> settings.toml:2:12
  |
2 | language = "zz"
  |            ^^^^
  |
  = help: did you mean `zh`?

error: unknown key `new_per_dya`
 --> settings.toml:3:1
  |
3 | new_per_dya = 3
  | ^^^^^^^^^^^
  |
  = help: did you mean `new_per_day`?

error: `25:00` is no time before noon
 --> settings.toml:4:14
  |
4 | day_starts = "25:00"
  |              ^^^^^^^
  |
  = help: write it as "04:00"

error: `soon` is no wait within a day
 --> settings.toml:5:25
  |
5 | learning_steps = ["1m", "soon"]
  |                         ^^^^^^
  |
  = help: write it as "90s", "10m" or "2h"

error: `retention` must lie between 0.7 and 0.99
 --> settings.toml:6:13
  |
6 | retention = 2
  |             ^"#
    );
}

#[test]
fn bad_weights_are_shown_in_their_place_and_the_published_ones_hold() {
    let far = format!("weights = [{}2000]\n", "1, ".repeat(20));
    assert_eq!(read(&far).0, Settings::default());
    let expected = format!(
        "error: `weights` must lie between -1000 and 1000\n --> settings.toml:1:72\n  |\n1 | {}\n  | {}^^^^",
        far.trim_end(),
        " ".repeat(71)
    );
    assert_eq!(problems(&far), [expected]);
    let few = "error: `weights` has too few entries: 2\n --> settings.toml:1:11\n  |\n1 | weights = [0.2, 1.3]\n  |           ^^^^^^^^^^\n  |\n  = help: at least 21 are needed";
    assert_eq!(problems("weights = [0.2, 1.3]\n"), [few]);
    // Whatever the file may hold, cards can be scheduled by it.
    for weight in [-1000.0, 0.0, 1000.0] {
        let rules = Rules { weights: Some(vec![weight; 21]), ..Rules::default() };
        assert!(crate::study::Scheduler::new(rules).is_ok(), "{weight}");
    }
}

#[test]
fn a_change_keeps_all_else_of_the_file() {
    let dir = tempfile::tempdir().expect("a temporary folder can be made");
    let path = dir.path().join(FILE);
    let text = || fs::read_to_string(&path).expect("it can be read");
    assert!(load(dir.path()).0 == Settings::default() && load(dir.path()).1.is_empty());
    let settings = change(dir.path(), "new_per_day", Some("5")).expect("it is changed");
    assert_eq!((settings.new_per_day, text()), (5, "new_per_day = 5\n".to_string()));
    fs::write(&path, "# mine\nnew_per_day = 5 # few\ntheme = \"dark\"\n").expect("it is written");
    change(dir.path(), "new_per_day", Some("30")).expect("it is changed");
    change(dir.path(), "language", Some("\"zh\"")).expect("it is changed");
    change(dir.path(), "theme", None).expect("it is changed");
    assert_eq!(text(), "language = \"zh\"\n# mine\nnew_per_day = 30 # few\n");
    assert_eq!(load(dir.path()).0, Settings { new_per_day: 30, language: Some(Lang::Zh), ..Settings::default() });
}

#[test]
fn a_change_that_can_not_be_is_refused_and_nothing_is_written() {
    let dir = tempfile::tempdir().expect("a temporary folder can be made");
    let refused = |name, value| change(dir.path(), name, Some(value)).expect_err("it is refused").line(Lang::En);
    assert_eq!(refused("colour", "1"), "there is no setting `colour`");
    assert_eq!(refused("theme", "\"darc\""), "`theme` can't be `darc`; did you mean `dark`?");
    assert!(!dir.path().join(FILE).exists());
    fs::write(dir.path().join(FILE), "theme = ").expect("it is written");
    assert_eq!(refused("fuzz", "false"), "settings.toml is broken; mend it first, or move it away");
    assert_eq!(fs::read_to_string(dir.path().join(FILE)).expect("it can be read"), "theme = ");
    let broken = "error: text must stand in quotes\n --> settings.toml:1:9\n  |\n1 | theme = \n  |         ^\n  |\n  = help: expected here: literal string";
    assert_eq!(problems("theme = "), [broken]);
}
