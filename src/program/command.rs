//! A command as the user writes it, taken apart into words without a shell.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::base::Problem;
use crate::text;

/// Takes a command apart at spaces; quotes hold words together, and a backslash takes the next character as it is. Names of files in `here` become absolute, since the program
/// runs in a folder of its own.
///
/// # Errors
/// No word, an open quote, and a program that is not there.
pub fn split(command: &str, here: &Path) -> Result<Vec<OsString>, Problem> {
    let mut words = words(command)?.into_iter();
    let Some(program) = words.next() else { return Err(Problem::new(text!("the command is empty", "命令为空"))) };
    let program = find(&program, here).ok_or_else(|| not_there(&program))?;
    let absolute = |word: String| {
        let path = here.join(&word);
        if !word.starts_with('-') && path.is_file() { path.into_os_string() } else { word.into() }
    };
    Ok(std::iter::once(program.into_os_string()).chain(words.map(absolute)).collect())
}

/// Says that there is no such program.
#[must_use]
pub fn not_there(program: &str) -> Problem {
    Problem::new(text!("there is no program `{program}` here", "本机没有程序 `{program}`"))
        .help(text!("install it, or check PATH and the spelling", "请安装，或检查 PATH 与拼写"))
}

fn words(command: &str) -> Result<Vec<String>, Problem> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = command.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(open), character) if character == open => quote = None,
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(characters.next()),
            (Some(_), character) => word.get_or_insert_default().push(character),
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, character) if character.is_whitespace() => words.extend(word.take()),
            (None, character) => word.get_or_insert_default().push(character),
        }
    }
    if quote.is_some() {
        return Err(Problem::new(text!("a quote is not closed in the command", "命令中的引号没有闭合")));
    }
    words.extend(word);
    Ok(words)
}

/// Finds a program: a path as seen from `here`, or a name that stands in a folder of `PATH`.
#[must_use]
pub fn find(program: &str, here: &Path) -> Option<PathBuf> {
    if program.contains('/') {
        return Some(here.join(program)).filter(|path| can_run(path));
    }
    std::env::split_paths(&search_path()).map(|folder| here.join(folder).join(program)).find(|path| can_run(path))
}

/// Where programs are looked for.
#[must_use]
pub fn search_path() -> OsString {
    std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into())
}

fn can_run(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;

    #[test]
    fn quotes_hold_words_together() {
        let split = |command: &str| words(command).map_err(|problem| problem.line(Lang::En));
        let owned = |words: &[&str]| Ok(words.iter().map(|word| (*word).to_string()).collect::<Vec<_>>());
        assert_eq!(split("  a  b\tc "), owned(&["a", "b", "c"]));
        assert_eq!(split("sh -c 'echo \"x\" y' \"it's\" a\\ b ''"), owned(&["sh", "-c", "echo \"x\" y", "it's", "a b", ""]));
        assert_eq!(split("a 'b"), Err("a quote is not closed in the command".to_string()));
    }

    #[test]
    fn files_are_named_from_the_root_and_programs_are_found() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::write(folder.path().join("mine.py"), "").expect("it can be written");
        let words = split("sh mine.py -x other.py", folder.path()).expect("there is a shell");
        assert!(Path::new(&words[0]).is_absolute());
        assert_eq!(words[1..], [folder.path().join("mine.py").into_os_string(), "-x".into(), "other.py".into()]);
        let missing = split("./mine.py", folder.path()).map_err(|problem| problem.line(Lang::En));
        assert_eq!(missing, Err("there is no program `./mine.py` here; install it, or check PATH and the spelling".to_string()));
    }
}
