//! `sqrtd study`: what is due and new, without the home screen.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::civil::Date;

use super::card::read_filter;
use super::{FAILED, Globals, home};
use crate::base::Problem;
use crate::base::nearest::nearest;
use crate::deck::Library;
use crate::store::Store;
use crate::study::home::tallies;
use crate::study::{Day, MistakeKey, Session};
use crate::text;
use crate::ui::app::App;
use crate::ui::open::open;
use crate::ui::plain;
use crate::ui::screens::study::{By, Choice, Study, drill_session, session};
use crate::ui::shell::{self, Clock};
use crate::ui::world::World;

/// Study what is due and new, in all decks or in some
#[derive(clap::Args)]
pub struct Args {
    /// Decks to study, by their ids (see `sqrtd deck list`) [default: all]
    #[arg(value_name = "DECK")]
    decks: Vec<String>,
    /// Study only what matches, such as 'topic:attention -is:leech' or 'rated:7:again' (see `sqrtd card list --help`)
    #[arg(long, value_name = "FILTER")]
    filter: Option<String>,
    /// Drill the mistakes you make, or the one with this id, on fresh numbers; memory learns nothing from it
    #[arg(long, value_name = "ID", num_args = 0..=1, require_equals = true, conflicts_with_all = ["decks", "filter", "new", "limit", "minutes", "practice"])]
    mistakes: Option<Option<String>>,
    /// New cards to learn today, in place of the setting
    #[arg(long, value_name = "N")]
    new: Option<u32>,
    /// Cards to ask at most
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// Minutes after which no new question is asked
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    minutes: Option<u32>,
    /// Ask any cards, due or not; memory learns nothing from it
    #[arg(long, visible_alias = "cram")]
    practice: bool,
    /// Ask also what is due within so many days, before its turn; the answers count
    #[arg(long, value_name = "DAYS", conflicts_with_all = ["practice", "by", "mistakes"])]
    ahead: Option<u32>,
    /// Study line by line, without screens: for screen readers, and for scripts in a pipe
    #[arg(long)]
    plain: bool,
    /// Study today's share of what it takes to know everything by a date such as 2026-12-01: the decks named, else what the interview may ask that you prepare
    /// for, else all. The answers don't count: no card comes earlier or later for them
    #[arg(long, value_name = "DATE", conflicts_with_all = ["practice", "new"])]
    by: Option<Date>,
    /// Let the answers of --by count: cards come back by them, as in any session
    #[arg(long, requires = "by")]
    count: bool,
}

/// Starts a session.
///
/// # Errors
/// A deck that does not exist, a mistake that was never made; a terminal or data that can't be used.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let clock = Clock::from_environment()?;
    let now = clock.now();
    let (world, store) = open(home::start(globals)?, now)?;
    if let Some(id) = &args.mistakes {
        let mistakes = made(&world, now, id.as_deref())?;
        let drill = drill_session(&mistakes, &world, now)
            .ok_or_else(|| Problem::new(text!("no card can show this mistake any more", "已没有卡片能够练习此项错误")))?;
        return hold(drill, args.plain, world, store, &clock, out);
    }
    let filter = match args.filter.as_deref().map(|filter| read_filter(filter, world.lang)).transpose() {
        Ok(filter) => filter,
        Err(told) => {
            writeln!(anstream::stderr(), "{told}")?;
            return Ok(ExitCode::from(FAILED));
        }
    };
    for deck in &args.decks {
        known(&world.library, deck)?;
    }
    if let Some(date) = args.by.filter(|date| Day::of(*date) < world.calendar.day(now)) {
        return Err(Problem::new(text!("{date} is over", "{date} 已经过去"))
            .help(text!("give today's date or a later one", "请给出今天或以后的日期"))
            .into());
    }
    let choice = Choice {
        decks: args.decks.clone(),
        filter,
        practice: args.practice,
        new: args.new,
        limit: args.limit,
        minutes: args.minutes,
        ahead: args.ahead.unwrap_or(0),
        ..Choice::default()
    };
    let choice = match args.by {
        Some(date) => choice.by(By { date, counts: args.count }, &world),
        None => choice,
    };
    hold(session(&choice, &world, now), args.plain, world, store, &clock, out)
}

/// Holds a session on the screen, or line by line where that is wished.
fn hold(
    session: Session,
    is_plain: bool,
    mut world: World,
    mut store: Store,
    clock: &Clock,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    if is_plain || world.settings.plain {
        // A script asks for a session, not for questions about its owner.
        if home::is_first_run(&world) && io::stdin().is_terminal() {
            plain::welcome(&mut world, &mut store, clock, &mut io::stdin().lock(), out)?;
        }
        plain::run(session, &mut world, &mut store, clock, &mut io::stdin().lock(), out)?;
    } else {
        let study = Box::new(Study::new(session, &world, clock.now()));
        shell::run(App::new(world, study), store, clock)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn known(library: &Library, id: &str) -> Result<(), Problem> {
    if library.deck(id).is_some() {
        return Ok(());
    }
    let problem = Problem::new(text!("there is no deck `{id}`", "没有名为 `{id}` 的卡组"));
    Err(match nearest(id, library.decks().map(|deck| deck.id.as_str())) {
        Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
        None => problem.help(text!("`sqrtd deck list` names them all", "`sqrtd deck list` 列出全部卡组")),
    })
}

/// The mistakes that were made, those of late first; or those of this id.
fn made(world: &World, now: Timestamp, id: Option<&str>) -> Result<Vec<MistakeKey>, Problem> {
    let made: Vec<MistakeKey> = tallies(&world.mistakes, world.calendar.day(now)).into_iter().map(|tally| tally.key).collect();
    if made.is_empty() {
        return Err(Problem::new(text!("no mistake has been recognised yet", "尚未识别出错误"))
            .help(text!("do some exercises first: `sqrtd study`", "请先做一些练习：`sqrtd study`")));
    }
    let Some(id) = id else { return Ok(made) };
    let known: Vec<MistakeKey> = made.iter().filter(|mistake| mistake.id == id).cloned().collect();
    if !known.is_empty() {
        return Ok(known);
    }
    let problem = Problem::new(text!("you have not made a mistake `{id}`", "您没有犯过 `{id}` 这项错误"));
    let list = made.iter().map(|mistake| mistake.id.as_str()).collect::<Vec<_>>().join(", ");
    Err(match nearest(id, made.iter().map(|mistake| mistake.id.as_str())) {
        Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
        None => problem.help(text!("you made: {list}", "您犯过：{list}")),
    })
}
