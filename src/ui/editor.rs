//! The user's editor.

use std::path::Path;
use std::process::Command;

use crate::base::Problem;
use crate::store::Settings;
use crate::text;

/// The editor of the settings, or that of the environment.
#[must_use]
pub fn chosen(settings: &Settings) -> Option<String> {
    let of_system = || ["VISUAL", "EDITOR"].into_iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()));
    settings.editor.clone().or_else(of_system)
}

/// Opens a file at a line and waits until the editor is closed.
///
/// # Errors
/// The editor can't be started.
pub fn open(editor: &str, path: &Path, line: usize) -> Result<(), Problem> {
    let mut words = editor.split_whitespace();
    let Some(program) = words.next() else { return Ok(()) };
    match Command::new(program).args(words).arg(format!("+{line}")).arg(path).status() {
        Ok(_) => Ok(()),
        Err(error) => Err(Problem::new(text!("the editor `{editor}` can't be started: {error}", "无法启动编辑器 `{editor}`：{error}"))
            .help(text!("set EDITOR, or `editor` in the settings", "请设置 EDITOR，或设置项 `editor`"))),
    }
}
