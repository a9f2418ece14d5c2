//! `sqrtd interview`: mock interviews on the screen or from a script, and what came of those that were sat.

use std::fs;
use std::io::{self, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Subcommand, ValueEnum};
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::{Globals, home};
use crate::base::nearest::nearest;
use crate::base::words::interview as w;
use crate::base::{Lang, Problem};
use crate::deck::{Kind, Plan, Topic};
use crate::engine::Level;
use crate::store::Store;
use crate::study::event::What as Happened;
use crate::study::interview::export::{self, Extent};
use crate::study::interview::report::percent;
use crate::study::interview::trend::compare;
use crate::study::interview::{Frozen, Now, Reading, Report, Wish, compose, script};
use crate::text;
use crate::ui::app::App;
use crate::ui::open::open;
use crate::ui::plain;
use crate::ui::screen::Screen;
use crate::ui::screens::interview::{Lobby, Ready, Source};
use crate::ui::shell::{self, Clock};
use crate::ui::world::World;

const EXAMPLES: &str = "\
Examples:
  sqrtd interview quick-screen
  sqrtd interview quick-screen --plain
  sqrtd interview list --plans
  sqrtd interview quick-screen --seed 7 --answers answers.jsonl
  sqrtd interview list
  sqrtd interview export 1 --format markdown";

/// Sit mock interviews against the clock, list plans, read reports
///
/// Alone it shows the plans, what is unfinished and earlier reports; with a plan or options what the interview will contain, before its clock starts.
/// A plan names the parts of an interview; its questions are drawn by --seed, weak topics before strong ones, what was asked lately last.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// The plan, by its id; without one the interview is composed from the options below
    #[arg(value_name = "PLAN")]
    plan: Option<String>,
    /// Sit it without the screen by these answers in JSON, one a line: {"card", "answer", "seconds", "sure": 1–4, "points": [true, …]}; a card without a line counts as unanswered
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    #[command(flatten)]
    wish: Wishes,
    /// Sit it line by line, for a screen reader or a pipe
    #[arg(long, conflicts_with = "answers")]
    plain: bool,
    /// Print the report as JSON
    #[arg(long, requires = "answers")]
    json: bool,
    /// Leave the history as it is
    #[arg(long, requires = "answers")]
    dry_run: bool,
}

/// What an interview without a plan is composed from.
#[derive(clap::Args)]
struct Wishes {
    /// How long an interview without a plan takes [default: 30]
    #[arg(long, value_name = "M", conflicts_with = "plan", value_parser = clap::value_parser!(u32).range(5..=180))]
    minutes: Option<u32>,
    /// Its topics or subjects, separated by commas [default: all]
    #[arg(long, value_name = "TOPICS", value_delimiter = ',', conflicts_with = "plan")]
    topics: Vec<String>,
    /// Its levels, separated by commas [default: all]
    #[arg(long, value_enum, value_delimiter = ',', conflicts_with = "plan")]
    level: Vec<Level>,
    /// Its kinds of cards, separated by commas, such as `open,exercise` [default: all]
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = read_kind, conflicts_with = "plan")]
    kinds: Vec<Kind>,
}

