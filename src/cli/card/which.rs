//! Cards as they are named on the command line: by key, or by what they match.

use jiff::Timestamp;

use super::read_filter;
use crate::base::Problem;
use crate::base::nearest::nearest;
use crate::deck::CardKey;
use crate::study::browse::Catalogue;
use crate::study::question::card_key;
use crate::text;
use crate::ui::world::World;

/// Why words name no cards.
pub enum Unknown {
    /// A key that no card has or had.
    Key(Problem),
    /// A filter that can't be read: the message for standard error.
    Filter(String),
}

/// The cards that these words name, each once: a word of the form `deck/card` is the key of one, all other words make up one filter.
///
/// # Errors
/// A key that no card has or had, a filter that can't be read.
pub fn which(words: &[String], world: &World, now: Timestamp) -> Result<Vec<CardKey>, Unknown> {
    let mut keys: Vec<CardKey> = Vec::new();
    let mut terms: Vec<&str> = Vec::new();
    for word in words {
        match as_key(word) {
            Some(key) => keys.push(known(key, world).map_err(Unknown::Key)?),
            None => terms.push(word),
        }
    }
    if !terms.is_empty() {
        let filter = read_filter(&terms.join(" "), world.lang).map_err(Unknown::Filter)?;
        let catalogue = Catalogue::new(&world.library);
        let found = catalogue.find(&world.library, &filter, &world.standing(now));
        let rows = found.iter().filter_map(|at| catalogue.row(*at));
        let matching = rows.filter_map(|row| Some(row.key(row.card(&world.library)?).into_owned()));
        let matching: Vec<CardKey> = matching.filter(|key| !keys.contains(key)).collect();
        keys.extend(matching);
    }
    Ok(keys)
}

/// The key that a word is; nothing if it is a term of a filter.
fn as_key(word: &str) -> Option<CardKey> {
    let is_term = word.contains(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '"' | '“' | '(' | '（'));
    if is_term { None } else { CardKey::parse(word) }
}

fn known(key: CardKey, world: &World) -> Result<CardKey, Problem> {
    let (card, reversed) = card_key(&key);
    let exists = world.library.card(&card).is_some_and(|card| !reversed || card.is_reversible());
    if exists || world.memories.contains_key(&key) {
        return Ok(key);
    }
    let problem = Problem::new(text!("there is no card `{key}`", "没有卡片 `{key}`"));
    let known = world.library.cards().map(|card| card.key.as_str());
    Err(match nearest(key.as_str(), known) {
        Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
        None => problem.help(text!("`sqrtd card list` lists them all", "`sqrtd card list` 列出全部卡片")),
    })
}
