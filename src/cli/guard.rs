//! `sqrtd guard`: what stands between us and a learner's program. It is run by the program itself.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use super::Globals;
use crate::program::guard::guard;

/// Run a command under limits; for the program's own use
#[derive(clap::Args)]
#[command(hide = true)]
pub struct Args {
    /// Where to write what was seen
    #[arg(long, value_name = "FILE")]
    report: PathBuf,
    /// The command
    #[arg(last = true, required = true)]
    command: Vec<OsString>,
}

/// Runs the command.
///
/// # Errors
/// The report can't be written.
pub fn run(args: &Args, _globals: &Globals, _out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    guard(&args.report, &args.command)?;
    Ok(ExitCode::SUCCESS)
}
