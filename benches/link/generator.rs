//! Invented facilities, written twice: as a register has them and as a municipality's sheet has them. Seeded.
//!
//! What differs between the two was taken from differences counted in public lists: operators left out or shortened,
//! widths, old characters, dashes, kanji numerals, 大字, lots, buildings, old and missing area codes, points of towns,
//! slips of the pen, moves, new phones, new signs; and rows of which the register knows nothing, among them namesakes,
//! successors at an old address, branches, a second establishment at one door, and a switchboard for several.

use std::fmt::Write;

/// A small generator of numbers (splitmix64): the same on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed ^ 0x9e37_79b9_7f4a_7c15)
    }
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    pub(crate) fn chance(&mut self, p: f64) -> bool {
        ((self.next() >> 11) as f64 / (1_u64 << 53) as f64) < p
    }
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    pub(crate) facilities: usize,
    pub(crate) municipalities: usize,
    pub(crate) seed: u64,
    /// How often the sheet differs from the register; 1 is usual.
    pub(crate) dirt: f64,
    /// Whether the register has phones.
    pub(crate) phones: bool,
}

/// Both tables as CSV, and for each row of the sheet the register's row it is.
pub(crate) struct Set {
    pub(crate) register: String,
    pub(crate) sheet: String,
    pub(crate) truth: Vec<Option<usize>>,
}

