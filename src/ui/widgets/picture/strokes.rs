//! Rectangles of lines that join where they cross, with labels in their edges.

use ratatui::style::Style;

use crate::engine::picture::Mark;
use crate::ui::chrome;
use crate::ui::world::Looks;

use super::{Sheet, style};

/// Every joint by the weights (none, light, heavy) of its arms: up, right, down, left, in base three. Unicode, U+2500 to U+257F.
const JOINTS: &str = " ╴╸╷┐┑╻┒┓╶─╾┌┬┭┎┰┱╺╼━┍┮┯┏┲┳╵┘┙│┤┥╽┧┪└┴┵├┼┽┟╁╅┕┶┷┝┾┿┢╆╈╹┚┛╿┦┩┃┨┫┖┸┹┞╀╃┠╂╉┗┺┻┡╄╇┣╊╋";

const UP: usize = 0;
const RIGHT: usize = 1;
const DOWN: usize = 2;
const LEFT: usize = 3;

/// What a label costs that hides another one.
const HIDES: usize = 1000;

#[derive(Clone, Copy, Default)]
struct Joint {
    arms: [u8; 4],
    mark: Option<Mark>,
    label: bool,
}

/// A rectangle in cells, its corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The first column.
    pub left: usize,
    /// The first row.
    pub top: usize,
    /// The last column.
    pub right: usize,
    /// The last row.
    pub bottom: usize,
}

/// A sheet on which lines join.
pub struct Strokes {
    width: usize,
    height: usize,
    joints: Vec<Joint>,
    labels: Vec<(usize, usize, String, Style)>,
}

impl Strokes {
    /// An empty sheet.
    pub fn new(width: usize, height: usize) -> Strokes {
        Strokes { width, height, joints: vec![Joint::default(); width * height], labels: Vec::new() }
    }

    fn joint(&mut self, x: usize, y: usize) -> Option<&mut Joint> {
        if x < self.width && y < self.height { self.joints.get_mut(y * self.width + x) } else { None }
    }

    fn arm(&mut self, x: usize, y: usize, arm: usize, mark: Mark) {
        let weight = match mark {
            Mark::Chosen => 2,
            Mark::Plain | Mark::Removed => 1,
        };
        if let Some(joint) = self.joint(x, y) {
            joint.arms[arm] = joint.arms[arm].max(weight);
            joint.mark = Some(match (joint.mark, mark) {
                (None, mark) => mark,
                (Some(Mark::Chosen), _) | (_, Mark::Chosen) => Mark::Chosen,
                (Some(Mark::Plain), _) | (_, Mark::Plain) => Mark::Plain,
                (Some(Mark::Removed), Mark::Removed) => Mark::Removed,
            });
        }
    }

    /// Draws the sides of a rectangle, open above and below.
    pub fn sides(&mut self, frame: Frame, mark: Mark) {
        for x in [frame.left, frame.right] {
            for y in frame.top..=frame.bottom {
                self.arm(x, y, UP, mark);
                self.arm(x, y, DOWN, mark);
            }
        }
    }

    /// Draws a rectangle; one without width or height becomes a line, one without both leaves nothing.
    pub fn frame(&mut self, frame: Frame, mark: Mark) {
        for y in [frame.top, frame.bottom] {
            for x in frame.left..frame.right {
                self.arm(x, y, RIGHT, mark);
                self.arm(x + 1, y, LEFT, mark);
            }
        }
        for x in [frame.left, frame.right] {
            for y in frame.top..frame.bottom {
                self.arm(x, y, DOWN, mark);
                self.arm(x, y + 1, UP, mark);
            }
        }
    }

    /// Writes a text at a cell, over the lines.
    pub fn write(&mut self, x: usize, y: usize, text: &str, style: Style) {
        for at in 0..chrome::width(text) {
            if let Some(joint) = self.joint(x + at, y) {
                joint.label = true;
            }
        }
        self.labels.push((x, y, text.to_string(), style));
    }

