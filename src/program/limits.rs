//! What a learner's program may use. The limits guard against accidents, not against malice.

use std::time::Duration;

use crate::base::Text;
use crate::text;

/// The time for one case.
pub const CASE: Duration = Duration::from_secs(5);
/// The time until a program has been loaded, by those whose loading we see.
pub const LOADING: Duration = Duration::from_secs(10);
/// The time for all cases.
pub const ALL: Duration = Duration::from_secs(20);
/// The time to end after the last answer.
pub const ENDING: Duration = Duration::from_secs(1);
/// The processor time of each of its processes, which threads use up faster than the clock.
pub const PROCESSOR: Duration = Duration::from_secs(60);
/// The memory of the program and its children together, in bytes.
pub const MEMORY: u64 = 1 << 30;
/// What a thread may set aside beyond that without touching it, in bytes.
pub const FOR_THREAD: u64 = 48 << 20;
/// The largest file that it may write, in bytes.
pub const FILE: u64 = 64 << 20;
/// How much it may write to its outputs, in bytes.
pub const OUTPUT: usize = 1 << 20;
/// How many processes it may have.
pub const PROCESSES: usize = 64;
/// How many processes and threads more than there are now the user may have meanwhile: a second line of defence.
pub const TASKS: u64 = 512;

/// Why a program was stopped, or why it answers no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It was not loaded in time.
    SlowLoading,
    /// It took too long for a case.
    SlowCase,
    /// It took too long for all of them.
    SlowAll,
    /// It took too long, and so many megabytes by then that something seems to grow without end.
    Growing(u64),
    /// It wrote too much.
    Output,
    /// It took too much memory.
    Memory,
    /// It started too many processes.
    Processes,
    /// It used too much of the processor's time.
    Processor,
    /// It wrote too large a file.
    File,
    /// It closed its output but runs on.
    Closed,
    /// It ended with this status.
    Status(i32),
    /// A signal ended it.
    Signal(i32),
    /// It ended, no one knows how.
    Unknown,
    /// The learner stopped it.
    Cancelled,
}

impl End {
    /// A sentence for the learner.
    #[must_use]
    pub fn says(&self) -> Text {
        match self {
            End::SlowLoading => {
                let seconds = LOADING.as_secs();
                text!("it was not loaded within {seconds} s and was stopped", "{seconds} 秒内未能加载完成，已被终止")
            }
            End::SlowCase => {
                let seconds = CASE.as_secs();
                text!(
                    "no answer within {seconds} s, so it was stopped; does a loop never end?",
                    "{seconds} 秒内没有给出答案，已被终止；是否有循环无法结束？"
                )
            }
            End::SlowAll => {
                let seconds = ALL.as_secs();
                text!("all cases together took more than {seconds} s, so it was stopped", "全部用例合计超过 {seconds} 秒，已被终止")
            }
            End::Growing(megabytes) => text!(
                "no answer in time and {megabytes} MB of memory by then, so it was stopped; does something grow without end?",
                "未能按时给出答案，且已占用内存 {megabytes} MB，已被终止；是否有数据在无限增长？"
            ),
            End::Output => text!("it wrote more than 1 MB and was stopped", "输出超过 1 MB，已被终止"),
            End::Memory => {
                text!("it took more than 1 GB of memory, its children included, and was stopped", "连同子进程使用的内存超过 1 GB，已被终止")
            }
            End::Processes => {
                text!("it started more than {PROCESSES} processes and was stopped", "启动的进程超过 {PROCESSES} 个，已被终止")
            }
            End::Processor => {
                let seconds = PROCESSOR.as_secs();
                text!("it used more than {seconds} s of processor time and was stopped", "占用处理器超过 {seconds} 秒，已被终止")
            }
            End::File => text!("it wrote a file of more than 64 MB and was stopped", "写入的文件超过 64 MB，已被终止"),
            End::Closed => text!("it closed its output before it answered", "在给出答案之前关闭了输出"),
            End::Status(status) => {
                text!("it ended before it answered, with status {status}", "在给出答案之前就结束了，退出状态为 {status}")
            }
            End::Signal(signal) => {
                let name = signal_name(*signal);
                text!("it crashed before it answered: signal {signal}{name}", "在给出答案之前崩溃：信号 {signal}{name}")
            }
            End::Unknown => text!("it ended before it answered", "在给出答案之前就结束了"),
            End::Cancelled => text!("it was cancelled", "已取消"),
        }
    }
}

/// The name of a signal that people meet, in brackets.
fn signal_name(signal: i32) -> &'static str {
    use signal_hook::consts as s;
    [
        (s::SIGSEGV, " (SIGSEGV)"),
        (s::SIGABRT, " (SIGABRT)"),
        (s::SIGKILL, " (SIGKILL)"),
        (s::SIGTERM, " (SIGTERM)"),
        (s::SIGFPE, " (SIGFPE)"),
        (s::SIGBUS, " (SIGBUS)"),
        (s::SIGILL, " (SIGILL)"),
        (s::SIGPIPE, " (SIGPIPE)"),
        (s::SIGTRAP, " (SIGTRAP)"),
    ]
    .into_iter()
    .find(|(known, _)| *known == signal)
    .map_or("", |(_, name)| name)
}
