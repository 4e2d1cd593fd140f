//! Asking links whether they live: hosts side by side, each link by HEAD and, where that says nothing good, by GET.

use crate::io::http::{Answer, Door, HttpTrouble, Method, Url};
use std::collections::BTreeMap;
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Hosts that are asked at the same time.
const SIDE_BY_SIDE: usize = 8;

/// What asking came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It lives.
    Alive,
    /// It lives at another host or path, for good or not.
    Moved(String),
    /// The host says that there is no such page, or keeps failing.
    Gone(u16),
    /// The host cannot be reached.
    Unreachable,
    /// The host's certificate is not in order: a reader would see a warning.
    Untrusted,
    /// The host does not talk to machines (401, 403, 429 …).
    Unsure(u16),
    /// Nothing was asked.
    Offline,
}

impl Verdict {
    /// As `links.csv` has it.
    pub(super) fn word(&self) -> String {
        match self {
            Self::Alive => "ok".into(),
            Self::Moved(to) => format!("moved {to}"),
            Self::Gone(status) => format!("gone {status}"),
            Self::Unreachable => "unreachable".into(),
            Self::Untrusted => "untrusted".into(),
            Self::Unsure(status) => format!("unsure {status}"),
            Self::Offline => "offline".into(),
        }
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        let (first, rest) = word.split_once(' ').unwrap_or((word, ""));
        Some(match first {
            "ok" => Self::Alive,
            "moved" => Self::Moved(rest.to_owned()),
            "gone" => Self::Gone(rest.parse().ok()?),
            "unreachable" => Self::Unreachable,
            "untrusted" => Self::Untrusted,
            "unsure" => Self::Unsure(rest.parse().ok()?),
            "offline" => Self::Offline,
            _ => return None,
        })
    }

    /// What it means, for a clerk.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Gone(404 | 410) => "ページがありません".into(),
            Self::Gone(status) => format!("相手の不調です（{status}）"),
            Self::Untrusted => "証明書が正しくありません".into(),
            _ => "相手が見つかりません".into(),
        }
    }
}

/// Asks for every address. `watch` is told how many of how many are done.
pub(super) fn probe<'a>(door: &Door, urls: &[&'a str], watch: &mut dyn FnMut(usize, usize)) -> Vec<(&'a str, Verdict)> {
    let mut hosts: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
    for url in urls {
        let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        hosts.entry(host).or_default().push(url);
    }
    let workers = hosts.len().min(SIDE_BY_SIDE);
    let queue = Mutex::new(hosts.into_values());
    let (sender, receiver) = channel();
    let mut verdicts = Vec::with_capacity(urls.len());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let (sender, queue) = (sender.clone(), &queue);
            scope.spawn(move || {
                loop {
                    let host = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some(host) = host else { return };
                    for url in host {
                        if sender.send((url, ask(door, url))).is_err() {
                            return;
                        }
                    }
                }
            });
        }
        drop(sender);
        for verdict in receiver {
            verdicts.push(verdict);
            watch(verdicts.len(), urls.len());
        }
    });
    verdicts.sort_by(|a, b| a.0.cmp(b.0));
    verdicts
}

/// One link, tried again as the settings say.
fn ask(door: &Door, url: &str) -> Verdict {
    let settings = door.settings();
    let mut wait = settings.first_wait;
    let mut last = Verdict::Unreachable;
    for left in (0..=settings.retries).rev() {
        let mut answer = door.ask(url, Method::Head);
        // Many servers know no HEAD, and say so in many ways.
        if !matches!(&answer, Ok(Answer { status: 200..=299 | 429, .. }) | Err(HttpTrouble::Offline)) {
            answer = door.ask(url, Method::Get).or(answer);
        }
        let pause = match answer {
            Ok(answer) => {
                last = match answer.status {
                    200..=299 if same(url, &answer.url) => return Verdict::Alive,
                    200..=299 => return Verdict::Moved(answer.url),
                    status @ (401 | 403 | 405 | 406 | 429 | 451) => Verdict::Unsure(status),
                    status => Verdict::Gone(status),
                };
                match answer.status {
                    429 | 500..=599 => answer.retry_after.map_or(wait, Duration::from_secs),
                    _ => return last,
                }
            }
            Err(HttpTrouble::Offline) => return Verdict::Offline,
            Err(HttpTrouble::Untrusted(_)) => return Verdict::Untrusted,
            // A circle: no reader arrives either.
            Err(HttpTrouble::Redirects(_)) => return Verdict::Gone(310),
            Err(HttpTrouble::ProxyRefused(_)) => return Verdict::Offline,
            Err(_) => {
                last = Verdict::Unreachable;
                wait
            }
        };
        if left == 0 || pause > settings.longest_wait {
            return last;
        }
        crate::io::http::pause(pause);
        wait = wait.saturating_mul(2);
    }
    last
}

/// Whether a redirect only added a slash, `www.` or the `s` of https.
fn same(asked: &str, came: &str) -> bool {
    let bare = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/').to_lowercase()
    };
    bare(asked) == bare(came)
}
