//! Hospitals, clinics, dentists and pharmacies.

use super::world::{Home, Institution, Registry, Sort, Times, Week};

/// How many of each.
const HOSPITALS: usize = 5;
const DENTISTS: usize = 30;
const PHARMACIES: usize = 36;

type Departments = &'static [(&'static str, &'static str)];

const INTERNAL: Departments = &[("01001", "内科")];
const FAMILY: Departments = &[("01001", "内科"), ("03001", "小児科")];
const INTERNAL_SURGERY: Departments = &[("01001", "内科"), ("02001", "外科")];
const PALLIATIVE: Departments = &[("01001", "内科"), ("01034", "緩和ケア内科")];
const BONES: Departments = &[("02035", "整形外科"), ("09003", "リハビリテーション科")];
const SKIN: Departments = &[("06001", "皮膚科")];
const CHILDREN: Departments = &[("03001", "小児科")];
const MIND: Departments = &[("07001", "精神科"), ("07003", "心療内科")];
const URINARY: Departments = &[("06004", "泌尿器科")];
const TEETH: Departments = &[("08001", "歯科")];
const HOSPITAL: Departments = &[
    ("01001", "内科"),
    ("02001", "外科"),
    ("02035", "整形外科"),
    ("09003", "リハビリテーション科"),
    ("09010", "救急科"),
];

/// Suffix, its kana, departments, what it does at home, registrations, how many.
type ClinicPlan = ((&'static str, &'static str), Departments, Home, &'static [&'static str], usize);

/// The symbols are those of the bureau's list; ア and イ of 支援診２ came with the revision of June 2026.
const CLINICS: &[ClinicPlan] = &[
    (
        ("在宅クリニック", "ザイタククリニック"),
        PALLIATIVE,
        Home::Whole,
        &["支援診１", "在緩診実", "在医総管１", "在総"],
        1,
    ),
    (
        ("在宅クリニック", "ザイタククリニック"),
        PALLIATIVE,
        Home::Whole,
        &["支援診２ア", "在緩診実", "在医総管１", "在総", "在宅ＤＸ", "医情連"],
        3,
    ),
    (("内科クリニック", "ナイカクリニック"), INTERNAL, Home::Whole, &["支援診２イ", "在医総管１", "在総", "がん疼"], 3),
    (("内科・外科", "ナイカゲカ"), INTERNAL_SURGERY, Home::Whole, &["支援診３", "在医総管１", "在総"], 3),
    (("内科小児科", "ナイカショウニカ"), FAMILY, Home::Visits, &["支援診３", "在医総管１"], 4),
    (("医院", "イイン"), INTERNAL, Home::Visits, &["在医総管１"], 8),
    (("ファミリークリニック", "ファミリークリニック"), FAMILY, Home::Visits, &["在医総管１", "がん疼"], 4),
    (("内科医院", "ナイカイイン"), INTERNAL, Home::Calls, &[], 10),
    (("クリニック", "クリニック"), INTERNAL_SURGERY, Home::Calls, &["がん疼"], 6),
    (("整形外科", "セイケイゲカ"), BONES, Home::None, &[], 6),
    (("皮膚科", "ヒフカ"), SKIN, Home::None, &[], 4),
    (("こどもクリニック", "コドモクリニック"), CHILDREN, Home::None, &[], 4),
    (("こころのクリニック", "ココロノクリニック"), MIND, Home::Visits, &[], 2),
    (("泌尿器科クリニック", "ヒニョウキカクリニック"), URINARY, Home::Calls, &[], 2),
];

