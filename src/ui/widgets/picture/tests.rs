//! Pictures of real instances, in every size.

use ndarray::Array2;
use proptest::prelude::*;
use ratatui::style::Color;

use super::*;
use crate::base::Lang;
use crate::engine::picture::{Chart, Grid, Histogram, Panel, Rectangle, Series, Table, Window};
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

#[test]
fn without_colours_there_are_none() {
    for op in ["nms", "softmax", "roc_auc", "focal_loss", "im2col", "hungarian"] {
        for picture in pictures(op, Level::Easy, 1) {
            for line in lines(&picture, 60, 20, &ASCII) {
                let styles = line.spans.iter().map(|span| line.style.patch(span.style));
                assert!(
                    styles
                        .into_iter()
                        .all(|style| style.fg.unwrap_or_default() == Color::Reset && style.bg.unwrap_or_default() == Color::Reset),
                    "{op}: {line:?}"
                );
            }
        }
    }
}

#[test]
fn where_numbers_find_no_room_shades_stand_for_them() {
    let wave = Array2::from_shape_fn((6, 24), |(i, j)| if i == j { f64::NAN } else { ((i + j) as f64 / 4.0).sin() / 3.0 });
    let picture = Picture::Heat(vec![Panel::of(crate::text!("attention", "注意力"), wave.view())]);
    insta::assert_snapshot!([200, 90, 56, 30, 20].map(|width| shown(&picture, width, &LOOKS)).join("\n"));
    insta::assert_snapshot!(shown(&picture, 56, &ASCII));
}

fn odd_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        -9.0..9.0_f64,
        Just(0.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(f64::MAX),
        Just(f64::MIN),
        Just(5e-324),
        Just(1e149),
        Just(1.0 + f64::EPSILON)
    ]
}

fn odd_matrix() -> impl Strategy<Value = Array2<f64>> {
    (0_usize..9, 0_usize..12).prop_flat_map(|(rows, columns)| {
        prop::collection::vec(odd_number(), rows * columns)
            .prop_map(move |numbers| Array2::from_shape_vec((rows, columns), numbers).unwrap())
    })
}

fn mark() -> impl Strategy<Value = Mark> {
    prop_oneof![Just(Mark::Plain), Just(Mark::Chosen), Just(Mark::Removed)]
}

fn odd_picture() -> impl Strategy<Value = Picture> {
    let title = || crate::text!("a long title of it", "一个较长的标题");
    let numbers = || prop::collection::vec(odd_number(), 0..40);
    let rectangle = ("[a-z0-9]{0,5}", prop::array::uniform4(odd_number()), mark());
    let rectangles = prop::collection::vec(rectangle, 0..9);
    let window = ("[0-9]{0,3}", 0_usize..12, 0_usize..12, 0_usize..12, (0_usize..12, mark()));
    prop_oneof![
        rectangles
            .prop_map(|all| { Picture::Boxes(all.into_iter().map(|(label, corners, mark)| Rectangle { label, corners, mark }).collect()) }),
        prop::collection::vec(odd_matrix(), 0..4)
            .prop_map(move |all| Picture::Heat(all.iter().map(|values| Panel::of(title(), values.view())).collect())),
        prop::collection::vec((numbers(), numbers(), any::<bool>()), 0..5).prop_map(move |all| {
            let series = all.into_iter().map(|(x, y, line)| Series { name: title(), points: x.into_iter().zip(y).collect(), line });
            Picture::Curves(Chart { x: title(), y: title(), series: series.collect() })
        }),
        (odd_number(), odd_number(), numbers(), numbers()).prop_map(move |(start, width, heights, predicted)| {
            Picture::Histogram(Histogram { title: title(), start, width, heights, predicted })
        }),
        (odd_matrix(), prop::collection::vec(window, 0..5)).prop_map(move |(values, all)| {
            let window = |(label, row, column, height, (width, mark))| Window { label, row, column, height, width, mark };
            Picture::Grid(Grid { title: title(), values, windows: all.into_iter().map(window).collect() })
        }),
        (odd_matrix(), prop::collection::vec((0_usize..12, 0_usize..12, mark()), 0..5)).prop_map(move |(values, marks)| Picture::Table(
            Table { title: title(), values, rows: vec![title()], columns: vec![title()], marks }
        )),
    ]
}

proptest! {
    #[test]
    fn no_picture_is_too_odd(picture in odd_picture(), width in 1_usize..90, height in 1_usize..40, fine in any::<bool>()) {
        let looks = if fine { Looks { lang: Lang::Zh, ..LOOKS } } else { ASCII };
        let drawn = lines(&picture, width, height, &looks);
        prop_assert!(drawn.len() <= height);
        prop_assert!(drawn.iter().all(|line| line.width() <= width));
        prop_assert!(usize::from(size(&picture, width, &looks).width) <= width);
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