#[derive(Subcommand)]
enum What {
    /// List the interviews that were sat, or the plans
    List {
        /// List the plans: id, title, minutes
        #[arg(long)]
        plans: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show the report of an interview
    Show {
        /// Its number in `sqrtd interview list`
        number: usize,
        /// Print the whole report as JSON
        #[arg(long)]
        json: bool,
    },
    /// Write the report of an interview with every answer
    Export {
        /// Its number in `sqrtd interview list`
        number: usize,
        /// The format
        #[arg(long, value_enum, default_value_t = Format::Markdown)]
        format: Format,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// To be read.
    Markdown,
    /// For programs.
    Json,
}

fn read_kind(code: &str) -> Result<Kind, String> {
    Kind::from_code(code).ok_or_else(|| Kind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", "))
}

/// Runs the command.
///
/// # Errors
/// A plan or an interview that does not exist, answers or data that can't be read, a history that can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let clock = Clock::from_environment()?;
    let now = clock.now();
    let (mut world, mut store) = open(home::start(globals)?, now)?;
    match &args.what {
        Some(What::List { plans: true, json }) => list_plans(&world, *json, out)?,
        Some(What::List { plans: false, json }) => list(&world, &store, *json, out)?,
        Some(What::Show { number, json }) => {
            let format = if *json { Format::Json } else { Format::Markdown };
            print(&world, &store, &report(&store, *number)?, format, Extent::Figures, out)?;
        }
        Some(What::Export { number, format }) => print(&world, &store, &report(&store, *number)?, *format, Extent::Whole, out)?,
        None if args.answers.is_none() && (args.plain || world.settings.plain) => {
            let plan = if args.is_open() { None } else { Some(plan(args, &world)?) };
            plain::interview(plan, &mut world, &mut store, &clock, BufReader::new(io::stdin()), out)?;
        }
        None if args.answers.is_none() => {
            let screen = screen(args, &world, now)?;
            shell::run(App::new(world, screen), store, &clock)?;
        }
        None => {
            let report = sit(args, &world, &mut store, now)?;
            let format = if args.json { Format::Json } else { Format::Markdown };
            print(&world, &store, &report, format, Extent::Figures, out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl Args {
    /// Whether the choice of all is left to the learner.
    fn is_open(&self) -> bool {
        self.plan.is_none() && self.wish.are_none()
    }
}

/// The plan that is named, or made of the wishes.
fn plan(args: &Args, world: &World) -> Result<Plan, Problem> {
    match &args.plan {
        Some(id) => find(world, id).cloned(),
        None => Ok(args.wish.wish(world)?.plan(&world.library)),
    }
}

/// The screen before an interview: by a plan, by wishes, or the choice of all.
fn screen(args: &Args, world: &World, now: Timestamp) -> Result<Box<dyn Screen>, Problem> {
    let source = match &args.plan {
        Some(id) => Source::Plan(find(world, id)?.clone()),
        None if args.is_open() => return Ok(Box::new(Lobby::default())),
        None => Source::Wish(args.wish.wish(world)?),
    };
    Ok(Box::new(Ready::new(source, world, now)))
}

/// Sits an interview of which the answers are known.
fn sit(args: &Args, world: &World, store: &mut Store, now: Timestamp) -> anyhow::Result<Report> {
    let plan = plan(args, world)?;
    let path = args.answers.as_deref().context("name a file with --answers")?;
    let script = fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()))?;
    let replies = script::read(&script, &world.library)?;
    // Without a seed of the user's the moment is one.
    let seed = world.seed.unwrap_or_else(|| now.as_millisecond().unsigned_abs());
    let composed = compose(&plan, &world.library, &world.standing(now), None, seed)?.within(world.settings.tolerance());
    let start = Now { at: now, day: world.calendar.day(now), reading: Reading::default() };
    let (sitting, events) = script::run(&composed, &world.library, &replies, start)?;
    if !args.dry_run {
        store.append(&events)?;
    }
    sitting.report().cloned().context("the interview did not end")
}

impl Wishes {
    fn are_none(&self) -> bool {
        self.minutes.is_none() && self.topics.is_empty() && self.level.is_empty() && self.kinds.is_empty()
    }

    fn wish(&self, world: &World) -> Result<Wish, Problem> {
        for topic in &self.topics {
            known_topic(world, topic)?;
        }
        Ok(Wish {
            minutes: self.minutes.unwrap_or(30),
            topics: self.topics.iter().map(|topic| Topic::new(topic.as_str())).collect(),
            kinds: self.kinds.clone(),
            levels: self.level.clone(),
            ..Wish::default()
        })
    }
}

fn known_topic(world: &World, topic: &str) -> Result<(), Problem> {
    if world.library.cards().any(|card| card.topic.is_within(topic)) {
        return Ok(());
    }
    let problem = Problem::new(text!("no card is about `{topic}`", "没有关于 `{topic}` 的卡片"));
    let topics = world.library.cards().flat_map(|card| [card.topic.subject(), card.topic.as_str()]);
    Err(match nearest(topic, topics) {
        Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
        None => problem,
    })
}

fn find<'w>(world: &'w World, id: &str) -> Result<&'w Plan, Problem> {
    world.library.plan(id).ok_or_else(|| {
        let problem = Problem::new(text!("there is no plan `{id}`", "没有名为 `{id}` 的面试方案"));
        match nearest(id, world.library.plans().map(|plan| plan.id.as_str())) {
            Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
            None => problem.help(text!("`sqrtd interview list --plans` names them all", "`sqrtd interview list --plans` 列出全部方案")),
        }
    })
}

