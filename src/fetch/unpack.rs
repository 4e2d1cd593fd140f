//! Zips of publishers: names in Shift_JIS, nothing outside, nothing endless.

use encoding_rs::SHIFT_JIS;
use std::io::{Read, Seek};
use zip::ZipArchive;

/// Entries a zip may have.
const ENTRIES: usize = 5_000;
/// How many times larger than packed an entry may be, once it is over [`SMALL`]. Official tables reach about 30.
const RATIO: u64 = 200;
/// Entries up to this size may be packed as tightly as they like.
const SMALL: u64 = 8 << 20;

/// Why a zip is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnpackTrouble {
    /// No zip, or cut off.
    Broken,
    /// An entry's name leads out of the folder.
    Escapes(String),
    /// Larger than allowed when unpacked.
    Bomb,
    /// Needs a password.
    Locked,
}

impl UnpackTrouble {
    pub(super) fn message(&self) -> String {
        match self {
            Self::Broken => "zipが途中で切れているか、こわれています。".into(),
            Self::Escapes(name) => format!("zipの中に、フォルダの外を指す名前「{name}」があります。"),
            Self::Bomb => "zipを開くと、とても大きくなります。".into(),
            Self::Locked => "zipにパスワードがかかっています。".into(),
        }
    }

    pub(super) const fn help(&self) -> &'static str {
        match self {
            Self::Broken => {
                "もう一度実行してください。くり返すときは、公開元のページからダウンロードしなおして --from で取り込んでください。"
            }
            Self::Escapes(_) => {
                "公開元の正しいファイルではないおそれがあります。取り込まず、公開元のページを確かめてください。"
            }
            Self::Bomb => {
                "正しいファイルか、公開元のページで大きさを確かめてください。正しければ ouchi.toml の [fetch] の unpacked_mb を増やしてください。"
            }
            Self::Locked => "パスワードのない、公開元のファイルを使ってください。",
        }
    }
}

/// A file in a zip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its name with folders, `/` between parts.
    pub(super) name: String,
    index: usize,
}

impl Entry {
    /// Its name without folders.
    pub(super) fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }
}

/// An opened zip.
pub(super) struct Pack<R> {
    archive: ZipArchive<R>,
    limit: u64,
}

impl<R: Read + Seek> Pack<R> {
    /// Opens a zip and looks at every name and size before anything is unpacked. `limit` is for all entries together.
    pub(super) fn open(reader: R, limit: u64) -> Result<(Self, Vec<Entry>), UnpackTrouble> {
        let mut archive = ZipArchive::new(reader).map_err(|_| UnpackTrouble::Broken)?;
        if archive.len() > ENTRIES {
            return Err(UnpackTrouble::Bomb);
        }
        let mut entries = Vec::new();
        let mut total = 0_u64;
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|_| UnpackTrouble::Broken)?;
            let name = name_of(entry.name_raw());
            if escapes(&name) || entry.is_symlink() {
                return Err(UnpackTrouble::Escapes(name));
            }
            if entry.encrypted() {
                return Err(UnpackTrouble::Locked);
            }
            total = total.saturating_add(entry.size());
            if total > limit || (entry.size() > SMALL && entry.size() / RATIO > entry.compressed_size()) {
                return Err(UnpackTrouble::Bomb);
            }
            if !entry.is_dir() && !name.ends_with('/') {
                entries.push(Entry { name: name.replace('\\', "/"), index });
            }
        }
        Ok((Self { archive, limit }, entries))
    }

    /// An entry as a stream that ends with an error when it is longer than the zip's own directory says.
    pub(super) fn read(&mut self, entry: &Entry) -> Result<impl Read + '_, UnpackTrouble> {
        let file = self.archive.by_index(entry.index).map_err(|_| UnpackTrouble::Broken)?;
        let told = file.size().min(self.limit);
        Ok(Bounded { inner: file, left: told })
    }

    /// An entry whole.
    pub(super) fn bytes(&mut self, entry: &Entry) -> Result<Vec<u8>, UnpackTrouble> {
        let mut bytes = Vec::new();
        self.read(entry)?.read_to_end(&mut bytes).map_err(|_| UnpackTrouble::Broken)?;
        Ok(bytes)
    }
}

struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or_else(|| std::io::Error::other("longer than its directory says"))?;
        Ok(count)
    }
}

/// UTF-8 when it is, else Shift_JIS as Windows in Japan packs it.
fn name_of(raw: &[u8]) -> String {
    std::str::from_utf8(raw).map_or_else(|_| SHIFT_JIS.decode_without_bom_handling(raw).0.into_owned(), str::to_owned)
}

fn escapes(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let rooted = name.starts_with(['/', '\\']);
    drive || rooted || name.contains('\0') || name.split(['/', '\\']).any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    /// A zip whose one entry's name is any bytes: written under a name as long, then replaced.
    fn packed(name: &[u8], content: &[u8]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stand_in = "x".repeat(name.len());
        zip.start_file(&stand_in, SimpleFileOptions::default()).expect("start");
        zip.write_all(content).expect("write");
        let mut bytes = zip.finish().expect("finish").into_inner();
        let places: Vec<usize> =
            (0..bytes.len() - name.len()).filter(|at| bytes[*at..].starts_with(stand_in.as_bytes())).collect();
        for at in places {
            bytes[at..at + name.len()].copy_from_slice(name);
        }
        bytes
    }

    #[test]
    fn names_in_shift_jis_are_read() {
        // 「表」 ends in the byte of a backslash.
        let (raw, _, _) = SHIFT_JIS.encode("12届出受理医療機関名簿（医科）表.xlsx");
        let (mut pack, entries) = Pack::open(Cursor::new(packed(&raw, b"abc")), 1 << 20).expect("opens");
        assert_eq!(entries[0].file_name(), "12届出受理医療機関名簿（医科）表.xlsx");
        assert_eq!(pack.bytes(&entries[0]).expect("read"), b"abc");
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        for name in ["../x.csv", "a/../../x.csv", "/etc/x.csv", "C:\\x.csv", "a\\..\\x.csv"] {
            let opened = Pack::open(Cursor::new(packed(name.as_bytes(), b"abc")), 1 << 20);
            assert_eq!(opened.err(), Some(UnpackTrouble::Escapes(name.to_owned())), "{name}");
        }
    }

    #[test]
    fn bombs_are_refused_before_they_go_off() {
        let bomb = packed(b"a.csv", &vec![0; 20 << 20]);
        assert_eq!(Pack::open(Cursor::new(&bomb), 1 << 30).err(), Some(UnpackTrouble::Bomb));
        assert_eq!(Pack::open(Cursor::new(&packed(b"a.csv", b"12345")), 4).err(), Some(UnpackTrouble::Bomb));
        assert_eq!(Pack::open(Cursor::new(&bomb[..bomb.len() / 2]), 1 << 30).err(), Some(UnpackTrouble::Broken));
    }

    #[test]
    fn a_lie_about_the_size_ends_the_reading() {
        let mut bytes = packed(b"a.csv", &[b'a'; 1000]);
        // Size in the central directory, 24 bytes after its mark.
        let at = bytes.windows(4).rposition(|mark| mark == b"PK\x01\x02").expect("directory") + 24;
        bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        let (mut pack, entries) = Pack::open(Cursor::new(bytes), 1 << 20).expect("opens");
        assert_eq!(pack.bytes(&entries[0]), Err(UnpackTrouble::Broken));
    }
}