const STEMS: &[(&str, &str)] = &[
    ("青木", "アオキ"),
    ("赤松", "アカマツ"),
    ("秋葉", "アキバ"),
    ("浅見", "アサミ"),
    ("飯島", "イイジマ"),
    ("石渡", "イシワタ"),
    ("磯部", "イソベ"),
    ("上原", "ウエハラ"),
    ("榎本", "エノモト"),
    ("大崎", "オオサキ"),
    ("小沢", "オザワ"),
    ("片桐", "カタギリ"),
    ("川辺", "カワベ"),
    ("北島", "キタジマ"),
    ("栗林", "クリバヤシ"),
    ("国広", "クニヒロ"),
    ("黒沢", "クロサワ"),
    ("小池", "コイケ"),
    ("斎木", "サイキ"),
    ("桜庭", "サクラバ"),
    ("沢村", "サワムラ"),
    ("塩田", "シオタ"),
    ("島崎", "シマザキ"),
    ("杉浦", "スギウラ"),
    ("関根", "セキネ"),
    ("高瀬", "タカセ"),
    ("滝口", "タキグチ"),
    ("竹下", "タケシタ"),
    ("恒川", "ツネカワ"),
    ("富樫", "トガシ"),
    ("中条", "ナカジョウ"),
    ("西岡", "ニシオカ"),
    ("野沢", "ノザワ"),
    ("萩原", "ハギワラ"),
    ("浜口", "ハマグチ"),
    ("平井", "ヒライ"),
    ("広瀬", "ヒロセ"),
    ("福島", "フクシマ"),
    ("真島", "マジマ"),
    ("宮沢", "ミヤザワ"),
    ("村瀬", "ムラセ"),
    ("森川", "モリカワ"),
    ("柳沢", "ヤナギサワ"),
    ("横尾", "ヨコオ"),
    ("渡辺", "ワタナベ"),
    ("さくら", "サクラ"),
    ("ひまわり", "ヒマワリ"),
    ("あおば", "アオバ"),
    ("みどり", "ミドリ"),
    ("やまびこ", "ヤマビコ"),
    ("こもれび", "コモレビ"),
    ("なのはな", "ナノハナ"),
    ("せせらぎ", "セセラギ"),
    ("つばさ", "ツバサ"),
    ("きぼう", "キボウ"),
    ("愛和", "アイワ"),
    ("慈光", "ジコウ"),
    ("健友", "ケンユウ"),
    ("光陽", "コウヨウ"),
    ("清風", "セイフウ"),
    ("泉", "イズミ"),
    ("林", "ハヤシ"),
];
const FRONTS: &[(&str, &str)] = &[
    ("", ""),
    ("", ""),
    ("", ""),
    ("", ""),
    ("新", "シン"),
    ("東", "ヒガシ"),
    ("南", "ミナミ"),
    ("中央", "チュウオウ"),
];
const TYPES: &[(&str, &str)] = &[
    ("クリニック", "クリニック"),
    ("医院", "イイン"),
    ("内科医院", "ナイカイイン"),
    ("内科クリニック", "ナイカクリニック"),
    ("整形外科", "セイケイゲカ"),
    ("皮膚科", "ヒフカ"),
    ("眼科クリニック", "ガンカクリニック"),
    ("小児科内科", "ショウニカナイカ"),
    ("耳鼻咽喉科", "ジビインコウカ"),
    ("診療所", "シンリョウジョ"),
    ("歯科医院", "シカイイン"),
    ("デンタルクリニック", "デンタルクリニック"),
    ("薬局", "ヤッキョク"),
    ("病院", "ビョウイン"),
    ("訪問看護ステーション", "ホウモンカンゴステーション"),
    ("デイサービスセンター", "デイサービスセンター"),
    ("ケアプランセンター", "ケアプランセンター"),
];
const LEGAL: &[(&str, &[&str])] = &[
    ("医療法人社団", &["（医社）", "(医)", "医療法人", "医）"]),
    ("医療法人", &["（医）", "(医)"]),
    ("株式会社", &["㈱", "（株）", "(株)"]),
    ("社会福祉法人", &["（福）", "(福)"]),
    ("一般社団法人", &["(一社)", "（一社）"]),
];
const TOWNS: &[&str] = &[
    "本町",
    "栄町",
    "旭町",
    "大手",
    "八幡台",
    "城山",
    "西原",
    "東台",
    "南が丘",
    "若葉台",
    "松ケ崎",
    "三本木",
    "一ノ宮",
    "宿",
    "上新田",
    "下新田",
    "十日市場",
    "中根",
    "向原",
    "野々下",
    "大畔",
    "平方",
    "芝崎",
    "古間木",
    "前平井",
    "後平井",
    "美田",
    "鰭ケ崎",
];
const CITIES: &[&str] = &[
    "青", "朝", "岩", "梅", "江", "大", "桂", "霧", "久", "桜", "塩", "白", "高", "月", "鶴", "富", "中", "野", "浜",
    "東", "深", "松", "美", "元",
];
const ENDS: &[&str] = &["川", "原", "崎", "田", "山", "島", "浦", "沢", "江", "丘"];
const OLD: &[(char, char)] = &[
    ('高', '髙'),
    ('崎', '﨑'),
    ('沢', '澤'),
    ('辺', '邉'),
    ('島', '嶋'),
    ('浜', '濱'),
    ('広', '廣'),
    ('斎', '齋'),
    ('桜', '櫻'),
    ('滝', '瀧'),
    ('富', '冨'),
    ('国', '國'),
    ('関', '關'),
    ('条', '條'),
    ('真', '眞'),
    ('塩', '鹽'),
];
const HALF: &[(char, &str)] = &[
    ('ク', "ｸ"),
    ('リ', "ﾘ"),
    ('ニ', "ﾆ"),
    ('ッ', "ｯ"),
    ('デ', "ﾃﾞ"),
    ('ン', "ﾝ"),
    ('タ', "ﾀ"),
    ('ル', "ﾙ"),
    ('サ', "ｻ"),
    ('ー', "ｰ"),
    ('ビ', "ﾋﾞ"),
    ('ス', "ｽ"),
    ('セ', "ｾ"),
    ('イ', "ｲ"),
    ('ケ', "ｹ"),
    ('ア', "ｱ"),
    ('プ', "ﾌﾟ"),
    ('ラ', "ﾗ"),
    ('ョ', "ｮ"),
    ('シ', "ｼ"),
    ('テ', "ﾃ"),
];

