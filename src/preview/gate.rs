//! Who may come in: only the pages that we ourselves served, under the name of this machine.
//!
//! A page of another site can make the browser ask us (`http://127.0.0.1:…`), and can give its own name our address
//! (DNS rebinding). The first carries another `Origin`, the second another `Host`.

use crate::io::{Answer, Head};
use std::net::{IpAddr, SocketAddr};

/// What is let in.
#[derive(Debug, Clone)]
pub struct Gate {
    port: u16,
    /// Whether other machines may ask, under any address of this one.
    open: bool,
}

impl Gate {
    /// The gate of an address that is listened at.
    pub fn new(address: SocketAddr) -> Self {
        Self { port: address.port(), open: !address.ip().is_loopback() }
    }

    /// Whether a request may come in at all.
    ///
    /// # Errors
    /// The refusal, which says nothing of what is behind.
    pub fn admit(&self, head: &Head) -> Result<(), Answer> {
        let Some(host) = head.header("host").filter(|host| self.is_us(host)) else {
            return Err(refused(421, "この名前では開けません。画面に出ているアドレスで開いてください。"));
        };
        if head.names_another() || !matches!(head.method(), "GET" | "HEAD" | "POST") {
            return Err(refused(400, "この求め方はできません。"));
        }
        let own = format!("http://{host}");
        let reads = head.method() != "POST";
        let origin = head.has("origin").then(|| head.header("origin").unwrap_or_default());
        if origin.map_or(!reads, |origin| origin != own) {
            return Err(refused(403, "ほかのページからは使えません。"));
        }
        // Says the browser itself, and no page can change it. Following a link is not embedding.
        let follows = reads && head.header("sec-fetch-mode") == Some("navigate");
        let ours = matches!(head.header("sec-fetch-site"), None | Some("same-origin" | "none"));
        if head.has("sec-fetch-site") && !ours && !follows {
            return Err(refused(403, "ほかのページからは使えません。"));
        }
        Ok(())
    }

    /// Whether a `Host` is an address of this machine and never a name that somebody else can give.
    fn is_us(&self, host: &str) -> bool {
        let Some((name, port)) = host.rsplit_once(':') else { return false };
        if port != self.port.to_string() {
            return false;
        }
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        let address = match bare {
            Some(six) => six.parse().ok().map(IpAddr::V6),
            None => name.parse().ok().map(IpAddr::V4),
        };
        match address {
            Some(address) => self.open || address.is_loopback(),
            None => name.eq_ignore_ascii_case("localhost"),
        }
    }
}

/// A refusal in plain words.
pub fn refused(status: u16, words: &'static str) -> Answer {
    guarded(Answer::new(status, "text/plain; charset=utf-8", words))
}

/// What every answer says to the browser.
#[must_use]
pub fn guarded(answer: Answer) -> Answer {
    answer
        .with("cache-control", "no-store")
        .with("x-content-type-options", "nosniff")
        .with("x-frame-options", "DENY")
        .with("cross-origin-resource-policy", "same-origin")
        .with("cross-origin-opener-policy", "same-origin")
        .with("referrer-policy", "same-origin")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_machine_are_us() {
        let loopback = Gate { port: 8000, open: false };
        for good in ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000", "127.0.0.2:8000"] {
            assert!(loopback.is_us(good), "{good}");
        }
        for bad in [
            "",
            "127.0.0.1",
            "127.0.0.1:80",
            "evil.example:8000",
            "localhost.evil.example:8000",
            "127.0.0.1.nip.io:8000",
            "192.168.0.5:8000",
            "0.0.0.0:8000",
            "[fe80::1]:8000",
            "2130706433:8000",
            "0x7f.1:8000",
            "127.0.0.1@evil:8000",
        ] {
            assert!(!loopback.is_us(bad), "{bad}");
        }
        let open = Gate { port: 8000, open: true };
        assert!(open.is_us("192.168.0.5:8000"));
        assert!(!open.is_us("evil.example:8000"), "a name may be anybody's");
    }
}
