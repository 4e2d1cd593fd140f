//! The person's own browser, opened at an address. Tried on Linux only: macOS and Windows have their usual commands.

use std::process::{Command, Stdio};

/// Asks the system to open an address. Whether it took the wish; what becomes of it nobody says.
pub fn open_in_browser(address: &str) -> bool {
    let (program, before): (&str, &[&str]) = if cfg!(windows) {
        // `start` takes its first quoted word for a title.
        ("cmd", &["/c", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let quiet = Command::new(program)
        .args(before)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = quiet else { return false };
    // Who opened the page is not waited for, but must not stay as a dead process.
    std::thread::spawn(move || child.wait());
    true
}
