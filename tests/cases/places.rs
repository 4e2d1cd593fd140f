//! Coordinates, towns, areas.

use super::{Case, swap};
use crate::clean::{CARE, LIST, TOWNS};

/// The first care office's point.
const POINT: &str = ",35.86020,139.91000,";
/// The list's address and point.
const HALL: &str = "北見本2丁目1番1号,,35.88010,139.92010";

pub(super) const CASES: &[Case] = &[
    swap("coordinate-unreadable", CARE, [POINT, ",北緯35度51分,139.91000,", ",３５.86020,139.91000,"]),
    swap("coordinate-swapped", CARE, [POINT, ",139.91000,35.86020,", ",35.86021,139.91000,"]),
    swap("coordinate-zero", CARE, [POINT, ",0.000000000000000,0.000000000000000,", ",,,"]),
    swap("coordinate-abroad", CARE, [POINT, ",53.41291,-8.24389,", ",35.86021,139.91000,"]),
    swap("point-outside-prefecture", CARE, [POINT, ",38.26820,140.86940,", ",35.86021,139.91000,"]),
    swap(
        "point-outside-municipality",
        LIST,
        [HALL, "知らない町1番1号,,35.60000,140.10000", "知らない町1番1号,,35.88010,139.92010"],
    ),
    swap("point-far-from-town", CARE, [POINT, ",35.88500,139.91000,", ",35.86500,139.91500,"]),
    swap("point-stacked", CARE, [",35.86040,139.91000,", ",35.86020,139.91000,", ",35.86021,139.91000,"]),
    swap("town-name-empty", TOWNS, ["北見本二丁目,き", ",き", "北見本2丁目,き"]),
    swap(
        "town-in-two-areas",
        TOWNS,
        [
            "35.880,139.920\n",
            "35.880,139.920\n北見本2丁目,きたみほん,北部,35.880,139.920\n",
            "35.880,139.920\n北見本2丁目,きたみほん,南部,35.880,139.920\n",
        ],
    ),
    swap("area-unknown", TOWNS, ["みなみみほん,北部", "みなみみほん,西部", "みなみみほん,north"]),
];
