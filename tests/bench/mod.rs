//! Somebody at the workbench: what a browser sends, without one.
#![allow(dead_code, reason = "each test file uses its part")]

use crate::visit::{Got, ask, get};
use std::net::SocketAddr;

/// A visitor who was let in.
pub(crate) struct Visitor {
    at: SocketAddr,
    /// What lets them in again.
    pub(crate) cookie: String,
}

impl Visitor {
    /// Enters by the address that was printed.
    pub(crate) fn enter(at: SocketAddr, address: &str) -> Self {
        let entered = get(at, &address[address.find("/?").expect("a key")..]);
        assert_eq!(entered.status, 303, "{}", entered.head);
        let line = entered.head.lines().find(|line| line.starts_with("set-cookie: ")).expect("a cookie");
        for part in ["httponly", "samesite=strict", "path=/"] {
            assert!(line.contains(part), "{line}");
        }
        let cookie = line["set-cookie: ".len()..].split(';').next().expect("a pair").to_owned();
        Self { at, cookie }
    }

    /// Where it listens.
    pub(crate) fn at(&self) -> SocketAddr {
        self.at
    }

    /// Reads a page.
    pub(crate) fn get(&self, path: &str) -> Got {
        ask(self.at, "GET", path, &[&format!("Cookie: {}", self.cookie)], b"")
    }

    /// A ticket for a deed, from the page that has its form.
    pub(crate) fn ticket(&self, page: &str, action: &str) -> String {
        let body = self.get(page).body;
        let form = body.split("<form").find(|form| form.contains(&format!("action=\"{action}\""))).expect("a form");
        let at = form.find("name=\"ticket\" value=\"").expect("a ticket") + "name=\"ticket\" value=\"".len();
        form[at..at + 40].to_owned()
    }

    /// Sends a form.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Got {
        let mut body = form_urlencoded::Serializer::new(String::new());
        for (name, value) in fields {
            body.append_pair(name, value);
        }
        self.send(path, "application/x-www-form-urlencoded", body.finish().as_bytes())
    }

    /// Sends a body of a type.
    pub(crate) fn send(&self, path: &str, kind: &str, body: &[u8]) -> Got {
        let origin = format!("Origin: http://{}", self.at);
        let headers = [origin.as_str(), &format!("Cookie: {}", self.cookie), &format!("Content-Type: {kind}")];
        ask(self.at, "POST", path, &headers, body)
    }

    /// Does a deed of a page; the page that tells what came of it.
    pub(crate) fn deed(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Got {
        let ticket = self.ticket(page, action);
        let mut all = vec![("ticket", ticket.as_str())];
        all.extend(fields);
        let sent = self.post(action, &all);
        assert_eq!(sent.status, 303, "{}", sent.body);
        self.get(&place(&sent))
    }

    /// Drops files; the page on which they are confirmed.
    pub(crate) fn drop_files(&self, files: &[(&str, &[u8])]) -> Got {
        let ticket = self.ticket("/put", "/put");
        let mut body = format!("--b\r\nContent-Disposition: form-data; name=\"ticket\"\r\n\r\n{ticket}").into_bytes();
        for (name, bytes) in files {
            let head = format!("\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), bytes].concat());
        }
        body.extend(b"\r\n--b--\r\n");
        let sent = self.send("/put", "multipart/form-data; boundary=b", &body);
        assert_eq!(sent.status, 303, "{}", sent.body);
        self.get(&place(&sent))
    }

    /// Confirms everything that was dropped; the page that tells.
    pub(crate) fn confirm(&self, id: u64) -> Got {
        let page = format!("/put/{id}");
        let count = self.get(&page).body.matches("<section class=\"arrival\"").count().max(1);
        let names: Vec<(String, String)> = (0..count).map(|at| (format!("kind{at}"), format!("take{at}"))).collect();
        let mut fields = vec![("act", "put")];
        for (kind, take) in &names {
            fields.extend([(kind.as_str(), ""), (take.as_str(), "1")]);
        }
        self.deed(&page, &page, &fields)
    }

    /// Takes the last step back.
    pub(crate) fn undo(&self) -> Got {
        let body = self.get("/").body;
        let at = body.find("name=\"step\" value=\"").expect("a step") + "name=\"step\" value=\"".len();
        let step = body[at..].split('"').next().expect("an id").to_owned();
        self.deed("/", "/undo", &[("step", &step)])
    }
}

/// Where an answer sends the browser.
pub(crate) fn place(got: &Got) -> String {
    let line = got.head.lines().find(|line| line.starts_with("location: ")).expect("leads on");
    line["location: ".len()..].to_owned()
}