    /// Writes a label at a frame where it hides least: in its edges, from the upper left corner on, else inside or beside it.
    pub fn label(&mut self, frame: Frame, text: &str, style: Style) {
        let wide = chrome::width(text);
        let mut places: Vec<(usize, usize)> = Vec::new();
        if frame.right > frame.left + wide {
            for y in [frame.top, frame.bottom] {
                places.extend((frame.left + 1..=frame.right - wide).map(|x| (x, y)));
            }
            for y in frame.top + 1..frame.bottom {
                places.extend((frame.left + 1..=frame.right - wide).map(|x| (x, y)));
            }
        }
        for y in frame.top..=frame.bottom {
            places.push((frame.right + 1, y));
            places.extend(frame.left.checked_sub(wide).map(|x| (x, y)));
        }
        places.extend((frame.left..=frame.right).map(|x| (x, frame.bottom + 1)));
        places.extend(frame.top.checked_sub(1).map(|y| (frame.left, y)));
        places.push((frame.left, frame.top));
        let cost = |&(x, y): &(usize, usize)| self.cost(x, y, wide, frame);
        let best = places.iter().filter(|(x, y)| x + wide <= self.width && *y < self.height).min_by_key(|place| cost(place));
        if let Some(&(x, y)) = best {
            self.write(x, y, text, style);
        }
    }

    /// What a label hides at a place.
    fn cost(&self, x: usize, y: usize, wide: usize, frame: Frame) -> usize {
        let joint = |x: usize| self.joints.get(y * self.width + x).filter(|_| x < self.width).copied().unwrap_or_default();
        let hidden: usize = (x..x + wide)
            .map(joint)
            .map(|joint| match (joint.label, joint.arms) {
                (true, _) => HIDES,
                (false, [0, _, 0, _]) => 0,
                (false, _) => 10,
            })
            .sum();
        // Two labels without a cell between them read as one.
        let beside = [x.checked_sub(1), Some(x + wide)].into_iter().flatten().filter(|x| joint(*x).label).count() * HIDES / 2;
        let edge = (y == frame.top || y == frame.bottom) && x > frame.left && x + wide <= frame.right;
        let inside = y > frame.top && y < frame.bottom && x > frame.left && x + wide <= frame.right;
        let lines = if edge { 0 } else { (x..x + wide).filter(|x| joint(*x).arms != [0; 4]).count() * 5 };
        hidden
            + beside
            + lines
            + if edge {
                0
            } else if inside {
                8
            } else {
                12
            }
    }

    /// The sheet with everything on it.
    pub fn sheet(&self, looks: &Looks) -> Sheet {
        let mut sheet = Sheet::new(self.width, self.height);
        for (at, joint) in self.joints.iter().enumerate() {
            if let Some(mark) = joint.mark {
                sheet.write(
                    at % self.width,
                    at / self.width,
                    &glyph(*joint, mark, looks.symbols.fine).to_string(),
                    style(mark, &looks.theme),
                );
            }
        }
        for (x, y, text, style) in &self.labels {
            sheet.write(*x, *y, text, *style);
        }
        sheet
    }
}

fn glyph(joint: Joint, mark: Mark, fine: bool) -> char {
    let [up, right, down, left] = joint.arms;
    let (level, upright) = (up + down == 0, right + left == 0);
    match (mark, fine) {
        (Mark::Removed, true) if level => '┄',
        (Mark::Removed, true) if upright => '┆',
        (Mark::Removed, false) if level => '.',
        (Mark::Removed, false) if upright => ':',
        (Mark::Chosen, false) => '#',
        (Mark::Plain, false) if level => '-',
        (Mark::Plain, false) if upright => '|',
        (Mark::Plain | Mark::Removed, false) => '+',
        (Mark::Plain | Mark::Chosen | Mark::Removed, true) => {
            let index = joint.arms.iter().fold(0, |index, arm| index * 3 + usize::from(*arm));
            JOINTS.chars().nth(index).unwrap_or(' ')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_joint_has_its_sign() {
        assert_eq!(JOINTS.chars().count(), 81);
        let sign = |arms| glyph(Joint { arms, mark: None, label: false }, Mark::Plain, true);
        assert_eq!([sign([1, 1, 1, 1]), sign([0, 2, 2, 0]), sign([1, 2, 1, 2]), sign([2, 0, 2, 1])], ['┼', '┏', '┿', '┨']);
    }
}
