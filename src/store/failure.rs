//! What SQLite reports, in words for people, with what to do.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::base::Problem;
use crate::text;

/// Why something could not be read or written: SQLite's report, or a problem of our own.
pub enum Failure {
    /// SQLite's report.
    Sqlite(rusqlite::Error),
    /// An event that can't be read.
    Problem(Problem),
}

impl Failure {
    /// The failure in words for people.
    pub fn explain(self, path: &Path) -> Problem {
        match self {
            Failure::Sqlite(error) => explain(path, &error),
            Failure::Problem(problem) => problem,
        }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Failure {
        Failure::Sqlite(error)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        Failure::Problem(problem)
    }
}

/// Says that a folder can't be made.
pub fn no_folder(dir: &Path, error: &std::io::Error) -> Problem {
    let dir = dir.display();
    Problem::new(text!("the folder {dir} can't be made: {error}", "无法创建文件夹 {dir}：{error}"))
        .help(text!("name another one with --data-dir", "请用 --data-dir 指定其他文件夹"))
}

/// Says that a file is damaged.
pub fn damaged(path: &Path, why: &str) -> Problem {
    let path = path.display();
    Problem::new(text!("the history {path} is damaged: {why}", "学习记录 {path} 已损坏：{why}")).help(text!(
        "nothing in it was changed; put a copy of it back in its place, or move it away to begin afresh (`sqlite3 FILE .recover` saves what can be read)",
        "文件未作任何改动；请用备份替换它，或将其移走后重新开始（`sqlite3 FILE .recover` 可挽救仍可读取的内容）"
    ))
}

/// Says that a file is something else.
pub fn foreign(path: &Path) -> Problem {
    let path = path.display();
    Problem::new(text!("{path} is no history of sqrtd", "{path} 不是 sqrtd 的学习记录")).help(text!(
        "nothing in it was changed; move it away, or name another folder with --data-dir",
        "文件未作任何改动；请将其移走，或用 --data-dir 指定其他文件夹"
    ))
}

/// Says that a file was made by a newer version.
pub fn newer(path: &Path) -> Problem {
    let path = path.display();
    Problem::new(text!("the history {path} was made by a newer sqrtd", "学习记录 {path} 由更新版本的 sqrtd 写入"))
        .help(text!("nothing in it was changed; update sqrtd", "文件未作任何改动；请升级 sqrtd"))
}

/// What SQLite reports about a file.
pub fn explain(path: &Path, error: &rusqlite::Error) -> Problem {
    let why = error.to_string();
    let code = error.sqlite_error_code();
    match code {
        Some(ErrorCode::NotADatabase) => return foreign(path),
        Some(ErrorCode::DatabaseCorrupt) => return damaged(path, &why),
        _ => {}
    }
    let path = path.display();
    let (message, help) = match code {
        Some(ErrorCode::DiskFull) => (
            text!("the disk is full: {path} can't grow", "磁盘已满：{path} 无法写入"),
            text!("free some space and try again; nothing is lost until you leave", "请腾出空间后重试；退出之前不会丢失任何内容"),
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            (text!("another program holds {path}", "{path} 正被另一个程序占用"), text!("try again in a moment", "请稍后重试"))
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => (
            text!("{path} can't be opened for writing: {why}", "无法写入 {path}：{why}"),
            text!(
                "check who may write to it and its folder, or name another folder with --data-dir",
                "请检查该文件及其文件夹的写权限，或用 --data-dir 指定其他文件夹"
            ),
        ),
        _ => (
            text!("{path} can't be read or written: {why}", "无法读写 {path}：{why}"),
            text!("try again; if it stays so, check the disk", "请重试；若问题依旧，请检查磁盘"),
        ),
    };
    Problem::new(message).help(help)
}
