//! Lists the decks and interview plans that are compiled into the binary.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let mut table = String::from("&[\n");
    for folder in ["decks", "decks/interviews"] {
        println!("cargo::rerun-if-changed={folder}");
        for path in files(&root.join(folder))? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let mut hash = DefaultHasher::new();
            fs::read(&path)?.hash(&mut hash);
            let (name, hash) = (format!("{folder}/{name}"), hash.finish());
            let _ = writeln!(table, "    Shipped {{ name: {name:?}, hash: {hash}, text: include_str!({path:?}) }},");
        }
    }
    table.push_str("]\n");
    fs::write(out.join("built_in.rs"), table)
}

/// The TOML files of a folder, sorted by name; none if there is no such folder.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
