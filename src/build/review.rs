//! Doubtful pairs: what staff are asked, and what they answer. The workbook of `ouchi review` and a page that asks use
//! the same three: [`Review::open`], [`Review::answer`], and the questions themselves.

use super::known::gather;
use super::{Run, lock, papers, read, running};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::io::{self, Trouble};
use crate::merge::{self, Past, Question};
use crate::model::{BaseMap, Decision, Fact, Party, Ruling};
use crate::place::Place;
use crate::project::{self};
use crate::report::{self, Filled};
use crate::source::{self, Input, Reading, decisions::Decisions};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

const FILE: &str = "geodata/decisions.csv";

/// What is doubtful in a project, and what was decided.
#[derive(Debug, Default)]
pub struct Review {
    /// Pairs to decide, those that were put off last.
    pub questions: Vec<Question>,
    /// Decisions that were made, and what came of each.
    pub past: Vec<Past>,
    /// What was found in reading; fatal when the project cannot be used.
    pub diagnostics: Diagnostics,
    /// What a picture of both is drawn on.
    pub base: BaseMap,
}

/// An answer to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The two, with the facts that were looked at ([`Question::decide`] makes them).
    pub parties: [Party; 2],
    /// The answer; `None` takes an earlier one back, and the pair is asked about again.
    pub ruling: Option<Ruling>,
    /// What staff noted down.
    pub note: String,
}

/// What came of answers.
#[derive(Debug, Default)]
pub struct Reviewed {
    /// Findings. Fatal: nothing was kept.
    pub diagnostics: Diagnostics,
    /// Answers to pairs that had none.
    pub new: usize,
    /// Answers that replaced another: names, before, now.
    pub changed: Vec<(String, Ruling, Ruling)>,
    /// Answers taken back.
    pub undone: usize,
    /// Pairs called one that have two official numbers.
    pub two_numbers: Vec<String>,
    /// The file that was written.
    pub written: Option<PathBuf>,
}

impl Reply {
    /// The reply to a question.
    pub fn to(question: &Question, ruling: Ruling, note: impl Into<String>) -> Self {
        let party = |at: usize| Party {
            reference: question.sides[at].reference.clone(),
            facts: question.sides[at].facts.clone(),
        };
        Self { parties: [party(0), party(1)], ruling: Some(ruling), note: note.into() }
    }

    /// Takes a decision back.
    pub fn undo(decision: &Decision) -> Self {
        Self { parties: decision.parties.clone(), ruling: None, note: String::new() }
    }
}

impl Review {
    /// Reads a project and says what is doubtful in it. Nothing is written.
    ///
    /// # Errors
    /// When the machine fails.
    pub fn open(folder: &Path, on: Date) -> Result<Self, Trouble> {
        let mut run = Run::at(on, folder.to_owned(), &|_| {});
        let gathered = match project::load(folder, &mut run.diagnostics)? {
            Some(mut project) => {
                read::texts(&project.content, None, on, None, &mut run.diagnostics);
                gather(&mut project, None, None, on, &mut run)
            }
            None => None,
        };
        if let Some(gathered) = &gathered {
            gathered.read.refuse_empty(&mut run.diagnostics);
        }
        let Some(gathered) = gathered.filter(|_| !run.diagnostics.is_fatal()) else {
            return Ok(Self { diagnostics: run.diagnostics, ..Self::default() });
        };
        let read = &gathered.read;
        Ok(Self {
            questions: merge::questions(&read.records, &gathered.linked, &read.sources, &read.editions),
            past: merge::past(&read.decisions.all, &gathered.linked),
            diagnostics: run.diagnostics,
            base: gathered.read.base,
        })
    }

    /// Keeps answers in `geodata/decisions.csv`. The file is read anew under the project's lock, so that what another
    /// person answered meanwhile stays.
    ///
    /// # Errors
    /// When the machine fails; the file is then as it was.
    pub fn answer(folder: &Path, replies: &[Reply], on: Date) -> Result<Reviewed, Trouble> {
        let Some(lock) = lock(folder)? else {
            let mut done = Reviewed::default();
            done.diagnostics.push(running(folder));
            return Ok(done);
        };
        Self::answer_under(&lock, folder, replies, on)
    }

    /// The same for who holds the project's lock already.
    ///
    /// # Errors
    /// When the machine fails; the file is then as it was.
    pub fn answer_under(_lock: &io::Lock, folder: &Path, replies: &[Reply], on: Date) -> Result<Reviewed, Trouble> {
        let mut done = Reviewed::default();
        let path = folder.join(FILE);
        let mut reading = Reading::default();
        let mut kept = match io::read_if_there(&path)? {
            Some(bytes) => source::decisions::read(&Input { path: FILE.into(), bytes }, &mut reading),
            None => Decisions::default(),
        };
        if reading.diagnostics.is_fatal() {
            done.diagnostics.absorb(reading.diagnostics);
            return Ok(done);
        }
        for reply in replies {
            keep(&mut kept, reply, on, &mut done);
        }
        if done.new + done.changed.len() + done.undone > 0 || !replies.is_empty() {
            io::write_if_changed(&path, &source::decisions::write(&kept))?;
            done.written = Some(path);
        }
        Ok(done)
    }

    /// How many pairs wait for an answer.
    pub fn waiting(&self) -> usize {
        self.questions.iter().filter(|question| !question.put_off).count()
    }
}

