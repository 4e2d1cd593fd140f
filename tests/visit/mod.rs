//! Raw HTTP: what no browser would send too.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What came back.
pub(crate) struct Got {
    /// Status; 0 when the connection was closed without an answer.
    pub(crate) status: u16,
    /// Lines of the head, in small letters.
    pub(crate) head: String,
    /// The body.
    pub(crate) body: String,
}

/// Sends bytes as they are.
pub(crate) fn raw(at: SocketAddr, bytes: &[u8]) -> Got {
    let mut stream = TcpStream::connect(at).expect("connected");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("set");
    // A server that refused may have closed before everything was sent.
    let _ = stream.write_all(bytes);
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let text = String::from_utf8_lossy(&all).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
    Got { status, head: head.to_lowercase(), body: body.to_owned() }
}

/// A question with these headers and this body; `Host` is ours unless the headers say another.
pub(crate) fn ask(at: SocketAddr, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Got {
    let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    let says = |name: &str| headers.iter().any(|header| header.to_lowercase().starts_with(name));
    if !says("host:") {
        text.push_str(&format!("Host: {at}\r\n"));
    }
    if !says("content-length:") && method == "POST" {
        text.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    raw(at, &[text.as_bytes(), body].concat())
}

/// Reads one page.
pub(crate) fn get(at: SocketAddr, path: &str) -> Got {
    ask(at, "GET", path, &[], b"")
}
