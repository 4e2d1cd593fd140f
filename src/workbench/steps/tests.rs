//! Steps that are done, cut short, and taken back.

use super::*;
use jiff::civil::date;

const NOW: fn() -> DateTime = || date(2026, 11, 25).at(14, 25, 30, 0);

struct Folder(tempfile::TempDir, io::Lock);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let lock = io::Lock::take(&folder.path().join(".ouchi/lock")).expect("made").expect("free");
        Self(folder, lock)
    }

    fn put(&self, path: &str, text: &str) {
        io::write_if_changed(&self.0.path().join(path), text.as_bytes()).expect("written");
    }

    fn text(&self, path: &str) -> Option<String> {
        let bytes = io::read_if_there(&self.0.path().join(path)).expect("read");
        bytes.map(|bytes| String::from_utf8(bytes).expect("text"))
    }

    fn step(&self, changes: &[(&str, Option<&str>)]) -> Result<Option<Step>, Refused> {
        let changes: Vec<Change> = changes
            .iter()
            .map(|(path, text)| Change { path: (*path).to_owned(), bytes: text.map(|text| text.as_bytes().to_vec()) })
            .collect();
        perform(&self.1, self.0.path(), "試し", &changes, NOW()).expect("the machine works")
    }

    fn undo(&self, id: &str) -> Result<Step, Refused> {
        undo(&self.1, self.0.path(), id).expect("the machine works")
    }
}

#[test]
fn a_step_keeps_what_it_replaces_and_is_taken_back() {
    let folder = Folder::new();
    folder.put("geodata/a.csv", "old");
    folder.put("geodata/b.csv", "gone");
    let changes = [("geodata/a.csv", Some("new")), ("geodata/b.csv", None), ("geodata/kaigo/c.csv", Some("c"))];
    let step = folder.step(&changes).expect("done").expect("changed");
    assert_eq!(step.id, "2026-11-25T142530");
    assert_eq!(folder.text("geodata/a.csv").as_deref(), Some("new"));
    assert_eq!(folder.text("geodata/b.csv"), None);
    assert_eq!(folder.text("replaced/2026-11-25T142530/before/geodata/b.csv").as_deref(), Some("gone"));
    assert_eq!(folder.undo(&step.id).expect("taken back").state, State::Undone);
    assert_eq!(folder.text("geodata/a.csv").as_deref(), Some("old"));
    assert_eq!(folder.text("geodata/b.csv").as_deref(), Some("gone"));
    assert_eq!(folder.text("geodata/kaigo/c.csv"), None);
    assert_eq!(folder.text("replaced/2026-11-25T142530/after/geodata/a.csv").as_deref(), Some("new"));
    assert!(folder.undo(&step.id).is_err(), "once");
}

#[test]
fn steps_of_one_second_stay_apart_and_go_back_in_turn() {
    let folder = Folder::new();
    let first = folder.step(&[("geodata/a.csv", Some("1"))]).expect("done").expect("changed");
    let second = folder.step(&[("geodata/a.csv", Some("2"))]).expect("done").expect("changed");
    assert_eq!(folder.step(&[("geodata/a.csv", Some("2"))]).expect("done"), None, "nothing new is no step");
    assert!(folder.undo(&first.id).is_err(), "not the last");
    folder.undo(&second.id).expect("taken back");
    folder.undo(&first.id).expect("taken back");
    assert_eq!(folder.text("geodata/a.csv"), None);
}

#[test]
fn what_somebody_else_changed_since_is_left_alone() {
    let folder = Folder::new();
    folder.put("geodata/a.csv", "old");
    let step = folder.step(&[("geodata/a.csv", Some("new")), ("geodata/b.csv", Some("b"))]).expect("done");
    let id = step.expect("changed").id;
    folder.put("geodata/a.csv", "by hand");
    let refused = folder.undo(&id).expect_err("refused");
    assert!(refused.0.contains("geodata/a.csv") && refused.0.contains("変わって"), "{}", refused.0);
    assert_eq!(folder.text("geodata/a.csv").as_deref(), Some("by hand"));
    assert_eq!(folder.text("geodata/b.csv").as_deref(), Some("b"), "all or nothing");
}

