//! Pre-filled confirmation sheets (確認票), what came back, and the results for the meeting.

mod book;
mod print;
mod results;
mod returned;
mod sheet;

pub use book::{STAFF_PROPERTY, workbook};
pub use print::html;
pub use results::{Meeting, Missing, meeting_html, meeting_workbook, staff_workbook};
pub use returned::{Change, RETURNED, Returned, compare, returned_workbook, whose};
pub use sheet::{Asked, Line, Sheet, sheet, survey_setting, survey_toml};
