//! Which of the files that a card names may be opened while it is asked.

use crate::base::Text;
use crate::deck::texts::Key;
use crate::study::Question;
use crate::ui::media::named_in;
use crate::ui::world::World;

use super::{Phase, Study};

/// The texts that ask; the others tell the answer.
const ASKING: [&str; 3] = ["front", "prompt", "text"];

impl Study {
    /// The files that may be opened now: before the answer is known those of the question alone.
    pub(super) fn media_names(&self, world: &World) -> Vec<String> {
        let Some(question) = self.session.question() else { return Vec::new() };
        let known = matches!(self.phase, Phase::Judged(_)) || self.form.as_ref().is_some_and(|form| form.is_revealed());
        let texts = question.card.texts();
        let shown = texts.iter().filter(|(path, _)| known || asks(question, path));
        named_in(shown.map(|(_, text)| -> &Text { text }), world)
    }
}

/// Whether a text of the card stands in the question.
fn asks(question: &Question, path: &[Key]) -> bool {
    let reversed = question.key != question.card.key;
    match path.first() {
        Some(Key::Name("front")) => !reversed,
        Some(Key::Name("back")) => reversed,
        Some(Key::Name(name)) => ASKING.contains(name),
        Some(Key::Index(_)) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::base::Lang;
    use crate::deck::library::{File, Library};
    use crate::study::{Entry, Session, Setup};
    use crate::ui::driver::Driver;
    use crate::ui::screen::Effect;
    use crate::ui::screens::browse::Browse;
    use crate::ui::screens::study::tests::{now, sees};
    use crate::ui::world::World;
    use crate::ui::world::tests::world;

    const DECK: &str = r#"[deck]
id = "seen"
title = "Seen"

[[card]]
id = "a"
kind = "flashcard"
topic = "seen/x"
level = "easy"
front = "Which layer? ![a block](block.png)"
back = "The norm, as in ![](solved.png) and ![](../secret.png)."
reverse = true
"#;

    fn driver(folder: &Path) -> Driver {
        let file = File { name: "seen.toml".into(), path: Some(folder.join("seen.toml")), text: Cow::Borrowed(DECK) };
        let world = World { library: Library::of([file]), ..world() };
        assert!(world.library.problems().is_empty(), "{:?}", world.library.problems());
        Driver::new(world, Vec::new(), now(), |world| {
            let setup = Setup::study(world.scheduler.clone(), world.calendar.clone(), 7);
            let card = world.library.cards().next().expect("there is one");
            let entry = Entry { key: card.key.clone(), topic: card.topic.clone(), is_new: true, waits: None };
            Box::new(Study::new(Session::new(setup, vec![entry], &world.memories), world, now()))
        })
    }

    #[test]
    fn browse_and_the_card_view_open_what_a_card_names_and_offer_no_key_where_it_names_nothing() {
        let place = tempfile::tempdir().expect("a folder");
        for name in ["block.png", "solved.png"] {
            fs::write(place.path().join(name), "x").expect("written");
        }
        let mut text = String::from(DECK);
        text.push_str(
            "\n[[card]]\nid = \"b\"\nkind = \"flashcard\"\ntopic = \"seen/x\"\nlevel = \"easy\"\nfront = \"Bare?\"\nback = \"Yes.\"\n",
        );
        let file = File { name: "seen.toml".into(), path: Some(place.path().join("seen.toml")), text: Cow::Owned(text) };
        let world = World { library: Library::of([file]), ..world() };
        let mut driver = Driver::new(world, Vec::new(), now(), |world| Box::new(Browse::new(world, now())));
        sees(&mut driver, Lang::En, &["o open the picture", "[picture: a block · block.png]"]);
        driver.keys("o");
        sees(&mut driver, Lang::En, &["opening block.png"]);
        driver.keys("o");
        sees(&mut driver, Lang::Zh, &["正在打开 solved.png", "[图片：solved.png]"]);
        driver.keys("<enter>o");
        sees(&mut driver, Lang::En, &["opening block.png", "o open the picture"]);
        driver.keys("<esc><end>");
        let bare = driver.screen((120, 60), Lang::En);
        assert!(bare.contains("Bare?") && !bare.contains("o open the picture"), "{bare}");
        driver.keys("?");
        assert!(!driver.seen().contains("with the system's program"), "{}", driver.seen());
        assert_eq!(started(&mut driver), 3);
    }

    fn started(driver: &mut Driver) -> usize {
        std::mem::take(&mut driver.effects).iter().filter(|effect| matches!(effect, Effect::Start(_))).count()
    }

    #[test]
    fn a_picture_is_opened_and_that_of_the_answer_only_when_it_is_known() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("decks");
        fs::create_dir(&folder).expect("made");
        for name in ["decks/block.png", "decks/solved.png", "secret.png"] {
            fs::write(place.path().join(name), "x").expect("written");
        }
        let mut driver = driver(&folder);
        sees(&mut driver, Lang::En, &["Which layer? [picture: a block · block.png]", "o open the picture"]);
        driver.keys("o");
        sees(&mut driver, Lang::Zh, &["正在打开 block.png"]);
        driver.keys(" o");
        sees(&mut driver, Lang::En, &["opening solved.png"]);
        driver.keys("o");
        sees(&mut driver, Lang::En, &["`../secret.png` lies outside the folder of the deck"]);
        assert_eq!(started(&mut driver), 2, "what lies outside is not opened");
    }
}
