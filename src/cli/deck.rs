//! `sqrtd deck`: decks as their authors see them.

use std::io::Write;
use std::process::ExitCode;

use super::Globals;

/// Check decks for mistakes, list them
#[derive(clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// The output can't be written.
pub fn run(_args: &Args, _globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    writeln!(out, "no decks")?;
    Ok(ExitCode::SUCCESS)
}
