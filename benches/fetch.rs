//! Unpacks, verifies and filters ナビイ's national files at their real size (206,043 facilities of 2026-06, and hours).
//!
//! `cargo bench --bench fetch`. The files are made here, of invented rows, and packed as the publisher packs them; the
//! measured process is another one, so that its peak of memory is its own.
#![allow(clippy::print_stdout, reason = "a benchmark prints")]

#[path = "../tests/fetch_server/files.rs"]
mod files;

use ouchi::fetch::{FetchOptions, Wanted, fetch};
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use zip::write::SimpleFileOptions;

/// Part, 機関区分, facilities; or rows of hours per facility.
const FACILITIES: [(&str, u8, usize); 5] = [
    ("01-1_hospital_facility_info", 1, 7_715),
    ("02-1_clinic_facility_info", 2, 80_155),
    ("03-1_dental_facility_info", 3, 54_637),
    ("04_maternity_home", 4, 2_138),
    ("05_pharmacy", 5, 61_398),
];
const HOURS: [(&str, u8, usize, usize); 3] = [
    ("01-2_hospital_speciality_hours", 1, 7_715, 16),
    ("02-2_clinic_speciality_hours", 2, 80_155, 5),
    ("03-2_dental_speciality_hours", 3, 54_637, 3),
];
/// One facility in so many is the city's.
const SHARE: usize = 500;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--measure") {
        measure(Path::new(&arguments[at + 1]));
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let (packed, unpacked) = make(&folder.path().join("downloads"));
    println!("files: {} MB packed, {} MB unpacked", packed >> 20, unpacked >> 20);
    let own = std::env::current_exe().expect("this program");
    let done = Command::new(own).arg("--measure").arg(folder.path()).status().expect("runs");
    assert!(done.success());
}

fn measure(folder: &Path) {
    let settings = "[site]\nname = \"見本\"\ndescription = \"\"\npublisher = \"見本市\"\n[municipality]\ncode = \"991015\"\nprefecture = \"見本県\"\nname = \"見本市\"\nreading = \"みほんし\"\n";
    File::create(folder.join("ouchi.toml")).and_then(|mut file| file.write_all(settings.as_bytes())).expect("settings");
    let options = FetchOptions {
        project: folder.to_owned(),
        sources: vec![Wanted::Navii],
        from: Some(folder.join("downloads")),
        accept: false,
        offline: true,
        today: jiff::civil::date(2026, 11, 22),
    };
    for name in ["first", "again"] {
        let start = Instant::now();
        let report = fetch(&options, &mut |_, _| {}).expect("the machine works");
        let seconds = start.elapsed().as_secs_f64();
        assert!(report.is_done(), "{}", report.text());
        let brought = &report.brought[0];
        println!("{name}: {seconds:.2} s, {} rows of {}, {:?}", brought.rows, brought.published, brought.state);
    }
    let mut status = String::new();
    let peak = File::open("/proc/self/status")
        .and_then(|mut file| file.read_to_string(&mut status))
        .ok()
        .and_then(|_| status.lines().find(|line| line.starts_with("VmHWM")).map(str::to_owned));
    println!("peak memory: {}", peak.as_deref().unwrap_or("unknown on this system"));
}

fn make(folder: &Path) -> (u64, u64) {
    std::fs::DirBuilder::new().recursive(true).create(folder).expect("folder");
    let (mut packed, mut unpacked) = (0, 0);
    let mut put = |part: &str, rows: &mut dyn FnMut(&str, &mut dyn Write)| {
        let path = folder.join(format!("{part}_20260601.csv.zip"));
        let mut writer = zip::ZipWriter::new(BufWriter::new(File::create(&path).expect("file")));
        let options = SimpleFileOptions::default().compression_level(Some(1));
        writer.start_file(format!("{part}_20260601.csv"), options).expect("start");
        let mut counted = Counted(BufWriter::new(&mut writer), 0);
        let header = files::navii_header(part);
        counted.write_all(format!("{header}\r\n").as_bytes()).expect("write");
        rows(&header, &mut counted);
        counted.flush().expect("write");
        unpacked += counted.1;
        drop(counted);
        writer.finish().expect("finish").flush().expect("write");
        packed += std::fs::metadata(&path).expect("there").len();
    };
    for (part, kind, count) in FACILITIES {
        put(part, &mut |header, to| {
            for n in 0..count {
                let (prefecture, place) = place(n);
                let (id, code) = (format!("{prefecture}{kind}{n:010}"), kind.to_string());
                let name = format!("医療法人社団見本会　見本ファミリークリニック{n}");
                let address = format!("{place}中央一丁目{}番{}号　見本メディカルビル{}階", n % 40, n % 17, n % 9);
                let (lat, lon) = (format!("{:.7}", 35.0 + n as f64 * 1e-5), format!("{:.7}", 139.0 + n as f64 * 1e-6));
                let row = files::navii_row(
                    header,
                    &[
                        ("ID", &id),
                        ("正式名称", &name),
                        ("名称", &name),
                        ("正式名称（フリガナ）", "イリョウホウジンシャダンミホンカイミホンファミリークリニック"),
                        ("フリガナ", "ミホンヤッキョク"),
                        ("機関区分", &code),
                        ("都道府県コード", prefecture),
                        ("市区町村コード", "101"),
                        ("所在地", &address),
                        ("所在地座標（緯度）", &lat),
                        ("所在地座標（経度）", &lon),
                        ("案内用ホームページアドレス", "https://clinic.example.jp/"),
                        ("毎週決まった曜日に休診（月）", "1"),
                        ("毎週決まった曜日に休診（日）", "0"),
                        ("その他の休診日（gw、お盆等）", "8/13～8/16（改行）12/29～1/3"),
                    ],
                );
                to.write_all(row.as_bytes()).expect("write");
            }
        });
    }
    for (part, kind, count, each) in HOURS {
        put(part, &mut |header, to| {
            for n in 0..count {
                let id = format!("{}{kind}{n:010}", place(n).0);
                for row in 0..each {
                    let (code, band) = (format!("{:05}", 1001 + row / 2), (row % 2 + 1).to_string());
                    let row = files::navii_row(
                        header,
                        &[
                            ("ID", &id),
                            ("診療科目コード", &code),
                            ("診療科目名", "内科"),
                            ("診療時間帯", &band),
                            ("月_診療開始時間", "09:00"),
                            ("月_診療終了時間", "12:00"),
                            ("火_診療開始時間", "09:00"),
                            ("火_診療終了時間", "12:00"),
                            ("金_診療開始時間", "14:30"),
                            ("金_診療終了時間", "18:30"),
                            ("月_外来受付開始時間", "08:45"),
                            ("月_外来受付終了時間", "11:30"),
                        ],
                    );
                    to.write_all(row.as_bytes()).expect("write");
                }
            }
        });
    }
    (packed, unpacked)
}

/// Code and name of where a facility is.
fn place(n: usize) -> (&'static str, &'static str) {
    if n.is_multiple_of(SHARE) { ("99", "見本県見本市") } else { ("98", "遠方県遠方市") }
}

struct Counted<W: Write>(W, u64);

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.0.write(bytes)?;
        self.1 += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}