/// Every institution, before the dirt.
pub(crate) fn institutions(registry: &mut Registry) -> Vec<Institution> {
    let mut all = Vec::new();
    for n in 0..HOSPITALS {
        let mut one = institution(registry, Sort::Hospital, n + 1, ("病院", "ビョウイン"), HOSPITAL);
        one.beds = [60, 120, 156, 199, 240][n];
        one.symbols =
            [&["支援病３", "在医総管１"][..], &["在後病"], &["在後病", "がん疼"], &[], &["支援病２", "在医総管１"]][n]
                .to_vec();
        one.home = if one.symbols.contains(&"在医総管１") { Home::Visits } else { Home::None };
        one.legal = if n == 1 { "医療法人財団みほん会　" } else { "" };
        all.push(one);
    }
    let mut serial = 100;
    for (suffix, departments, home, symbols, count) in CLINICS {
        for _ in 0..*count {
            serial += 1;
            let mut one = institution(registry, Sort::Clinic, serial, *suffix, departments);
            one.symbols = symbols.to_vec();
            one.home = *home;
            one.in_survey = *home != Home::None && (serial < 141 || serial % 3 == 0);
            one.legal = if serial % 9 == 2 { "医療法人社団みほん会　" } else { "" };
            all.push(one);
        }
    }
    for n in 0..DENTISTS {
        let suffix = *registry.random.pick(&[
            ("歯科医院", "シカイイン"),
            ("歯科クリニック", "シカクリニック"),
            ("デンタルクリニック", "デンタルクリニック"),
        ]);
        let mut one = institution(registry, Sort::Dental, 301 + n, suffix, TEETH);
        one.symbols = match n {
            0..=1 => vec!["歯援診１", "歯訪診", "在歯管"],
            2..=4 => vec!["歯援診２", "歯訪診"],
            5..=13 => vec!["歯訪診"],
            _ => Vec::new(),
        };
        all.push(one);
    }
    for n in 0..PHARMACIES {
        let suffix = *registry.random.pick(&[("薬局", "ヤッキョク"), ("調剤薬局", "チョウザイヤッキョク")]);
        let mut one = institution(registry, Sort::Pharmacy, 501 + n, suffix, &[]);
        one.symbols = match n {
            0..=2 => vec!["在薬", "無菌"],
            3..=23 => vec!["在薬"],
            _ => Vec::new(),
        };
        all.push(one);
    }
    all
}

fn institution(
    registry: &mut Registry,
    sort: Sort,
    serial: usize,
    suffix: (&str, &str),
    departments: &[(&'static str, &'static str)],
) -> Institution {
    let (name, kana) = registry.name(suffix);
    let kind = match sort {
        Sort::Hospital => 1,
        Sort::Clinic => 2,
        Sort::Dental => 3,
        Sort::Pharmacy => 5,
    };
    let phone = registry.phone();
    let fax = if registry.random.chance(60) { registry.phone() } else { String::new() };
    Institution {
        sort,
        number: format!("990{serial:04}"),
        navii: format!("12{kind}990000{serial:04}"),
        name,
        kana,
        legal: "",
        site: registry.site(),
        phone,
        fax,
        url: registry.url(),
        beds: 0,
        departments: departments.to_vec(),
        week: week(registry, sort),
        symbols: Vec::new(),
        home: Home::None,
        in_navii: true,
        in_bureau: true,
        in_survey: false,
    }
}

/// Ordinary hours: closed on Sundays and holidays, and on one more afternoon or day.
fn week(registry: &mut Registry, sort: Sort) -> Week {
    let morning: Times =
        *registry.random.pick(&[Some(("09:00", "12:00")), Some(("09:00", "12:30")), Some(("08:30", "12:00"))]);
    let afternoon: Times =
        *registry.random.pick(&[Some(("14:00", "18:00")), Some(("15:00", "18:30")), Some(("14:30", "17:30"))]);
    let mut week = Week { has_hours: true, has_flags: true, ..Week::default() };
    for day in 0..6 {
        week.first[day] = morning;
        week.second[day] = afternoon;
    }
    match sort {
        Sort::Pharmacy => {
            week.first = [Some(("09:00", "18:00")); 8];
            week.second = [None; 8];
            week.first[5] = Some(("09:00", "13:00"));
            week.first[6] = None;
            week.first[7] = None;
        }
        Sort::Hospital => {
            week.second[5] = None;
        }
        Sort::Clinic | Sort::Dental => {
            week.second[5] = None;
            let off = *registry.random.pick(&[2, 3, 3, 4]);
            week.second[off] = None;
            if registry.random.chance(50) {
                week.first[off] = None;
            }
        }
    }
    week.note = *registry.random.pick(&[
        "",
        "",
        "8/13～8/15、12/29～1/3",
        "年末年始（12月30日～1月3日）（改行）お盆，ＧＷは院内掲示でお知らせします",
        "夏季休診あり",
    ]);
    week
}
