//! A report as Markdown, to be read without the program. As JSON it is what the history keeps.

use std::fmt::Write;

use crate::base::words::interview as w;
use crate::base::{Lang, Text, Words};
use crate::deck::Library;

use super::report::{Line, Report, percent};
use super::state::{End, Gap, Given, Mode, Via};
use super::trend::Comparison;

/// The report as JSON, as the history keeps it.
#[must_use]
pub fn json(report: &Report) -> String {
    serde_json::to_string_pretty(report).unwrap_or_default()
}

/// A score that might as well have been anything within so many percent says little.
const VAGUE: u32 = 70;

/// How much of a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The figures.
    Figures,
    /// Every answer too.
    Whole,
}

/// The report as Markdown in a language; with how it compares with earlier ones, if that is known.
#[must_use]
pub fn markdown(report: &Report, comparison: Option<&Comparison>, extent: Extent, library: &Library, lang: Lang) -> String {
    let mut page = Page { library, lang, text: String::new() };
    page.head(report, comparison);
    page.sections(report, comparison);
    page.time(report);
    page.calibration(report);
    page.mistakes(report);
    page.next(report);
    match extent {
        Extent::Figures => {}
        Extent::Whole => page.lines(report),
    }
    page.text
}

/// A time such as `3:05`.
#[must_use]
pub fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// How sure an answer of 1 to 4 says one is.
#[must_use]
pub fn sure(sure: u8) -> Words {
    match sure {
        1 => w::SURE_1,
        2 => w::SURE_2,
        3 => w::SURE_3,
        _ => w::SURE_4,
    }
}

struct Page<'a> {
    library: &'a Library,
    lang: Lang,
    text: String,
}

