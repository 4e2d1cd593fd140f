//! おうちマップ: builds a municipality's home-care map from official files and its own survey.
//!
//! ```text
//! Project ─read→ Tables ─parse→ Records ─merge→ Facilities ─consent→ PublicFacilities
//!                                                               ├─layer→ GeoJSON, CSV, search data ─┐
//! Content (Markdown) ───────────────────────────────────────────┴─page→ Pages ─render→ Files ───────┴─write→ dist/
//! ```
//!
//! See ARCHITECTURE.md for the stages and the glossary.

pub mod consent;
pub mod diagnostic;
pub mod model;
pub mod page;
pub mod picture;
pub mod place;
pub mod render;
pub mod settings;
pub mod source;
pub mod tally;
