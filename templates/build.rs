//! Puts pages, words, static files and migrations into the binary. A page in `templates/custom/` replaces the one of the
//! same path in `templates/`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut pages = files(&root.join("templates"))?;
    pages.retain(|name, _| name.ends_with(".html"));
    let custom: Vec<(String, PathBuf)> = pages
        .iter()
        .filter_map(|(name, path)| Some((name.strip_prefix("custom/")?.to_owned(), path.clone())))
        .collect();
    pages.retain(|name, _| !name.starts_with("custom/"));
    pages.extend(custom);
    for (name, path) in files(&root.join("words"))? {
        pages.insert(format!("words/{name}"), path);
    }
    let mut source = String::new();
    source.push_str("pub static PAGES: &[(&str, &str)] = &[\n");
    for (name, path) in &pages {
        source.push_str(&format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string()));
    }
    source.push_str("];\n\npub static MIGRATIONS: &[(&str, &str)] = &[\n");
    for (name, path) in files(&root.join("migrations"))? {
        source.push_str(&format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string()));
    }
    source.push_str("];\n\n/// Name, hash of the content, content.\npub static FILES: &[(&str, &str, &[u8])] = &[\n");
    for (name, path) in files(&root.join("static"))? {
        let hash = hash(&fs::read(&path)?);
        source.push_str(&format!(
            "    ({name:?}, \"{hash:016x}\", include_bytes!({:?})),\n",
            path.display().to_string()
        ));
    }
    source.push_str("];\n");
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("assets.rs"), source)
}

/// Every file under a folder, by its path from there, in order.
fn files(folder: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            for (inner, path) in files(&path)? {
                found.insert(format!("{name}/{inner}"), path);
            }
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            found.insert(name, path);
        }
    }
    Ok(found)
}

/// FNV-1a: a name for a content, not a defence.
fn hash(content: &[u8]) -> u64 {
    content.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
