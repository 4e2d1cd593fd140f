//! What staff make lies apart from what anybody reads: marks, in either order of writing.

mod project;

use project::Copy;
use std::fs;

const DAY: [&str; 2] = ["--as-of", "2026-11-01"];

fn run(copy: &Copy, command: &str, more: &[&str]) -> project::Run {
    copy.run(&[&[command], &DAY[..], more].concat(), &[])
}

fn refused(copy: &Copy, command: &str, more: &[&str]) {
    let run = run(copy, command, more);
    assert_eq!(run.code, 1, "{command} {more:?}: {}", run.out);
    assert!(run.out.contains("edition-mixed"), "{command} {more:?}: {}", run.out);
}

fn done(copy: &Copy, command: &str, more: &[&str]) {
    let run = run(copy, command, more);
    assert_eq!(run.code, 0, "{command} {more:?}: {}", run.out);
}

#[test]
fn no_edition_is_written_in_or_around_what_is_staffs() {
    let copy = Copy::of_sample();
    done(&copy, "forms", &["--kind", "hospital", "--out", "work/forms"]);
    assert!(copy.path("work/forms/SHOKUIN.txt").exists());
    for audience in ["citizens", "partners"] {
        let edition = ["--audience", audience, "--out"];
        for out in ["work", "work/forms", "work/forms/site", "work/forms/site.zip"] {
            refused(&copy, "build", &[&edition[..], &[out]].concat());
        }
        done(&copy, "build", &[&edition[..], &[&format!("beside/{audience}")]].concat());
    }
    refused(&copy, "publish", &["--zip", "work/forms/site.zip"]);
    assert!(!copy.path("work/forms/site.zip").exists() && !copy.path("work/index.html").exists());
    // One sheet or the staff's results, moved away from the mark; the folder, packed by hand.
    done(&copy, "survey", &["--staff", "meeting/staff.xlsx"]);
    refused(&copy, "build", &["--out", "meeting"]);
    fs::create_dir_all(copy.path("public/files")).expect("made");
    fs::copy(copy.path("meeting/staff.xlsx"), copy.path("public/files/x.xlsx")).expect("copied");
    refused(&copy, "build", &["--out", "public"]);
    refused(&copy, "build", &["--audience", "partners", "--out", "public"]);
    fs::remove_file(copy.path("public/files/x.xlsx")).expect("removed");
    let mut zip = zip::ZipWriter::new(fs::File::create(copy.path("public/files/x.zip")).expect("made"));
    zip.start_file("forms/SHOKUIN.txt", zip::write::SimpleFileOptions::default()).expect("begun");
    zip.finish().expect("packed");
    refused(&copy, "build", &["--out", "public"]);
    fs::remove_file(copy.path("public/files/x.zip")).expect("removed");
    done(&copy, "build", &["--out", "public"]);
}

#[test]
fn what_is_staffs_is_not_written_in_or_around_an_edition() {
    let copy = Copy::of_sample();
    done(&copy, "build", &["--out", "public/site"]);
    done(&copy, "build", &["--audience", "partners", "--out", "closed/site"]);
    done(&copy, "build", &["--audience", "partners", "--out", "closed2/site.zip"]);
    for out in [
        "public",
        "public/site",
        "public/site/forms",
        "closed",
        "closed/site",
        "closed/site/forms",
        "closed2",
        "dist",
        "content/forms",
        "site/templates",
    ] {
        refused(&copy, "forms", &["--kind", "hospital", "--out", out]);
    }
    for file in ["public/site/x.xlsx", "closed/site/x.xlsx", "dist/x.xlsx", "content/x.xlsx"] {
        refused(&copy, "survey", &["--staff", file]);
        refused(&copy, "review", &["--out", file]);
    }
}

#[test]
fn what_is_staffs_among_the_texts_is_on_no_site() {
    let copy = Copy::of_sample();
    done(&copy, "survey", &["--staff", "staff.xlsx"]);
    assert!(!copy.path("SHOKUIN.txt").exists(), "the project's own folder is not marked");
    done(&copy, "build", &[]);
    done(&copy, "forms", &["--kind", "hospital", "--out", "forms"]);
    done(&copy, "build", &[]);
    // A page that offers the workbook, and a folder of sheets put among the texts.
    fs::rename(copy.path("staff.xlsx"), copy.path("content/staff.xlsx")).expect("moved");
    for command in ["build", "check", "publish"] {
        let found = run(&copy, command, &[]);
        assert!(found.out.contains("edition-mixed") && found.out.contains("content/staff.xlsx"), "{}", found.out);
        assert_eq!(found.code, 1, "{command}: {}", found.out);
    }
    fs::remove_file(copy.path("content/staff.xlsx")).expect("removed");
    fs::rename(copy.path("forms"), copy.path("content/forms")).expect("moved");
    refused(&copy, "build", &[]);
    // Nothing is left but the page to print, which says nothing of itself: the mark beside it does. In the look too.
    for (path, _) in project::tree(&copy.path("content/forms")) {
        if path.ends_with(".xlsx") {
            fs::remove_file(copy.path("content/forms").join(path)).expect("removed");
        }
    }
    refused(&copy, "build", &[]);
    fs::create_dir_all(copy.path("site")).expect("made");
    fs::rename(copy.path("content/forms"), copy.path("site/templates")).expect("moved");
    refused(&copy, "build", &[]);
    fs::remove_file(copy.path("site/templates/SHOKUIN.txt")).expect("removed");
    done(&copy, "build", &[]);
}
