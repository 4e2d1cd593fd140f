//! Why bringing a source stopped: bad data or a bad connection as a finding, or the machine.

use crate::diagnostic::Diagnostic;
use crate::io::Trouble;
use crate::io::http::HttpTrouble;

/// Why it stopped.
#[derive(Debug)]
pub(super) enum Halt {
    /// Said to staff; the old edition stays.
    Finding(Box<Diagnostic>),
    /// The machine failed.
    Machine(Trouble),
}

impl From<Diagnostic> for Halt {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Finding(Box::new(diagnostic))
    }
}

impl From<Trouble> for Halt {
    fn from(trouble: Trouble) -> Self {
        Self::Machine(trouble)
    }
}

impl From<HttpTrouble> for Halt {
    fn from(trouble: HttpTrouble) -> Self {
        match trouble {
            HttpTrouble::Disk(trouble) => Self::Machine(trouble),
            trouble => of_http(&trouble).into(),
        }
    }
}

/// The finding of a request that came to nothing.
pub(super) fn of_http(trouble: &HttpTrouble) -> Diagnostic {
    let code = match trouble {
        HttpTrouble::Offline => "fetch-offline",
        HttpTrouble::BadAddress(_) | HttpTrouble::Settings(_) => "fetch-setting",
        HttpTrouble::NoNetwork(_) | HttpTrouble::Disk(_) => "fetch-no-network",
        HttpTrouble::ProxyRefused(_) => "fetch-proxy",
        HttpTrouble::Untrusted(_) => "fetch-untrusted",
        HttpTrouble::Slow(_) => "fetch-slow",
        HttpTrouble::CutOff { .. } => "fetch-cut-off",
        HttpTrouble::TooLarge { .. } => "fetch-too-large",
        HttpTrouble::Redirects(_) => "fetch-redirects",
        HttpTrouble::Busy { .. } => "fetch-busy",
        HttpTrouble::Status { .. } => "fetch-status",
    };
    Diagnostic::error(code, format!("{trouble}。")).help(trouble.help())
}
