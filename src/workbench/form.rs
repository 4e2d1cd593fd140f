//! What a page sends: fields and files, in the two forms that browsers know. Strict: what is not well formed is refused.

use crate::fetch::Offered;

/// Fields of a form.
const MOST_FIELDS: usize = 2_000;
/// Files of a form.
pub(super) const MOST_FILES: usize = 200;
/// Bytes of a field's value.
const LONGEST_VALUE: usize = 16 * 1024;
/// Bytes of a part's head.
const LONGEST_HEAD: usize = 4 * 1024;

/// A form as it was sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    fields: Vec<(String, String)>,
    /// Its files, those without a name left out.
    pub(super) files: Vec<Offered>,
}

impl Form {
    /// A field's value; blank when it was not sent.
    pub(super) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(have, _)| have == name).map_or("", |(_, value)| value.as_str())
    }

    /// Reads a body. `None`: it is no form, or too much of one.
    pub(super) fn read(kind: &str, body: &[u8]) -> Option<Self> {
        if kind.split(';').next()?.trim() == "application/x-www-form-urlencoded" {
            let mut form = Self::default();
            for (name, value) in form_urlencoded::parse(body) {
                form.field(name.into_owned(), value.into_owned())?;
            }
            return Some(form);
        }
        Self::parts(boundary(kind)?, body)
    }

    fn field(&mut self, name: String, value: String) -> Option<()> {
        if self.fields.len() >= MOST_FIELDS || name.len() > 200 || value.len() > LONGEST_VALUE {
            return None;
        }
        self.fields.push((name, value));
        Some(())
    }

    fn parts(boundary: &str, body: &[u8]) -> Option<Self> {
        let mut form = Self::default();
        let mut rest = body.strip_prefix(format!("--{boundary}").as_bytes())?;
        let mark = format!("\r\n--{boundary}");
        loop {
            if rest == b"--" || rest == b"--\r\n" {
                return Some(form);
            }
            rest = rest.strip_prefix(b"\r\n")?;
            let end = memchr::memmem::find(&rest[..rest.len().min(LONGEST_HEAD)], b"\r\n\r\n")?;
            let (head, after) = (std::str::from_utf8(&rest[..end]).ok()?, &rest[end + 4..]);
            let length = memchr::memmem::find(after, mark.as_bytes())?;
            let content = &after[..length];
            rest = &after[length + mark.len()..];
            let about = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-disposition").then(|| value.trim())
            })?;
            let about = about.strip_prefix("form-data")?;
            let name = parameter(about, "name")?;
            match parameter(about, "filename") {
                None => form.field(name, String::from_utf8(content.to_vec()).ok()?)?,
                // A form without a chosen file sends one without a name.
                Some(file) if file.is_empty() && content.is_empty() => {}
                Some(file) => {
                    if form.files.len() >= MOST_FILES {
                        return None;
                    }
                    form.files.push(Offered { name: file, bytes: content.to_vec() });
                }
            }
        }
    }
}

/// The boundary of a `multipart/form-data` body.
fn boundary(kind: &str) -> Option<&str> {
    let rest = kind.strip_prefix("multipart/form-data;")?.trim();
    let boundary = rest.strip_prefix("boundary=")?.trim_matches('"');
    let plain = |c: char| c.is_ascii_alphanumeric() || "'()+_,-./:=?".contains(c);
    ((1..=70).contains(&boundary.len()) && boundary.chars().all(plain)).then_some(boundary)
}

/// `; name="x"` of a part's head, as browsers write it: quotation marks and line ends in names stand as `%22`, `%0D%0A`.
fn parameter(about: &str, wanted: &str) -> Option<String> {
    let mut rest = about;
    while let Some(after) = rest.trim_start().strip_prefix(';') {
        let (name, value) = after.trim_start().split_once("=\"")?;
        let end = value.find('"')?;
        if name == wanted {
            return Some(value[..end].replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"));
        }
        rest = &value[end + 1..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "multipart/form-data; boundary=----x1";

    #[test]
    fn fields_and_files_come_as_they_were_sent() {
        let body = "------x1\r\nContent-Disposition: form-data; name=\"ticket\"\r\n\r\nabc\r\n------x1\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"表\u{3000}1.csv\"\r\nContent-Type: text/csv\r\n\r\n\
            a,b\r\n--1\r\n\r\n------x1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n------x1--\r\n";
        let form = Form::read(KIND, body.as_bytes()).expect("a form");
        assert_eq!((form.get("ticket"), form.get("none")), ("abc", ""));
        assert_eq!(form.files, [Offered { name: "表\u{3000}1.csv".into(), bytes: b"a,b\r\n--1\r\n".to_vec() }]);
        let plain = Form::read("application/x-www-form-urlencoded", b"a=1&b=%E8%A1%A8+x").expect("a form");
        assert_eq!((plain.get("a"), plain.get("b")), ("1", "表 x"));
    }

    #[test]
    fn what_is_no_form_is_refused() {
        for (kind, body) in [
            ("text/plain", "a=1"),
            ("multipart/form-data", "x"),
            ("multipart/form-data; boundary=", "--\r\n"),
            (KIND, ""),
            (KIND, "------x1"),
            (KIND, "------x1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end"),
            (KIND, "------x1\r\nContent-Disposition: form-data\r\n\r\n1\r\n------x1--"),
            (KIND, "------x1\r\nX: y\r\n\r\n1\r\n------x1--"),
        ] {
            assert_eq!(Form::read(kind, body.as_bytes()), None, "{kind} {body}");
        }
        let many = "a=1&".repeat(MOST_FIELDS + 1);
        assert_eq!(Form::read("application/x-www-form-urlencoded", many.as_bytes()), None);
        let long = format!("a={}", "x".repeat(LONGEST_VALUE + 1));
        assert_eq!(Form::read("application/x-www-form-urlencoded", long.as_bytes()), None);
        let part = "------x1\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n1\r\n";
        let files = format!("{}------x1--", part.repeat(MOST_FILES + 1));
        assert_eq!(Form::read(KIND, files.as_bytes()), None);
    }
}
