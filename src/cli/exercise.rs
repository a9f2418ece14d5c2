//! `sqrtd exercise`: the reference engine without the terminal interface.

mod show;

use std::io::{BufRead, IsTerminal, Read, Write};
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use serde_json::{Map, Value as Json, json};

use crate::base::{Lang, Problem, nearest::nearest, words};
use crate::cli::{FAILED, Globals, NO};
use crate::engine::field::{Default as Unless, Field, Kind};
use crate::engine::judge::{Given, Verdict};
use crate::engine::{Level, Op, Tolerance, Values, Wish, answer, generate, json as values, judge, ops};
use crate::text;

use show::{Format, show};

/// Draw, compute and check the exercises of the reference engine
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List every operation with its inputs, outputs and known mistakes.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show one instance of an operation.
    Show {
        /// The operation, such as `nms`; see `sqrtd exercise list`.
        operation: String,
        /// How hard.
        #[arg(long, value_enum, default_value_t = Level::Medium)]
        level: Level,
        /// What to print.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Print JSON: the same as `--format json`.
        #[arg(long)]
        json: bool,
        /// A mistake that must show on the instance.
        #[arg(long, value_name = "MISTAKE")]
        target: Option<String>,
    },
    /// Compute an operation: inputs as JSON on standard input, outputs as JSON on standard output.
    Eval {
        /// The operation.
        operation: String,
        /// Read one request a line and write one reply a line.
        #[arg(long)]
        batch: bool,
        /// Accepted for symmetry: the reply is always JSON.
        #[arg(long, hide = true)]
        json: bool,
    },
    /// Check an answer: exits 0 if it is right, 1 if it is wrong, 2 if it can't be read.
    Check {
        /// The operation.
        operation: String,
        /// Read one request a line and write one reply a line.
        #[arg(long)]
        batch: bool,
        /// How hard the instance of `--seed` is.
        #[arg(long, value_enum, default_value_t = Level::Medium)]
        level: Level,
        /// The relative tolerance.
        #[arg(long, default_value_t = Tolerance::TYPED.rtol, allow_negative_numbers = true)]
        rtol: f64,
        /// The absolute tolerance.
        #[arg(long, default_value_t = Tolerance::TYPED.atol, allow_negative_numbers = true)]
        atol: f64,
        /// Accepted for symmetry: the reply is always JSON.
        #[arg(long, hide = true)]
        json: bool,
    },
}

impl ValueEnum for Level {
    fn value_variants<'a>() -> &'a [Level] {
        &Level::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.code()))
    }
}

/// Runs the command.
///
/// # Errors
/// Standard input that can't be read, output that can't be written, an unknown operation or mistake.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let lang = globals.lang();
    match &args.what {
        What::List { json } => list(out, *json, lang),
        What::Show { operation, level, format, json, target } => {
            let op = find(operation)?;
            let target = target.as_deref().map(|target| op.known_mistake(target)).transpose()?;
            let wish = Wish { seed: globals.seed.unwrap_or(0), level: *level, target, ..Wish::default() };
            show(out, &generate(op, &wish)?, if *json { Format::Json } else { *format }, lang)
        }
        What::Eval { operation, batch, json: _ } => {
            let op = find(operation)?;
            serve(out, *batch, lang, |request| Ok((evaluate(op, request)?, true)))
        }
        What::Check { operation, batch, level, rtol, atol, json: _ } => {
            let op = find(operation)?;
            let tolerance = Tolerance { rtol: no_less_than_zero("rtol", *rtol)?, atol: no_less_than_zero("atol", *atol)? };
            let draw = |seed| generate(op, &Wish { seed, level: *level, ..Wish::default() });
            let drawn = globals.seed.map(draw).transpose()?.map(|instance| instance.input);
            serve(out, *batch, lang, |request| check(op, drawn.as_ref(), request, tolerance, lang))
        }
    }
}

/// A tolerance as it was given; clap takes any number, even nan, with which nothing would be right.
fn no_less_than_zero(name: &str, number: f64) -> Result<f64, Problem> {
    if number.is_finite() && number >= 0.0 {
        return Ok(number);
    }
    Err(Problem::new(text!("`--{name}` must be a number from 0 up, not {number}", "`--{name}` 必须是不小于 0 的数，不能是 {number}"))
        .help(text!("leave it out for the usual tolerance", "省略即用通常的容差")))
}

