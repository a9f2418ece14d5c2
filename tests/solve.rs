//! `sqrtd solve`: right programs pass, wrong ones are told their mistake, runaway ones are stopped and told as what they are.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value as Json, json};

use crate::support::{Run, Sqrtd};

mod unfit;
mod wrong;

const PROGRAMS: [(&str, &str); 18] = [
    ("nms", include_str!("solve/nms.py")),
    ("batch_norm", include_str!("solve/batch_norm.py")),
    ("scaled_dot_product_attention", include_str!("solve/scaled_dot_product_attention.py")),
    ("bilinear", include_str!("solve/bilinear.py")),
    ("adam", include_str!("solve/adam.py")),
    ("max_pool2d", include_str!("solve/max_pool2d.py")),
    ("softmax", include_str!("solve/softmax.py")),
    ("layer_norm", include_str!("solve/layer_norm.py")),
    ("cross_entropy", include_str!("solve/cross_entropy.py")),
    ("focal_loss", include_str!("solve/focal_loss.py")),
    ("soft_nms", include_str!("solve/soft_nms.py")),
    ("fcos_target", include_str!("solve/fcos_target.py")),
    ("hungarian", include_str!("solve/hungarian.py")),
    ("hard_negative_mining", include_str!("solve/hard_negative_mining.py")),
    ("average_precision", include_str!("solve/average_precision.py")),
    ("gradient_flow", include_str!("solve/gradient_flow.py")),
    ("bilinear_sample", include_str!("solve/bilinear_sample.py")),
    ("magnitude_prune", include_str!("solve/magnitude_prune.py")),
];

/// Runs `sqrtd solve` with the machine's programs in reach.
fn solve<A: AsRef<OsStr>>(sqrtd: &Sqrtd, args: impl IntoIterator<Item = A>) -> Run {
    let mut command = sqrtd.command(["solve"]);
    command.args(args).envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    Run {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}

/// Judges a command on NMS: the exit status and the report.
fn judge_command(sqrtd: &Sqrtd, command: &str) -> (i32, Json) {
    let run = solve(sqrtd, ["nms", "--once", "--json", "--command", command]);
    (run.status, serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("this is no report: {run:?}")))
}

/// Why the first case fails.
fn why(report: &Json) -> &str {
    report["first_failure"]["why"].as_str().unwrap_or("it does not fail")
}

/// Whether a tool of this machine runs; if not, what is not tested is said.
fn has(tool: &str, what: &str) -> bool {
    let runs = std::process::Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success());
    if !runs {
        eprintln!("there is no {tool} on this machine: {what} is not tested");
    }
    runs
}

/// Whether a process with this word in its command runs.
fn runs(word: &str) -> bool {
    let Ok(processes) = std::fs::read_dir("/proc") else { return false };
    let commands = processes.flatten().filter_map(|entry| std::fs::read_to_string(entry.path().join("cmdline")).ok());
    commands.into_iter().any(|command| command.split('\0').any(|other| other == word))
}

/// The command that answers as the reference engine does.
fn engine(operation: &str) -> String {
    format!("'{}' exercise eval {operation} --batch", env!("CARGO_BIN_EXE_sqrtd"))
}

#[test]
fn right_programs_in_python_pass() {
    if !has("python3", "a right program in Python") {
        return;
    }
    let sqrtd = Sqrtd::new();
    for (operation, source) in PROGRAMS {
        let path = sqrtd.write(&format!("{operation}.py"), source);
        let run =
            solve(&sqrtd, [OsStr::new(operation), OsStr::new("--once"), OsStr::new("--json"), OsStr::new("--file"), path.as_os_str()]);
        let report: Json = serde_json::from_str(&run.out).unwrap_or_default();
        assert_eq!((run.status, why(&report)), (0, "it does not fail"), "{operation}: {run:?}");
        assert!(report["passed"] == report["total"] && report["mistakes"] == json!([]), "{operation}: {report}");
    }
}

