//! The report of an interview in sentences.

use crate::base::Text;
use crate::base::words as w;
use crate::base::words::plain as p;
use crate::base::words::sitting as s;
use crate::study::interview::export::overall;
use crate::study::interview::report::percent;
use crate::study::interview::trend::compare;
use crate::text;
use crate::ui::plain::Stop;
use crate::ui::plain::ask::Host as _;
use crate::ui::screens::interview::report::told;
use crate::ui::screens::interview::show;

use super::Talk;

impl Talk<'_> {
    /// Tells what came of it.
    pub(super) fn report(&mut self) -> Result<(), Stop> {
        let Some(report) = self.sitting.report().cloned() else { return Ok(()) };
        let all = self.store.reports()?;
        let comparison = compare(&report, &all);
        let lang = self.desk.world.lang;
        self.say("")?;
        let (score, pass) = (percent(report.score), report.pass);
        self.tell(&if report.passed {
            text!("Report: {score} %, passed; the pass line is {pass} %.", "报告：{score}%，通过；及格线 {pass}%。")
        } else {
            text!("Report: {score} %, not passed; the pass line is {pass} %.", "报告：{score}%，未通过；及格线 {pass}%。")
        })?;
        for told in overall(&report, Some(&comparison)).into_iter().chain(told::circumstances(&report)) {
            self.tell(&told)?;
        }
        self.word(p::SECTION_SCORES)?;
        for (at, section) in report.sections.iter().enumerate() {
            let change = show::change(comparison.sections.get(at).copied().flatten());
            let told: Vec<String> = told::section(section).iter().map(|text| text.get(lang).to_string()).collect();
            let told = told.join(text!(", ", "，").get(lang));
            let change = if change.is_empty() { Text::default() } else { text!(" ({change})", "（{change}）") };
            let (title, score, change) = (section.title.get(lang), percent(section.score), change.get(lang));
            self.tell(&text!("{title}: {score} %{change}, {told}", "{title}：{score}%{change}，{told}"))?;
        }
        self.word(p::TOPIC_SCORES)?;
        for topic in &report.topics {
            let (title, score, cards) = (self.desk.world.topic(&topic.topic, usize::MAX), percent(topic.score), topic.cards);
            let ending = if cards == 1 { "" } else { "s" };
            self.tell(&text!("{title}: {score} %, {cards} card{ending}", "{title}：{score}%，{cards} 张卡片"))?;
        }
        if report.calibration.iter().any(|row| row.count > 0) {
            self.word(p::SURENESS)?;
        }
        for row in &report.calibration {
            let Some(score) = row.score.map(percent) else { continue };
            let (sure, count) = (show::sure(row.sure), row.count);
            let ending = if count == 1 { "" } else { "s" };
            let (en, zh) = (sure.en, sure.zh);
            self.tell(&text!("{en}: {score} % right, {count} answer{ending}", "{zh}：正确 {score}%，{count} 题"))?;
        }
        if let Some(told) = told::certain_but_wrong(&report) {
            self.tell(&told)?;
        }
        if !report.mistakes.is_empty() {
            self.word(w::interview::MISTAKES)?;
        }
        for mistake in &report.mistakes {
            self.after(&format!("{} x{}: ", mistake.id, mistake.count), &mistake.says.clone().unwrap_or_default())?;
        }
        for told in told::time(&report) {
            self.tell(&told)?;
        }
        self.word(s::NEXT)?;
        if report.next.is_empty() {
            self.word(s::NOTHING_NEXT)?;
        }
        for (number, advice) in (1..).zip(&report.next) {
            let topic = self.desk.world.topic(&advice.topic, usize::MAX);
            let why = advice.why.get(lang);
            self.tell(&text!("{number}. {topic} ({why})", "{number}. {topic}（{why}）"))?;
        }
        let number = self.store.sittings()?.iter().position(|event| event.sitting() == Some(report.sitting)).map_or(0, |at| at + 1);
        self.word(p::ALL_ANSWERS)?;
        self.say(&format!("sqrtd interview export {number}"))?;
        Ok(self.desk.lines.out.flush()?)
    }
}
