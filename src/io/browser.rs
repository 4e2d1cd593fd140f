//! The person's own browser, opened at an address. Tried on Linux only: macOS and Windows have their usual commands.

use std::ffi::OsString;
use std::process::{Command, Stdio};

/// Asks the system to open an address, and says so when nothing took the wish: no such program, or one that ended in
/// failure. What becomes of a wish that was taken nobody says.
pub fn open_in_browser(address: &str, failed: impl FnOnce() + Send + 'static) {
    let address = address.to_owned();
    // Who opened the page is not waited for, but must not stay as a dead process.
    std::thread::spawn(move || {
        if !openers().into_iter().any(|mut opener| took(opener.arg(&address))) {
            failed();
        }
    });
}

/// What may open an address, in the order in which it is tried.
fn openers() -> Vec<Command> {
    if cfg!(windows) {
        let mut start = Command::new("cmd");
        // `start` takes its first quoted word for a title.
        start.args(["/c", "start", ""]);
        vec![start]
    } else if cfg!(target_os = "macos") {
        vec![Command::new("open")]
    } else {
        // Without a desktop there may still be a browser that the person named.
        let named = std::env::var_os("BROWSER").unwrap_or_default().into_encoded_bytes();
        let named = named.split(|byte| *byte == b':').filter(|name| !name.is_empty());
        let named = named.filter_map(|name| String::from_utf8(name.to_vec()).ok()).map(OsString::from);
        std::iter::once(OsString::from("xdg-open")).chain(named).map(Command::new).collect()
    }
}

fn took(opener: &mut Command) -> bool {
    let quiet = opener.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}
