//! Solving an exercise with one's own program: the editor, then the verdict on many cases. One that passes all is brought back as the answer.
//!
//! What came of each run is handed on at once: in an interview it stands when the time is over, else the mistake that is named is counted; the card is rated by
//! the program that passes. In a strict interview it is not shown.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use ratatui::text::{Line, Span};

use crate::base::problem::printable;
use crate::base::{Problem, Words, words::solve as w};
use crate::engine::judge::Given;
use crate::engine::{Instance, json};
use crate::program::language::{self, languages};
use crate::program::{Failure, Report, Stop, cases, judge, solution};
use crate::study::interview::Judged;
use crate::study::interview::judged::Program;
use crate::study::interview::state::Mode;
use crate::study::{Answer, Id};
use crate::text;
use crate::ui::keys::{self, ENTER, ESC, Hint, Key, Row, alt, key, row};
use crate::ui::screen::{Brought, Context, Effect, Flow, Job, Message, Screen};
use crate::ui::widgets::page::Page;
use crate::ui::widgets::reader::{self, Reader};
use crate::ui::widgets::values;
use crate::ui::world::World;

/// How many lines of what was printed are shown.
const LINES: usize = 12;

/// What a key of the screen does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Close,
    Edit,
    Judge,
    Give,
}

/// While something is under way.
const BUSY: &[Row<Act>] = &[row(&[(ESC, Act::Close)], w::CANCEL)];
/// Once there is a verdict, or something went wrong.
const SHOWN: &[Row<Act>] = &[
    row(&[(ENTER, Act::Edit), (key('e'), Act::Edit), (alt('p'), Act::Edit)], w::EDIT_AGAIN),
    row(&[(key('r'), Act::Judge)], w::JUDGE_AGAIN),
    row(&[(ESC, Act::Close), (key('q'), Act::Close)], w::TO_EXERCISE),
];

/// The same where the verdict comes later.
const RAN: &[Row<Act>] = &[
    row(&[(ENTER, Act::Give)], w::GIVE).about(w::GIVE_ABOUT),
    row(&[(key('e'), Act::Edit), (alt('p'), Act::Edit)], w::EDIT_AGAIN),
    row(&[(key('r'), Act::Judge)], w::JUDGE_AGAIN),
    row(&[(ESC, Act::Close), (key('q'), Act::Close)], w::TO_EXERCISE),
];

/// What the settings call this screen.
pub const NAME: &str = "program";

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(BUSY), read(SHOWN), read(RAN)]
}

/// These keys beside a page; those that close one that is only read have another meaning here.
fn read(table: &[Row<Act>]) -> Vec<Hint> {
    [keys::hints(table), keys::hints(&reader::KEYS[1..])].concat()
}

/// What is under way.
enum Phase {
    /// The file is written, if there is none, and the editor has the terminal.
    Opening,
    /// The program runs.
    Judging,
    /// What came of it: its text, and the report.
    Judged(String, Box<Report>),
    /// What could not be done.
    Refused(Problem),
}

/// The screen of a program for an exercise.
pub struct Solve {
    instance: Instance,
    /// Where the file of the solution lies.
    folder: PathBuf,
    /// How the interview is held in which it is asked, if one is under way.
    interview: Option<Mode>,
    phase: Phase,
    /// The job under way.
    job: u64,
    stop: Stop,
    /// The solution, once it is known where it lies.
    file: Option<PathBuf>,
    /// How many programs answered and were wrong.
    wrong: u32,
    reader: Reader,
}

impl Solve {
    /// Begins with the file of the solution.
    #[must_use]
    pub fn new(instance: Instance, context: &mut Context<'_>) -> Solve {
        let folder = solution::folder(&context.world.data_dir);
        Solve::begin(instance, folder, None, context)
    }

    /// The same in an interview, in which nothing is begun with what was written before.
    #[must_use]
    pub fn in_interview(instance: Instance, sitting: Id, mode: Mode, context: &mut Context<'_>) -> Solve {
        let folder = solution::folder(&context.world.data_dir).join(sitting.to_string());
        Solve::begin(instance, folder, Some(mode), context)
    }

    fn begin(instance: Instance, folder: PathBuf, interview: Option<Mode>, context: &mut Context<'_>) -> Solve {
        let mut solve = Solve {
            instance,
            folder,
            interview,
            phase: Phase::Opening,
            job: 0,
            stop: Stop::default(),
            file: None,
            wrong: 0,
            reader: Reader::default(),
        };
        solve.open(context);
        solve
    }

    /// Has the file written, if there is none, and then the editor opened.
    fn open(&mut self, context: &mut Context<'_>) {
        self.phase = Phase::Opening;
        let (data_dir, folder) = (context.world.data_dir.clone(), self.folder.clone());
        let (op, lang) = (self.instance.op, context.world.lang);
        self.start(context, move || {
            let (languages, _) = languages(&data_dir);
            let chosen = solution::choose(&solution::folder(&data_dir), op, &languages);
            let begun = chosen.and_then(|language| solution::begin(&folder, op, language, lang));
            Message::Solution(begun)
        });
    }

