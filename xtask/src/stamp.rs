//! Remembers from which inputs a thing was made, by their contents, so that it is made again only when they change.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A hash over files, folders (every file in them) and plain words.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    hasher: DefaultHasher,
}

impl Inputs {
    /// Takes a word in: a version, a flag.
    pub(crate) fn word(mut self, word: &str) -> Self {
        word.hash(&mut self.hasher);
        self
    }

    /// Takes in a file, or every file under a folder but what is under a `node_modules`.
    pub(crate) fn path(mut self, path: &Path) -> Result<Self> {
        let mut files = Vec::new();
        files_under(path, &mut files)?;
        files.sort();
        for file in files {
            file.strip_prefix(path).unwrap_or(&file).hash(&mut self.hasher);
            fs::read(&file)
                .with_context(|| format!("cannot read {}", file.display()))?
                .hash(&mut self.hasher);
        }
        Ok(self)
    }

    /// Whether `stamp` was written for these very inputs.
    pub(crate) fn match_stamp(&self, stamp: &Path) -> bool {
        fs::read_to_string(stamp).is_ok_and(|written| written == self.digest())
    }

    /// Writes down that what `stamp` stands for was made from these inputs.
    pub(crate) fn write_stamp(&self, stamp: &Path) -> Result<()> {
        if let Some(folder) = stamp.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(stamp, self.digest()).with_context(|| format!("cannot write {}", stamp.display()))
    }

    fn digest(&self) -> String {
        format!("{:016x}\n", self.hasher.finish())
    }
}

/// Adds every file under a folder, or the file itself, but nothing under a `node_modules`.
pub(crate) fn files_under(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        let entry = entry?;
        if entry.file_name() != "node_modules" {
            files_under(&entry.path(), files)?;
        }
    }
    Ok(())
}
