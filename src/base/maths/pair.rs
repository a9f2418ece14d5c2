//! Which brackets and bars belong together.
//!
//! A pair becomes a fence, which grows with what is inside, whether or not its author wrote `\left` and `\right`. A bar opens or closes where there is an even
//! number of them side by side (`|x|`), and divides where it is alone (`p(x | y)`).

use super::DEEPEST;
use super::node::{Atom, Class, Node};

/// Finds the pairs of a row and of everything in it.
pub(super) fn pair(nodes: Vec<Node>) -> Vec<Node> {
    row(nodes, 0)
}

fn row(nodes: Vec<Node>, depth: usize) -> Vec<Node> {
    // What has been opened and not closed yet, with what stood before it.
    let mut open: Vec<(Atom, Vec<Node>)> = Vec::new();
    let mut current = Vec::new();
    for node in nodes {
        match role(&node) {
            Some(Class::Open) if depth + open.len() < DEEPEST => {
                if let Node::Atom(atom) = node {
                    open.push((atom, std::mem::take(&mut current)));
                }
            }
            Some(Class::Close) if !open.is_empty() => {
                if let Some((opening, before)) = open.pop() {
                    let body = bars(std::mem::replace(&mut current, before));
                    let node = children(node, depth + 1);
                    let close = sign(&node);
                    current.push(enclose(opening.text.chars().next(), close, body, node));
                }
            }
            Some(_) | None => {
                let depth = depth + open.len() + 1;
                current.push(children(node, depth));
            }
        }
    }
    // What nothing closes stands for itself.
    while let Some((atom, before)) = open.pop() {
        let inside = std::mem::replace(&mut current, before);
        current.push(Node::Atom(atom));
        current.extend(inside);
    }
    bars(current)
}

fn children(node: Node, depth: usize) -> Node {
    let boxed = |node: Box<Node>| Box::new(children(*node, depth + 1));
    match node {
        Node::Atom(_) | Node::Space(_) => node,
        Node::Row(nodes) => Node::Row(row(nodes, depth)),
        Node::Fraction { top, bottom, bar, small } => Node::Fraction { top: boxed(top), bottom: boxed(bottom), bar, small },
        Node::Root { body, index } => Node::Root { body: boxed(body), index: index.map(boxed) },
        Node::Script { base, sub, sup, place } => Node::Script { base: boxed(base), sub: sub.map(boxed), sup: sup.map(boxed), place },
        Node::Accent { base, accent } => Node::Accent { base: boxed(base), accent },
        Node::Fence { open, close, body } => Node::Fence { open, close, body: row(body, depth) },
        Node::Grid { layout, rows } => {
            let rows = rows.into_iter().map(|cells| cells.into_iter().map(|cell| children(cell, depth + 1)).collect()).collect();
            Node::Grid { layout, rows }
        }
    }
}

/// The bracket or bar that a node is, alone or with scripts.
fn role(node: &Node) -> Option<Class> {
    match node {
        Node::Atom(atom) => Some(atom.class),
        Node::Script { base, .. } => match base.as_ref() {
            // Nothing is opened by a bracket that bears scripts.
            Node::Atom(Atom { class: class @ (Class::Close | Class::Bar), .. }) => Some(*class),
            _ => None,
        },
        Node::Row(_)
        | Node::Space(_)
        | Node::Fraction { .. }
        | Node::Root { .. }
        | Node::Accent { .. }
        | Node::Fence { .. }
        | Node::Grid { .. } => None,
    }
}

fn sign(node: &Node) -> Option<char> {
    match node {
        Node::Atom(atom) => atom.text.chars().next(),
        Node::Script { base, .. } => sign(base),
        Node::Row(_)
        | Node::Space(_)
        | Node::Fraction { .. }
        | Node::Root { .. }
        | Node::Accent { .. }
        | Node::Fence { .. }
        | Node::Grid { .. } => None,
    }
}

/// A fence in place of its closing bracket; scripts of the bracket are then the fence's.
fn enclose(open: Option<char>, close: Option<char>, body: Vec<Node>, closing: Node) -> Node {
    let fence = Node::Fence { open, close, body };
    match closing {
        Node::Script { sub, sup, place, .. } => Node::Script { base: Box::new(fence), sub, sup, place },
        _ => fence,
    }
}

fn bars(nodes: Vec<Node>) -> Vec<Node> {
    ['‖', '|'].into_iter().fold(nodes, |nodes, bar| {
        let is_bar = |node: &Node| role(node) == Some(Class::Bar) && sign(node) == Some(bar);
        let count = nodes.iter().filter(|node| is_bar(node)).count();
        match count {
            0 => nodes,
            1 => nodes.into_iter().map(|node| if is_bar(&node) { divide(node) } else { node }).collect(),
            _ if count % 2 == 1 => nodes,
            _ => {
                let mut paired = Vec::new();
                let mut inside: Option<Vec<Node>> = None;
                for node in nodes {
                    match (inside.take(), is_bar(&node)) {
                        (None, false) => paired.push(node),
                        (None, true) if matches!(node, Node::Atom(_)) => inside = Some(Vec::new()),
                        (None, true) => paired.push(node),
                        (Some(mut body), false) => {
                            body.push(node);
                            inside = Some(body);
                        }
                        (Some(body), true) => paired.push(enclose(Some(bar), Some(bar), body, node)),
                    }
                }
                // A bar with scripts where one should open leaves the last one alone.
                if let Some(body) = inside {
                    paired.push(Node::Atom(Atom::new(Class::Plain, bar.to_string())));
                    paired.extend(body);
                }
                paired
            }
        }
    })
}

fn divide(node: Node) -> Node {
    match node {
        Node::Atom(atom) => Node::Atom(Atom { class: Class::Relation, ..atom }),
        other => other,
    }
}
