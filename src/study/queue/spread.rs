//! Parting cards of the same topic.

use std::collections::{BTreeSet, HashMap, VecDeque};

use crate::deck::Topic;

use super::Entry;

/// The same cards in an order as near as can be to the given one in which no topic comes twice in a row, as far as that can be helped; `last` is the topic before them.
#[must_use]
pub fn spread(entries: Vec<Entry>, last: Option<Topic>) -> Vec<Entry> {
    let mut topics: HashMap<Topic, usize> = HashMap::new();
    let mut waiting: Vec<VecDeque<(usize, Entry)>> = Vec::new();
    let mut left = entries.len();
    for (at, entry) in entries.into_iter().enumerate() {
        let topic = topics.get(&entry.topic).copied().unwrap_or_else(|| {
            topics.insert(entry.topic.clone(), waiting.len());
            waiting.push(VecDeque::new());
            waiting.len() - 1
        });
        waiting[topic].push_back((at, entry));
    }
    let head = |waiting: &VecDeque<(usize, Entry)>| waiting.front().map_or(usize::MAX, |(at, _)| *at);
    let mut first: BTreeSet<(usize, usize)> = waiting.iter().enumerate().map(|(topic, queue)| (head(queue), topic)).collect();
    let mut most: BTreeSet<(usize, usize)> = waiting.iter().enumerate().map(|(topic, queue)| (queue.len(), topic)).collect();
    let mut last = last.and_then(|last| topics.get(&last).copied());
    let mut spread = Vec::with_capacity(left);
    while left > 0 {
        // A topic with so many cards left that they only just fit in between must be taken now.
        let pressing = most.last().filter(|(count, topic)| 2 * count > left && Some(*topic) != last).map(|(_, topic)| *topic);
        let next = pressing
            .or_else(|| first.iter().map(|(_, topic)| *topic).find(|topic| Some(*topic) != last))
            .or_else(|| first.first().map(|(_, topic)| *topic));
        let Some(topic) = next else { break };
        let queue = &mut waiting[topic];
        first.remove(&(head(queue), topic));
        most.remove(&(queue.len(), topic));
        if let Some((_, entry)) = queue.pop_front() {
            spread.push(entry);
        }
        if !queue.is_empty() {
            first.insert((head(queue), topic));
            most.insert((queue.len(), topic));
        }
        last = Some(topic);
        left -= 1;
    }
    spread
}
