//! In which languages a program can be written: the built-in ones, and those of `languages.toml` in the user's folder.
//!
//! A built-in language loads a file and calls its function. Another one is a command that gets the file and the name of the operation and speaks the protocol itself.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::base::{Problem, Severity, nearest::nearest};
use crate::deck::Found;
use crate::deck::read::{self, Node, Table};
use crate::engine::Op;
use crate::engine::field::Default as Unless;
use crate::text;

use super::command::{find, not_there};
use super::run::{HARNESS, Harness, Program};

/// The name of the file within the data folder.
pub const FILE: &str = "languages.toml";

const PYTHON: Harness = Harness { name: "harness.py", source: include_str!("harness/python.py") };
const JAVASCRIPT: Harness = Harness { name: "harness.js", source: include_str!("harness/javascript.js") };

/// A language to program in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its name on the command line.
    pub id: String,
    /// What its files end in, without the point.
    pub extension: String,
    /// How its programs run.
    pub how: How,
}

/// How programs of a language run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// By a harness of ours.
    BuiltIn(BuiltIn),
    /// By a command of the user's.
    Template {
        /// The command; `{file}` and `{operation}` stand for what they say.
        command: Vec<String>,
        /// What a comment begins with.
        comment: String,
        /// The source that a new file begins with after the comment; `{operation}` and `{inputs}` stand for what they say.
        stub: String,
    },
}

/// A language that is built in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// Which one.
    pub tongue: Tongue,
    /// What runs it, if the user has said so.
    pub tool: Option<String>,
}

/// The built-in languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// Python 3.
    Python,
    /// JavaScript, by Node.
    JavaScript,
}

impl Tongue {
    const ALL: [Tongue; 2] = [Tongue::Python, Tongue::JavaScript];

    const fn id(self) -> &'static str {
        match self {
            Tongue::Python => "python",
            Tongue::JavaScript => "javascript",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Tongue::Python => "py",
            Tongue::JavaScript => "js",
        }
    }

    /// What may run it, the best first.
    const fn tools(self) -> &'static [&'static str] {
        match self {
            Tongue::Python => &["python3", "python"],
            Tongue::JavaScript => &["node", "nodejs"],
        }
    }

    /// What makes a tool say which program it really is; nothing if it can't be used.
    const fn probe(self) -> [&'static str; 2] {
        match self {
            Tongue::Python => ["-c", "import sys; print(sys.executable if sys.version_info >= (3, 6) else '')"],
            Tongue::JavaScript => ["-p", "process.execPath"],
        }
    }

    const fn options(self) -> &'static [&'static str] {
        match self {
            Tongue::Python => &[],
            // Node's own limit is above ours; below it, it says what happened.
            Tongue::JavaScript => &["--max-old-space-size=700"],
        }
    }

    const fn harness(self) -> Harness {
        match self {
            Tongue::Python => PYTHON,
            Tongue::JavaScript => JAVASCRIPT,
        }
    }
}

impl Language {
    /// Whether what runs it seems to be on this machine.
    #[must_use]
    pub fn is_there(&self) -> bool {
        let here = Path::new("/");
        match &self.how {
            How::BuiltIn(BuiltIn { tool: Some(tool), .. }) => find(tool, here).is_some(),
            How::BuiltIn(BuiltIn { tongue, tool: None }) => tongue.tools().iter().any(|tool| find(tool, here).is_some()),
            How::Template { command, .. } => command.first().is_some_and(|tool| find(tool, here).is_some()),
        }
    }

