//! Filters read, and what they find.

use super::*;
use crate::study::day::Day;
use crate::study::memory::{Due, Memories, Rules, Scheduler, Stage};
use crate::study::question::keys;
use crate::study::rating::Rated;
use crate::study::samples_of_cards::{calendar, cards, moment};
use proptest::prelude::*;

const TODAY: Day = Day(20_600);

fn found(filter: &str) -> Vec<String> {
    let filter = Filter::parse(filter).unwrap_or_else(|problem| panic!("{problem}"));
    let review = Memory { stage: Stage::Review, stability: 9.0, difficulty: 5.0, last_day: Some(TODAY.plus(-9)), ..Memory::default() };
    let memories = Memories::from([
        (CardKey::new("a", "one"), Memory { due: Some(Due::On(TODAY)), rated: Rated::default().with(Rating::Again, TODAY), ..review }),
        (
            CardKey::new("a", "two"),
            Memory { due: Some(Due::On(TODAY)), suspended: true, lapses: 8, first_day: Some(TODAY.plus(-6)), ..review },
        ),
        (
            CardKey::new("b", "six"),
            Memory {
                due: Some(Due::On(TODAY.plus(3))),
                buried: Some(TODAY.plus(1)),
                rated: Rated::default().with(Rating::Good, TODAY.plus(-6)).with(Rating::Easy, TODAY.plus(-20)),
                stability: 20.4,
                ..review
            },
        ),
    ]);
    let (scheduler, calendar) = (Scheduler::new(Rules::default()).expect("the defaults are valid"), calendar());
    let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 60));
    let mut found = Vec::new();
    for card in cards() {
        let text = searchable(&card);
        for (key, _) in keys(&card) {
            if filter.matches(Subject { card: &card, key: &key, text: &text }, &standing) {
                found.push(key.to_string());
            }
        }
    }
    found
}

#[test]
fn cards_are_found_by_every_field() {
    assert_eq!(found("").len(), 7);
    assert_eq!(found("deck:b"), ["b/five", "b/six"]);
    assert_eq!(found("topic:detection"), ["a/three", "a/four", "b/five"]);
    assert_eq!(found("kind:short"), ["b/six"]);
    assert_eq!(found("level:hard"), Vec::<String>::new());
    assert_eq!(found("is:due"), ["a/one"]);
    assert_eq!((found("is:leech"), found("is:suspended")), (vec!["a/two".to_string()], vec!["a/two".to_string()]));
    assert_eq!(found("is:buried"), ["b/six"]);
    assert_eq!(found("is:new deck:a"), ["a/one#reverse", "a/three", "a/four"]);
    assert_eq!(found("mistake:plus-one"), ["b/five"]);
    assert_eq!(found("哪个"), ["b/six"]);
    assert_eq!(found("TWO?"), ["a/two"]);
    assert_eq!([small("ΣΑΣ Ünï"), small("归一BN")], ["σασ ünï", "归一bn"]);
}

#[test]
fn cards_are_found_by_when_and_how_they_were_answered() {
    assert_eq!(found("rated:1"), ["a/one"]);
    assert_eq!(found("rated:6"), ["a/one"]);
    assert_eq!(found("rated:7"), ["a/one", "b/six"]);
    assert_eq!((found("rated:7:good"), found("rated:7:3")), (vec!["b/six".to_string()], vec!["b/six".to_string()]));
    assert_eq!((found("rated:20:easy"), found("rated:21:easy")), (vec![], vec!["b/six".to_string()]));
    assert_eq!((found("introduced:6"), found("introduced:7")), (vec![], vec!["a/two".to_string()]));
    assert_eq!(found("is:review -is:suspended"), ["a/one", "b/six"]);
}

#[test]
fn cards_are_found_by_what_is_known_in_numbers() {
    assert_eq!((found("prop:stability>20"), found("prop:s>20.4")), (vec!["b/six".to_string()], vec![]));
    assert_eq!((found("prop:s=20"), found("prop:s=20.3")), (vec!["b/six".to_string()], vec![]));
    assert_eq!(found("prop:difficulty<=5").len(), 3);
    assert_eq!((found("prop:recall<0.92"), found("prop:r<92%")), (vec!["a/one".to_string(), "a/two".to_string()], found("prop:r<0.92")));
    assert_eq!((found("prop:due=0"), found("prop:due>=3")), (vec!["a/one".to_string(), "a/two".to_string()], vec!["b/six".to_string()]));
    assert_eq!((found("prop:interval=12"), found("prop：ivl＞＝１０")), (vec!["b/six".to_string()], vec!["b/six".to_string()]));
    assert_eq!((found("prop:lapses>3"), found("prop:answers=0").len()), (vec!["a/two".to_string()], 7));
    // What a new card has no value of holds neither way.
    assert_eq!(found("prop:stability!=9"), ["b/six"]);
}

