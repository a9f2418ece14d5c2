//! Reading what is common to all cards.

use crate::base::Text;
use crate::deck::kinds::Kind;
use crate::deck::later::{Details, Later};
use crate::deck::model::{Card, CardKey, Illustration, Topic};
use crate::engine::Level;
use crate::text;

use super::node::Node;
use super::notes::Referent;
use super::read_id;

/// What is common to all cards and is known before a kind reads its own.
#[derive(Clone, Debug)]
pub struct CardHead {
    /// How hard the card is.
    pub level: Level,
}

/// Reads a card of a deck.
pub(super) fn read(node: Node<'_>, deck: &str) -> Option<Card> {
    let mut table = node.table()?;
    let id_node = table.need("id");
    let id = id_node.and_then(read_id);
    let repeated = match (id_node, &id) {
        (Some(node), Some(id)) => !node.declares(id),
        (_, _) => false,
    };
    let kind = table.need("kind");
    let topic = table.need("topic").and_then(read_topic);
    let level = table.need("level").and_then(read_level);
    let explanation = table.get("explanation").map(Node::text);
    let source = table.get("source").map(Node::text);
    let followups = table.get("followups").map(|node| node.each(0..=20, |node| read_followup(node, deck)));
    let tags = table.get("tags").map(|node| node.each(0..=20, read_tag));
    let siblings = table.get("siblings").map(read_id);
    let picture = table.get("picture").map(read_picture);
    let kind = match kind {
        Some(node) => {
            let codes: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
            node.one_of(&codes).and_then(Kind::from_code)
        }
        None => None,
    };
    let Some(kind) = kind else {
        table.abandon();
        return None;
    };
    let body = kind.read(&mut table, &CardHead { level: level.unwrap_or_default() });
    table.finish();
    if repeated {
        return None;
    }
    let body = body?;
    Some(Card {
        key: CardKey::new(deck, &id?),
        topic: topic?,
        level: level?,
        followups: followups.flatten().unwrap_or_default(),
        tags: tags.flatten().unwrap_or_default(),
        siblings: siblings.flatten().map(String::into_boxed_str),
        place: id_node?.place(),
        kind,
        reversible: body.is_reversible(),
        later: Later::known(Details { body, explanation: explanation.flatten(), source: source.flatten(), picture: picture.flatten() }),
    })
}

pub(super) fn read_level(node: Node<'_>) -> Option<Level> {
    node.one_of(&Level::ALL.map(Level::code)).and_then(Level::from_code)
}

fn read_topic(node: Node<'_>) -> Option<Topic> {
    let topic = node.string()?;
    if let Some((message, help)) = no_topic(&topic) {
        node.wrong(message, Some(help));
        return None;
    }
    let topic = Topic::new(topic);
    node.refers_to(Referent::TopicOfCard(topic.clone()));
    Some(topic)
}

/// Why a name can't be that of a topic, and how one is written; nothing if it can.
pub(super) fn no_topic(name: &str) -> Option<(Text, Text)> {
    if name.split('/').count() == 2 && name.split('/').all(is_word) {
        return None;
    }
    Some((
        text!("`{name}` can't be a topic", "`{name}` 不能用作主题"),
        text!(
            "write `subject/detail`, such as `detection/nms`, in a-z, 0-9 and `-`",
            "写作 `subject/detail`，例如 `detection/nms`，由 a-z、0-9 和 `-` 组成"
        ),
    ))
}

/// Whether a part of a topic is made of the characters that it may have.
pub(super) fn is_word(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'_')
}

fn read_followup(node: Node<'_>, deck: &str) -> Option<CardKey> {
    let id = node.string()?;
    let key = if id.contains('/') { CardKey::parse(&id) } else { Some(CardKey::new(deck, &id)) };
    match &key {
        Some(key) => node.refers_to(Referent::Card(key.clone())),
        None => node.wrong(
            text!("`{id}` names no card", "`{id}` 不是卡片名"),
            Some(text!("write the card's id, or `deck/card` for another deck", "写卡片的 id；其他卡组写 `deck/card`")),
        ),
    }
    key
}

fn read_tag(node: Node<'_>) -> Option<String> {
    let tag = node.string()?;
    if tag.len() > 64 || tag.contains(char::is_whitespace) {
        node.wrong(text!("a tag is one word", "标签是一个词，不含空白"), None);
        return None;
    }
    Some(tag)
}

fn read_picture(node: Node<'_>) -> Option<Illustration> {
    let mut table = node.table()?;
    let operation_node = table.need("operation");
    let operation = operation_node.and_then(Node::operation);
    let seed = table.get("seed").map(|node| node.whole_in(0, i64::MAX));
    table.finish();
    let operation = operation?;
    if operation.picture.is_none() {
        operation_node?.wrong(no_picture(operation.id), None);
        return None;
    }
    Some(Illustration { operation, seed: u64::try_from(seed.unwrap_or(Some(0))?).ok()? })
}

fn no_picture(id: &str) -> Text {
    text!("the engine draws no picture of `{id}`", "引擎没有 `{id}` 的图示")
}
