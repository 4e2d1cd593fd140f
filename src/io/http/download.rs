//! A file, streamed to the disk, continued where an earlier try stopped.

use super::{Door, HttpTrouble, Progress, content_type, successful};
use crate::io::{Trouble, disk};
use reqwest::blocking::Response;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, RANGE,
};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Download<'a> {
    /// Its address.
    pub url: &'a str,
    /// Where the whole file goes. What the host said of it is kept beside, in `<to>.json`.
    pub to: &'a Path,
    /// Bytes it may have.
    pub limit: u64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// The host says that it has not changed since the copy at `to`.
    Same,
    /// It is at `to` now.
    New {
        /// What the host says it is.
        content_type: String,
        /// Bytes that an earlier try had brought.
        resumed: u64,
    },
}

/// What tells one version of a file from another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Version {
    url: String,
    etag: Option<String>,
    last_modified: Option<String>,
}

impl Version {
    fn of(response: &Response, url: &str) -> Self {
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self { url: url.to_owned(), etag: header(ETAG), last_modified: header(LAST_MODIFIED) }
    }

    /// Fit for `If-Range`: a strong tag, else the date.
    fn strong(&self) -> Option<&str> {
        self.etag.as_deref().filter(|tag| !tag.starts_with("W/")).or(self.last_modified.as_deref())
    }

    /// The version of a file kept on the disk, when it is of the same address.
    fn beside(path: &Path, url: &str) -> Option<Self> {
        let bytes = disk::read_if_there(&path_of(path, "json")).ok()??;
        serde_json::from_slice::<Self>(&bytes).ok().filter(|version| version.url == url)
    }

    fn keep(&self, path: &Path) -> Result<(), Trouble> {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        disk::write_if_changed(&path_of(path, "json"), &bytes).map(|_| ())
    }
}

fn path_of(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

impl Door {
    /// Brings a file to the disk. A copy of an earlier run is asked for by its version, a part of one is continued.
    /// The copy at `to` changes only when a whole file has arrived.
    ///
    /// # Errors
    /// Why it could not be had; what has arrived stays for the next try when it may be continued.
    pub fn download(&self, wanted: Download<'_>, watch: &mut dyn FnMut(Progress)) -> Result<Arrival, HttpTrouble> {
        let start = Instant::now();
        self.with_retries(watch, |watch| self.download_once(wanted, start, watch))
    }

    fn download_once(
        &self,
        wanted: Download<'_>,
        start: Instant,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<Arrival, HttpTrouble> {
        let Download { url, to, limit } = wanted;
        let part = path_of(to, "part");
        let have = fs::metadata(&part).map_or(0, |metadata| metadata.len());
        let old_part = Version::beside(&part, url).filter(|version| have > 0 && version.strong().is_some());
        let mut request = self.client.get(url).header(ACCEPT_ENCODING, "identity");
        if let Some(strong) = old_part.as_ref().and_then(Version::strong) {
            request = request.header(RANGE, format!("bytes={have}-")).header(IF_RANGE, strong);
        } else if let Some(version) = Version::beside(to, url).filter(|_| to.is_file()) {
            if let Some(tag) = &version.etag {
                request = request.header(IF_NONE_MATCH, tag);
            }
            if let Some(date) = &version.last_modified {
                request = request.header(IF_MODIFIED_SINCE, date);
            }
        }
        let response = self.send(request, url)?;
        match response.status().as_u16() {
            304 => return Ok(Arrival::Same),
            // What we have is no beginning of what is there: begin again.
            416 => {
                forget(&part);
                return Err(HttpTrouble::CutOff { url: url.to_owned(), got: 0 });
            }
            _ => {}
        }
        let response = successful(response, url)?;
        let resumed = if response.status() == 206 { have } else { 0 };
        let whole = whole_length(&response, resumed);
        if response.status() == 206 && !continues_at(&response, have) {
            forget(&part);
            return Err(HttpTrouble::CutOff { url: url.to_owned(), got: 0 });
        }
        let version = Version::of(&response, url);
        let content_type = content_type(&response);
        let fail = |error| Trouble::new("受け取ったファイルが書けません", &part, error);
        version.keep(&part)?;
        let mut file = open(&part, resumed > 0).map_err(fail)?;
        let too_large = || HttpTrouble::TooLarge { url: url.to_owned(), limit };
        let room = limit.checked_sub(resumed).ok_or_else(too_large)?;
        let got = self.body(response, url, room, start, &mut |bytes, got| {
            file.write_all(bytes).map_err(fail)?;
            watch(Progress::Bytes(resumed + got, whole));
            Ok(())
        });
        let got = match got {
            Err(HttpTrouble::TooLarge { .. }) => {
                drop(file);
                forget(&part);
                return Err(too_large());
            }
            Err(HttpTrouble::CutOff { url, got }) => return Err(HttpTrouble::CutOff { url, got: resumed + got }),
            other => other? + resumed,
        };
        if whole.is_some_and(|whole| whole != got) {
            forget(&part);
            return Err(HttpTrouble::CutOff { url: url.to_owned(), got });
        }
        file.sync_all().map_err(fail)?;
        drop(file);
        fs::rename(&part, to).map_err(fail)?;
        version.keep(to)?;
        disk::remove(&path_of(&part, "json"), to.parent().unwrap_or(to))?;
        Ok(Arrival::New { content_type, resumed })
    }

    /// Forgets a file that proved to be useless, so that the next run asks for it anew.
    pub fn forget(&self, to: &Path) {
        forget(to);
        forget(&path_of(to, "part"));
    }
}

fn forget(path: &Path) {
    let _ = fs::remove_file(path);
    let _ = fs::remove_file(path_of(path, "json"));
}

fn open(part: &Path, append: bool) -> std::io::Result<File> {
    if let Some(folder) = part.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().create(true).append(append).write(true).truncate(!append).open(part)
}

/// Length of the whole file, as the host says.
fn whole_length(response: &Response, resumed: u64) -> Option<u64> {
    range(response).and_then(|(_, whole)| whole).or_else(|| response.content_length().map(|rest| rest + resumed))
}

fn continues_at(response: &Response, have: u64) -> bool {
    range(response).is_some_and(|(from, _)| from == have)
}

/// `bytes 100-199/200` → 100 and 200.
fn range(response: &Response) -> Option<(u64, Option<u64>)> {
    let value = response.headers().get(CONTENT_RANGE)?.to_str().ok()?;
    let (span, whole) = value.strip_prefix("bytes ")?.split_once('/')?;
    Some((span.split_once('-')?.0.parse().ok()?, whole.parse().ok()))
}