impl Page<'_> {
    fn say(&self, words: Words) -> &'static str {
        words.get(self.lang)
    }

    fn topic(&self, topic: &str) -> String {
        self.library.topic(topic).get(self.lang).to_string()
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn heading(&mut self, depth: usize, text: &str) {
        let space = if self.text.ends_with("\n\n") { "" } else { "\n" };
        // Writing to a string can't fail.
        let _ = write!(self.text, "{space}{} {text}\n\n", "#".repeat(depth));
    }

    fn head(&mut self, report: &Report, comparison: Option<&Comparison>) {
        let lang = self.lang;
        let title = format!("# {}", report.title.get(lang));
        self.line(&title);
        self.text.push('\n');
        let (score, pass, when) = (percent(report.score), report.pass, report.started.strftime("%Y-%m-%d %H:%M UTC"));
        let passed = self.say(if report.passed { w::PASSED } else { w::NOT_PASSED });
        let (used, planned) = (clock(report.time.used), clock(report.time.planned));
        let head = crate::text!(
            "**{score} %** · pass line {pass} % · {passed} · {used} of {planned} · {when}",
            "**{score}%** · 及格线 {pass}% · {passed} · 用时 {used} / {planned} · {when}"
        );
        self.line(head.get(lang));
        if report.mode == Mode::Practice {
            self.text.push('\n');
            self.line(self.say(w::PRACTICE_MODE));
        }
        for told in overall(report, comparison) {
            self.text.push('\n');
            self.line(told.get(lang));
        }
    }

    fn sections(&mut self, report: &Report, comparison: Option<&Comparison>) {
        self.heading(2, self.say(w::BY_SECTION));
        self.table(&[w::SECTION, w::SCORE, w::ANSWERED, w::VIA_MORE, w::FOLLOWUPS, w::DEEPEST, w::TIME]);
        for (at, section) in report.sections.iter().enumerate() {
            let change = comparison.and_then(|comparison| comparison.sections.get(at).copied().flatten());
            let change = change.map(|by| format!(" ({:+.0})", by * 100.0)).unwrap_or_default();
            let row = format!(
                "| {} | {} %{change} | {}/{} | {} | {} | {}/{} | {} |",
                section.title.get(self.lang),
                percent(section.score),
                section.answered,
                section.questions,
                section.further,
                section.followups,
                section.deepest,
                section.depth,
                clock(section.milliseconds),
            );
            self.line(&row);
        }
        self.heading(2, self.say(w::BY_TOPIC));
        self.table(&[w::TOPIC, w::SCORE, w::CARDS]);
        for topic in &report.topics {
            let row = format!("| {} | {} % | {} |", self.topic(&topic.topic), percent(topic.score), topic.cards);
            self.line(&row);
        }
    }

    fn table(&mut self, titles: &[Words]) {
        let titles: Vec<&str> = titles.iter().map(|title| self.say(*title)).collect();
        let row = format!("| {} |", titles.join(" | "));
        let rule = format!("|{}", "---|".repeat(titles.len()));
        self.line(&row);
        self.line(&rule);
    }

    fn time(&mut self, report: &Report) {
        let time = &report.time;
        self.heading(2, self.say(w::TIME));
        let (used, planned, cut) = (clock(time.used), clock(time.planned), time.cut);
        let line = crate::text!("- {used} of {planned} used; {cut} answers cut off", "- 已用 {used}，共 {planned}；{cut} 个回答因超时中断");
        self.line(line.get(self.lang));
        match report.end {
            End::Stopped => self.line(&format!("- {}", self.say(w::STOPPED))),
            End::Over => self.line(&format!("- {}", self.say(w::RAN_OUT))),
            End::Finished => {}
        }
        self.gaps(w::PAUSE, &time.pauses);
        self.gaps(w::GAP, &time.gaps);
    }

    fn gaps(&mut self, what: Words, gaps: &[Gap]) {
        for gap in gaps {
            let after = clock(gap.after);
            let long = gap.milliseconds.map_or_else(|| self.say(w::UNKNOWN).to_string(), clock);
            let what = self.say(what);
            let line = crate::text!("- {what} after {after}: {long}", "- {what}（{after} 时）：{long}");
            self.line(line.get(self.lang));
        }
    }

    fn calibration(&mut self, report: &Report) {
        if report.calibration.iter().all(|row| row.count == 0) {
            return;
        }
        self.heading(2, self.say(w::CALIBRATION));
        self.table(&[w::HOW_SURE_SHORT, w::ANSWERS, w::RIGHT]);
        for row in &report.calibration {
            let score = row.score.map_or_else(|| "–".to_string(), |score| format!("{} %", percent(score)));
            let row = format!("| {} {} | {} | {score} |", row.sure, self.say(sure(row.sure)), row.count);
            self.line(&row);
        }
    }

    fn mistakes(&mut self, report: &Report) {
        if report.mistakes.is_empty() {
            return;
        }
        self.heading(2, self.say(w::MISTAKES));
        for mistake in &report.mistakes {
            let says = mistake.says.as_ref().map_or("", |says| says.get(self.lang));
            let line = format!("- `{}` (`{}`) ×{}: {says}", mistake.id, mistake.source, mistake.count);
            self.line(&line);
        }
    }

    fn next(&mut self, report: &Report) {
        if report.next.is_empty() {
            return;
        }
        self.heading(2, self.say(w::STUDY_NEXT));
        for (at, advice) in report.next.iter().enumerate() {
            let cards: Vec<String> = advice.cards.iter().map(|card| format!("`{card}`")).collect();
            let line = format!("{}. **{}**: {} — {}", at + 1, self.topic(&advice.topic), advice.why.get(self.lang), cards.join(", "));
            self.line(&line);
        }
    }

    fn lines(&mut self, report: &Report) {
        self.heading(2, self.say(w::EVERY_ANSWER));
        for (at, line) in report.lines.iter().enumerate() {
            self.answer(at + 1, line);
        }
    }

    fn answer(&mut self, number: usize, line: &Line) {
        let how = match (line.how, line.answered) {
            (None, _) => self.say(w::NOT_REACHED).to_string(),
            (Some(_), false) => self.say(w::NOT_ANSWERED).to_string(),
            (Some(Given::Over), true) => format!("{} % · {}", percent(line.score), self.say(w::CUT_OFF)),
            (Some(Given::Open | Given::Done | Given::Skipped), true) => format!("{} %", percent(line.score)),
        };
        let via = match line.via {
            Via::Plan => "",
            Via::More => self.say(w::VIA_MORE),
            Via::Deeper => self.say(w::VIA_DEEPER),
            Via::Easier => self.say(w::VIA_EASIER),
        };
        let lead = if via.is_empty() { String::new() } else { format!("{via}: ") };
        let topic = self.topic(&line.topic);
        self.heading(3, &format!("{number}. {lead}{topic} · {how}"));
        self.line(line.prompt.get(self.lang));
        self.text.push('\n');
        let mut facts = vec![format!("{} / {}", clock(line.milliseconds), clock(line.limit))];
        facts.extend(line.sure.map(|level| self.say(sure(level)).to_string()));
        facts.extend(line.mistakes.iter().map(|mistake| format!("`{mistake}`")));
        facts.retain(|_| line.how.is_some());
        facts.push(format!("`{}`", line.card));
        self.line(&facts.join(" · "));
        self.text.push('\n');
        if let Some(given) = &line.given {
            self.quote(w::YOUR_ANSWER, given);
        }
        self.quote(w::MODEL_ANSWER, &line.right);
        if let Some(explanation) = self.library.card(&line.card).and_then(|card| card.explanation()).cloned() {
            self.quote(w::EXPLANATION, &explanation);
        }
        for point in &line.points {
            let mark = if point.made { "x" } else { " " };
            let probed = if point.probed { format!(" ({})", self.say(w::PROBED)) } else { String::new() };
            let row = format!("- [{mark}] {}{probed}", point.text.get(self.lang));
            self.line(&row);
        }
        if !line.notes.trim().is_empty() {
            if !self.text.ends_with("\n\n") {
                self.text.push('\n');
            }
            self.quote(w::NOTES, &Text::plain(line.notes.clone()));
        }
    }

    fn quote(&mut self, title: Words, text: &Text) {
        let title = format!("{}:\n", self.say(title));
        self.line(&title);
        for line in text.get(self.lang).lines() {
            let row = format!("> {line}");
            self.line(row.trim_end());
        }
        self.text.push('\n');
    }
}

