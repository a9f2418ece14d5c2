//! Running the program as a user does.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A program to run, with a data folder of its own.
pub struct Sqrtd {
    data: TempDir,
}

/// What a run left.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Sqrtd {
    /// A program with an empty data folder, in English.
    pub fn new() -> Sqrtd {
        Sqrtd { data: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// The data folder.
    pub fn data_dir(&self) -> &Path {
        self.data.path()
    }

    /// Writes a file below the data folder.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.data.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it lies below the data folder")).expect("the folder can be made");
        std::fs::write(&path, text).expect("the file can be written");
        path
    }

    /// The command, ready to run.
    pub fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sqrtd"));
        command.env_clear().env("SQRTD_DATA_DIR", self.data.path()).env("LANG", "en_GB.UTF-8").env("HOME", self.data.path());
        command.args(args);
        command
    }

    /// Runs it.
    pub fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Run {
        self.run_on("", args)
    }

    /// Runs it with this on standard input.
    pub fn run_on<A: AsRef<OsStr>>(&self, input: &str, args: impl IntoIterator<Item = A>) -> Run {
        self.run_command(self.command(args), input)
    }

    /// Runs a command with this on standard input.
    pub fn run_command(&self, mut command: Command, input: &str) -> Run {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        let input = input.to_string();
        // In a thread of its own, since the program may answer before it has read everything.
        let writer = std::thread::spawn(move || {
            // A program that does not read its input closes it.
            let _ = stdin.write_all(input.as_bytes());
        });
        let output = child.wait_with_output().expect("the program ends");
        writer.join().expect("the writer does not panic");
        Run {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }
}

/// The files below a folder whose names end so.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            files.extend(self::files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            files.push(path);
        }
    }
    files
}
