//! Waiting: a pause between requests to one host, and after a host asks for it.

use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// When each host may be asked next.
#[derive(Debug, Default)]
pub(super) struct Pace {
    next: Mutex<BTreeMap<String, Instant>>,
}

impl Pace {
    /// Waits for the host's turn and takes it.
    pub(super) fn wait(&self, host: &str, between: Duration) {
        let now = Instant::now();
        let turn = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = next.get(host).copied().unwrap_or(now).max(now);
            next.insert(host.to_owned(), turn + between);
            turn
        };
        std::thread::sleep(turn - now);
    }
}

/// Seconds that `Retry-After` asks for: a number, or a date.
pub(super) fn retry_after(value: &str) -> Option<u64> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(seconds);
    }
    let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    let seconds = at.as_second() - Timestamp::now().as_second();
    Some(u64::try_from(seconds).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_a_number_or_a_date() {
        assert_eq!(retry_after(" 120 "), Some(120));
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(0));
        assert!(retry_after("Wed, 21 Oct 2099 07:28:00 GMT").is_some_and(|wait| wait > 1_000_000));
        assert_eq!(retry_after("soon"), None);
    }

    #[test]
    fn one_host_is_asked_slowly_and_others_at_once() {
        let pace = Pace::default();
        let start = Instant::now();
        let between = Duration::from_millis(60);
        pace.wait("a", between);
        // An hour's pause at one host is nothing to another.
        pace.wait("b", Duration::from_secs(3600));
        pace.wait("a", between);
        assert!(start.elapsed() >= between);
    }
}