#[test]
fn a_right_program_in_javascript_passes_and_its_prints_are_shown() {
    if !has("node", "a right program in JavaScript") {
        return;
    }
    let sqrtd = Sqrtd::new();
    let path = sqrtd.write("solutions/nms.js", include_str!("solve/nms.js"));
    let run = solve(&sqrtd, ["nms", "--once"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.out.contains("It printed:\n  | boxes: "), "{}", run.out);
    let module = std::fs::read_to_string(&path).expect("it is there").replace("function nms", "export function nms");
    std::fs::write(&path, module).expect("it can be written");
    assert_eq!(solve(&sqrtd, ["nms", "--once"]).status, 0);
}

#[test]
fn any_program_takes_part_by_lines() {
    let sqrtd = Sqrtd::new();
    for (operation, _) in PROGRAMS {
        let run = solve(&sqrtd, [operation, "--once", "--json", "--command", &engine(operation)]);
        let report: Json = serde_json::from_str(&run.out).unwrap_or_default();
        assert_eq!((run.status, why(&report)), (0, "it does not fail"), "{operation}: {run:?}");
    }
}

#[test]
fn a_failing_case_is_small_and_told_whole() {
    let sqrtd = Sqrtd::new();
    let run = solve(&sqrtd, ["nms", "--once", "--command", "sh -c 'while read l; do echo [1]; done'"]);
    let told = run.out.split_once('\n').map(|(_, told)| told);
    let expected = "\
\nThe smallest case that fails (easy):
  boxes = [[ 6,  4,  9, 10]]
  scores = [1]
  iou_threshold = 0.3
expected
  keep = [0]
got
  keep = [1]
`keep[0]` is 1; it should be 0
";
    assert_eq!((run.status, told), (1, Some(expected)), "{run:?}");
    let run = solve(&sqrtd, ["softmax", "--once", "--lang", "zh", "--command", "sh -c 'while read l; do echo [[1]]; done'"]);
    assert!(run.out.starts_with("✗ softmax：") && run.out.contains("`y` 的形状是 (1, 1)，应为 ("), "{}", run.out);
}

#[test]
fn what_can_not_be_judged_is_an_error() {
    let sqrtd = Sqrtd::new();
    let path = sqrtd.write("nms.rb", "");
    let file = path.to_str().expect("it is UTF-8");
    let error = |args: &[&str]| {
        let run = solve(&sqrtd, [&["--json"], args].concat());
        let told: Json = serde_json::from_str(&run.out).unwrap_or_default();
        (run.status, told["error"].as_str().unwrap_or_default().to_string())
    };
    let expect = |told: &str| (2, told.to_string());
    assert_eq!(error(&["nsm"]), expect("there is no operation `nsm`; did you mean `nms`?"));
    assert_eq!(error(&["nms", "--lang", "pyton"]), expect("there is no language `pyton`; did you mean `python`?"));
    assert_eq!(error(&["nms", "--file", "/nowhere/nms.py"]), expect("there is no file /nowhere/nms.py"));
    assert_eq!(error(&["nms", "--command", ""]), expect("the command is empty"));
    assert_eq!(
        error(&["nms", "--command", "no-such-program"]),
        expect("there is no program `no-such-program` here; install it, or check PATH and the spelling")
    );
    let unknown = format!(
        "`{file}` is in no language that is known by its ending: .py, .js; name the language with --lang, or run it with --command"
    );
    assert_eq!(error(&["nms", "--file", file]), expect(&unknown));
}

#[test]
fn a_language_of_the_user_runs_their_command() {
    let sqrtd = Sqrtd::new();
    sqrtd.write("languages.toml", "[language.shell]\nextension = \"sh\"\ncommand = [\"sh\", \"{file}\", \"{operation}\"]\n");
    sqrtd.write("solutions/nms.sh", &format!("exec {}\n", engine("$1")));
    assert_eq!(solve(&sqrtd, ["nms", "--once"]).status, 0);
    assert_eq!(solve(&sqrtd, ["nms", "--once", "--lang", "shell"]).status, 0);
}

#[test]
fn a_stub_is_written_and_judged_at_each_save() {
    let sqrtd = Sqrtd::new();
    sqrtd.write("languages.toml", "[language.shell]\nextension = \"sh\"\ncommand = [\"sh\", \"{file}\"]\n");
    let mut command = sqrtd.command(["solve", "nms", "--lang", "shell"]);
    command.envs(std::env::var_os("PATH").map(|path| ("PATH", path))).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output is a pipe")).lines().map_while(Result::ok);
    let mut see = |text: &str| lines.find(|line| line.contains(text)).unwrap_or_else(|| panic!("`{text}` never came"));
    let path = see("Open this file in your editor: ").replace("Open this file in your editor: ", "");
    see("0 of ");
    see("Each save is judged");
    let stub = std::fs::read_to_string(&path).expect("the stub is there");
    assert!(stub.contains("boxes          (n, 4)") && stub.contains("Example: "), "{stub}");
    std::fs::write(&path, format!("{stub}\nexec {}\n", engine("nms"))).expect("it can be written");
    assert!(see(" cases passed").starts_with("✓ nms"));
    child.kill().and_then(|()| child.wait()).expect("it ends");
}

#[test]
fn an_endless_loop_is_stopped_whatever_it_ignores() {
    let (status, report) = judge_command(&Sqrtd::new(), "sh -c \"trap '' TERM HUP INT; while :; do sleep 98701; done\"");
    assert_eq!((status, why(&report)), (1, "no answer within 5 s, so it was stopped; does a loop never end?"));
    assert_eq!((&report["passed"], runs("98701")), (&json!(0), false));
}

#[test]
fn much_output_is_stopped() {
    let sqrtd = Sqrtd::new();
    for command in ["yes to be or not to be", "sh -c 'yes to be or not to be >&2'"] {
        let (status, report) = judge_command(&sqrtd, command);
        assert_eq!((status, why(&report)), (1, "it wrote more than 1 MB and was stopped"), "{command}");
    }
}

#[test]
fn what_ends_early_leaves_nothing_behind() {
    let sqrtd = Sqrtd::new();
    let of = |command: &str| {
        let (status, report) = judge_command(&sqrtd, command);
        (status, why(&report).to_string())
    };
    let expect = |told: &str| (1, told.to_string());
    assert_eq!(of("sh -c 'exit 3'"), expect("it ended before it answered, with status 3"));
    assert_eq!(of("sh -c 'kill -SEGV $$'"), expect("it crashed before it answered: signal 11 (SIGSEGV)"));
    // A child holds the pipes, also one that has left the group.
    assert_eq!(of("sh -c 'sleep 98702 & exit 0'"), expect("it ended before it answered, with status 0"));
    assert_eq!(of("sh -c 'setsid sleep 98702 & read l; exit 0'"), expect("it ended before it answered, with status 0"));
    assert_eq!(of("sh -c 'exec >&-; sleep 98702'"), expect("it closed its output before it answered"));
    assert!(!runs("98702"));
}

#[test]
fn sleeping_after_the_last_answer_is_told_but_no_failure() {
    let command = format!("sh -c \"{}; sleep 98703\"", engine("nms"));
    let (status, report) = judge_command(&Sqrtd::new(), &command);
    assert_eq!((status, &report["passed"], runs("98703")), (0, &report["total"], false));
    assert_eq!(report["notes"][0], "it ran on after its last answer and was stopped");
}

#[test]
fn lines_that_are_no_answer_fail_their_case_only() {
    let command = format!("sh -c \"read l; echo nonsense; {}\"", engine("nms"));
    let (status, report) = judge_command(&Sqrtd::new(), &command);
    let missed = report["total"].as_u64().zip(report["passed"].as_u64()).map(|(total, passed)| total - passed);
    assert_eq!((status, why(&report), missed), (1, "it wrote a line that is no JSON: nonsense", Some(1)));
}

#[test]
#[cfg(target_os = "linux")]
fn children_and_memory_are_bounded() {
    let sqrtd = Sqrtd::new();
    let (status, report) = judge_command(&sqrtd, "sh -c 'i=0; while [ $i -lt 200 ]; do sleep 98704 & i=$((i+1)); done; wait'");
    assert_eq!((status, why(&report), runs("98704")), (1, "it started more than 64 processes and was stopped", false));
    let (status, report) = judge_command(&sqrtd, "dd if=/dev/zero of=/dev/null bs=3000000000 count=1");
    assert_eq!((status, why(&report)), (1, "it took more than 1 GB of memory, its children included, and was stopped"));
}

#[test]
#[cfg(target_os = "linux")]
fn nothing_is_written_outside_of_its_folder() {
    let sqrtd = Sqrtd::new();
    let evil = sqrtd.write("kept", "").with_file_name("evil");
    let command = format!("sh -c 'echo x > here || exit 9; echo x > {}; while read l; do echo []; done'", evil.display());
    let run = solve(&sqrtd, ["nms", "--once", "--command", &command]);
    let kernel = std::fs::read_to_string("/sys/kernel/security/lsm");
    if evil.exists() && !kernel.is_ok_and(|modules| modules.contains("landlock")) {
        eprintln!("this kernel has no Landlock: writing outside is not prevented");
        return;
    }
    assert!(!Path::new(&evil).exists());
    assert!(run.out.contains("a program may write only to its own temporary folder"), "{}", run.out);
}
