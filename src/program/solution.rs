//! The files in which a learner's solutions lie.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::base::{Lang, Problem};
use crate::engine::Op;
use crate::text;

use super::language::{self, Language};
use super::stub;

/// The name of the folder within the data folder.
pub const FOLDER: &str = "solutions";

/// Where a learner's solutions lie.
#[must_use]
pub fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join(FOLDER)
}

/// Where within a folder the solution of an operation in a language lies.
#[must_use]
pub fn path(folder: &Path, op: &Op, language: &Language) -> PathBuf {
    folder.join(format!("{}.{}", op.id, language.extension))
}

/// The language of the solution that is there already, else the first one that this machine can run.
///
/// # Errors
/// It can run none.
pub fn choose<'a>(folder: &Path, op: &Op, languages: &'a [Language]) -> Result<&'a Language, Problem> {
    let begun = languages.iter().find(|language| path(folder, op, language).exists());
    begun.or_else(|| languages.iter().find(|language| language.is_there())).ok_or_else(|| {
        let list = languages.iter().map(|language| language.id.as_str()).collect::<Vec<_>>().join(", ");
        Problem::new(text!("no language can be run here: {list}", "本机无法运行任何语言：{list}")).help(text!(
            "install Python 3 or Node, or describe your own in {}",
            "请安装 Python 3 或 Node，或在 {} 中配置其他语言",
            language::FILE
        ))
    })
}

/// Writes the stub of a solution, unless there is a file already.
///
/// # Errors
/// The file can't be written.
pub fn begin(folder: &Path, op: &'static Op, language: &Language, lang: Lang) -> Result<PathBuf, Problem> {
    let path = path(folder, op, language);
    let write = || {
        fs::create_dir_all(folder)?;
        let mut file = fs::File::create_new(&path)?;
        file.write_all(stub::stub(op, language, lang).as_bytes())
    };
    match write() {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(path),
        Err(error) => {
            let name = path.display();
            Err(Problem::new(text!("{name} can't be written: {error}", "无法写入 {name}：{error}"))
                .help(text!("check who may write to that folder", "请检查该文件夹的写权限")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ops;

    #[test]
    fn a_file_that_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let nms = ops::find("nms").expect("it is there");
        let (all, _) = language::languages(folder.path());
        let first = begin(folder.path(), nms, &all[0], Lang::En).expect("it can be written");
        assert!(fs::read_to_string(&first).is_ok_and(|text| text.contains("def nms(boxes, scores, iou_threshold):")));
        fs::write(&first, "mine").expect("it can be written");
        assert_eq!(begin(folder.path(), nms, &all[0], Lang::En), Ok(first.clone()));
        assert!(fs::read_to_string(&first).is_ok_and(|text| text == "mine"));
        // The language that was begun in is gone on with.
        fs::rename(&first, first.with_extension("js")).expect("it can be renamed");
        assert_eq!(choose(folder.path(), nms, &all).map(|language| language.id.as_str()), Ok("javascript"));
    }
}
