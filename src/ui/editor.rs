//! The user's editor.

use std::path::Path;
use std::process::{Child, Command};

use crate::base::Problem;
use crate::store::Settings;
use crate::text;

/// The editor of the settings, or that of the environment.
#[must_use]
pub fn chosen(settings: &Settings) -> Option<String> {
    let of_system = || ["VISUAL", "EDITOR"].into_iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()));
    settings.editor.clone().or_else(of_system)
}

/// Opens a file at a line.
///
/// # Errors
/// The editor can't be started.
pub fn open(editor: &str, path: &Path, line: usize) -> Result<Child, Problem> {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    match Command::new(program).args(words).arg(format!("+{line}")).arg(path).spawn() {
        Ok(editor) => Ok(editor),
        Err(error) => Err(Problem::new(text!("the editor `{editor}` can't be started: {error}", "无法启动编辑器 `{editor}`：{error}"))
            .help(text!("set EDITOR, or `editor` in the settings", "请设置 EDITOR，或设置项 `editor`"))),
    }
}
