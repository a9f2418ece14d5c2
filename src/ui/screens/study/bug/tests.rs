//! A hunt that the clock ends.

use super::*;
use crate::base::Lang;
use crate::deck::library::{File, Library};
use crate::ui::keys::key;
use crate::ui::world::tests::world;

fn question() -> Question {
    let file = File { name: "mine.toml".into(), path: None, text: include_str!("../../../../../tests/ten_kinds.toml").into() };
    let library = Library::of([file]);
    Question::ask(library.deck("mine").and_then(|deck| deck.card("g-bug")).expect("it is there"), false, 1).expect("it can be asked")
}

/// What is shown of the verdict on what stands in the form.
fn shown(form: &BugForm, question: &Question, world: &World) -> String {
    let verdict = question.judge(&form.standing(world).expect("it has an answer")).expect("it can be judged");
    let mut page = Page::new(80);
    form.judged(&mut page, question, &verdict, world);
    page.lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn without_a_cause_the_lines_are_judged_alone_and_that_is_said() {
    let question = question();
    let Asked::Bug { body, causes, .. } = &question.asked else { panic!("it is a bug hunt") };
    for lang in Lang::ALL {
        let world = World { lang, ..world() };
        let alone = world.say(w::hands_on::BY_LINES_ALONE);
        let mut form = BugForm::new(body, causes);
        // The line is marked, the causes are offered, and time is up.
        for pressed in [DOWN, SPACE, ENTER] {
            form.press(pressed, &question, &world);
        }
        assert_eq!(form.standing(&world), Some(Answer::Lines(Marked::lines(vec![2]))));
        let told = shown(&form, &question, &world);
        assert!(told.contains(alone), "{told}");
        // With a cause nothing of the kind is said.
        let Did::Answered(answer) = form.press(key('1'), &question, &world) else { panic!("one cause is right") };
        let verdict = question.judge(&answer).expect("it can be judged");
        let mut page = Page::new(80);
        form.judged(&mut page, &question, &verdict, &world);
        let told = page.lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(!told.contains(alone), "{told}");
    }
}

#[test]
fn only_the_digits_that_have_a_cause_are_named() {
    let question = question();
    let Asked::Bug { body, causes, .. } = &question.asked else { panic!("it is a bug hunt") };
    let world = world();
    let mut form = BugForm::new(body, causes);
    for pressed in [SPACE, ENTER] {
        form.press(pressed, &question, &world);
    }
    assert_eq!(form.hints()[0].names(&world.symbols), "1-3");
}
