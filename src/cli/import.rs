//! `sqrtd import`: cards of other programs as decks of one's own.

mod sources;
mod write;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::base::{Lang, Problem, Text};
use crate::exchange::deck::{Outcome, write as write_deck};
use crate::text;
use crate::ui::shell::Clock;

use super::Globals;
use sources::{Made, Sources};
use write::Told;

/// Make decks of the cards of Anki, hashcards or repeater
///
/// Reads Anki's packages (.apkg, .colpkg), its notes as text (.txt, .tsv, .csv), what `hashcards export` writes (.json) and Markdown with Q:, A:, C:, T: and D: (.md). Of a folder all Markdown is read, a deck for each file, or for
/// each name that files give themselves, with the macros of its macros.tex written out. Pictures and sounds that the cards name are copied. The decks are written into the folder of
/// your own decks; from then on those files are yours to edit. Importing a later export with --replace keeps the history of the cards that are still there.
///
/// Each deck of an Anki package or an export of hashcards becomes a deck. All answers come with it (from Anki if it was exported with its scheduling), and cards are
/// due when they are there; cards that are suspended or flagged in Anki are here. What was imported before is not counted twice.
#[derive(clap::Args)]
pub struct Args {
    /// A file, or a folder with Markdown
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// Id of the deck [default: made of its name, or the file's]; that of several decks begins so
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// What the deck is called [default: what the file says, or its name]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Replace decks that were imported before
    #[arg(long)]
    replace: bool,
    /// Leave out what is known of the cards: they are new here
    #[arg(long)]
    no_history: bool,
    /// Let dates follow from the answers, by FSRS and the retention that you ask for, in place of keeping those that they have
    #[arg(long, conflicts_with = "no_history")]
    new_dates: bool,
}

/// Runs the command.
///
/// # Errors
/// A file that can't be read or has no cards, a deck that is there already, a folder that can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let now = Clock::from_environment()?.now();
    let Sources { decks, media, refused } = sources::read(args)?;
    let dir = globals.data_dir()?;
    let folder = dir.join("decks");
    let (mut made, mut empty): (Vec<(Outcome, Made)>, _) = (Vec::new(), None);
    for deck in decks {
        match write_deck(&deck.id, &deck.title, &deck.notes) {
            Ok(outcome) => made.push((outcome, deck)),
            // A collection may hold Markdown that is no cards.
            Err(problem) => empty = empty.or(Some(problem)),
        }
    }
    if made.is_empty() {
        return Err(empty.unwrap_or_else(|| no_card(&refused)).into());
    }
    let all = made.iter().flat_map(|(outcome, _)| &outcome.decks).map(|deck| write::path_of(&folder, &deck.id));
    if let Some(there) = all.into_iter().find(|path| path.exists()).filter(|_| !args.replace) {
        let there = there.display();
        return Err(Problem::new(text!("there is `{there}` already", "`{there}` 已存在"))
            .help(text!("name another deck with --id, or replace it with --replace", "请用 --id 另取名称，或用 --replace 替换"))
            .into());
    }
    write::decks(&made, &media, &folder)?;
    let lang = globals.lang();
    for (outcome, deck) in &made {
        report(outcome, deck, &folder, lang, out)?;
    }
    tell_refused(&refused, lang, out)?;
    if !args.no_history {
        let told = write::history(&made, !args.new_dates, &dir, now)?;
        tell_history(&told, lang, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Why a package has no card.
fn no_card(refused: &[(Problem, usize)]) -> Problem {
    let problem = Problem::new(text!("there is no card in it", "其中没有卡片"));
    match refused.first() {
        Some((why, _)) => problem.help(why.message.clone()),
        None => problem,
    }
}

fn report(outcome: &Outcome, made: &Made, folder: &Path, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut tell = |told: Text| writeln!(out, "{}", told.get(lang));
    for deck in &outcome.decks {
        let (cards, s) = (deck.cards.len(), if deck.cards.len() == 1 { "" } else { "s" });
        let path = write::path_of(folder, &deck.id);
        let path = path.display();
        tell(text!("{cards} card{s} in {path}", "{cards} 张卡片，写入 {path}"))?;
    }
    if outcome.repeated > 0 {
        let count = outcome.repeated;
        tell(text!("left out, as they stand there twice: {count}", "重复而略去：{count}"))?;
    }
    if !made.files.taken.is_empty() {
        let count = made.files.taken.len();
        tell(text!("pictures and sounds copied: {count}", "已复制图片与音频：{count}"))?;
    }
    if let Some(first) = made.files.missing.first() {
        let count = made.files.missing.len();
        tell(text!(
            "not found, or none that can be shown: {count} (the first is `{first}`)",
            "未找到或无法显示的文件：{count}（第一个是 `{first}`）"
        ))?;
    }
    tell_refused(&outcome.refused, lang, out)
}

/// Tells how many cards were left out, by the reason.
fn tell_refused(refused: &[(Problem, usize)], lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    for (problem, count) in refused {
        let why = problem.message.get(lang);
        writeln!(out, "{}", text!("left out: {count} ({why})", "略去：{count}（{why}）").get(lang))?;
    }
    Ok(())
}

/// Tells what came in of the history.
fn tell_history(told: &Told, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    let Told { answers, cards, suspended, moved } = *told;
    let [answers_s, cards_s] = [answers, cards].map(|count| if count == 1 { "" } else { "s" });
    if answers > 0 {
        let told = text!("history: {answers} answer{answers_s} of {cards} card{cards_s}", "学习记录：{cards} 张卡片的 {answers} 次作答");
        writeln!(out, "{}", told.get(lang))?;
    }
    if moved > 0 {
        let told = text!("history of cards imported before under other names: {moved}", "沿用先前以其他名称导入的学习记录：{moved} 张卡片");
        writeln!(out, "{}", told.get(lang))?;
    }
    if suspended > 0 {
        writeln!(out, "{}", text!("suspended: {suspended}", "已暂停：{suspended}").get(lang))?;
    }
    Ok(())
}