const READS: crate::base::Words =
    words("reading a request in JSON from standard input; end it with Ctrl-D", "正在从标准输入读取 JSON 请求；以 Ctrl-D 结束");
const READS_LINES: crate::base::Words = words(
    "reading requests in JSON from standard input, one a line; end with Ctrl-D",
    "正在从标准输入读取 JSON 请求，每行一个；以 Ctrl-D 结束",
);

/// The operation of that name.
///
/// # Errors
/// There is none, with the nearest one that is.
pub fn find(id: &str) -> Result<&'static Op, Problem> {
    ops::find(id).ok_or_else(|| {
        let problem = Problem::new(text!("there is no operation `{id}`", "没有名为 `{id}` 的运算"));
        match nearest(id, ops::ALL.iter().map(|op| op.id)) {
            Some(near) => problem.help(text!("did you mean `{near}`?", "是否想写 `{near}`？")),
            None => problem.help(text!("`sqrtd exercise list` shows them all", "用 `sqrtd exercise list` 查看全部")),
        }
    })
}

/// Answers one request, or one a line, and says whether all went well.
fn serve(out: &mut dyn Write, batch: bool, lang: Lang, answer: impl Fn(&str) -> Result<(Json, bool), Problem>) -> anyhow::Result<ExitCode> {
    let stdin = std::io::stdin().lock();
    if stdin.is_terminal() {
        eprintln!("{}", if batch { READS_LINES } else { READS }.get(lang));
    }
    let mut input = std::io::BufReader::with_capacity(1 << 16, stdin);
    let error = |problem: Problem| json!({ "error": problem.line(lang) });
    if !batch {
        let mut request = String::new();
        input.read_to_string(&mut request)?;
        let (reply, code) = match answer(&request) {
            Ok((reply, good)) => (reply, if good { ExitCode::SUCCESS } else { ExitCode::from(NO) }),
            Err(problem) => (error(problem), ExitCode::from(FAILED)),
        };
        writeln!(out, "{reply}")?;
        return Ok(code);
    }
    let mut failed = false;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let request = String::from_utf8_lossy(&line);
        let reply = answer(request.trim_end()).map_or_else(
            |problem| {
                failed = true;
                error(problem)
            },
            |(reply, _)| reply,
        );
        serde_json::to_writer(&mut *out, &reply)?;
        out.write_all(b"\n")?;
        // Whoever waits for this reply before sending the next request gets it now.
        if input.buffer().is_empty() {
            out.flush()?;
        }
    }
    Ok(if failed { ExitCode::from(NO) } else { ExitCode::SUCCESS })
}

fn parse(request: &str) -> Result<Json, Problem> {
    serde_json::from_str(request).map_err(|error| values::no_json(&error))
}

fn evaluate(op: &Op, request: &str) -> Result<Json, Problem> {
    let input = op.read_inputs(&parse(request)?)?;
    Ok(values::write_all(op.outputs, &op.outputs(&input)?))
}

/// Checks one answer. With an instance drawn the request is the answer alone, and for an operation of one output even just its text.
fn check(op: &Op, drawn: Option<&Values>, request: &str, tolerance: Tolerance, lang: Lang) -> Result<(Json, bool), Problem> {
    let (input, given) = match drawn {
        Some(input) => {
            let reference = op.outputs(input)?;
            let given = match (serde_json::from_str::<Json>(request), op.outputs) {
                (Ok(Json::Object(mut object)), _) => {
                    if let Some(claimed) = object.get("input").filter(|_| op.output("input").is_none()) {
                        refuse_other_inputs(op, input, claimed)?;
                    }
                    let json = match object.remove("answer") {
                        Some(answer) if op.output("answer").is_none() => answer,
                        Some(_) | None => Json::Object(object),
                    };
                    answer::from_json(op, &reference, &json)?
                }
                (_, [only]) => vec![answer::typed_output(only, &reference, request.trim())?],
                (Ok(other), _) => answer::from_json(op, &reference, &other)?,
                (Err(error), _) => return Err(values::no_json(&error)),
            };
            (input.clone(), given)
        }
        None => {
            let request = parse(request)?;
            let part = |name: &str| {
                request.get(name).ok_or_else(|| {
                    Problem::new(text!(
                        "`{name}` is missing: a request is {{\"input\": {{…}}, \"answer\": {{…}}}}",
                        "缺少 `{name}`：请求的格式为 {{\"input\": {{…}}, \"answer\": {{…}}}}"
                    ))
                })
            };
            let input = op.read_inputs(part("input")?)?;
            let reference = op.outputs(&input)?;
            let given = answer::from_json(op, &reference, part("answer")?)?;
            (input, given)
        }
    };
    let verdict = judge(op, &input, &given, tolerance)?;
    if verdict.too_coarse {
        return Err(coarse(&given));
    }
    Ok((reply(&verdict, lang), verdict.correct))
}