    /// How a file is run.
    ///
    /// # Errors
    /// What runs the language is not on this machine.
    pub fn program(&self, file: &Path, op: &Op) -> Result<Program, Problem> {
        match &self.how {
            How::BuiltIn(built_in) => {
                let tool = self.tool(built_in)?;
                let outputs: Vec<&str> = op.outputs.iter().map(|field| field.name).collect();
                let inputs: Vec<(&str, bool)> = op.inputs.iter().map(|field| (field.name, field.default != Unless::Absent)).collect();
                let names = serde_json::json!({ "outputs": outputs, "inputs": inputs }).to_string();
                let mut words = vec![tool.into_os_string()];
                words.extend(built_in.tongue.options().iter().map(Into::into));
                words.extend([HARNESS.into(), file.into(), op.id.into(), names.into()]);
                Ok(Program { words, harness: Some(built_in.tongue.harness()) })
            }
            How::Template { command, .. } => {
                let mut words = Vec::new();
                for word in command {
                    words.push(match word.as_str() {
                        "{file}" => file.into(),
                        other => other.replace("{file}", &file.to_string_lossy()).replace("{operation}", op.id).into(),
                    });
                }
                let program = command.first().map_or("", String::as_str);
                words[0] = find(program, Path::new("/")).ok_or_else(|| not_there(program))?.into_os_string();
                Ok(Program { words, harness: None })
            }
        }
    }

    /// Finds what really runs a built-in language: behind a name there may be a script that needs an environment which the program will not have.
    fn tool(&self, built_in: &BuiltIn) -> Result<PathBuf, Problem> {
        let tongue = built_in.tongue;
        let chosen: Vec<&str> = built_in.tool.as_deref().map_or_else(|| tongue.tools().to_vec(), |tool| vec![tool]);
        for tool in &chosen {
            let Some(path) = find(tool, Path::new("/")) else { continue };
            let Ok(output) = Command::new(&path).args(tongue.probe()).stdin(Stdio::null()).stderr(Stdio::null()).output() else { continue };
            let real = String::from_utf8_lossy(&output.stdout).trim().to_string();
            if output.status.success() && !real.is_empty() {
                return Ok(PathBuf::from(real));
            }
        }
        let (id, tools) = (&self.id, chosen.join(", "));
        Err(Problem::new(text!(
            "{id} can't be used here: {tools} is not there or does not run",
            "无法使用 {id}：找不到 {tools}，或其无法运行"
        ))
        .help(text!(
            "install it, choose another language with --lang, or run any program with --command",
            "请安装，或用 --lang 选择其他语言，或用 --command 运行任意程序"
        )))
    }
}

/// The languages of a data folder, the built-in ones first, with all that is wrong with the file.
#[must_use]
pub fn languages(data_dir: &Path) -> (Vec<Language>, Vec<Found>) {
    let path = data_dir.join(FILE);
    let (own, found) = match fs::read_to_string(&path) {
        Ok(source) => {
            let (own, notes) = read(&source);
            let file = path.display().to_string();
            let found = notes.into_iter().map(|note| Found {
                file: file.clone(),
                text: source.clone().into(),
                severity: note.severity,
                problem: note.problem,
            });
            (own, found.collect())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => (Vec::new(), Vec::new()),
        Err(error) => {
            let problem = Problem::new(text!("it can't be read: {error}", "无法读取：{error}"));
            (Vec::new(), vec![Found { severity: Severity::Error, ..Found::unopened(&path, problem) }])
        }
    };
    let built_in = Tongue::ALL.into_iter().map(|tongue| Language {
        id: tongue.id().to_string(),
        extension: tongue.extension().to_string(),
        how: How::BuiltIn(BuiltIn { tongue, tool: None }),
    });
    let mut all: Vec<Language> = built_in.filter(|language| own.iter().all(|mine| mine.id != language.id)).collect();
    all.extend(own);
    (all, found)
}

/// The language of that name.
///
/// # Errors
/// There is none, with the nearest one that is.
pub fn named<'a>(languages: &'a [Language], id: &str) -> Result<&'a Language, Problem> {
    languages.iter().find(|language| language.id == id).ok_or_else(|| {
        let problem = Problem::new(text!("there is no language `{id}`", "没有语言 `{id}`"));
        match nearest(id, languages.iter().map(|language| language.id.as_str())) {
            Some(near) => problem.help(text!("did you mean `{near}`?", "是否想写 `{near}`？")),
            None => {
                let list = languages.iter().map(|language| language.id.as_str()).collect::<Vec<_>>().join(", ");
                problem.help(text!(
                    "there are {list}; {FILE} in the data folder can name more",
                    "可用的有 {list}；可在数据文件夹的 {FILE} 中添加"
                ))
            }
        }
    })
}

