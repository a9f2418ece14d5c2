//! The system's program for pictures, sounds and films.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::base::Problem;
use crate::text;

/// What opens a file with the program that the system has for it.
const OPENER: &str = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };

/// Opens a file and waits until the opener has handed it on. The program gets no keyboard, so that it can't take ours.
///
/// # Errors
/// There is no opener, or it knows no program for the file.
pub fn open(path: &Path) -> Result<(), Problem> {
    let mut command = Command::new(OPENER);
    command.arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let path = path.display();
    let place = text!("the file is {path}", "文件位于 {path}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            Err(Problem::new(text!("`{OPENER}` found no program for it ({status})", "`{OPENER}` 找不到能打开它的程序（{status}）"))
                .help(place))
        }
        Err(error) => Err(Problem::new(text!("`{OPENER}` can't be started: {error}", "无法启动 `{OPENER}`：{error}")).help(place)),
    }
}