/// Inputs may stand beside `--seed`, as `show --json` prints them, but they must be those of the instance.
fn refuse_other_inputs(op: &Op, drawn: &Values, claimed: &Json) -> Result<(), Problem> {
    let claimed = op.read_some_inputs(claimed)?;
    match claimed.iter().find(|(name, value)| drawn.get(name) != Some(*value)) {
        None => Ok(()),
        Some((name, _)) => Err(Problem::new(text!(
            "the input `{name}` is not that of the instance of `--seed`",
            "输入 `{name}` 与 `--seed` 所生成题目的不同"
        ))
        .help(text!("leave out the seed or the inputs, or mend `--level`", "请去掉种子或输入，或改正 `--level`"))),
    }
}

fn coarse(given: &[Given]) -> Problem {
    let names = given.iter().map(|part| part.name).collect::<Vec<_>>().join(", ");
    Problem::new(text!("right as far as it goes: more digits, please ({names})", "目前是对的，但位数不够，请多写几位（{names}）"))
}

fn reply(verdict: &Verdict, lang: Lang) -> Json {
    let mut outputs = Map::new();
    for output in &verdict.outputs {
        let entry = |array: &ndarray::ArrayD<f64>| match &output.first_wrong {
            Some(index) => array.get(index.as_slice()).map_or(Json::Null, |&number| values::write_number(output.field.kind, number)),
            None => Json::Null,
        };
        outputs.insert(
            output.field.name.to_string(),
            json!({
                "correct": output.correct,
                "score": output.score,
                "first_wrong": output.first_wrong,
                "expected": entry(&output.expected),
                "got": entry(&output.got),
            }),
        );
    }
    let mistakes: Vec<Json> = verdict.mistakes.iter().map(|mistake| json!({ "id": mistake.id, "says": mistake.says.get(lang) })).collect();
    json!({ "correct": verdict.correct, "score": verdict.score, "outputs": outputs, "mistakes": mistakes })
}

fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::Real => "real",
        Kind::Whole => "whole",
        Kind::Flag => "flag",
        Kind::Word(_) => "word",
    }
}

fn field_json(field: &Field, lang: Lang) -> Json {
    let mut object = Map::new();
    object.insert("name".into(), field.name.into());
    object.insert("shape".into(), field.shape.into());
    object.insert("kind".into(), kind_code(field.kind).into());
    if let Kind::Word(words) = field.kind {
        object.insert("words".into(), words.into());
    }
    match field.default {
        Unless::Required => {}
        Unless::Absent => {
            object.insert("optional".into(), true.into());
        }
        Unless::Number(number) => {
            object.insert("default".into(), values::write_number(field.kind, number));
        }
        Unless::Word(word) => {
            object.insert("default".into(), word.into());
        }
    }
    object.insert("about".into(), field.about.get(lang).into());
    Json::Object(object)
}

fn list(out: &mut dyn Write, json: bool, lang: Lang) -> anyhow::Result<ExitCode> {
    if json {
        let all: Vec<Json> = ops::ALL
            .iter()
            .map(|op| {
                json!({
                    "id": op.id,
                    "title": op.title.get(lang),
                    "topic": op.topic,
                    "source": op.source,
                    "inputs": op.inputs.iter().map(|field| field_json(field, lang)).collect::<Vec<_>>(),
                    "outputs": op.outputs.iter().map(|field| field_json(field, lang)).collect::<Vec<_>>(),
                    "mistakes": op.mistakes.iter().map(|mistake| json!({ "id": mistake.id, "says": mistake.says.get(lang) })).collect::<Vec<_>>(),
                })
            })
            .collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    for subject in ops::SUBJECTS {
        writeln!(out, "{}", subject.title.get(lang))?;
        for op in ops::ALL.iter().filter(|op| op.subject() == subject.id) {
            let names = |fields: &[Field]| fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
            writeln!(out, "  {:<30} {}", op.id, op.title.get(lang))?;
            writeln!(out, "  {:<30} ({}) -> {}", "", names(op.inputs), names(op.outputs))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
