//! `sqrtd settings`.

use crate::support::Sqrtd;

#[test]
fn a_setting_is_read_changed_and_taken_out() {
    let sqrtd = Sqrtd::new();
    let path = sqrtd.write("settings.toml", "# mine\nnew_per_day = 5 # few\n");
    let told = |args: &[&str]| {
        let run = sqrtd.run(["settings"].iter().chain(args));
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{args:?}");
        run.out
    };
    assert_eq!(told(&["path"]), format!("{}\n", path.display()));
    assert_eq!(told(&["get", "new_per_day"]), "5\n");
    assert_eq!(told(&["set", "new_per_day", "7"]), "");
    assert_eq!(told(&["set", "learning_steps", "2m, 1h"]), "");
    assert_eq!(told(&["set", "theme", "light"]), "");
    assert_eq!(told(&["unset", "theme"]), "");
    let text = std::fs::read_to_string(&path).expect("it can be read");
    assert_eq!(text, "learning_steps = [\"2m\", \"1h\"]\n# mine\nnew_per_day = 7 # few\n");
    assert_eq!(told(&["get", "learning_steps", "--json"]), "[\"2m\",\"1h\"]\n");
    let list: serde_json::Value = serde_json::from_str(&told(&["list", "--json"])).expect("it is JSON");
    let entry = serde_json::json!({"name": "new_per_day", "value": 7, "default": 10, "about": "New cards a day."});
    assert!(list.as_array().is_some_and(|list| list.contains(&entry)), "{list}");
    assert!(told(&["list"]).contains("theme = \"16-colour\"\n    Colours:"));
    assert_eq!(told(&["check"]), "nothing is wrong\n");
    assert!(told(&["keys"]).contains("study.undo = [\"alt-u\", \"u\"]\n"));
}

#[test]
fn the_language_is_that_of_the_option_then_of_the_setting_then_of_the_system() {
    let sqrtd = Sqrtd::new();
    let said = |args: &[&str]| sqrtd.run(args).err;
    let [en, zh] = ["error: there is no setting `x`\n", "错误: 没有名为 `x` 的设置\n"];
    assert_eq!(said(&["settings", "get", "x"]), en, "the system speaks English here");
    sqrtd.write("settings.toml", "language = \"zh\"\n");
    assert_eq!(said(&["settings", "get", "x"]), zh);
    assert_eq!(said(&["settings", "get", "x", "--lang", "en"]), en);
}

#[test]
fn what_can_not_be_is_refused() {
    let sqrtd = Sqrtd::new();
    for (args, told) in [
        (["set", "them", "dark"], "error: there is no setting `them`; did you mean `theme`?\n"),
        (["set", "theme", "drak"], "error: `theme` can't be `drak`; did you mean `dark`?\n"),
        (["set", "retention", "2"], "error: `retention` must lie between 0.7 and 0.99\n"),
    ] {
        let run = sqrtd.run(["settings"].iter().chain(&args));
        assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (2, "", told));
    }
}

#[test]
fn the_file_is_checked_with_the_places() {
    let sqrtd = Sqrtd::new();
    let path = sqrtd.write("settings.toml", "fuzz = 1\n[remap]\nstudy.udno = \"z\"\n");
    let run = sqrtd.run(["settings", "check"]);
    let expected = format!(
        "\
error: `fuzz` can't be a whole number
 --> {path}:1:8
  |
1 | fuzz = 1
  |        ^
  |
  = help: it must be true or false

error: `study` has no action `udno`
 --> {path}:3:7
  |
3 | study.udno = \"z\"
  |       ^^^^
  |
  = help: did you mean `undo`?

",
        path = path.display()
    );
    assert_eq!((run.status, run.out.as_str()), (1, expected.as_str()));
}