#[test]
fn terms_are_joined_negated_and_grouped() {
    assert_eq!(found("deck:b -kind:short"), ["b/five"]);
    assert_eq!(found("deck:b not kind:short"), ["b/five"]);
    assert_eq!(found("kind:short or kind:exercise"), ["b/five", "b/six"]);
    assert_eq!(found("(topic:metrics or topic:detection) and deck:b"), ["b/five", "b/six"]);
    assert_eq!(found("topic:metrics or topic:detection deck:b"), ["b/five", "b/six"]);
    assert_eq!(found("-(deck:a or kind:short)"), ["b/five"]);
    assert_eq!(found("deck：b （kind:short）"), ["b/six"]);
    assert_eq!(Filter::parse("\"or\""), Ok(Filter::Text("or".into())));
    assert_eq!(Filter::parse("topic:\"a b\""), Ok(Filter::Topic("a b".into())));
}

#[test]
fn what_is_wrong_has_its_place_and_the_nearest_word() {
    let wrong = |text: &str| {
        let problem = Filter::parse(text).expect_err("it is wrong");
        (problem.span.clone().map(|span| &text[span]).unwrap_or_default().to_string(), problem.line(Lang::En))
    };
    let expect = |place: &str, line: &str| (place.to_string(), line.to_string());
    assert_eq!(wrong("a is:leach"), expect("is:leach", "`is:` can't be `leach`; did you mean `is:leech`?"));
    assert_eq!(wrong("level:tough"), expect("level:tough", "`level:` can't be `tough`; it is one of: easy, medium, hard"));
    assert_eq!(wrong("tpoic:x"), expect("tpoic:x", "there is no `tpoic:`; did you mean `topic:`?"));
    assert_eq!(wrong("(a b"), expect("(", "this bracket is not closed"));
    assert_eq!(wrong("a)"), expect(")", "this bracket closes nothing"));
    assert_eq!(wrong("\"a b"), expect("\"a b", "this quote is not closed"));
    assert_eq!(
        wrong("rated:0"),
        expect("rated:0", "this needs a number of days; 1 is today alone, 7 the last seven days: rated:7, rated:7:again")
    );
    assert_eq!(wrong("rated:7:godo"), expect("rated:7:godo", "there is no rating `godo`; did you mean `good`?"));
    assert_eq!(wrong("x prop:stabilty>3"), expect("prop:stabilty>3", "there is no property `stabilty`; did you mean `stability`?"));
    assert_eq!(
        wrong("prop:ease>2").1,
        "there is no property `ease`; it is one of: stability, difficulty, recall, interval, due, answers, lapses"
    );
    let example = "such as prop:stability>20; there are: stability, difficulty, recall, interval, due, answers, lapses";
    assert_eq!(wrong("prop:s").1, format!("`prop:` needs a comparison; {example}"));
    assert_eq!(wrong("prop:s>x").1, format!("`x` is no number; {example}"));
    assert_eq!(wrong("prop:d>0.7").1, "difficulty goes from 1 to 10; Anki's 0.7 is 7.3 here");
    assert_eq!(wrong("prop:r<80").1, "recall is a chance; give a number from 0 to 1, or a percentage");
    assert!(wrong("added:7").1.contains("`introduced:7` finds those first answered"));
    assert_eq!(wrong("a -"), expect("", "something must follow here"));
    assert_eq!(Filter::parse(&"(".repeat(9999)).expect_err("it is too deep").line(Lang::En), "this is nested too deeply");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[a-z:()\" -]{0,40}|(prop|rated):[a-z0-9<>=!%.:：-]{0,12}|.{0,30}") {
        if let Err(problem) = Filter::parse(&text) {
            let span = problem.span.expect("it has a place");
            prop_assert!(text.get(span).is_some());
        }
    }
}

#[test]
fn what_is_made_small_at_once_has_only_one_size() {
    for letter in ('\u{80}'..=char::MAX).filter(|letter| is_quick(*letter)) {
        assert!(letter.to_lowercase().eq([letter]), "{letter:?} has a small letter");
    }
    assert_eq!(small("IoU 与 √D？ÄΣ"), "iou 与 √d？äσ");
}
