//! Before an interview begins: which, what it will contain, strict or for practice.

use crate::base::Problem;
use crate::base::words::plain as p;
use crate::base::words::sitting as s;
use crate::deck::Plan;
use crate::store::Store;
use crate::study::event::Id;
use crate::study::interview::sitting::Changes;
use crate::study::interview::state::Mode;
use crate::study::interview::{Now, Sitting, compose, preview};
use crate::text;
use crate::ui::plain::Stop;
use crate::ui::plain::desk::Desk;
use crate::ui::plain::lines::{Command, Said};
use crate::ui::screens::interview::{questions, show};
use crate::ui::shell::Clock;

/// What is chosen.
enum Chosen {
    Unfinished(Id),
    Plan(Plan),
}

/// Begins an interview by a plan or one that is chosen, or goes on with one.
pub fn begin(plan: Option<Plan>, desk: &mut Desk<'_>, store: &Store, clock: &Clock) -> Result<(Sitting, Changes), Stop> {
    desk.word(p::INTERVIEW)?;
    let chosen = match plan {
        Some(plan) => Chosen::Plan(plan),
        None => choose(desk)?,
    };
    match chosen {
        Chosen::Unfinished(sitting) => {
            let events = store.sitting(sitting)?;
            let mut sitting = Sitting::resume(&events, now(desk, clock))?;
            desk.word(p::GOES_ON)?;
            let changes = sitting.keep(now(desk, clock));
            Ok((sitting, changes))
        }
        Chosen::Plan(plan) => {
            let lang = desk.world.lang;
            let standing = desk.world.standing(clock.now());
            let preview = preview(&plan, &desk.world.library, &standing, Some(lang));
            desk.say("")?;
            desk.tell(&plan.title)?;
            if let Some(about) = &plan.about {
                desk.linear(about)?;
            }
            let (minutes, pass) = (preview.minutes, plan.pass);
            desk.tell(&text!("{minutes} min in all, pass line {pass} %.", "共 {minutes} 分钟，及格线 {pass}%。"))?;
            for section in &preview.sections {
                let (title, told) = (section.title.get(lang), questions(section.asked, section.minutes));
                let told = told.get(lang);
                desk.tell(&text!("{title}: {told}", "{title}：{told}"))?;
            }
            if !preview.is_enough() {
                desk.word(s::NOT_ENOUGH)?;
            }
            desk.word(s::IF_QUICK)?;
            desk.word(p::BEGIN)?;
            let mode = if line(desk)?.trim().eq_ignore_ascii_case("p") { Mode::Practice } else { Mode::Strict };
            let at = clock.now();
            let seed = desk.world.seed.unwrap_or_else(|| at.as_millisecond().unsigned_abs());
            let composed = compose(&plan, &desk.world.library, &desk.world.standing(at), Some(desk.world.lang), seed)?;
            let composed = composed.within(desk.world.settings.tolerance());
            Ok(Sitting::start(&composed, &desk.world.library, mode, now(desk, clock)))
        }
    }
}

fn now(desk: &Desk<'_>, clock: &Clock) -> Now {
    let at = clock.now();
    Now { at, day: desk.world.calendar.day(at), reading: clock.reading() }
}

/// Reads a line while nothing is at stake.
fn line(desk: &mut Desk<'_>) -> Result<String, Stop> {
    loop {
        match desk.lines.read()? {
            Said::Text(text) => return Ok(text),
            Said::End | Said::Command(Command::Quit, _) => return Err(Stop::End),
            Said::Unknown(problem) => desk.problem(&problem)?,
            Said::Command(Command::Help, _) => desk.help()?,
            Said::Command(..) => desk.word(p::NOT_YET)?,
        }
    }
}

/// Lists what is unfinished and the plans, and asks for one.
fn choose(desk: &mut Desk<'_>) -> Result<Chosen, Stop> {
    let mut entries = Vec::new();
    let unfinished = desk.world.interviews.unfinished.iter().map(|unfinished| {
        let left = show::countdown(unfinished.left);
        let told = text!("unfinished, {left} left", "未完成，剩余 {left}");
        let told = format!("{}, {}", desk.world.tell(&unfinished.title), desk.world.tell(&told));
        (told, Chosen::Unfinished(unfinished.sitting))
    });
    entries.extend(unfinished);
    let plans = desk.world.library.plans().map(|plan| {
        let minutes = plan.minutes;
        let told = text!("{minutes} min", "{minutes} 分钟");
        (format!("{}, {}", desk.world.tell(&plan.title), desk.world.tell(&told)), Chosen::Plan(plan.clone()))
    });
    entries.extend(plans);
    if entries.is_empty() {
        return Err(Problem::new(s::NO_PLAN).into());
    }
    for (number, (told, _)) in (1..).zip(&entries) {
        desk.lines.say(&format!("{number}. {told}"))?;
    }
    loop {
        desk.word(p::WHICH)?;
        let number = line(desk)?.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match number.filter(|at| *at < entries.len()) {
            Some(at) => return Ok(entries.swap_remove(at).1),
            None => desk.word(p::NOT_THAT)?,
        }
    }
}
