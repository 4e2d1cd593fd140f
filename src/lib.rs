//! おうちマップ: builds a municipality's home-care map from official files and its own survey.
//!
//! ```text
//! Project ─read→ Tables ─parse→ Records ─merge→ Facilities ─consent→ PublicFacilities
//!                                                               ├─layer→ GeoJSON, CSV, search data ─┐
//! Content (Markdown) ───────────────────────────────────────────┴─page→ Pages ─render→ Files ───────┴─write→ dist/
//! ```
//!
//! See ARCHITECTURE.md for the stages and the glossary.
#![warn(clippy::disallowed_methods)]

pub mod build;
pub mod check;
pub mod cli;
pub mod consent;
pub mod diagnostic;
pub mod fetch;
pub mod forms;
pub mod geo;
pub mod io;
pub mod layer;
pub mod ledger;
pub mod locate;
pub mod merge;
pub mod model;
pub mod output;
pub mod page;
pub mod picture;
pub mod place;
pub mod preview;
pub mod project;
pub mod publication;
pub mod render;
pub mod report;
pub mod settings;
pub mod source;
pub mod starter;
pub mod table;
pub mod tally;
pub mod text;
pub mod workbench;
