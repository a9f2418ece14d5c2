//! `sqrtd export`: everything as JSON.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use crate::deck::Library;
use crate::exchange::export::{card, memory};
use crate::store::{Store, settings};
use crate::study::Scheduler;
use crate::ui::world::deck_folders;

use super::Globals;

/// Write cards, memory and the whole history as JSON
///
/// An object {"cards": […], "memory": […], "events": […]}; an event is what happened, as it is kept: an answer with its inputs, its score and the mistakes it
/// showed, an undo, an interview. Decks are TOML files and need no export.
#[derive(clap::Args)]
pub struct Args {
    /// The file [default: standard output]
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// A history that can't be read, a file that can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let dir = globals.data_dir()?;
    match &args.output {
        None => write(&dir, out)?,
        Some(path) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            // Written beside it first: an earlier export is replaced by a whole one or not at all.
            let mut file = tempfile::NamedTempFile::new_in(folder).with_context(|| format!("{} can't be written", path.display()))?;
            let mut buffer = std::io::BufWriter::new(&mut file);
            write(&dir, &mut buffer)?;
            buffer.flush()?;
            drop(buffer);
            file.as_file().sync_all()?;
            file.persist(path)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write(dir: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    let (settings, _) = settings::load(dir);
    let store = Store::open(dir, Scheduler::new(settings.rules.clone())?)?;
    let library = Library::load(&deck_folders(dir, &settings));
    write!(out, "{{\"cards\": [")?;
    list(library.cards().map(card), out)?;
    write!(out, "], \"memory\": [")?;
    let mut memories: Vec<_> = store.memories()?.into_iter().collect();
    memories.sort_by(|a, b| a.0.cmp(&b.0));
    list(memories.iter().map(|(key, one)| memory(key, one)), out)?;
    write!(out, "], \"events\": [")?;
    let (mut first, mut written) = (true, Ok(()));
    store.each_event(|event| {
        if written.is_ok() {
            written = separate(&mut first, out).and_then(|()| Ok(serde_json::to_writer(&mut *out, &event)?));
        }
        Ok(())
    })?;
    written?;
    writeln!(out, "\n]}}")?;
    Ok(())
}

/// Writes the items one a line.
fn list(items: impl Iterator<Item = serde_json::Value>, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut first = true;
    for item in items {
        separate(&mut first, out)?;
        write!(out, "{item}")?;
    }
    Ok(writeln!(out)?)
}

fn separate(first: &mut bool, out: &mut dyn Write) -> anyhow::Result<()> {
    Ok(write!(out, "{}", if std::mem::take(first) { "\n" } else { ",\n" })?)
}
