//! Which processes descend from this one, as Linux tells in `/proc`; elsewhere none are seen, and only the program's group is ended.

/// A process.
#[derive(Clone, Copy, Debug)]
pub struct Process {
    /// Its number.
    pub pid: i32,
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "no process is seen"))]
    parent: i32,
    /// The memory that it has, with what it shares, in bytes.
    pub memory: u64,
}

/// All living processes that descend from this one.
#[cfg(target_os = "linux")]
pub fn descendants() -> Vec<Process> {
    let all = all();
    let mut found: Vec<Process> = Vec::new();
    let mut parents = vec![rustix::process::getpid().as_raw_nonzero().get()];
    while let Some(parent) = parents.pop() {
        for process in all.iter().filter(|process| process.parent == parent) {
            // A process that began while the list was read may stand in it twice.
            if found.iter().all(|known| known.pid != process.pid) {
                found.push(*process);
                parents.push(process.pid);
            }
        }
    }
    found
}

/// All living processes that descend from this one.
#[cfg(not(target_os = "linux"))]
pub fn descendants() -> Vec<Process> {
    Vec::new()
}

#[cfg(target_os = "linux")]
fn all() -> Vec<Process> {
    let Ok(folder) = std::fs::read_dir("/proc") else { return Vec::new() };
    let page = rustix::param::page_size() as u64;
    let numbers = folder.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    numbers.filter_map(|pid| read_stat(pid, &std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?, page)).collect()
}

/// Reads a line of `/proc/PID/stat`; nothing for a process that has ended and waits to be noticed.
#[cfg(target_os = "linux")]
fn read_stat(pid: i32, stat: &str, page: u64) -> Option<Process> {
    // The name in brackets may hold anything, also brackets and spaces.
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let (state, parent, pages) = (fields.first()?, fields.get(1)?.parse().ok()?, fields.get(21)?.parse::<u64>().ok()?);
    (!matches!(*state, "Z" | "X")).then_some(Process { pid, parent, memory: pages * page })
}

/// The memory of processes, what several share counted once, in bytes; where that is not told, as if they shared nothing.
pub fn own_memory(processes: &[Process]) -> u64 {
    processes.iter().map(|process| share(process.pid).unwrap_or(process.memory)).sum()
}

fn share(pid: i32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// How many processes and threads this user has now.
pub fn tasks_of_user() -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    let user = rustix::process::getuid().as_raw();
    let folder = std::fs::read_dir("/proc").ok()?;
    let mine = folder.flatten().filter(|entry| {
        let process = entry.file_name().to_str().is_some_and(|name| name.parse::<i32>().is_ok());
        process && entry.metadata().is_ok_and(|about| about.uid() == user)
    });
    Some(mine.filter_map(|entry| std::fs::read_dir(entry.path().join("task")).ok()).map(|tasks| tasks.count() as u64).sum())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_hold_brackets() {
        let stat = "12 (a) b) S 7 12 12 0 -1 4194560 1 0 0 0 1 0 0 0 20 0 1 0 100 10000 3 18446744073709551615";
        let process = read_stat(12, stat, 4096).expect("it lives");
        assert_eq!((process.pid, process.parent, process.memory), (12, 7, 3 * 4096));
        assert!(read_stat(12, &stat.replace(" S ", " Z "), 4096).is_none());
    }
}