fn keep(kept: &mut Decisions, reply: &Reply, on: Date, done: &mut Reviewed) {
    let [one, other] = &reply.parties;
    // `ruling` is only a stand-in when the answer is taken back.
    let ruling = reply.ruling.unwrap_or(Ruling::Unknown);
    let decision = Decision::new(one.clone(), other.clone(), ruling, Some(on), reply.note.clone());
    let before = kept.all.iter().position(|have| have.is_about(&decision));
    let names = || {
        let name = |party: &Party| party.facts.get(Fact::Name).unwrap_or(&party.reference).to_owned();
        format!("「{}」と「{}」", name(one), name(other))
    };
    match (reply.ruling, before) {
        (None, Some(at)) => {
            kept.all.remove(at);
            done.undone += 1;
            return;
        }
        (None, None) => return,
        (Some(now), Some(at)) => {
            let then = kept.all[at].ruling;
            if then != now {
                done.changed.push((names(), then, now));
            } else if kept.all[at].parties == decision.parties {
                // The same answer to the same facts: only the note may be new, and the day stays.
                kept.all[at].note = decision.note;
                return;
            } else {
                done.new += 1;
            }
            kept.all[at] = decision;
        }
        (Some(_), None) => {
            kept.all.push(decision);
            done.new += 1;
        }
    }
    if reply.ruling == Some(Ruling::Same) && has_two_numbers(one, other) {
        done.two_numbers.push(names());
    }
}

/// Whether both have a number of one office, and not the same.
fn has_two_numbers(a: &Party, b: &Party) -> bool {
    let numbers = |party: &Party| -> Vec<(String, String)> {
        let text = party.facts.get(Fact::Number).unwrap_or_default();
        text.split('、').filter_map(|one| one.split_once(' ')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
    };
    let theirs = numbers(b);
    numbers(a).iter().any(|(kind, value)| {
        let mut same_kind = theirs.iter().filter(|(other, _)| other == kind).peekable();
        same_kind.peek().is_some() && same_kind.all(|(_, other)| other != value)
    })
}

/// Writes the workbook of doubtful pairs, unless the one that is there holds answers that were not taken in yet.
///
/// # Errors
/// When the machine fails.
pub fn write_review(folder: &Path, out: &Path, on: Date) -> Result<(Review, Reviewed), Trouble> {
    let mut done = Reviewed::default();
    if let Some(refused) = papers::refusal(out, false, folder)? {
        done.diagnostics.push(refused);
        return Ok((Review::default(), done));
    }
    let review = Review::open(folder, on)?;
    if review.diagnostics.is_fatal() {
        return Ok((review, done));
    }
    if let Some(waiting) = not_taken_in(out, &review)? {
        done.diagnostics.push(waiting);
        return Ok((review, done));
    }
    let bytes = report::review_workbook(&review.questions, &review.past)
        .map_err(|error| Trouble::new("確かめる組の表が作れません", out, std::io::Error::other(error)))?;
    io::write_if_changed(out, &bytes)?;
    done.written = Some(out.to_owned());
    Ok((review, done))
}

/// Why the workbook that is there must not be overwritten.
fn not_taken_in(out: &Path, review: &Review) -> Result<Option<Diagnostic>, Trouble> {
    let Some(bytes) = io::read_if_there(out)? else { return Ok(None) };
    let place = || Place::whole(out.display().to_string());
    let refused = |message: String| {
        Diagnostic::error("review-answers-waiting", message)
            .at(place())
            .help(format!(
                "先に ouchi review --import {} で取り込んでください。いらないものなら、ファイルを消すか、--out で別の名前にします。",
                out.display()
            ))
            .fatal()
    };
    let (filled, unclear) = match report::read_review(&out.display().to_string(), &bytes) {
        Ok(read) => read,
        Err(_) => {
            return Ok(Some(refused("同じ名前の、別のファイルがあります。上書きしませんでした。".to_owned())));
        }
    };
    let is_kept = |one: &Filled| {
        let asked = Decision::new(
            one.parties[0].clone(),
            one.parties[1].clone(),
            one.ruling.unwrap_or(Ruling::Unknown),
            None,
            String::new(),
        );
        let have = review.past.iter().find(|past| past.decision.is_about(&asked));
        have.map(|past| past.decision.ruling) == one.ruling
    };
    let waiting = filled.iter().filter(|one| !is_kept(one)).count() + unclear.len();
    Ok((waiting > 0)
        .then(|| refused(format!("前の表に、まだ取り込んでいない答えが {waiting} あります。上書きしませんでした。"))))
}

/// Takes in a workbook that staff filled. What could not be understood is reported; the other rows are kept.
///
/// # Errors
/// When the machine fails.
pub fn import_review(folder: &Path, file: &Path, on: Date) -> Result<Reviewed, Trouble> {
    let mut done = Reviewed::default();
    if project::load(folder, &mut done.diagnostics)?.is_none() || done.diagnostics.is_fatal() {
        return Ok(done);
    }
    let name = file.display().to_string();
    let Some(bytes) = io::read_if_there(file)?.filter(|_| !io::is_folder(file)) else {
        done.diagnostics.push(
            Diagnostic::error("file-missing", "ファイルがありません。")
                .at(Place::whole(name))
                .help("名前と場所を確かめてください。")
                .fatal(),
        );
        return Ok(done);
    };
    match report::read_review(&name, &bytes) {
        Err(diagnostic) => {
            done.diagnostics.push(*diagnostic);
            Ok(done)
        }
        Ok((filled, unclear)) => {
            let replies: Vec<Reply> = filled
                .into_iter()
                .map(|one| Reply { parties: one.parties, ruling: one.ruling, note: one.note })
                .collect();
            let mut reviewed = Review::answer(folder, &replies, on)?;
            unclear.into_iter().for_each(|one| reviewed.diagnostics.push(one));
            Ok(reviewed)
        }
    }
}
