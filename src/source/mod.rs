//! Tables → records: one file per official format, one for surveys.

pub mod any;

use crate::diagnostic::Diagnostics;
use crate::model::Editions;
use crate::place::Sources;
use crate::settings::Keep;

/// A file as it came through the door.
#[derive(Debug, Clone)]
pub struct Input {
    /// Path as the person knows it, `/` between parts.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Whose rows are wanted.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Only the municipality's rows, or all.
    pub keep: Keep,
    /// Six-digit code.
    pub code: String,
    /// 都道府県.
    pub prefecture: String,
    /// 市区町村.
    pub municipality: String,
}

/// What reading gathers besides records.
#[derive(Debug, Default)]
pub struct Reading {
    /// Every file and sheet read.
    pub sources: Sources,
    /// Which publication each is.
    pub editions: Editions,
    /// What was found wrong.
    pub diagnostics: Diagnostics,
}