#[test]
fn a_copy_that_was_tampered_with_is_not_written_back() {
    let folder = Folder::new();
    folder.put("geodata/a.csv", "old");
    let id = folder.step(&[("geodata/a.csv", Some("new"))]).expect("done").expect("changed").id;
    folder.put(&format!("replaced/{id}/before/geodata/a.csv"), "other");
    assert!(folder.undo(&id).expect_err("refused").0.contains("控え"));
    assert_eq!(folder.text("geodata/a.csv").as_deref(), Some("new"));
}

#[test]
fn a_step_that_was_cut_short_is_taken_back_too() {
    let folder = Folder::new();
    folder.put("geodata/a.csv", "old");
    folder.put("geodata/b.csv", "old b");
    let id = folder
        .step(&[("geodata/a.csv", Some("new")), ("geodata/b.csv", Some("new b"))])
        .expect("done")
        .expect("changed")
        .id;
    // As if the power had failed after the first file.
    folder.put("geodata/b.csv", "old b");
    let record = format!("replaced/{id}/step.json");
    let text = folder.text(&record).expect("there").replace("\"done\"", "\"begun\"");
    folder.put(&record, &text);
    folder.undo(&id).expect("taken back");
    assert_eq!(folder.text("geodata/a.csv").as_deref(), Some("old"));
}

#[test]
fn what_others_were_writing_when_they_were_cut_short_is_taken_back() {
    let folder = Folder::new();
    folder.put("upload/old.zip", "old");
    folder.put("upload/same.txt", "same");
    folder.put("reports/a.html", "others'");
    let mut kept = Kept::begin(folder.0.path(), "渡した", NOW()).expect("begun");
    for path in ["upload/old.zip", "upload/same.txt"] {
        kept.keep(path).expect("kept");
    }
    kept.hand_over(&["upload"]).expect("begun");
    // The power fails here, after one new file, one that was replaced, and half of a third.
    folder.put("upload/old.zip", "new");
    folder.put("upload/new.zip", "new");
    folder.put("upload/old.zip.ouchi-part", "ha");
    let id = "2026-11-25T142530";
    let step = folder.undo(id).expect("taken back");
    assert_eq!(step.state, State::Undone);
    assert_eq!(folder.text("upload/old.zip").as_deref(), Some("old"));
    assert_eq!(folder.text("upload/new.zip"), None);
    assert_eq!(folder.text("upload/old.zip.ouchi-part"), None);
    assert_eq!(folder.text("upload/same.txt").as_deref(), Some("same"));
    assert_eq!(folder.text("reports/a.html").as_deref(), Some("others'"));
    assert_eq!(folder.text(&format!("replaced/{id}/after/upload/new.zip")).as_deref(), Some("new"), "nothing is lost");
}

#[test]
fn a_step_that_the_disk_refuses_changes_nothing_and_leaves_nothing() {
    let folder = Folder::new();
    folder.put("geodata/a.csv", "old");
    // A folder where the second file would be written.
    io::make_folder(&folder.0.path().join("geodata/b.csv.ouchi-part")).expect("made");
    let changes = [("geodata/a.csv", "new"), ("geodata/b.csv", "b")]
        .map(|(path, text)| Change { path: path.to_owned(), bytes: Some(text.as_bytes().to_vec()) });
    let done = perform(&folder.1, folder.0.path(), "試し", &changes, NOW());
    assert!(done.is_err(), "{done:?}");
    assert_eq!(folder.text("geodata/a.csv").as_deref(), Some("old"));
    assert_eq!(folder.text("geodata/a.csv.ouchi-part"), None);
    assert_eq!(all(folder.0.path()).expect("read"), []);
    let left: Vec<_> = std::fs::read_dir(folder.0.path().join(FOLDER)).expect("folder").collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn nothing_is_written_outside() {
    let folder = Folder::new();
    for path in ["../a.csv", "geodata/../../a.csv", "/tmp/a.csv", "", "geodata\\..\\..\\a.csv", "c:/a.csv"] {
        assert!(folder.step(&[(path, Some("x"))]).is_err(), "{path}");
    }
    assert!(!folder.0.path().join("replaced").exists(), "nothing at all");
    #[cfg(unix)]
    {
        let other = tempfile::tempdir().expect("folder");
        std::os::unix::fs::symlink(other.path(), folder.0.path().join("out")).expect("linked");
        assert!(folder.step(&[("out/a.csv", Some("x"))]).is_err(), "by a link");
        assert!(std::fs::read_dir(other.path()).expect("folder").next().is_none());
    }
}
