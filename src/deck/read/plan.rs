//! Reading an interview plan.

use crate::deck::kinds::Kind;
use crate::deck::model::Topic;
use crate::deck::plan::{Plan, Section};
use crate::text;

use super::card::{is_word, read_level};
use super::node::Node;
use super::notes::Referent;
use super::read_id;
use super::table::Table;

/// Reads `[interview]`.
pub(super) fn read_head(table: &mut Table<'_>) -> Option<Plan> {
    let id_node = table.need("id");
    let id = id_node.and_then(read_id);
    let title = table.need("title").and_then(Node::text);
    let about = table.get("about").map(Node::text);
    let minutes = table.need("minutes").and_then(|node| read_count(node, 1, 600));
    let pass = table.need("pass").and_then(|node| read_count(node, 0, 100));
    let programs = table.get("programs").map(Node::flag);
    Some(Plan {
        id: id?,
        title: title?,
        about: about.flatten(),
        minutes: minutes?,
        pass: pass?,
        programs: programs.unwrap_or(Some(false))?,
        sections: Vec::new(),
        place: id_node?.place(),
    })
}

/// Reads `[[section]]`.
pub(super) fn read_section(node: Node<'_>) -> Option<Section> {
    let mut table = node.table()?;
    let title = table.need("title").and_then(Node::text);
    let say = table.get("say").map(Node::text);
    let topics = table.get("topics").map(|node| node.each(1..=100, read_topic));
    let kinds = table.get("kinds").map(|node| {
        let codes: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        node.each(1..=Kind::ALL.len(), |node| node.one_of(&codes).and_then(Kind::from_code))
    });
    let levels = table.get("levels").map(|node| node.each(1..=3, read_level));
    let count = table.need("count").and_then(|node| read_count(node, 1, 100));
    let minutes = table.need("minutes").and_then(|node| read_count(node, 1, 600));
    let followups = table.get("followups").map(|node| read_count(node, 0, 5));
    table.finish();
    Some(Section {
        title: title?,
        say: say.flatten(),
        topics: topics.unwrap_or(Some(Vec::new()))?,
        kinds: kinds.unwrap_or(Some(Vec::new()))?,
        levels: levels.unwrap_or(Some(Vec::new()))?,
        count: count?,
        minutes: minutes?,
        followups: followups.unwrap_or(Some(0))?,
        place: node.place(),
    })
}

fn read_count(node: Node<'_>, low: i64, high: i64) -> Option<u32> {
    node.whole_in(low, high).and_then(|number| u32::try_from(number).ok())
}

fn read_topic(node: Node<'_>) -> Option<Topic> {
    let topic = node.string()?;
    if topic.split('/').count() > 2 || !topic.split('/').all(is_word) {
        node.wrong(
            text!("`{topic}` can't be a topic", "`{topic}` 不能用作主题"),
            Some(text!("write a subject, or `subject/detail`", "写 `subject` 或 `subject/detail`")),
        );
        return None;
    }
    let topic = Topic::new(topic);
    node.refers_to(Referent::TopicOfPlan(topic.clone()));
    Some(topic)
}
