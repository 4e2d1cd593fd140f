//! New files take the place of old ones: all of them, even when the power fails in the middle.
//!
//! Everything is first written below `.ouchi/fetch/stage`; a plan beside it is the moment from which the new edition
//! holds. Carrying the plan out can be repeated, so the next run finishes what an earlier one began. What is taken out
//! of `geodata/` goes to `.ouchi/fetch/old`.

use crate::io::{self, Trouble};
use serde::{Deserialize, Serialize};
use std::path::Path;

const PLAN: &str = ".ouchi/fetch/plan.json";
const STAGE: &str = ".ouchi/fetch/stage";
const OLD: &str = ".ouchi/fetch/old";

#[derive(Debug, Default, Serialize, Deserialize)]
struct Plan {
    /// Paths in the project that are written from the stage.
    write: Vec<String>,
    /// Paths in the project that are taken out.
    remove: Vec<String>,
}

/// Writes `new` (path in the project, bytes) and takes `gone` out.
pub(super) fn swap(root: &Path, new: &[(String, Vec<u8>)], gone: &[String]) -> Result<(), Trouble> {
    for (path, bytes) in new {
        io::write_if_changed(&root.join(STAGE).join(path), bytes)?;
    }
    let plan = Plan { write: new.iter().map(|(path, _)| path.clone()).collect(), remove: gone.to_vec() };
    let bytes = serde_json::to_vec(&plan)
        .map_err(|error| Trouble::new("取り込みの予定が書けません", Path::new(PLAN), std::io::Error::other(error)))?;
    io::write_if_changed(&root.join(PLAN), &bytes)?;
    settle(root).map(|_| ())
}

/// Finishes a change of files that an earlier run began. `true` when there was one.
///
/// # Errors
/// When the machine fails; it can be called again.
pub fn settle(root: &Path) -> Result<bool, Trouble> {
    let plan_path = root.join(PLAN);
    let Some(bytes) = io::read_if_there(&plan_path)? else { return Ok(false) };
    // A plan that cannot be read was never finished being made.
    let plan: Plan = serde_json::from_slice(&bytes).unwrap_or_default();
    for path in &plan.remove {
        let from = root.join(path);
        if let Some(bytes) = io::read_if_there(&from)? {
            io::write_if_changed(&root.join(OLD).join(path), &bytes)?;
            io::remove(&from, root)?;
        }
    }
    for path in &plan.write {
        let staged = root.join(STAGE).join(path);
        if let Some(bytes) = io::read_if_there(&staged)? {
            let to = root.join(path);
            if let Some(old) = io::read_if_there(&to)?.filter(|old| *old != bytes) {
                io::write_if_changed(&root.join(OLD).join(path), &old)?;
            }
            io::write_if_changed(&to, &bytes)?;
        }
    }
    for path in &plan.write {
        io::remove(&root.join(STAGE).join(path), &root.join(".ouchi/fetch"))?;
    }
    io::remove(&plan_path, root)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(root: &Path, path: &str) -> Option<String> {
        io::read_if_there(&root.join(path)).expect("read").map(|bytes| String::from_utf8(bytes).expect("text"))
    }

    #[test]
    fn old_files_are_put_aside_and_new_ones_take_their_place() {
        let folder = tempfile::tempdir().expect("folder");
        let root = folder.path();
        io::write_if_changed(&root.join("geodata/kaigo/a.csv"), b"old a").expect("write");
        io::write_if_changed(&root.join("geodata/kaigo/b.csv"), b"old b").expect("write");
        let new = [("geodata/kaigo/a.csv".to_owned(), b"new a".to_vec())];
        swap(root, &new, &["geodata/kaigo/b.csv".into()]).expect("swap");
        assert_eq!(text(root, "geodata/kaigo/a.csv").as_deref(), Some("new a"));
        assert_eq!(text(root, "geodata/kaigo/b.csv"), None);
        assert_eq!(text(root, ".ouchi/fetch/old/geodata/kaigo/a.csv").as_deref(), Some("old a"));
        assert_eq!(text(root, ".ouchi/fetch/old/geodata/kaigo/b.csv").as_deref(), Some("old b"));
        assert!(!settle(root).expect("settle"));
    }

    #[test]
    fn a_change_cut_short_is_finished_later() {
        let folder = tempfile::tempdir().expect("folder");
        let root = folder.path();
        io::write_if_changed(&root.join("geodata/x/one.csv"), b"old").expect("write");
        for name in ["one", "two"] {
            io::write_if_changed(&root.join(STAGE).join(format!("geodata/x/{name}.csv")), b"new").expect("write");
        }
        // Staged without a plan: nothing has changed yet.
        assert!(!settle(root).expect("settle"));
        let plan = br#"{"write":["geodata/x/one.csv","geodata/x/two.csv"],"remove":[]}"#;
        io::write_if_changed(&root.join(PLAN), plan).expect("write");
        assert!(settle(root).expect("settle"));
        assert_eq!(text(root, "geodata/x/one.csv").as_deref(), Some("new"));
        assert_eq!(text(root, "geodata/x/two.csv").as_deref(), Some("new"));
    }
}
