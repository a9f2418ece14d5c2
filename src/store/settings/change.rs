//! Loading the settings from the data folder, and changing one of them in place: comments and all else stay as they are.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use crate::base::nearest::nearest;
use crate::base::{Lang, Problem, Severity};
use crate::deck::Found;
use crate::deck::edit::whole_lines;
use crate::text;

use super::{FILE, LIST, Setting, Settings, find, read, template};

/// Loads the settings of a data folder, with all that is wrong; what is wrong, or not there, stands at its default.
#[must_use]
pub fn load(dir: &Path) -> (Settings, Vec<Found>) {
    let path = dir.join(FILE);
    let file = path.display().to_string();
    match source(&path) {
        Ok(source) => {
            let (settings, notes) = read(&source);
            let found = |note: crate::deck::read::Note| Found {
                file: file.clone(),
                text: source.clone().into(),
                severity: note.severity,
                problem: note.problem,
            };
            (settings, notes.into_iter().map(found).collect())
        }
        Err(problem) => (Settings::default(), vec![Found { file, text: String::new().into(), severity: Severity::Error, problem }]),
    }
}

/// Problems of the settings of a data folder that other parts of the program found, each as it is shown with its place.
#[must_use]
pub fn found(dir: &Path, problems: Vec<Problem>) -> Vec<Found> {
    let path = dir.join(FILE);
    let text = source(&path).unwrap_or_default();
    let file = path.display().to_string();
    let found = |problem| Found { file: file.clone(), text: text.clone().into(), severity: Severity::Error, problem };
    problems.into_iter().map(found).collect()
}

/// Changes one setting in the file of a data folder; `value` is TOML, nothing takes the setting out. The file is replaced as a whole or not at all.
///
/// # Errors
/// An unknown setting, a value that it can't have, a file whose syntax is broken, and a folder that can't be written.
pub fn change(dir: &Path, name: &str, value: Option<&str>) -> Result<Settings, Problem> {
    let path = dir.join(FILE);
    let before = source(&path)?;
    let after = changed(&before, name, value)?;
    let settings = check(&before, &after)?;
    if after != before {
        write(dir, &path, &after).map_err(|error| unwritable(&path, &error))?;
    }
    Ok(settings)
}

/// Makes the file, with every setting at its default, if there is none, and returns it with the line at which a setting stands, from 1.
///
/// # Errors
/// A file that can't be read, a folder that can't be written.
pub fn open(dir: &Path, name: &str, lang: Lang) -> Result<(PathBuf, usize), Problem> {
    let path = dir.join(FILE);
    let mut text = source(&path)?;
    if !path.exists() {
        // Commented out, so that defaults that change later still reach whoever has not chosen.
        text = template(lang)
            .lines()
            .map(|line| if line.starts_with('#') || line.is_empty() { line.to_string() } else { format!("# {line}") } + "\n")
            .collect();
        write(dir, &path, &text).map_err(|error| unwritable(&path, &error))?;
    }
    let stands = |line: &str| {
        line.trim_start_matches(['#', ' ', '[']).strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(['=', ']', '.']))
    };
    let line = text.lines().position(stands).map_or(1, |at| at + 1);
    Ok((path, line))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Problem {
    let path = path.display();
    Problem::new(text!("{path} can't be written: {error}", "无法写入 {path}：{error}"))
        .help(text!("check who may write to it and its folder", "请检查该文件及其文件夹的写权限"))
}

/// The setting of this name.
///
/// # Errors
/// There is none.
pub fn known(name: &str) -> Result<&'static Setting, Problem> {
    find(name).ok_or_else(|| {
        let problem = Problem::new(text!("there is no setting `{name}`", "没有名为 `{name}` 的设置"));
        match nearest(name, LIST.iter().map(|setting| setting.name)) {
            Some(near) => problem.help(text!("did you mean `{near}`?", "是否想写 `{near}`？")),
            None => problem,
        }
    })
}

/// The text of the file; empty if there is none.
fn source(path: &Path) -> Result<String, Problem> {
    match fs::read_to_string(path) {
        Ok(source) => Ok(source),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Problem::new(text!("it can't be read: {error}", "无法读取：{error}"))),
    }
}

/// The text with one setting changed.
fn changed(before: &str, name: &str, value: Option<&str>) -> Result<String, Problem> {
    known(name)?;
    let table = DeTable::parse(before).map_err(|_| {
        Problem::new(text!("{FILE} is broken", "{FILE} 有语法错误")).help(text!("mend it first, or move it away", "请先修正，或将其移走"))
    })?;
    let place = table.get_ref().get_key_value(name).map(|(key, old)| (key.span(), old.span()));
    Ok(match (place, value) {
        (Some((_, old)), Some(value)) => format!("{}{value}{}", &before[..old.start], &before[old.end..]),
        (Some((key, old)), None) => {
            let line = whole_lines(before, key.start..old.end);
            format!("{}{}", &before[..line.start], &before[line.end..])
        }
        // At the beginning it belongs to no table that may follow.
        (None, Some(value)) => format!("{name} = {value}\n{before}"),
        (None, None) => before.to_string(),
    })
}

/// Refuses a change that makes something wrong that was not before.
fn check(before: &str, after: &str) -> Result<Settings, Problem> {
    let (settings, wrong) = read(after);
    let earlier = read(before).1;
    match wrong.into_iter().find(|note| earlier.iter().all(|known| known.problem.message != note.problem.message)) {
        Some(note) => Err(note.problem),
        None => Ok(settings),
    }
}

/// Replaces a file as a whole, or makes it, in a folder that is made if it is not there.
pub fn write(dir: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    fs::create_dir_all(dir)?;
    // A link, as people keep for their dotfiles, stays one: what it points to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut file = tempfile::NamedTempFile::new_in(target.parent().unwrap_or(dir))?;
    if let Ok(old) = fs::metadata(&target) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}
