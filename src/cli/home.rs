//! `sqrtd` alone: the home screen.

use std::io::Write;
use std::process::ExitCode;

use super::Globals;

/// Starts the home screen.
///
/// # Errors
/// The terminal or the user's data can't be used.
pub fn run(_globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    write!(out, "{}", super::help())?;
    Ok(ExitCode::SUCCESS)
}