fn list_plans(world: &World, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    if json {
        let plans: Vec<Json> = world
            .library
            .plans()
            .map(|plan| {
                json!({ "id": plan.id, "title": plan.title, "about": plan.about, "minutes": plan.minutes, "pass": plan.pass, "sections": plan.sections.len() })
            })
            .collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&plans)?)?;
    } else {
        for plan in world.library.plans() {
            writeln!(out, "{:<28} {:>3} min  {}", plan.id, plan.minutes, world.tell(&plan.title))?;
        }
    }
    Ok(())
}

fn list(world: &World, store: &Store, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let reports = store.reports()?;
    let mut rows = Vec::new();
    for (at, event) in store.sittings()?.iter().enumerate() {
        let Happened::SittingStarted { sitting, frozen } = &event.what else { continue };
        let report = reports.iter().find(|report| report.sitting == *sitting);
        let frozen: Option<Frozen> = serde_json::from_value(frozen.clone()).ok();
        let (plan, title) = frozen.map_or_else(Default::default, |frozen| (frozen.plan, frozen.title));
        if json {
            rows.push(json!({
                "number": at + 1,
                "id": sitting,
                "plan": plan,
                "title": title,
                "started": event.at.to_string(),
                "finished": report.is_some(),
                "score": report.map(|report| report.score),
                "passed": report.map(|report| report.passed),
            }));
        } else {
            let when = event.at.to_zoned(world.calendar.zone().clone()).strftime("%Y-%m-%d %H:%M");
            let result = match report {
                Some(report) => {
                    let passed = if report.passed { w::PASSED } else { w::NOT_PASSED };
                    format!("{:>3} %  {}", percent(report.score), world.say(passed))
                }
                None => format!("  – %  {}", world.say(w::UNFINISHED)),
            };
            writeln!(out, "{:>3}  {when}  {result}  {}", at + 1, world.tell(&title))?;
        }
    }
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?;
    }
    Ok(())
}

/// The report of the interview of that number.
fn report(store: &Store, number: usize) -> Result<Report, Problem> {
    let sittings = store.sittings()?;
    let Some(event) = number.checked_sub(1).and_then(|at| sittings.get(at)) else {
        let count = sittings.len();
        return Err(Problem::new(text!("there is no interview {number}", "没有第 {number} 场面试"))
            .help(text!("there are {count}; `sqrtd interview list` shows them", "共有 {count} 场；用 `sqrtd interview list` 查看")));
    };
    let Happened::SittingStarted { sitting, .. } = &event.what else { return Err(Problem::new(w::UNFINISHED)) };
    store
        .reports()?
        .into_iter()
        .find(|report| report.sitting == *sitting)
        .ok_or_else(|| Problem::new(text!("interview {number} is not finished", "第 {number} 场面试尚未结束")))
}

fn print(world: &World, store: &Store, report: &Report, format: Format, extent: Extent, out: &mut dyn Write) -> anyhow::Result<()> {
    let lang: Lang = world.lang;
    match format {
        Format::Json => writeln!(out, "{}", export::json(report))?,
        Format::Markdown => {
            let comparison = compare(report, &store.reports()?);
            write!(out, "{}", export::markdown(report, Some(&comparison), extent, &world.library, lang))?;
        }
    }
    Ok(())
}
