//! A card as it stands in its deck: what is asked, the answer, and what there is to know about it.

use ratatui::text::{Line, Span};

use crate::base::{Text, words as w};
use crate::deck::gaps::Piece;
use crate::deck::kinds::{Body, Bug, Choice, ChoiceOption, Cloze, Derivation, Exercise, FormulaCard, Open, Wrong};
use crate::deck::{Card, edit};
use crate::ui::world::World;

use super::page::Page;
use super::text;

/// Adds a card: its question, a rule, its answer, explanation, source, tags and place. `reversed` shows it as it is asked the other way round.
pub fn card(page: &mut Page, card: &Card, reversed: bool, world: &World) {
    match card.body() {
        Body::Flashcard(body) => {
            let (front, back) = if reversed { (&body.back, &body.front) } else { (&body.front, &body.back) };
            page.tell(front, world);
            page.rule(world);
            page.tell(back, world);
        }
        Body::Choice(body) => choice(page, body, world),
        Body::Cloze(body) => cloze(page, body, world),
        Body::Short(body) => {
            page.tell(&body.prompt, world);
            page.rule(world);
            page.tell(&body.accept.first().cloned().unwrap_or_default(), world);
            for other in body.accept.iter().skip(1) {
                page.tell_faintly(Span::styled(format!("{} ", world.symbols.about), world.theme.faint), other, world);
            }
        }
        Body::Order(body) => {
            page.tell(&body.prompt, world);
            page.rule(world);
            for (number, step) in (1..).zip(&body.steps) {
                page.tell_after(Span::styled(format!("{number} "), world.theme.faint), step, world);
            }
        }
        Body::Open(body) => open(page, body, world),
        Body::Bug(body) => bug(page, body, world),
        Body::Exercise(body) => exercise(page, body, world),
        Body::Formula(body) => formula(page, body, world),
        Body::Derive(body) => derive(page, body, world),
    }
    about(page, card, world);
}

fn choice(page: &mut Page, body: &Choice, world: &World) {
    page.tell(&body.prompt, world);
    page.rule(world);
    options(page, &body.options, world);
}

fn options(page: &mut Page, options: &[ChoiceOption], world: &World) {
    for option in options {
        let (sign, style) =
            if option.correct { (world.symbols.right, world.theme.right) } else { (world.symbols.wrong, world.theme.faint) };
        page.tell_after(Span::styled(format!("{sign} "), style), &option.text, world);
        if let Some(why) = &option.why {
            page.tell_faintly(Span::raw("    "), why, world);
        }
    }
}

fn cloze(page: &mut Page, body: &Cloze, world: &World) {
    if let Some(prompt) = &body.prompt {
        page.tell(prompt, world);
        page.gap();
    }
    page.tell(&body.shown(), world);
    page.rule(world);
    let filled: String = body
        .pieces(world.lang)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(plain) => plain.to_string(),
            Piece::Gap { answer, .. } => format!("**{answer}**"),
        })
        .collect();
    page.tell(&Text::plain(filled), world);
}

fn open(page: &mut Page, body: &Open, world: &World) {
    page.tell(&body.prompt, world);
    page.rule(world);
    page.tell(&body.answer, world);
    page.gap();
    page.line(Line::styled(world.say(w::browse::POINTS), world.theme.strong));
    for point in &body.points {
        page.tell_after(Span::styled(format!("{} ", world.symbols.dot), world.theme.faint), &point.text, world);
        if let Some(probe) = &point.probe {
            page.tell_faintly(Span::styled(format!("  {} ", world.symbols.follow), world.theme.faint), probe, world);
        }
    }
}

fn bug(page: &mut Page, body: &Bug, world: &World) {
    page.tell(&body.prompt, world);
    page.gap();
    // A sign and the number of the line.
    const LEAD: usize = 7;
    for (number, rows) in (1..).zip(text::program(&body.code, &body.language, page.width.saturating_sub(LEAD), world)) {
        let wrong = body.bugs.iter().any(|bug| bug.line == number);
        let (sign, style) = if wrong { (world.symbols.wrong, world.theme.wrong) } else { (" ", world.theme.faint) };
        for (at, row) in rows.into_iter().enumerate() {
            let lead = if at == 0 { format!("{sign}  {number:>3} ") } else { " ".repeat(LEAD) };
            let mut spans = vec![Span::styled(lead, style)];
            spans.extend(row.spans);
            page.line(spans);
        }
    }
    page.rule(world);
    for bug in &body.bugs {
        let lead = Span::styled(format!("{:>3} ", bug.line), world.theme.faint);
        page.item(lead, &bug.fix, world.theme.code);
        if let Some(why) = &bug.why {
            page.tell_faintly(Span::raw("    "), why, world);
        }
    }
    let causes = body.causes();
    if !causes.is_empty() {
        page.gap();
        options(page, &causes, world);
    }
}

fn exercise(page: &mut Page, body: &Exercise, world: &World) {
    page.tell(&body.prompt.clone().unwrap_or_else(|| body.operation.title.into()), world);
    page.rule(world);
    let asked = format!("{}{}", world.lead(w::browse::ASKED_FOR), body.ask.join(", "));
    page.say(&asked, world.theme.text);
    page.say(world.say(w::browse::DRAWN), world.theme.faint);
    page.gap();
    page.tell(&Text::plain(format!("$${}$$", body.operation.formula)), world);
    page.gap();
    page.line(Line::styled(world.say(w::browse::WRONG_WAYS), world.theme.strong));
    for mistake in body.operation.mistakes {
        page.tell_after(Span::styled(format!("{}  ", mistake.id), world.theme.faint), &mistake.says.into(), world);
    }
}

fn formula(page: &mut Page, body: &FormulaCard, world: &World) {
    page.tell(&body.prompt, world);
    page.rule(world);
    page.say(&body.answer, world.theme.code);
    page.say(world.say(w::browse::DRAWN), world.theme.faint);
    wrong_ways(page, &body.wrong, world);
}

fn derive(page: &mut Page, body: &Derivation, world: &World) {
    page.tell(&body.prompt, world);
    page.rule(world);
    for (number, step) in (1..).zip(&body.steps) {
        page.tell_after(Span::styled(format!("{number} "), world.theme.faint), &step.ask, world);
        page.item(Span::raw("  "), &step.answer, world.theme.code);
        wrong_ways(page, &step.wrong, world);
    }
}

fn wrong_ways(page: &mut Page, wrong: &[Wrong], world: &World) {
    for wrong in wrong {
        page.tell_faintly(Span::styled(format!("  {} {}  ", world.symbols.wrong, wrong.formula), world.theme.faint), &wrong.says, world);
    }
}

/// Adds explanation, source, tags and where the card stands.
fn about(page: &mut Page, card: &Card, world: &World) {
    if let Some(explanation) = card.explanation() {
        page.gap();
        page.tell(explanation, world);
    }
    if let Some(source) = card.source() {
        page.gap();
        page.tell_faintly(Span::styled(world.lead(w::SOURCE), world.theme.faint), source, world);
    }
    page.gap();
    if !card.tags.is_empty() {
        page.say(&format!("{}{}", world.lead(w::browse::TAGS), card.tags.join(", ")), world.theme.faint);
    }
    let (kind, level) = (world.say(card.kind().label()), world.say(card.level.label()));
    let parts = [card.key.to_string(), card.topic.to_string(), kind.to_string(), level.to_string()];
    page.parts(Span::raw(""), &parts, world.theme.faint, world);
    if let Some(place) = edit::place(&world.library, &card.key) {
        page.say(&format!("{}:{}", place.path.display(), place.line), world.theme.faint);
    }
}