    /// Has the program judged, on the numbers of the card first.
    fn judge(&mut self, context: &mut Context<'_>) {
        let Some(file) = self.file.clone() else { return self.open(context) };
        self.phase = Phase::Judging;
        self.reader = Reader::default();
        self.stop = Stop::default();
        let (data_dir, instance, stop) = (context.world.data_dir.clone(), self.instance.clone(), self.stop.clone());
        self.start(context, move || Message::Judged(run(&data_dir, &file, &instance, &stop)));
    }

    fn start(&mut self, context: &mut Context<'_>, work: impl FnOnce() -> Message + Send + 'static) {
        let job = Job::new(work);
        self.job = job.number;
        context.effects.push(Effect::Start(job));
    }

    fn keys(&self) -> &'static [Row<Act>] {
        match &self.phase {
            Phase::Opening | Phase::Judging => BUSY,
            Phase::Judged(_, report) if !self.tells() && report.unanswered.is_none() => RAN,
            Phase::Judged(..) | Phase::Refused(_) => SHOWN,
        }
    }

    /// Whether the verdict is shown.
    fn tells(&self) -> bool {
        self.interview != Some(Mode::Strict)
    }

    /// What a program brings back.
    fn brings(&self, source: &str, report: &Report) -> Brought {
        let typed = |given: &Given| {
            let kind = self.instance.op.output(given.name).map(|field| field.kind);
            // As people type them, non-finite numbers have no quotes.
            let text = kind.map(|kind| json::write_array(kind, given.array.view()).to_string().replace('"', ""));
            (given.name.to_string(), text.unwrap_or_default())
        };
        let asked = report.first_answer.iter().filter(|given| self.instance.ask.contains(&given.name));
        let notice = match report.call_text() {
            Some(call) => report.headline().then(&text!(" · ", " · ")).then(&call),
            None => report.headline(),
        };
        let program = Program { passed: report.passed, total: report.total, source: source.to_string() };
        let mistakes = match report.mistakes.as_slice() {
            [mistake] => vec![mistake.id.to_string()],
            _ => Vec::new(),
        };
        let judged = Judged::program(&program, mistakes);
        Brought { answer: Answer::Outputs(asked.map(typed).collect()), judged, hints: self.wrong, notice }
    }

    fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        match &self.phase {
            Phase::Opening => page.say(world.say(w::OPENING), world.theme.text),
            Phase::Judging => page.say(world.say(w::RUNNING), world.theme.text),
            Phase::Judged(_, report) if self.tells() => self.report(&mut page, report, world),
            Phase::Judged(_, report) => ran(&mut page, report, world),
            Phase::Refused(problem) => {
                page.item(
                    Span::styled(format!("{} ", world.symbols.wrong), world.theme.wrong),
                    &problem.line(world.lang),
                    world.theme.wrong,
                );
            }
        }
        if let Some(file) = &self.file {
            page.gap();
            page.say(&file.display().to_string(), world.theme.faint);
        }
        page
    }

    fn report(&self, page: &mut Page, report: &Report, world: &World) {
        let (sign, style) =
            if report.is_right() { (world.symbols.right, world.theme.right) } else { (world.symbols.wrong, world.theme.wrong) };
        let call = report.call_text().map(|call| format!(" {} {}", world.symbols.dot, world.tell(&call))).unwrap_or_default();
        page.item(Span::styled(format!("{sign} "), style), &format!("{}{call}", world.tell(&report.headline())), style);
        if let Some(failure) = &report.failure {
            page.gap();
            page.say(printable(failure.why.get(world.lang)).trim(), world.theme.wrong);
        }
        if let [mistake] = report.mistakes.as_slice() {
            page.gap();
            page.tell(&mistake.says, world);
            let id = mistake.id;
            page.say(world.tell(&text!("mistake: {id}", "错误：{id}")), world.theme.faint);
            if self.interview.is_none() {
                page.say(world.say(w::COUNTED), world.theme.faint);
            }
        } else if !report.mistakes.is_empty() {
            page.gap();
            page.say(world.say(w::COULD_BE), world.theme.text);
            report.mistakes.iter().for_each(|mistake| page.tell_after(Span::raw("  "), &mistake.says, world));
        }
        for note in &report.notes {
            page.gap();
            page.tell(note, world);
        }
        if let Some(failure) = &report.failure {
            self.failure(page, failure, world);
        }
        let printed: Vec<&str> = report.printed.trim_end().lines().collect();
        if !report.printed.trim().is_empty() {
            page.gap();
            page.say(world.say(w::PRINTED), world.theme.text);
            printed
                .iter()
                .take(LINES)
                .for_each(|line| page.item(Span::styled("| ", world.theme.faint), &printable(line), world.theme.faint));
        }
        if let Some(more) = printed.len().checked_sub(LINES).filter(|more| *more > 0) {
            page.say(world.tell(&text!("{more} more lines", "另有 {more} 行")), world.theme.faint);
        }
    }

    fn failure(&self, page: &mut Page, failure: &Failure, world: &World) {
        let Some(heading) = failure.heading() else { return };
        page.gap();
        page.say(world.tell(&heading), world.theme.strong);
        values::inputs(page, &Instance { input: failure.case.input.clone(), ..self.instance.clone() }, world);
        page.gap();
        for output in failure.verdict.iter().flat_map(|verdict| &verdict.outputs) {
            values::output(page, output, world);
        }
    }
}