#[derive(Clone)]
struct Place {
    municipality: usize,
    town: usize,
    numbers: [u32; 3],
    chome: bool,
    building: String,
    lat: f64,
    lon: f64,
}

#[derive(Clone)]
struct Facility {
    legal: usize,
    group: String,
    front: usize,
    stem: usize,
    kind: usize,
    branch: &'static str,
    place: Place,
    phone: String,
}

struct World {
    random: Random,
    municipalities: Vec<(String, f64, f64)>,
    phones: u32,
}

impl World {
    fn place(&mut self) -> Place {
        let r = &mut self.random;
        // Some municipalities are large.
        let municipality = r.below(self.municipalities.len()).min(r.below(self.municipalities.len()));
        let town = r.below(TOWNS.len());
        let chome = r.chance(0.6);
        let numbers = if chome {
            [1 + r.below(7) as u32, 1 + r.below(40) as u32, 1 + r.below(25) as u32]
        } else {
            [30 + r.below(1800) as u32, if r.chance(0.7) { 1 + r.below(20) as u32 } else { 0 }, 0]
        };
        let (_, lat, lon) = self.municipalities[municipality];
        let at = |n: usize| (n % 7) as f64 * 0.006;
        let building = if r.chance(0.25) {
            format!("{}ビル{}階", ["第一", "駅前", "中央", "メディカル"][r.below(4)], 1 + r.below(5))
        } else {
            String::new()
        };
        Place {
            municipality,
            town,
            numbers,
            chome,
            building,
            lat: lat + at(town) + f64::from(numbers[0] % 50) * 0.0004 + f64::from(numbers[1]) * 0.00008,
            lon: lon + at(town / 7) + f64::from(numbers[0] % 13) * 0.0005 + f64::from(numbers[2]) * 0.00004,
        }
    }

    fn phone(&mut self) -> String {
        self.phones += 1;
        let n = self.phones;
        format!("04-{:04}-{:04}", 1000 + (n * 37 + n / 9973) % 8000, (n * 7919) % 10000)
    }

    fn facility(&mut self) -> Facility {
        let place = self.place();
        let phone = self.phone();
        let r = &mut self.random;
        let kind = r.below(TYPES.len());
        let (legal, group) = match r.below(10) {
            0..=3 => (usize::MAX, String::new()),
            _ => {
                let legal = match kind {
                    0..=11 | 13 => r.below(2),
                    12 => 2,
                    _ => 2 + r.below(3),
                };
                (
                    legal,
                    if legal == 2 {
                        r.pick(STEMS).0.to_owned() + "ケア"
                    } else {
                        format!("{}{}会", r.pick(CITIES), r.pick(ENDS))
                    },
                )
            }
        };
        Facility {
            legal,
            group,
            front: r.below(FRONTS.len()),
            stem: r.below(STEMS.len()),
            kind,
            branch: "",
            place,
            phone,
        }
    }

    fn city(&self, place: &Place) -> &str {
        &self.municipalities[place.municipality].0
    }
}

impl Facility {
    fn own_name(&self) -> String {
        format!("{}{}{}{}", FRONTS[self.front].0, STEMS[self.stem].0, TYPES[self.kind].0, self.branch)
    }
    fn kana(&self) -> String {
        format!("{}{}{}", FRONTS[self.front].1, STEMS[self.stem].1, TYPES[self.kind].1)
    }
    fn full_name(&self) -> String {
        match LEGAL.get(self.legal) {
            Some((legal, _)) => format!("{legal}{}　{}", self.group, self.own_name()),
            None => self.own_name(),
        }
    }
    fn address(&self) -> String {
        let [a, b, c] = self.place.numbers;
        let town = TOWNS[self.place.town];
        match (self.place.chome, b) {
            (true, _) => format!("{town}{a}丁目{b}番{c}号"),
            (false, 0) => format!("{town}{a}番地"),
            (false, _) => format!("{town}{a}番地{b}"),
        }
    }
}