/// The language of a file, by its ending.
///
/// # Errors
/// None has that ending.
pub fn of_file<'a>(languages: &'a [Language], file: &Path) -> Result<&'a Language, Problem> {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    languages.iter().find(|language| language.extension == extension).ok_or_else(|| {
        let list = languages.iter().map(|language| format!(".{}", language.extension)).collect::<Vec<_>>().join(", ");
        let name = file.display();
        Problem::new(text!(
            "`{name}` is in no language that is known by its ending: {list}",
            "无法由扩展名判断 `{name}` 的语言，已知：{list}"
        ))
        .help(text!("name the language with --lang, or run it with --command", "请用 --lang 指明语言，或用 --command 运行"))
    })
}

fn read(source: &str) -> (Vec<Language>, Vec<read::Note>) {
    let (languages, notes) = read::table(source, |table| {
        table.get("language").and_then(Node::table).and_then(|table| table.entries(|name, node| language(name, node.table()?)))
    });
    (languages.flatten().unwrap_or_default(), notes)
}

fn language(name: &str, mut table: Table<'_>) -> Option<Language> {
    let built_in = Tongue::ALL.into_iter().find(|tongue| tongue.id() == name);
    let language = match built_in {
        Some(tongue) => {
            let tool = table.need("tool").and_then(Node::string);
            tool.map(|tool| Language {
                id: name.to_string(),
                extension: tongue.extension().to_string(),
                how: How::BuiltIn(BuiltIn { tongue, tool: Some(tool) }),
            })
        }
        None => {
            let extension = table.need("extension").and_then(Node::string);
            let command = table.need("command").and_then(|node| node.each(1..=100, Node::string));
            let comment = table.get("comment").and_then(Node::string).unwrap_or_else(|| "#".to_string());
            let stub = table.get("stub").and_then(Node::string).unwrap_or_default();
            extension.zip(command).map(|(extension, command)| Language {
                id: name.to_string(),
                extension: extension.trim_start_matches('.').to_string(),
                how: How::Template { command, comment, stub },
            })
        }
    };
    table.finish();
    language
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::engine::ops;

    #[test]
    fn a_language_of_the_user_is_a_command() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let source = "[language.shell]\nextension = \"sh\"\ncommand = [\"sh\", \"{file}\", \"--op={operation}\"]\n\n[language.python]\ntool = \"/opt/python\"\n";
        std::fs::write(folder.path().join(FILE), source).expect("it can be written");
        let (all, found) = languages(folder.path());
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(all.iter().map(|language| language.id.as_str()).collect::<Vec<_>>(), ["javascript", "shell", "python"]);
        let nms = ops::find("nms").expect("it is there");
        let file = Path::new("/x/nms.sh");
        let program = of_file(&all, file).and_then(|language| language.program(file, nms)).expect("there is a shell");
        assert_eq!(program.words[1..], ["/x/nms.sh", "--op=nms"]);
        let missing =
            named(&all, "python").expect("it is named").program(file, nms).map_err(|problem| problem.message.get(Lang::En).to_string());
        assert_eq!(missing, Err("python can't be used here: /opt/python is not there or does not run".to_string()));
    }

    #[test]
    fn what_is_wrong_in_the_file_is_told_with_its_place() {
        let (_, notes) = read("[language.ruby]\nextention = \"rb\"\ncommand = []\n");
        let told: Vec<String> = notes.iter().map(|note| note.problem.line(Lang::En)).collect();
        assert_eq!(told, ["unknown key `extention`; did you mean `extension`?", "`command` is empty"]);
    }

    #[test]
    fn an_unknown_language_is_told_the_nearest() {
        let (all, _) = languages(Path::new("/nowhere"));
        let told = |id| named(&all, id).map(|_| ()).map_err(|problem| problem.line(Lang::En));
        assert_eq!(told("pyton"), Err("there is no language `pyton`; did you mean `python`?".to_string()));
        assert_eq!(told("python"), Ok(()));
    }
}
