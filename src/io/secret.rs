//! What nobody can guess: from the operating system's own source of chance, by way of the TLS provider that is there anyway.

use super::Trouble;
use rustls::crypto::ring;
use std::fmt::Write;
use std::path::Path;

/// Bytes of a secret: 160 bits.
const BYTES: usize = 20;

/// A fresh secret as 40 letters and digits.
///
/// # Errors
/// When the system gives no chance.
pub fn secret() -> Result<String, Trouble> {
    let mut bytes = [0; BYTES];
    ring::default_provider().secure_random.fill(&mut bytes).map_err(|_| {
        Trouble::new("合い言葉が作れません", Path::new("."), std::io::Error::other("no source of chance"))
    })?;
    let mut text = String::with_capacity(2 * BYTES);
    for byte in bytes {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_are_alike_and_none_is_short() {
        let all: BTreeSet<String> = (0..200).map(|_| secret().expect("chance")).collect();
        assert_eq!(all.len(), 200);
        assert!(all.iter().all(|one| one.len() == 40));
        for at in 0..40 {
            let digits: BTreeSet<&str> = all.iter().map(|one| &one[at..=at]).collect();
            assert!(digits.len() > 8, "digit {at} hardly changes");
        }
    }
}
