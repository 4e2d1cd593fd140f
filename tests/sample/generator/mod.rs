//! The sample of `geodata/`: about 250 invented facilities of Nagareyama, in the layouts of the official files.
//!
//! ```text
//! Random → World (institutions, offices) → dirt → kaigo, navii, bureau, survey, ground → Files
//! ```
//!
//! Nothing here is a facility. What keeps sample and reality apart:
//!
//! | what | rule |
//! |---|---|
//! | names | begin with 「見本 」; where a list puts a legal form in front, 「見本 」 follows it |
//! | phone, fax | `04-0000-NNNN`, which cannot ring; desks of the settings are `04-0000-90NN` |
//! | 事業所番号 | `1299NNNNNN` (no municipality has 99), `12B99NNNNN`, deemed ones `121` + institution number |
//! | 医療機関番号 | `990NNNN` (real ones begin with the number of a district; 99 is none) |
//! | ナビイ's ID | `12` + kind + `990000NNNN` |
//! | 法人番号 | begin with 0, which the check digit never is |
//! | lots | 9001 and up, far above the numbers in use |
//! | postal codes | `270-0000` |
//! | addresses on the web | `example.jp`, reserved for examples |
//! | coordinates | a town's representative point, moved by chance by up to 130 m |
//! | areas of towns | invented from the point of the town |
//!
//! Towns and stations are real names and rounded points, with credit in `geodata/README.md`.

mod address;
mod bureau;
mod care;
mod dirt;
mod ground;
mod kaigo;
mod medical;
mod navii;
mod random;
mod sheet;
mod survey;
mod text;
mod towns;
mod world;

/// One file of the sample.
pub(crate) struct File {
    /// Path under `geodata/`.
    pub(crate) path: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Every generated file; the same bytes every time.
pub(crate) fn files() -> Vec<File> {
    let world = world::world();
    [kaigo::files(&world), navii::files(&world), bureau::files(&world), survey::files(&world), ground::files()]
        .into_iter()
        .flatten()
        .collect()
}