/// What there is to say of the whole, a sentence each: how far it can be relied on, what was not asked, how it compares.
#[must_use]
pub fn overall(report: &Report, comparison: Option<&Comparison>) -> Vec<Text> {
    let mut told = Vec::new();
    let (own, followups): (Vec<&Line>, Vec<&Line>) =
        report.lines.iter().filter(|line| line.how.is_some()).partition(|line| !line.via.is_followup());
    let (own, followups) = (own.len(), followups.len());
    let [least, most] = [-1.0, 1.0].map(|sign| percent((report.score + sign * report.margin()).clamp(0.0, 1.0)));
    let [s, t] = [own, followups].map(|count| if count == 1 { "" } else { "s" });
    let asked = match followups {
        0 => crate::text!("{own} question{s}", "共 {own} 题"),
        _ => crate::text!("{own} question{s} and {followups} follow-up{t}", "共 {own} 题，追问 {followups} 题"),
    };
    let reach = if report.end == End::Stopped {
        // What was not asked counts as wrong: the score says nothing of other questions.
        crate::text!(".", "。")
    } else if most - least >= VAGUE {
        crate::text!(": too few for the score to say much.", "：题目太少，得分仅供参考。")
    } else {
        crate::text!(": others of the kind might have given {least} to {most} %.", "：换一批同类题，得分大致在 {least}% 到 {most}% 之间。")
    };
    told.push(asked.then(&reach));
    match report.unreached() {
        0 => {}
        1 => told.push(crate::text!("One question was not reached, and counts as 0.", "有 1 题未问到，按 0 分计。")),
        count => told.push(crate::text!("{count} questions were not reached, and count as 0.", "有 {count} 题未问到，按 0 分计。")),
    }
    let Some(comparison) = comparison else { return told };
    if let Some(change) = comparison.since_last {
        let lasting = change_told(change.by);
        told.push(match change.may_be_chance && (change.by * 100.0).round() != 0.0 {
            true => lasting.then(&crate::text!("; that may come of the questions alone.", "；这样的差别也可能只是题目不同所致。")),
            false => lasting.then(&crate::text!(".", "。")),
        });
    }
    if let Some(best) = comparison.best.map(percent).filter(|best| *best < percent(report.score)) {
        told.push(crate::text!("Your best by this plan; before it was {best} %.", "这是您在该方案下的最好成绩，此前为 {best}%。"));
    }
    told
}

/// How much better or worse than the last time.
fn change_told(by: f64) -> Text {
    let points = (by * 100.0).round().abs();
    let point = if points == 1.0 { "point" } else { "points" };
    if points == 0.0 {
        crate::text!("The same score as last time", "与上次得分相同")
    } else if by > 0.0 {
        crate::text!("{points} {point} better than last time", "比上次高 {points} 分")
    } else {
        crate::text!("{points} {point} worse than last time", "比上次低 {points} 分")
    }
}