/// Makes a set.
pub(crate) fn make(wish: &Wish) -> Set {
    let mut random = Random::new(wish.seed);
    let mut municipalities = Vec::new();
    for n in 0..wish.municipalities {
        let name =
            format!("{}{}{}市", CITIES[n % 24], ENDS[(n / 24) % 10], if n >= 240 { ENDS[(n / 240) % 10] } else { "" });
        municipalities.push((
            name,
            33.0 + random.below(4000) as f64 * 0.001,
            132.0 + random.below(8000) as f64 * 0.001,
        ));
    }
    let mut world = World { random, municipalities, phones: 0 };
    let mut register: Vec<Facility> = Vec::with_capacity(wish.facilities);
    while register.len() < wish.facilities {
        let mut new = world.facility();
        if let Some(near) = register.last().filter(|_| world.random.chance(0.04)).cloned() {
            // A branch, a second establishment at one door, or one switchboard for two.
            match world.random.below(4) {
                0 => {
                    new = Facility {
                        place: new.place,
                        phone: new.phone,
                        branch: ["分院", "駅前", "第二", "東口"][world.random.below(4)],
                        ..near
                    }
                }
                1 => new.place = near.place,
                2 => (new.place, new.phone) = (near.place, near.phone),
                _ => new.phone = near.phone,
            }
        }
        register.push(new);
    }
    let (mut sheet, mut truth): (Vec<(Facility, bool)>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (at, here) in register.iter().enumerate() {
        if !world.random.chance(0.42) {
            continue;
        }
        sheet.push((here.clone(), true));
        truth.push(Some(at));
        if world.random.chance(0.05 * wish.dirt) {
            // Not in the register: a namesake elsewhere, a successor at the door, or something new.
            let mut other = world.facility();
            match world.random.below(3) {
                0 => (other.front, other.stem, other.kind) = (here.front, here.stem, here.kind),
                1 => other.place = here.place.clone(),
                _ => {}
            }
            sheet.push((other, false));
            truth.push(None);
        }
    }
    let mut left = String::from("医療機関名,フリガナ,所在地,緯度,経度,電話番号\n");
    for one in &register {
        let phone = if wish.phones { one.phone.as_str() } else { "" };
        let (lat, lon) = (one.place.lat, one.place.lon);
        let building = if one.place.building.is_empty() { String::new() } else { format!("　{}", one.place.building) };
        let _ = writeln!(
            left,
            "{},{},千葉県{}{}{building},{lat:.6},{lon:.6},{phone}",
            one.full_name(),
            one.kana(),
            world.city(&one.place),
            one.address()
        );
    }
    let mut right = String::from("市町村,名称,ふりがな,住所,TEL,緯度,経度\n");
    for (one, known) in &sheet {
        row(&mut world, one, *known, wish.dirt, &mut right);
    }
    Set { register: left, sheet: right, truth }
}

/// A row of the sheet, in a clerk's hand.
fn row(world: &mut World, true_one: &Facility, known: bool, dirt: f64, out: &mut String) {
    let mut one = true_one.clone();
    let hit = |world: &mut World, p: f64| world.random.chance((p * dirt).min(0.95));
    if known && hit(world, 0.025) {
        let elsewhere = world.place();
        one.place = Place { municipality: one.place.municipality, ..elsewhere };
    }
    if known && hit(world, 0.02) {
        one.phone = world.phone();
    }
    if known && one.kind < 2 && hit(world, 0.05) {
        one.kind = 1 - one.kind;
    }
    let city = world.city(&one.place).to_owned();
    let mut name = one.own_name();
    let old = OLD.iter().find(|(usual, _)| name.contains(*usual));
    if let Some((usual, old)) = old.filter(|_| hit(world, 0.2)) {
        name = name.replace(*usual, &old.to_string());
    }
    if hit(world, 0.02) {
        // A small kana or a long mark left out.
        if let Some(at) = name.rfind(['ッ', 'ー', 'ン']) {
            name.remove(at);
        }
    }
    if hit(world, 0.08) {
        name = name
            .chars()
            .map(|c| HALF.iter().find(|(full, _)| *full == c).map_or(c.to_string(), |(_, half)| (*half).to_owned()))
            .collect();
    }
    if let Some((legal, short)) = LEGAL.get(one.legal) {
        name = match world.random.below(10) {
            0..=4 => name,
            5 | 6 => format!("{}{}{}{name}", world.random.pick(short), one.group, world.random.pick(&["", " ", "　"])),
            7 => format!("{}{name}", world.random.pick(short)),
            _ => format!("{legal}{}{}{name}", one.group, world.random.pick(&["", " ", "　"])),
        };
    }
    let mut kana = one.kana();
    if hit(world, 0.3) {
        kana = kana
            .chars()
            .map(|c| char::from_u32(c as u32 - if ('ァ'..='ヶ').contains(&c) { 0x60 } else { 0 }).unwrap_or(c))
            .collect();
    }
    if hit(world, 0.3) {
        kana.clear();
    }
    let address = address(world, &one, &city, dirt);
    let phone = match world.random.below(12) {
        0 if hit(world, 0.9) => String::new(),
        1 | 2 => one.phone.replace('-', ""),
        3 => one
            .phone
            .chars()
            .map(|c| if c == '-' { '－' } else { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) })
            .collect(),
        4 => one.phone.replacen('-', "(", 1).replacen('-', ")", 1),
        5 if hit(world, 0.5) => one.phone[3..].to_owned(),
        _ => one.phone.clone(),
    };
    let (lat, lon) = match world.random.below(3) {
        0 => (String::new(), String::new()),
        1 => {
            let away = |world: &mut World| (world.random.below(4000) as f64 - 2000.0) * 1e-6;
            (format!("{:.4}", one.place.lat + away(world)), format!("{:.4}", one.place.lon + away(world)))
        }
        _ => (format!("{:.6}", one.place.lat + 0.0001), format!("{:.6}", one.place.lon)),
    };
    let _ = writeln!(out, "{city},{name},{kana},{address},{phone},{lat},{lon}");
}

