//! The tree itself: paths, contents and who owns them afterwards. Touches no disk.

use indexmap::IndexMap;

/// Who owns a file once it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Merisier: rewritten at each build as long as nobody edited it.
    Generated,
    /// The user: created where absent, never touched again, even once deleted.
    CreatedOnce,
}

/// One file of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// The whole content, UTF-8 where it is text.
    pub content: Vec<u8>,
    /// Who owns it afterwards.
    pub policy: Policy,
}

/// Files by path. Paths are relative, their parts separated by `/`; order is the order of insertion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputTree {
    files: IndexMap<String, OutputFile>,
}

impl OutputTree {
    /// A tree without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file that belongs to Merisier; a file already there by that path is replaced.
    pub fn generated(&mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), OutputFile { content: content.into(), policy: Policy::Generated });
    }

    /// Adds a file that is the user's from its creation on; a file already there by that path is replaced.
    pub fn created_once(&mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), OutputFile { content: content.into(), policy: Policy::CreatedOnce });
    }

    /// The file at `path`.
    pub fn get(&self, path: &str) -> Option<&OutputFile> {
        self.files.get(path)
    }

    /// All files in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &OutputFile)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
