//! Pictures of real instances, in every size.

use super::*;
use crate::base::Lang;
use crate::engine::picture::Histogram;
use crate::engine::{Instance, Level, Wish, generate, ops};
use crate::ui::symbols::Symbols;
use crate::ui::theme::Theme;

const LOOKS: Looks = Looks { lang: Lang::En, theme: Theme::SIXTEEN, symbols: Symbols::UNICODE };
const ASCII: Looks = Looks { lang: Lang::En, theme: Theme::PLAIN, symbols: Symbols::ASCII };

fn instance(op: &str, level: Level, seed: u64) -> Instance {
    let op = ops::find(op).unwrap();
    generate(op, &Wish { seed, level, ..Wish::default() }).unwrap()
}

fn pictures(op: &str, level: Level, seed: u64) -> [Picture; 2] {
    let instance = instance(op, level, seed);
    let draw = instance.op.picture.unwrap();
    let solution = instance.op.outputs(&instance.input).unwrap();
    [draw(&instance.input, None), draw(&instance.input, Some(&solution))]
}

fn shown(picture: &Picture, width: usize, looks: &Looks) -> String {
    let size = size(picture, width, looks);
    let lines = lines(picture, usize::from(size.width), usize::from(size.height), looks);
    lines.iter().map(|line| format!("{}\n", line.to_string().trim_end())).collect()
}

/// The picture of an instance and of its solution, in three widths, with and without Unicode.
fn sheet(op: &str, level: Level, seed: u64) -> String {
    let [asked, solved] = pictures(op, level, seed);
    let mut sheet = String::new();
    for width in [30, 56, 100] {
        sheet.push_str(&format!("== {width}\n{}\n{}\n", shown(&asked, width, &LOOKS), shown(&solved, width, &LOOKS)));
        sheet.push_str(&format!("== {width}, ASCII\n{}\n", shown(&solved, width, &ASCII)));
    }
    sheet
}

#[test]
fn boxes_overlap_and_the_kept_are_bold() {
    insta::assert_snapshot!(sheet("nms", Level::Easy, 7));
    insta::assert_snapshot!(sheet("nms", Level::Hard, 3));
    insta::assert_snapshot!(sheet("fcos_target", Level::Medium, 1));
}

#[test]
fn matrices_show_their_numbers() {
    insta::assert_snapshot!(sheet("scaled_dot_product_attention", Level::Medium, 1));
    insta::assert_snapshot!(sheet("batch_norm", Level::Easy, 1));
    insta::assert_snapshot!(sheet("conv2d", Level::Medium, 1));
    insta::assert_snapshot!(sheet("kl_divergence", Level::Easy, 1));
}

#[test]
fn curves_have_axes_and_a_legend() {
    insta::assert_snapshot!(sheet("roc_auc", Level::Medium, 1));
    insta::assert_snapshot!(sheet("focal_loss", Level::Easy, 1));
    insta::assert_snapshot!(sheet("positional_encoding", Level::Easy, 1));
}

#[test]
fn grids_show_their_windows() {
    insta::assert_snapshot!(sheet("im2col", Level::Medium, 1));
    insta::assert_snapshot!(sheet("bilinear_sample", Level::Easy, 1));
    insta::assert_snapshot!(sheet("receptive_field", Level::Easy, 1));
}

#[test]
fn tables_mark_their_cells() {
    insta::assert_snapshot!(sheet("hungarian", Level::Medium, 1));
    insta::assert_snapshot!(sheet("binary_metrics", Level::Easy, 1));
}

#[test]
fn bars_stand_under_what_is_predicted() {
    let heights: Vec<f64> = [1, 4, 9, 15, 18, 14, 10, 3, 2].map(f64::from).to_vec();
    let predicted: Vec<f64> = (0..9).map(|i| 18.0 * (-f64::from(i - 4).powi(2) / 6.0).exp()).collect();
    let title = crate::text!("q·k of 76 pairs", "76 对 q·k 的分布");
    let picture = Picture::Histogram(Histogram { title, start: -4.5, width: 1.0, heights, predicted });
    let sheets = [30, 56, 100].map(|width| format!("{}\n{}", shown(&picture, width, &LOOKS), shown(&picture, width, &ASCII)));
    insta::assert_snapshot!(sheets.join("\n"));
}

#[test]
fn chinese_names_stand_in_their_columns() {
    let zh = Looks { lang: Lang::Zh, ..LOOKS };
    let all = ["binary_metrics", "roc_auc", "nms", "batch_norm"].map(|op| shown(&pictures(op, Level::Easy, 2)[1], 56, &zh));
    insta::assert_snapshot!(all.join("\n"));
}

/// A coloured cell says nothing that a sign does not: without styles, kept and removed boxes still differ.
#[test]
fn nothing_is_said_by_colour_alone() {
    for looks in [&LOOKS, &ASCII] {
        let [asked, solved] = pictures("nms", Level::Easy, 7);
        let (asked, solved) = (shown(&asked, 56, looks), shown(&solved, 56, looks));
        assert_ne!(asked, solved);
        assert!(solved.contains(&format!("0{}", looks.symbols.right)) && solved.contains(looks.symbols.wrong), "{solved}");
    }
}

/// Every operation, level and seed in every size: nothing outside, never more lines than asked for.
#[test]
fn every_picture_keeps_within_its_size() {
    let sizes = [(20, 8), (30, 10), (34, 20), (56, 12), (60, 20), (100, 30), (140, 45)];
    let mut drawn = 0;
    for op in ops::ALL.iter().filter(|op| op.picture.is_some()) {
        for level in Level::ALL {
            for seed in 0..20 {
                for picture in pictures(op.id, level, seed) {
                    for (at, (width, height)) in sizes.into_iter().enumerate() {
                        let looks = Looks { lang: Lang::ALL[at % 2], ..[LOOKS, ASCII][seed as usize % 2] };
                        let lines = lines(&picture, width, height, &looks);
                        assert!(
                            !lines.is_empty() && lines.len() <= height,
                            "{} {level:?} {seed}: {} lines of {height}",
                            op.id,
                            lines.len()
                        );
                        for line in &lines {
                            assert!(line.width() <= width, "{} {level:?} {seed} at {width}×{height}: {line}", op.id);
                            let drawn = line.to_string().chars().any(|sign| ('\u{2500}'..'\u{2900}').contains(&sign));
                            assert!(looks.symbols.fine || !drawn, "{} {level:?} {seed}: {line}", op.id);
                        }
                        let size = size(&picture, width, &looks);
                        assert!(usize::from(size.width) <= width && size.height > 0, "{} {size:?}", op.id);
                        drawn += 1;
                    }
                }
            }
        }
    }
    assert!(drawn > 20_000, "{drawn}");
}
