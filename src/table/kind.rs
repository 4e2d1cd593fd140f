//! What a file is by its first bytes, whatever its name says.

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// No bytes, or spaces alone.
    Empty,
    /// Text in some encoding.
    Text,
    /// A zip, which a workbook is.
    Zip,
    /// The container of old Excel files.
    Ole,
    /// The same container with a workbook in it that a password closes.
    Locked,
    /// PDF.
    Pdf,
    /// A web page, saved in place of the file.
    Html,
    /// Something else that is no text.
    Binary,
}

/// What a file is by its first bytes.
pub fn file_kind(bytes: &[u8]) -> FileKind {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = text.trim_ascii_start();
    if start.is_empty() {
        FileKind::Empty
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        FileKind::Zip
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        if is_locked(bytes) { FileKind::Locked } else { FileKind::Ole }
    } else if start.starts_with(b"%PDF-") {
        FileKind::Pdf
    } else if is_html(start) {
        FileKind::Html
    } else if is_binary(bytes) {
        FileKind::Binary
    } else {
        FileKind::Text
    }
}

/// Whether the container's directory names what a password closes. Names are UTF-16 there.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &name).is_some()
}

fn is_html(start: &[u8]) -> bool {
    let head = start[..start.len().min(16)].to_ascii_lowercase();
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].iter().any(|tag| head.starts_with(tag))
}

/// Zero bytes that no UTF-16 explains, or an image's first bytes.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = head.iter().filter(|b| **b == 0).count();
    let image = [&b"\x89PNG"[..], b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b"].iter().any(|magic| bytes.starts_with(magic));
    image || (zeros > 0 && super::decode::utf16(bytes).is_none())
}
