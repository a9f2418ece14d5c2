//! `sqrtd settings`: the settings without the screens.

use std::io::Write;
use std::process::ExitCode;

use serde_json::json;

use crate::base::words::settings as s;
use crate::base::{Lang, Severity};
use crate::deck::library::Found;
use crate::store::settings::{self, FILE, LIST, Setting, Settings, known, shown};
use crate::ui::keymap::{self, Keymap};
use crate::ui::screens;

use super::deck::to_json;
use super::{Globals, NO, render};

/// See, change and check the settings
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(clap::Subcommand)]
enum Command {
    /// List the settings: value, default, what they are (the default command)
    List {
        /// Print a JSON list of {"name", "value", "default", "about"}
        #[arg(long)]
        json: bool,
    },
    /// Print the value of a setting; nothing if it has none
    Get {
        /// Its name
        name: String,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
    /// Change a setting in the file, whose comments stay as they are
    Set {
        /// Its name
        name: String,
        /// Its value: texts need no quotes, lists are written as a, b
        value: String,
    },
    /// Take a setting out of the file, so that its default holds
    Unset {
        /// Its name
        name: String,
    },
    /// Print where the file is, which need not exist
    Path,
    /// Print a file with every setting at its default
    Template,
    /// List the actions of every screen and their keys, for `remap`
    Keys {
        /// Print a JSON object of {"screen": {"action": ["key"]}}
        #[arg(long)]
        json: bool,
    },
    /// Find everything that is wrong with the file; the exit status is 1 if there is something
    Check {
        /// Print a JSON list of {"file", "line", "column", "severity", "message", "help"}, columns counted in characters from 1
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command.
///
/// # Errors
/// A setting that does not exist or can't have the value; a file or an output that can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let dir = globals.data_dir()?;
    let (settings, mut found) = settings::load(&dir);
    let (keymap, wrong) = Keymap::read(settings.keys, &settings.remap);
    found.extend(settings::found(&dir, wrong));
    let lang = globals.lang();
    match args.command.as_ref().unwrap_or(&Command::List { json: false }) {
        Command::List { json } => list(&settings, *json, lang, out)?,
        Command::Get { name, json } => get(known(name)?, &settings, *json, out)?,
        Command::Set { name, value } => {
            settings::change(&dir, name, Some(&known(name)?.takes.toml(value)))?;
        }
        Command::Unset { name } => {
            settings::change(&dir, name, None)?;
        }
        Command::Path => writeln!(out, "{}", dir.join(FILE).display())?,
        Command::Template => write!(out, "{}", settings::template(lang))?,
        Command::Keys { json } => keys(&keymap, *json, out)?,
        Command::Check { json } => return check(&found, *json, lang, out),
    }
    Ok(ExitCode::SUCCESS)
}

/// A value as JSON, dates as texts.
fn json_of(value: &toml::Value) -> serde_json::Value {
    match value {
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(values) => values.iter().map(json_of).collect(),
        toml::Value::Table(table) => table.iter().map(|(name, value)| (name.clone(), json_of(value))).collect(),
        toml::Value::String(_) | toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Boolean(_) => json!(value),
    }
}

fn list(settings: &Settings, json: bool, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    if json {
        let entry = |setting: &Setting| {
            let (value, default) = [settings, &Settings::default()].map(|settings| (setting.value)(settings).as_ref().map(json_of)).into();
            json!({ "name": setting.name, "value": value, "default": default, "about": setting.about.get(lang) })
        };
        writeln!(out, "{}", serde_json::to_string_pretty(&LIST.iter().map(entry).collect::<Vec<_>>())?)?;
        return Ok(());
    }
    for setting in LIST {
        let value = (setting.value)(settings).map_or_else(|| format!("({})", s::NOT_SET.get(lang)), |value| value.to_string());
        writeln!(out, "\u{1b}[1m{}\u{1b}[0m = {value}\n    {}", setting.name, setting.about.get(lang))?;
    }
    Ok(())
}

fn get(setting: &Setting, settings: &Settings, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    match ((setting.value)(settings), json) {
        (value, true) => writeln!(out, "{}", serde_json::to_string(&value.as_ref().map(json_of))?)?,
        (Some(value), false) => writeln!(out, "{}", shown(&value))?,
        (None, false) => {}
    }
    Ok(())
}

fn keys(keymap: &Keymap, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut all = serde_json::Map::new();
    for (screen, tables) in screens::tables() {
        let mut actions = serde_json::Map::new();
        for action in keymap::actions(&tables) {
            let keys = keymap.keys_for(screen, &action, &tables);
            if !json {
                writeln!(out, "{screen}.{action} = {}", toml::Value::from(keys.clone()))?;
            }
            actions.insert(action, json!(keys));
        }
        all.insert(screen.to_string(), actions.into());
    }
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
    }
    Ok(())
}

fn check(found: &[Found], json: bool, lang: Lang, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&found.iter().map(|found| to_json(found, lang)).collect::<Vec<_>>())?)?;
    } else {
        for found in found {
            writeln!(out, "{}\n", render(&found.problem, found.severity, &found.file, &found.text, lang))?;
        }
        if found.is_empty() {
            writeln!(out, "{}", s::FINE.get(lang))?;
        }
    }
    let wrong = found.iter().any(|found| found.severity == Severity::Error);
    Ok(if wrong { ExitCode::from(NO) } else { ExitCode::SUCCESS })
}
