//! The `sqrtd` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    sqrtd::cli::run()
}
