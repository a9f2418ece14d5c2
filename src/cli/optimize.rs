//! `sqrtd optimize`: fitting the weights of FSRS to one's own history.

use std::io::{IsTerminal, Write};
use std::panic::resume_unwind;
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use jiff::tz::TimeZone;
use serde_json::json;

use super::card::moves_json;
use super::{Globals, NO};
use crate::base::{Lang, Problem, Text};
use crate::store::{Store, settings};
use crate::study::optimize::{Fit, FitProgress, fit};
use crate::study::{Day, Moves, Rating, Rules, Scheduler};
use crate::text;
use crate::ui::shell::Clock;

/// How often the progress bar moves.
const TICK: Duration = Duration::from_millis(200);
/// How wide the progress bar is.
const CELLS: usize = 30;

/// Fit the weights of FSRS to your own history, so that cards come back when you forget them, not when others do
///
/// The weights are fitted to the first four fifths of your answers and measured on the last fifth. If they predict it better, weights fitted to all answers
/// are written into the settings and all dates are worked out anew by them; how far they move is told, with --dry-run beforehand. It needs at least 400 answers given a day or more after
/// the one before. `weights` in the settings taken out, the published ones hold again.
///
/// The exit status is 1 if the weights until now predict as well.
#[derive(clap::Args)]
pub struct Args {
    /// Fit and measure, but change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print {"answers", "cards", "log_loss": {"before", "after"}, "weights", "moves": {"cards", "earlier", "later", "due": {"before", "after"}}, "written"}
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// Too few answers; settings or a history that can't be read or written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let dir = globals.data_dir()?;
    let (settings, _) = settings::load(&dir);
    let lang = globals.lang.or(settings.language).unwrap_or_else(|| globals.lang());
    let mut store = Store::open(&dir, Scheduler::new(settings.rules.clone())?)?;
    let histories = store.answers()?;
    let fit = fit_and_show(&histories, &settings.rules, lang)?;
    let written = fit.is_better() && !args.dry_run;
    let calendar = settings.calendar(TimeZone::system());
    let fitted = Scheduler::new(Rules { weights: Some(fit.weights.clone()), ..settings.rules.clone() })?;
    let moves = store.moves(&fitted, calendar.day(Clock::from_environment()?.now()), &calendar)?;
    if written {
        let settings = settings::change(&dir, "weights", Some(&fit.to_toml()))?;
        store.set_scheduler(Scheduler::new(settings.rules)?);
        store.rebuild()?;
    }
    if args.json {
        let Fit { weights, answers, before, after } = &fit;
        let losses = json!({ "before": before, "after": after });
        writeln!(
            out,
            "{}",
            json!({ "answers": answers, "cards": histories.len(), "log_loss": losses, "weights": weights, "moves": moves_json(&moves), "written": written })
        )?;
    } else {
        for line in report(&fit, &moves, args.dry_run) {
            writeln!(out, "{}", line.get(lang))?;
        }
    }
    Ok(if fit.is_better() { ExitCode::SUCCESS } else { ExitCode::from(NO) })
}

/// Fits on a thread of its own while a bar on standard error tells how far it is.
fn fit_and_show(histories: &[Vec<(Day, Rating)>], rules: &Rules, lang: Lang) -> Result<Fit, Problem> {
    let progress = FitProgress::default();
    let shown = std::io::stderr().is_terminal();
    let mut err = anstream::stderr();
    let fit = thread::scope(|scope| {
        let (done, ended) = mpsc::channel::<()>();
        let beside = progress.clone();
        let work = scope.spawn(move || {
            // Dropped at the end, also at a panic, which ends the waiting.
            let _done = done;
            fit(histories, rules, &beside)
        });
        while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            if shown {
                // A bar that nobody sees is no reason to stop.
                let _ = write!(err, "\r{}", bar(progress.share(), lang)).and_then(|()| err.flush());
            }
        }
        work.join().unwrap_or_else(|panic| resume_unwind(panic))
    });
    if shown {
        let _ = write!(err, "\r\u{1b}[K");
    }
    fit
}

fn bar(share: f32, lang: Lang) -> String {
    let full = (share * CELLS as f32) as usize;
    let (done, left) = ("#".repeat(full), "-".repeat(CELLS - full));
    text!("fitting [{done}{left}] {:3.0} %", "正在拟合 [{done}{left}] {:3.0}%", share * 100.0).get(lang).to_string()
}

fn report(fit: &Fit, moves: &Moves, dry_run: bool) -> Vec<Text> {
    let Fit { answers, before, after, .. } = fit;
    let end = match (fit.is_better(), dry_run) {
        (false, _) => text!("The weights until now predict as well: nothing was changed.", "现有权重的预测不差：未作任何改动。"),
        (true, true) => {
            text!("Fitted weights predict better; nothing was changed, as you asked.", "拟合后的权重预测更准；按您的要求，未作任何改动。")
        }
        (true, false) => text!(
            "Fitted weights predict better: they stand in the settings, and memory was worked out anew by them.",
            "拟合后的权重预测更准：已写入设置，并据此重新计算了记忆状态。"
        ),
    };
    let mut lines = vec![
        text!("{answers} answers after a day or more", "隔天或更久的作答共 {answers} 次"),
        text!(
            "log loss on the last fifth of them (lower is better): {before:.4} until now, {after:.4} fitted",
            "其中最后五分之一的对数损失（越低越好）：现有权重 {before:.4}，拟合后 {after:.4}"
        ),
        end,
    ];
    if fit.is_better() {
        let lead =
            if dry_run { text!("dates would move: ", "到期日将变动：") } else { text!("dates moved: ", "到期日已变动：") };
        lines.push(lead.then(&moves.told()));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_as_wide_at_the_beginning_as_at_the_end() {
        assert_eq!(bar(0.0, Lang::En), format!("fitting [{}]   0 %", "-".repeat(30)));
        assert_eq!(bar(0.5, Lang::Zh), format!("正在拟合 [{}{}]  50%", "#".repeat(15), "-".repeat(15)));
        assert_eq!(bar(1.0, Lang::En), format!("fitting [{}] 100 %", "#".repeat(30)));
    }
}
