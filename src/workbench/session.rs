//! Who may work here: the person who started the program, in the browser that was opened for it.
//!
//! The address that is printed holds a key that opens once. The browser changes it for a cookie that no script can read
//! and no other site makes it send. Pages of the preview stand on another port, but browsers send cookies to every port
//! of a host: so whatever changes something needs a ticket too, a secret inside the page itself, which only a page of
//! the same origin could read. A ticket is good for one deed; sent again, it leads to what came of the first.

use crate::io::{self, Head, Trouble};
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Tickets that are remembered; the oldest are forgotten.
const MOST_TICKETS: usize = 4_096;

/// What a ticket is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Worth {
    /// Not used yet.
    Fresh,
    /// Used; what came of it stands there.
    Used(String),
    /// Never given out, or long forgotten.
    Nothing,
}

/// The secrets of one run.
pub(super) struct Session {
    cookie: String,
    key: Mutex<String>,
    tickets: Mutex<Tickets>,
}

#[derive(Default)]
struct Tickets {
    worth: HashMap<String, Worth>,
    order: VecDeque<String>,
}

impl Session {
    /// New secrets.
    ///
    /// # Errors
    /// When the system gives no chance.
    pub(super) fn new() -> Result<Self, Trouble> {
        Ok(Self { cookie: io::secret()?, key: Mutex::new(io::secret()?), tickets: Mutex::default() })
    }

    /// The key that opens next.
    pub(super) fn key(&self) -> String {
        held(&self.key).clone()
    }

    /// Takes a key; another opens next. Whether it was the right one.
    ///
    /// # Errors
    /// When the system gives no chance.
    pub(super) fn open(&self, key: &str) -> Result<bool, Trouble> {
        let mut own = held(&self.key);
        if !alike(&own, key) {
            return Ok(false);
        }
        *own = io::secret()?;
        Ok(true)
    }

    /// The header that gives the cookie. Named by the port: two workbenches on one machine do not take each other's.
    pub(super) fn cookie(&self, port: u16) -> String {
        format!("ouchi-{port}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie)
    }

    /// Whether a request carries the cookie.
    pub(super) fn knows(&self, head: &Head, port: u16) -> bool {
        let name = format!("ouchi-{port}=");
        let cookies = head.header("cookie").unwrap_or_default();
        cookies.split(';').any(|one| one.trim().strip_prefix(&name).is_some_and(|value| alike(&self.cookie, value)))
    }

    /// A ticket for one deed.
    ///
    /// # Errors
    /// When the system gives no chance.
    pub(super) fn ticket(&self) -> Result<String, Trouble> {
        let ticket = io::secret()?;
        let mut tickets = held(&self.tickets);
        tickets.worth.insert(ticket.clone(), Worth::Fresh);
        tickets.order.push_back(ticket.clone());
        if tickets.order.len() > MOST_TICKETS
            && let Some(oldest) = tickets.order.pop_front()
        {
            tickets.worth.remove(&oldest);
        }
        Ok(ticket)
    }

    /// What a ticket is worth.
    pub(super) fn worth(&self, ticket: &str) -> Worth {
        held(&self.tickets).worth.get(ticket).cloned().unwrap_or(Worth::Nothing)
    }

    /// Notes what came of a ticket.
    pub(super) fn used(&self, ticket: &str, to: &str) {
        if let Some(worth) = held(&self.tickets).worth.get_mut(ticket) {
            *worth = Worth::Used(to.to_owned());
        }
    }
}

/// A lock whose holder panicked holds what it held.
pub(super) fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether two secrets are one, in a time that tells nothing of where they differ.
fn alike(own: &str, given: &str) -> bool {
    own.len() == given.len() && own.bytes().zip(given.bytes()).fold(0, |odd, (a, b)| odd | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_once() {
        let session = Session::new().expect("chance");
        let key = session.key();
        assert!(!session.open("").expect("asked") && !session.open(&key[1..]).expect("asked"));
        assert!(session.open(&key).expect("asked"));
        assert!(!session.open(&key).expect("asked"), "the second time");
        assert!(session.open(&session.key()).expect("asked"), "the next one");
    }

    #[test]
    fn a_ticket_is_good_for_one_deed_and_old_ones_are_forgotten() {
        let session = Session::new().expect("chance");
        let ticket = session.ticket().expect("chance");
        assert_eq!(session.worth(&ticket), Worth::Fresh);
        session.used(&ticket, "/there");
        assert_eq!(session.worth(&ticket), Worth::Used("/there".into()));
        assert_eq!(session.worth("guess"), Worth::Nothing);
        session.used("guess", "/x");
        assert_eq!(session.worth("guess"), Worth::Nothing);
        for _ in 0..MOST_TICKETS {
            session.ticket().expect("chance");
        }
        assert_eq!(session.worth(&ticket), Worth::Nothing);
    }
}
