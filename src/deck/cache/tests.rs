//! What comes from the cache is what the deck says.

use std::fs::{self, File as Opened};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::base::Lang;
use crate::deck::library::{Entry, File};
use crate::deck::{Card, CardKey, Kind, Library};

use super::{Cache, ENDING};

const DECK: &str = r#"[deck]
id = "my"
title = { en = "Mine", zh = "我的" }

[[card]]
id = "a"
kind = "flashcard"
topic = "my/x"
level = "easy"
front = "What?"
back = "That."
reverse = true
tags = ["t"]
followups = ["b"]

[[card]]
id = "b"
kind = "choice"
topic = "detection/nms"
level = "hard"
prompt = { en = "Which?", zh = "哪个？" }
explanation = "Because."
[[card.options]]
text = "yes"
correct = true
[[card.options]]
text = "no"
"#;

/// A folder with one deck, changed a minute ago, and an empty cache.
struct World {
    dir: TempDir,
}

impl World {
    fn new(text: &str) -> World {
        let world = World { dir: tempfile::tempdir().expect("a temporary folder can be made") };
        fs::create_dir(world.dir.path().join("decks")).expect("it can be made");
        world.write(text, 60);
        world
    }

    fn deck(&self) -> PathBuf {
        self.dir.path().join("decks/my.toml")
    }

    fn cache(&self) -> PathBuf {
        self.dir.path().join("cache")
    }

    /// Writes the deck as if it had been so many seconds ago.
    fn write(&self, text: &str, ago: u64) {
        fs::write(self.deck(), text).expect("it can be written");
        let file = Opened::options().append(true).open(self.deck()).expect("it can be opened");
        let written = file.metadata().and_then(|metadata| metadata.modified()).expect("it has a time");
        file.set_modified(written - Duration::from_secs(ago)).expect("it can be dated");
    }

    fn load(&self) -> Library {
        Library::load_cached(&[self.dir.path().join("decks")], &Cache::new(&self.cache()))
    }

    /// The file of the cache that holds the deck.
    fn kept(&self) -> Option<PathBuf> {
        let files = fs::read_dir(self.cache()).ok()?.flatten().map(|entry| entry.path());
        let holds = |path: &PathBuf| fs::read(path).is_ok_and(|bytes| bytes.windows(8).any(|bytes| bytes == b"/my.toml"));
        files.filter(|path| path.extension().is_some_and(|ending| ending == ENDING)).find(holds)
    }
}

fn card(library: &Library, card: &str) -> Card {
    library.card(&CardKey::new("my", card)).expect("it is there").clone()
}

/// All that is to be known of a card.
fn whole(card: &Card) -> String {
    format!(
        "{} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?} {:?}",
        card.key,
        card.topic,
        card.level,
        card.followups,
        card.tags,
        card.siblings,
        card.place,
        card.title(),
        card.kind(),
        card.is_reversible(),
        card.body(),
        card.explanation(),
        card.source(),
        card.picture().map(|picture| picture.seed),
        card.title(),
    )
}

#[test]
fn shipped_decks_from_the_cache_are_the_same_card_by_card() {
    let dir = tempfile::tempdir().expect("a temporary folder can be made");
    let plain = Library::of(File::built_in());
    for round in 0..2 {
        let library = Library::load_cached(&[], &Cache::new(dir.path()));
        assert!(library.problems().is_empty());
        assert_eq!(library.cards().count(), plain.cards().count());
        for (kept, read) in library.cards().zip(plain.cards()) {
            assert_eq!(whole(kept), whole(read), "round {round}");
        }
        let heads = |library: &Library| {
            library.decks().map(|deck| (deck.id.clone(), deck.title.clone(), deck.about.clone(), deck.place.clone())).collect::<Vec<_>>()
        };
        assert_eq!(heads(&library), heads(&plain));
    }
}

#[test]
fn a_deck_is_kept_until_it_changes() {
    let world = World::new(DECK);
    assert_eq!(card(&world.load(), "a").title().get(Lang::En), "What?");
    let kept = world.kept().expect("it is kept");
    let first = fs::read(&kept).expect("it can be read");
    let library = world.load();
    assert_eq!(
        whole(&card(&library, "a")),
        whole(&Entry::read(File::open(&world.deck()).expect("it opens")).deck().expect("it is one").cards[0])
    );
    assert_eq!(fs::read(&kept).expect("it can be read"), first, "it was not written again");
    world.write(&DECK.replace("What?", "Why??"), 30);
    assert_eq!(card(&world.load(), "a").title().get(Lang::En), "Why??");
    assert_ne!(fs::read(world.kept().expect("it is kept")).expect("it can be read"), first);
}

#[test]
fn what_was_changed_just_now_is_not_kept_yet() {
    let world = World::new(DECK);
    world.write(DECK, 0);
    assert_eq!(card(&world.load(), "b").kind(), Kind::Choice);
    assert_eq!(world.kept(), None);
}

