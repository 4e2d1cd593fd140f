//! A throw-away copy of the sample project, and running the command on it.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A copy of the sample, removed when dropped.
pub(crate) struct Copy {
    folder: tempfile::TempDir,
}

/// What a run came to.
pub(crate) struct Run {
    /// Exit code.
    pub(crate) code: i32,
    /// Everything it printed.
    pub(crate) out: String,
    /// The report, when it was asked for as JSON.
    pub(crate) json: serde_json::Value,
}

impl Copy {
    /// The project that ships: settings, texts, sources and memory.
    pub(crate) fn of_sample() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let copy = Self { folder: tempfile::tempdir().expect("folder") };
        fs::copy(root.join("ouchi.toml"), copy.path("ouchi.toml")).expect("settings");
        for folder in ["content", "geodata"] {
            copy_folder(&root.join(folder), &copy.path(folder));
        }
        copy
    }

    /// An empty project folder.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("folder") }
    }

    /// A path inside.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    /// Replaces the first occurrence of a text in a file.
    pub(crate) fn edit(&self, file: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(file)).expect("readable");
        assert!(text.contains(old), "{file} does not hold {old}");
        fs::write(self.path(file), text.replacen(old, new, 1)).expect("written");
    }

    /// A file as JSON.
    pub(crate) fn json(&self, file: &str) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.path(file)).expect("readable")).expect("JSON")
    }

    /// Runs the command in the folder.
    pub(crate) fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_ouchi"))
            .args(arguments)
            .envs(environment.iter().copied())
            .current_dir(self.folder.path())
            .output()
            .expect("started");
        let out = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let json = serde_json::from_slice(&output.stdout).unwrap_or(serde_json::Value::Null);
        Run { code: output.status.code().expect("not killed"), out, json }
    }

    /// Builds as of the sample's day, reporting as JSON.
    pub(crate) fn build(&self, more: &[&str]) -> Run {
        let mut arguments = vec!["build", "--as-of", "2026-11-01", "--json"];
        arguments.extend(more);
        self.run(&arguments, &[])
    }
}

/// Copies a folder with everything below it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("folder") {
        let entry = entry.expect("entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("copied");
        }
    }
}

/// Every file below a folder with its bytes.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, into: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                walk(root, &path, into);
            } else {
                let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
                into.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(folder, folder, &mut files);
    files
}
