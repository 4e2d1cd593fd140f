//! Whether anything has changed since a folder was written: the digest of every input decides, and that no file of the
//! folder is missing or was touched since.
//!
//! The digest is kept in the project and not in the site: it is made of answers that nobody consented to, and could be
//! tried against guesses.

use super::digests::Digests;
use super::{Options, Target};
use crate::diagnostic::Diagnostics;
use crate::io::{self, Trouble};
use crate::output::{self, Counts};
use crate::project::Project;
use crate::report::{Earlier, REPORTS};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Changes with every change of the builder itself.
const ENGINE: &str = env!("OUCHI_ENGINE");

/// What a finished build leaves behind for the next.
#[derive(serde::Serialize, serde::Deserialize)]
struct Left {
    digest: String,
    files: usize,
    bytes: u64,
    text: String,
    json: String,
}

/// The inputs of one build, and where it remembers them.
pub(super) struct Unchanged {
    /// Of everything but the ledger, which a build writes itself.
    inputs: String,
    path: PathBuf,
    out: PathBuf,
}

impl Unchanged {
    /// Digests the inputs; `None` for a target that is no folder.
    ///
    /// # Errors
    /// When the machine fails.
    pub(super) fn of(project: &Project, options: &Options, found: &Diagnostics) -> Result<Option<Self>, Trouble> {
        let Target::Folder(out) = &options.target else { return Ok(None) };
        let mut all = Digests::of(project).all();
        all.update(&project.text);
        all.update(ENGINE);
        all.update(format!("|{}|{:?}|{}|", options.as_of, options.audience, options.accept));
        // What could not be read is no input: a file that is locked or a link that leads round.
        all.update(format!("{found:?}"));
        for path in &project.published {
            all.update(path.as_os_str().as_encoded_bytes());
            all.update(Sha256::digest(io::read(path)?));
        }
        // The folder may not be there yet; the one above it is.
        let above = out.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let out = out.file_name().map_or_else(|| io::absolute(out), |name| io::absolute(above).join(name));
        let name = &hex(&Sha256::digest(out.as_os_str().as_encoded_bytes()))[..16];
        let path = project.root.join(".ouchi/built").join(format!("{name}.json"));
        Ok(Some(Self { inputs: hex(&all.finalize()), path, out }))
    }

    fn with(&self, ledger: Option<&[u8]>) -> String {
        let ledger = ledger.map_or_else(String::new, |bytes| hex(&Sha256::digest(bytes)));
        hex(&Sha256::digest(format!("{}|{ledger}", self.inputs)))
    }

    /// What the last build came to, when nothing has changed since.
    ///
    /// # Errors
    /// When the machine fails.
    pub(super) fn since_last(&self, project: &Project) -> Result<Option<(Earlier, Counts)>, Trouble> {
        let Some(bytes) = io::read_if_there(&self.path)? else { return Ok(None) };
        let Ok(left) = serde_json::from_slice::<Left>(&bytes) else { return Ok(None) };
        let ledger = project.ledger.as_ref().map(|input| input.bytes.as_slice());
        let reported = project.published.is_empty() || io::exists(&project.root.join(REPORTS));
        if left.digest != self.with(ledger) || !reported {
            return Ok(None);
        }
        let whole = output::is_untouched(&self.out, left.files, left.bytes, &self.path)?;
        let counts = Counts { same: left.files, bytes: left.bytes, ..Counts::default() };
        Ok(whole.then_some((Earlier { text: left.text, json: left.json }, counts)))
    }

    /// Forgets: from now on the folder is being changed.
    ///
    /// # Errors
    /// When the machine fails.
    pub(super) fn forget(&self) -> Result<(), Trouble> {
        io::remove(&self.path, self.path.parent().unwrap_or(Path::new("")))
    }

    /// Remembers a finished build.
    ///
    /// # Errors
    /// When the machine fails.
    pub(super) fn remember(&self, ledger: &[u8], counts: Counts, said: Earlier) -> Result<(), Trouble> {
        let files = counts.new + counts.changed + counts.same;
        let left =
            Left { digest: self.with(Some(ledger)), files, bytes: counts.bytes, text: said.text, json: said.json };
        let bytes = serde_json::to_vec(&left).unwrap_or_default();
        io::write_if_changed(&self.path, &bytes).map(drop)
    }
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