#[test]
fn a_deck_with_an_error_is_read_each_time() {
    let world = World::new(&DECK.replace("level = \"hard\"", "level = \"hrd\""));
    for _ in 0..2 {
        assert_eq!(world.load().problems().len(), 1);
        assert_eq!(world.kept(), None);
    }
}

#[test]
fn references_to_nowhere_are_told_at_every_place_also_from_the_cache() {
    let world = World::new(
        &DECK
            .replace("my/x", "mine/x")
            .replace("detection/nms", "mine/y")
            .replace("followups = [\"b\"]", "followups = [\"b\", \"other/z\"]"),
    );
    let told = |library: &Library| {
        library.problems().iter().map(|found| found.problem.render(found.severity, "", &found.text, Lang::En, false)).collect::<Vec<_>>()
    };
    let first = told(&world.load());
    assert!(world.kept().is_some());
    assert_eq!(first.len(), 3, "{first:?}");
    assert_eq!(told(&world.load()), first);
}

#[test]
fn a_damaged_cache_is_as_good_as_none() {
    let world = World::new(DECK);
    let expected = whole(&card(&world.load(), "b"));
    let path = world.kept().expect("it is kept");
    let sound = fs::read(&path).expect("it can be read");
    for damage in [&sound[..sound.len() / 2], b"", b"sqrtd", &[0xff; 4096]] {
        fs::write(&path, damage).expect("it can be written");
        assert_eq!(whole(&card(&world.load(), "b")), expected);
        assert_eq!(fs::read(&path).expect("it can be read"), sound, "it was mended");
    }
    for at in (0..sound.len()).step_by(7) {
        let mut damaged = sound.clone();
        damaged[at] ^= 0x20;
        fs::write(&path, &damaged).expect("it can be written");
        assert_eq!(whole(&card(&world.load(), "b")), expected, "byte {at}");
    }
}

#[test]
fn a_cache_that_can_not_be_written_only_costs_time() {
    let world = World::new(DECK);
    fs::write(world.cache(), "a file where the folder should be").expect("it can be written");
    assert_eq!(card(&world.load(), "b").kind(), Kind::Choice);
    assert_eq!(fs::read_to_string(world.cache()).expect("it can be read"), "a file where the folder should be");
}

#[test]
fn a_link_in_the_cache_leads_nowhere_else() {
    let world = World::new(DECK);
    drop(world.load());
    let (path, precious) = (world.kept().expect("it is kept"), world.dir.path().join("precious"));
    fs::write(&precious, "mine").expect("it can be written");
    fs::remove_file(&path).expect("it can be removed");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&precious, &path).expect("it can be linked");
    drop(world.load());
    assert_eq!(fs::read_to_string(&precious).expect("it can be read"), "mine");
}

#[test]
fn a_card_whose_file_changed_while_the_program_runs_is_read_as_it_now_is() {
    let world = World::new(DECK);
    drop(world.load());
    let library = world.load();
    let (a, b) = (card(&library, "a"), card(&library, "b"));
    world.write(&DECK.replace("id = \"b\"", "id = \"c\"").replace("That.", "Something else."), 10);
    assert!(format!("{:?}", a.body()).contains("Something else."));
    assert!(format!("{:?}", b.body()).contains("no longer in its file"), "{:?}", b.body());
    assert_eq!(card(&library, "b").kind(), Kind::Choice);
}

#[test]
fn a_text_that_looks_like_a_card_misleads_nobody() {
    let tricky = DECK.replace("\"Because.\"", "\"\"\"\n[[card]]\nid = \"a\"\n\"\"\"");
    let world = World::new(&tricky);
    let plain = Entry::read(File::open(&world.deck()).expect("it opens"));
    for _ in 0..2 {
        let library = world.load();
        for read in &plain.deck().expect("it is a deck").cards {
            assert_eq!(whole(&card(&library, read.key.card())), whole(read));
        }
    }
}

#[test]
fn what_decks_left_behind_is_removed_once_it_is_much() {
    let world = World::new(DECK);
    drop(world.load());
    let leave = |from: usize, to: usize| {
        (from..to).for_each(|at| fs::write(world.cache().join(format!("{at}.{ENDING}")), "").expect("it can be written"))
    };
    let count = || fs::read_dir(world.cache()).expect("it is there").count();
    let used = count();
    leave(0, super::LEFT);
    fs::write(world.cache().join("foreign"), "").expect("it can be written");
    drop(world.load());
    assert_eq!(count(), used + super::LEFT + 1);
    leave(super::LEFT, super::LEFT + 1);
    drop(world.load());
    assert_eq!(count(), used + 1, "what is not ours stays");
    assert!(world.kept().is_some_and(|path: PathBuf| Path::new(&path).exists()));
}

#[test]
fn times_before_1970_are_borne() {
    let world = World::new(DECK);
    let file = Opened::options().append(true).open(world.deck()).expect("it can be opened");
    file.set_modified(SystemTime::UNIX_EPOCH - Duration::from_secs(9)).expect("it can be dated");
    for _ in 0..2 {
        assert_eq!(card(&world.load(), "a").title().get(Lang::En), "What?");
    }
}