fn address(world: &mut World, one: &Facility, city: &str, dirt: f64) -> String {
    let [a, b, c] = one.place.numbers;
    let town = TOWNS[one.place.town];
    let kanji = |n: u32| {
        ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
            .get(n as usize)
            .map_or(n.to_string(), |k| (*k).to_owned())
    };
    let wide = |text: String| -> String {
        text.chars()
            .map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c })
            .collect()
    };
    let mut text = if one.place.chome {
        match world.random.below(8) {
            0 | 1 => format!("{town}{a}-{b}-{c}"),
            2 => wide(format!("{town}{a}－{b}－{c}")),
            3 => format!("{town}{}丁目{b}番{c}号", kanji(a)),
            4 => format!("{town}{a}丁目{b}-{c}"),
            5 => format!("{town}{a}‐{b}‐{c}"),
            _ => one.address(),
        }
    } else {
        match world.random.below(6) {
            0 if b > 0 => format!("{town}{a}-{b}"),
            1 => format!("大字{}", one.address()),
            2 if b > 0 => format!("{town}{a}番地の{b}"),
            3 => wide(one.address()),
            _ => one.address(),
        }
    };
    if world.random.chance(0.02 * dirt) {
        text = if one.place.chome { format!("{town}{a}丁目") } else { format!("{town}{a}") };
    }
    if !one.place.building.is_empty() && world.random.chance(0.5) {
        text = format!("{text}{}{}", world.random.pick(&["", " ", "　"]), one.place.building);
    }
    match world.random.below(4) {
        0 => text,
        1 => format!("千葉県{city}{text}"),
        _ => format!("{city}{text}"),
    }
}