/// Says that a program ran, or what kept it from answering, as a compiler would; not what is thought of its answers.
fn ran(page: &mut Page, report: &Report, world: &World) {
    let total = report.total;
    let Some(unanswered) = &report.unanswered else {
        page.say(
            world.tell(&text!(
                "It ran on {total} cases; the verdict comes at the end.",
                "已在 {total} 个用例上运行；判定在面试结束后给出。"
            )),
            world.theme.strong,
        );
        return;
    };
    let cases = unanswered.cases;
    let told = text!("no answer in {cases} of {total} cases", "{total} 个用例中有 {cases} 个没有给出答案");
    page.item(Span::styled(format!("{} ", world.symbols.wrong), world.theme.wrong), world.tell(&told), world.theme.wrong);
    page.gap();
    page.say(printable(world.tell(&unanswered.why)).trim(), world.theme.wrong);
    if report.call.is_some() {
        page.gap();
        page.say(world.say(w::VERDICT_LATER), world.theme.faint);
    }
}

/// Judges a file on the instance of the card and on many others; returns its text too.
fn run(data_dir: &Path, file: &Path, instance: &Instance, stop: &Stop) -> Result<(String, Box<Report>), Problem> {
    let (languages, _) = languages(data_dir);
    let source = fs::read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let program = language::of_file(&languages, file)?.program(file, instance.op)?;
    let report = judge(instance.op, &cases(instance.op, instance.seed, Some(&instance.input)), &program, stop)?;
    Ok((source, Box::new(report)))
}

impl Screen for Solve {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let title = self.instance.op.title.get(world.lang);
        let left = format!("{title} {} {}", world.symbols.dot, world.say(w::WHILE_PROGRAM));
        (Line::styled(left, world.theme.strong), Line::default())
    }

    fn view(&self, world: &World, width: usize, _window: usize, _now: Timestamp) -> (Page, usize) {
        (self.page(world, width), self.reader.line())
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        match self.phase {
            Phase::Opening | Phase::Judging => keys::hints(BUSY),
            Phase::Judged(..) | Phase::Refused(_) => read(self.keys()),
        }
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::WHILE_PROGRAM, read(if self.tells() { SHOWN } else { RAN }))]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        match keys::find(self.keys(), pressed) {
            Some(Act::Close) => {
                self.stop.stop();
                return Flow::Pop;
            }
            Some(Act::Edit) => self.open(context),
            Some(Act::Judge) => self.judge(context),
            Some(Act::Give) => {
                if let Phase::Judged(source, report) = &self.phase {
                    return Flow::Bring(self.brings(source, report));
                }
            }
            None => {
                let mut reader = self.reader;
                reader.press(pressed, context.world, |width| self.page(context.world, width));
                self.reader = reader;
            }
        }
        Flow::Stay
    }

    fn edited(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        match result {
            Ok(()) => self.judge(context),
            Err(problem) => self.phase = Phase::Refused(problem),
        }
    }

    fn message(&mut self, job: u64, message: &Message, context: &mut Context<'_>) -> Flow {
        if job != self.job {
            return Flow::Stay;
        }
        match message {
            Message::Failed(why) => self.phase = Phase::Refused(Problem::new(text!("{why}", "{why}"))),
            Message::Opened(_) | Message::Fitted(_) | Message::Moves(_) | Message::Rebuilt(_) => {}
            Message::Solution(Ok(file)) => {
                self.file = Some(file.clone());
                context.effects.push(Effect::Editor { path: file.clone(), line: 1 });
            }
            Message::Solution(Err(problem)) | Message::Judged(Err(problem)) => self.phase = Phase::Refused(problem.clone()),
            Message::Judged(Ok((source, report))) => {
                let brings = self.brings(source, report);
                if report.is_right() && self.tells() {
                    return Flow::Bring(brings);
                }
                // A stub that was left as it is answers nothing.
                let answers = report.call.is_some();
                self.wrong += u32::from(answers);
                self.phase = Phase::Judged(source.clone(), report.clone());
                if answers {
                    return Flow::Hand(brings);
                }
            }
        }
        Flow::Stay
    }
}

#[cfg(test)]
pub mod tests;
