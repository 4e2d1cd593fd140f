//! What the browser asks for, and whether it may.

use super::session::Worth;
use super::{Said, Workbench, deed, form::Form, page};
use crate::io::{Answer, Answers, Bytes, Head};
use crate::preview::{Gate, guarded, refused};
use std::net::SocketAddr;
use std::sync::Arc;

/// Bytes of dropped files together.
pub(super) const LARGEST_DROP: u64 = 384 << 20;
/// Bytes of any other form.
const LARGEST_FORM: u64 = 256 << 10;
/// No script or style but our own, no frame around us, nothing from elsewhere, no form to elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

struct Door {
    bench: Arc<Workbench>,
    gate: Gate,
    at: SocketAddr,
}

/// Who answers for a workbench.
pub(super) fn door(bench: Arc<Workbench>, at: SocketAddr) -> Arc<dyn Answers> {
    Arc::new(Door { bench, gate: Gate::new(at), at })
}

/// The refusal for who did not come by the address that was printed.
pub(super) fn unknown() -> Answer {
    refused(
        403,
        "この画面は、ouchi を始めたときに出たアドレスから開いてください。アドレスは1度だけ使えます。新しいものは、黒い画面に出ています。",
    )
}

impl Answers for Door {
    fn admit(&self, head: &Head) -> Result<u64, Answer> {
        self.gate.admit(head).map_err(dressed)?;
        if key(head).is_some() {
            return Ok(0);
        }
        if !self.bench.session.knows(head, self.at.port()) {
            return Err(dressed(unknown()));
        }
        Ok(match (head.method(), head.path()) {
            ("POST", "/put") => LARGEST_DROP,
            ("POST", _) => LARGEST_FORM,
            _ => 0,
        })
    }

    fn answer(&self, head: &Head, body: Bytes) -> Answer {
        dressed(match (key(head), head.method()) {
            (Some(key), _) => self.enter(head, &key),
            (None, "POST") => self.post(head, &body),
            (None, _) => page::page(&self.bench, head, self.at),
        })
    }

    fn too_large(&self) -> Answer {
        let most = LARGEST_DROP >> 20;
        let words =
            format!("大きすぎます。1度に入れられるのは、合わせて {most} MB までです。もどって、分けて入れてください。");
        dressed(Answer::new(413, "text/plain; charset=utf-8", words))
    }
}

impl Door {
    /// Changes the key for the cookie, and takes the key out of the address.
    fn enter(&self, head: &Head, key: &str) -> Answer {
        match self.bench.session.open(key) {
            Ok(true) => {
                self.bench.say(Said::Address(self.bench.address(self.at)));
                to("/").with("set-cookie", self.bench.session.cookie(self.at.port()))
            }
            // Reloaded, or opened a second time by the same browser.
            _ if self.bench.session.knows(head, self.at.port()) => to("/"),
            Ok(false) => unknown(),
            Err(trouble) => Answer::new(500, "text/plain; charset=utf-8", trouble.to_string()),
        }
    }

    fn post(&self, head: &Head, body: &[u8]) -> Answer {
        let kind = head.header("content-type").unwrap_or_default();
        let Some(form) = Form::read(kind, body) else {
            return refused(400, "送られたものが読めません。もどって、もう一度してください。");
        };
        let ticket = form.get("ticket").to_owned();
        let bench = &self.bench;
        // Pressed twice: the second waits, and finds what came of the first.
        let _work = super::held(&bench.work);
        match bench.session.worth(&ticket) {
            Worth::Used(place) => to(&place),
            Worth::Nothing => refused(
                403,
                "この画面は古くなっています。はじめの画面を開き直して、もう一度してください。何もしていません。",
            ),
            Worth::Fresh if head.path() == "/end" => {
                bench.session.used(&ticket, "/");
                bench.say(Said::End);
                page::goodbye(bench)
            }
            Worth::Fresh => match deed::deed(bench, head.path(), form) {
                Some(place) => {
                    bench.session.used(&ticket, &place);
                    to(&place)
                }
                None => refused(404, "ありません。"),
            },
        }
    }
}

/// The key of the address that was printed.
fn key(head: &Head) -> Option<String> {
    if head.path() != "/" || head.method() == "POST" {
        return None;
    }
    form_urlencoded::parse(head.query().as_bytes()).find(|(name, _)| name == "key").map(|(_, key)| key.into_owned())
}

/// Sends the browser to a page of ours, by GET.
fn to(place: &str) -> Answer {
    Answer::new(303, "text/plain; charset=utf-8", "").with("location", place)
}

fn dressed(answer: Answer) -> Answer {
    let guarded =
        if answer.headers.iter().any(|(name, _)| *name == "x-frame-options") { answer } else { guarded(answer) };
    guarded.with("content-security-policy", POLICY)
}
