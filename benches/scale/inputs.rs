//! A whole project of invented facilities in the official layouts, of any size, always the same.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// Numbers that look random and are the same every time (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Codes of the prefectures with a point well inside each.
const PREFECTURES: [(f64, f64); 47] = [
    (43.2, 142.6),
    (40.7, 140.8),
    (39.5, 141.4),
    (38.4, 140.8),
    (39.7, 140.4),
    (38.4, 140.2),
    (37.4, 140.3),
    (36.3, 140.3),
    (36.7, 139.8),
    (36.5, 139.0),
    (36.0, 139.3),
    (35.6, 140.2),
    (35.7, 139.4),
    (35.4, 139.3),
    (37.4, 138.9),
    (36.6, 137.2),
    (36.7, 136.8),
    (35.8, 136.3),
    (35.6, 138.6),
    (36.1, 138.0),
    (35.7, 137.1),
    (34.9, 138.2),
    (35.0, 137.2),
    (34.5, 136.4),
    (35.2, 136.1),
    (35.2, 135.5),
    (34.6, 135.5),
    (34.9, 134.8),
    (34.3, 135.9),
    (33.9, 135.4),
    (35.4, 133.8),
    (35.0, 132.5),
    (34.8, 133.8),
    (34.6, 132.7),
    (34.2, 131.5),
    (33.9, 134.2),
    (34.2, 134.0),
    (33.6, 132.8),
    (33.6, 133.3),
    (33.5, 130.6),
    (33.3, 130.1),
    (32.9, 129.9),
    (32.7, 130.8),
    (33.2, 131.4),
    (32.3, 131.3),
    (31.7, 130.6),
    (26.4, 127.9),
];
const PREFECTURE_NAMES: &str = "北海道,青森県,岩手県,宮城県,秋田県,山形県,福島県,茨城県,栃木県,群馬県,埼玉県,千葉県,東京都,神奈川県,新潟県,富山県,石川県,福井県,山梨県,長野県,岐阜県,静岡県,愛知県,三重県,滋賀県,京都府,大阪府,兵庫県,奈良県,和歌山県,鳥取県,島根県,岡山県,広島県,山口県,徳島県,香川県,愛媛県,高知県,福岡県,佐賀県,長崎県,熊本県,大分県,宮崎県,鹿児島県,沖縄県";
const FIRST: [(&str, &str); 24] = [
    ("朝霧", "アサギリ"),
    ("若葉", "ワカバ"),
    ("青空", "アオゾラ"),
    ("桜", "サクラ"),
    ("緑", "ミドリ"),
    ("光", "ヒカリ"),
    ("泉", "イズミ"),
    ("星野", "ホシノ"),
    ("花園", "ハナゾノ"),
    ("清水", "シミズ"),
    ("松風", "マツカゼ"),
    ("白鳥", "シラトリ"),
    ("すみれ", "スミレ"),
    ("ひまわり", "ヒマワリ"),
    ("かえで", "カエデ"),
    ("あおば", "アオバ"),
    ("のぞみ", "ノゾミ"),
    ("みらい", "ミライ"),
    ("山本", "ヤマモト"),
    ("田中", "タナカ"),
    ("渡邊", "ワタナベ"),
    ("高橋", "タカハシ"),
    ("斎藤", "サイトウ"),
    ("小林", "コバヤシ"),
];
const SECOND: [(&str, &str); 40] = [
    ("", ""),
    ("中央", "チュウオウ"),
    ("南", "ミナミ"),
    ("北", "キタ"),
    ("東", "ヒガシ"),
    ("西", "ニシ"),
    ("本町", "ホンチョウ"),
    ("駅前", "エキマエ"),
    ("丘", "オカ"),
    ("台", "ダイ"),
    ("一番", "イチバン"),
    ("友", "トモ"),
    ("和", "ナゴミ"),
    ("恵", "メグミ"),
    ("福", "フク"),
    ("寿", "コトブキ"),
    ("栄", "サカエ"),
    ("新", "シン"),
    ("大", "オオ"),
    ("小", "コ"),
    ("春", "ハル"),
    ("夏", "ナツ"),
    ("秋", "アキ"),
    ("冬", "フユ"),
    ("月", "ツキ"),
    ("風", "カゼ"),
    ("海", "ウミ"),
    ("山", "ヤマ"),
    ("川", "カワ"),
    ("森", "モリ"),
    ("林", "ハヤシ"),
    ("野", "ノ"),
    ("里", "サト"),
    ("郷", "ゴウ"),
    ("宮", "ミヤ"),
    ("橋", "ハシ"),
    ("浜", "ハマ"),
    ("島", "シマ"),
    ("岡", "オカ"),
    ("原", "ハラ"),
];
const TOWNS: [&str; 36] = [
    "本町",
    "栄町",
    "中央",
    "緑町",
    "旭町",
    "若葉町",
    "幸町",
    "元町",
    "寿町",
    "末広町",
    "青葉台",
    "桜台",
    "松が丘",
    "富士見",
    "日の出",
    "美園",
    "大手町",
    "上町",
    "下町",
    "新町",
    "西町",
    "東町",
    "北町",
    "南町",
    "泉町",
    "港町",
    "花園",
    "高砂",
    "錦町",
    "曙町",
    "清水",
    "柳町",
    "梅が丘",
    "竹の台",
    "光が丘",
    "白山",
];
const MUNICIPALITY: [&str; 44] = [
    "青", "赤", "白", "金", "銀", "朝", "夕", "春", "夏", "秋", "冬", "上", "中", "下", "大", "小", "高", "長", "広",
    "深", "新", "古", "美", "富", "福", "清", "松", "竹", "梅", "桜", "石", "岩", "水", "谷", "沢", "原", "野", "岡",
    "崎", "浜", "島", "橋", "宮", "里",
];
/// Code, published name, ending of names, weight.
const CARE: [(&str, &str, &str, usize); 12] = [
    ("110", "訪問介護", "訪問介護事業所", 16),
    ("130", "訪問看護", "訪問看護ステーション", 8),
    ("150", "通所介護", "デイサービスセンター", 14),
    ("160", "通所リハビリテーション", "デイケア", 4),
    ("210", "短期入所生活介護", "ショートステイ", 6),
    ("430", "居宅介護支援", "居宅介護支援事業所", 20),
    ("510", "介護老人福祉施設", "特別養護老人ホーム", 5),
    ("520", "介護老人保健施設", "老人保健施設", 3),
    ("320", "認知症対応型共同生活介護", "グループホーム", 8),
    ("730", "小規模多機能型居宅介護", "小規模多機能ホーム", 4),
    ("770", "複合型サービス（看護小規模多機能型居宅介護）", "看護小規模多機能ホーム", 1),
    ("780", "地域密着型通所介護", "デイサービス", 11),
];
const DEPARTMENTS: [(&str, &str); 8] = [
    ("01001", "内科"),
    ("01012", "小児科"),
    ("02001", "外科"),
    ("02012", "整形外科"),
    ("01019", "皮膚科"),
    ("05001", "眼科"),
    ("01003", "循環器内科"),
    ("01004", "消化器内科"),
];
const DAYS: [&str; 8] = ["月", "火", "水", "木", "金", "土", "日", "祝"];

struct Municipality {
    code: String,
    prefecture: usize,
    name: String,
    lat: f64,
    lon: f64,
    weight: usize,
}

/// What was made.
pub(crate) struct Made {
    /// Bytes of all inputs.
    pub(crate) bytes: u64,
}

/// How many municipalities a number of facilities is spread over.
pub(crate) fn municipalities_of(facilities: usize) -> usize {
    match facilities {
        ..5_000 => 1,
        5_000..50_000 => 54,
        _ => 1_741,
    }
}

fn municipalities(count: usize, prefectures: &[usize], random: &mut Random) -> Vec<Municipality> {
    (0..count)
        .map(|at| {
            let prefecture = prefectures[at % prefectures.len()];
            let five = format!("{:02}{:03}", prefecture + 1, 201 + at / prefectures.len());
            let sum: u32 = five.chars().zip([6, 5, 4, 3, 2]).map(|(c, w)| c.to_digit(10).unwrap_or(0) * w).sum();
            let check = (11 - sum % 11) % 10;
            let n = at / prefectures.len();
            let name = format!("{}{}市", MUNICIPALITY[n % 44], MUNICIPALITY[(n * 7 + 3 + n / 44) % 44]);
            let (lat, lon) = PREFECTURES[prefecture];
            let spread = |random: &mut Random| (random.below(4000) as f64 - 2000.0) / 10_000.0;
            let weight = 1 + random.below(40) * random.below(40) / 40;
            Municipality {
                code: format!("{five}{check}"),
                prefecture,
                name,
                lat: lat + spread(random),
                lon: lon + spread(random),
                weight,
            }
        })
        .collect()
}

struct Place {
    municipality: usize,
    address: String,
    lat: f64,
    lon: f64,
    town: usize,
}

struct World {
    random: Random,
    all: Vec<Municipality>,
    names: Vec<&'static str>,
    sums: Vec<usize>,
    phone: usize,
}

impl World {
    fn place(&mut self) -> Place {
        let total = *self.sums.last().expect("one at least");
        let at = self.random.below(total);
        let municipality = self.sums.partition_point(|sum| *sum <= at);
        let here = &self.all[municipality];
        let town = self.random.below(TOWNS.len());
        let (block, lot, number) = (1 + self.random.below(6), 1 + self.random.below(40), 1 + self.random.below(25));
        let shift = |n: usize| n as f64 * 0.0007 - 0.012;
        let (lat, lon) = (
            here.lat + shift(town) + lot as f64 * 0.000_07,
            here.lon + shift((town * 13) % 36) + number as f64 * 0.000_06 + block as f64 * 0.000_8,
        );
        Place {
            municipality,
            address: format!("{}{block}丁目{lot}番{number}号", town_name(municipality, town)),
            lat,
            lon,
            town,
        }
    }

    fn name(&mut self) -> (String, String) {
        let (a, b) = (self.random.pick(&FIRST), self.random.pick(&SECOND));
        (format!("{}{}", a.0, b.0), format!("{}{}", a.1, b.1))
    }

    fn number(&mut self) -> String {
        self.phone += 1;
        // Numbers that cannot ring.
        format!("04-0{:03}-{:04}", self.phone / 10_000 % 1000, self.phone % 10_000)
    }
}

/// A town's name: municipalities of one prefecture share few, as in life.
fn town_name(municipality: usize, town: usize) -> String {
    format!("{}{}", MUNICIPALITY[(municipality / 47 * 5 + municipality + town * 3) % MUNICIPALITY.len()], TOWNS[town])
}

fn csv(folder: &Path, name: &str) -> BufWriter<fs::File> {
    let mut file = BufWriter::with_capacity(1 << 20, fs::File::create(folder.join(name)).expect("created"));
    file.write_all("\u{feff}".as_bytes()).expect("written");
    file
}

fn header(words: &[String]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(",")
}

fn institution_header(hospital: bool) -> Vec<String> {
    let mut all: Vec<String> = "ID,正式名称,正式名称（フリガナ）,略称,略称（フリガナ）,英語表記（ローマ字表記）,機関区分,都道府県コード,市区町村コード,所在地,所在地座標（緯度）,所在地座標（経度）,案内用ホームページアドレス".split(',').map(str::to_owned).collect();
    all.extend(DAYS[..7].iter().map(|day| format!("毎週決まった曜日に休診（{day}）")));
    for week in 1..=5 {
        all.extend(DAYS[..7].iter().map(|day| format!("決まった週に休診（定期週）第{week}週（{day}）")));
    }
    all.extend(["祝日に休診", "その他の休診日（gw、お盆等）"].map(str::to_owned));
    if hospital {
        all.extend("一般病床,療養病床,療養病床のうち医療保険適用,療養病床のうち介護保険適用,精神病床,結核病床,感染症病床,合計病床数".split(',').map(str::to_owned));
    }
    all
}

fn hours_header() -> Vec<String> {
    let mut all: Vec<String> = ["ID", "診療科目コード", "診療科目名", "診療時間帯"].map(str::to_owned).to_vec();
    for word in ["診療", "外来受付"] {
        for day in DAYS {
            all.extend([format!("{day}_{word}開始時間"), format!("{day}_{word}終了時間")]);
        }
    }
    all
}

fn pharmacy_header() -> Vec<String> {
    let mut all: Vec<String> = "ID,名称,フリガナ,ローマ字,機関区分,都道府県コード,市区町村コード,所在地,所在地座標（緯度）,所在地座標（経度）,薬局のホームページアドレス".split(',').map(str::to_owned).collect();
    all.extend(DAYS.iter().map(|day| format!("営業日（{day}）")));
    all.extend(DAYS[..7].iter().map(|day| format!("定期閉店毎週（{day}）")));
    for week in ["１", "２", "３", "４", "５"] {
        all.extend(DAYS[..7].iter().map(|day| format!("定期閉店第{week}週（{day}）")));
    }
    all.push("その他の閉店日（gw、お盆等）".to_owned());
    for day in DAYS {
        for slot in 1..=4 {
            all.extend([format!("{day}_開店時間帯{slot}_開始時間"), format!("{day}_開店時間帯{slot}_終了時間")]);
        }
    }
    all
}

/// Opening and closing of the two halves of eight days; empty where closed.
fn week(random: &mut Random) -> [[(&'static str, &'static str); 8]; 2] {
    let (first, second) = random.pick(&[
        (("09:00", "12:00"), ("14:00", "18:00")),
        (("08:30", "12:30"), ("15:00", "18:30")),
        (("09:00", "12:30"), ("13:30", "17:30")),
        (("10:00", "13:00"), ("15:00", "19:00")),
    ]);
    let off = random.below(5);
    let mut halves = [[("", ""); 8]; 2];
    let [mornings, afternoons] = &mut halves;
    for (day, (morning, afternoon)) in mornings.iter_mut().zip(afternoons).take(6).enumerate() {
        if day != off {
            *morning = first;
            if day < 5 {
                *afternoon = second;
            }
        }
    }
    halves
}

/// Writes the project. The survey is answered by every fifth clinic or hospital.
pub(crate) fn write(folder: &Path, facilities: usize) -> Made {
    let count = municipalities_of(facilities);
    let prefectures: Vec<usize> = if count < 100 { vec![11] } else { (0..47).collect() };
    write_over(folder, facilities, count, &prefectures)
}

/// The same over a number of municipalities of some prefectures, which are numbered from 0.
pub(crate) fn write_over(folder: &Path, facilities: usize, count: usize, prefectures: &[usize]) -> Made {
    let mut random = Random(20_261_101);
    let all = municipalities(count, prefectures, &mut random);
    let names: Vec<&'static str> = PREFECTURE_NAMES.split(',').collect();
    let mut sum = 0;
    let sums = all
        .iter()
        .map(|one| {
            sum += one.weight;
            sum
        })
        .collect();
    let mut world = World { random, all, names, sums, phone: 0 };
    for part in ["geodata/kaigo", "geodata/navii", "geodata/survey", "geodata/area", "geodata/base"] {
        fs::create_dir_all(folder.join(part)).expect("folder");
    }
    settings(folder, &world, prefectures.len());
    let kaigo_header = "都道府県コード又は市町村コード,No,都道府県名,市区町村名,事業所名,事業所名カナ,サービスの種類,住所,方書（ビル名等）,緯度,経度,電話番号,FAX番号,法人番号,法人の名称,事業所番号,利用可能曜日,利用可能曜日特記事項,定員,URL,高齢者の方と障害者の方が同時一体的に利用できるサービス,介護保険の通常の指定基準を満たしている,障害福祉の通常の指定基準を満たしている,備考";
    let kaigo = folder.join("geodata/kaigo");
    let mut care: Vec<_> = CARE
        .iter()
        .map(|(code, ..)| {
            let mut file = csv(&kaigo, &format!("jigyosho_{code}.csv"));
            writeln!(file, "{kaigo_header}").expect("written");
            file
        })
        .collect();
    let navii = folder.join("geodata/navii");
    let mut sheets: Vec<_> = ["01-1_hospital_facility_info", "02-1_clinic_facility_info", "03-1_dental_facility_info"]
        .iter()
        .zip([true, false, false])
        .map(|(name, hospital)| {
            let mut file = csv(&navii, &format!("{name}_20260601.csv"));
            writeln!(file, "{}", header(&institution_header(hospital))).expect("written");
            file
        })
        .collect();
    let mut hours: Vec<_> =
        ["01-2_hospital_speciality_hours", "02-2_clinic_speciality_hours", "03-2_dental_speciality_hours"]
            .iter()
            .map(|name| {
                let mut file = csv(&navii, &format!("{name}_20260601.csv"));
                writeln!(file, "{}", header(&hours_header())).expect("written");
                file
            })
            .collect();
    let mut pharmacies = csv(&navii, "05_pharmacy_20260601.csv");
    writeln!(pharmacies, "{}", header(&pharmacy_header())).expect("written");
    let mut survey = csv(&folder.join("geodata/survey"), "survey.csv");
    writeln!(survey, "医療機関名,フリガナ,所在地,電話番号,訪問診療,往診,24時間の連絡,看取り,新規受け入れ,対応する地域,市民公表,関係者,オープンデータ,回答日").expect("written");
    let weights: usize = CARE.iter().map(|(.., weight)| weight).sum();
    for n in 0..facilities {
        let kind = world.random.below(100);
        let place = world.place();
        let (name, kana) = world.name();
        let code = world.all[place.municipality].code.clone();
        let prefecture = world.all[place.municipality].prefecture;
        let city = world.all[place.municipality].name.clone();
        let prefecture_name = world.names[prefecture];
        let town = town_name(place.municipality, place.town);
        if kind < 55 {
            let (phone, fax) = (world.number(), world.number());
            let office = format!("{:02}99{n:06}", prefecture + 1);
            let services = 1 + usize::from(world.random.chance(25)) + usize::from(world.random.chance(8));
            let mut at = world.random.below(weights);
            let mut first = 0;
            while at >= CARE[first].3 {
                at -= CARE[first].3;
                first += 1;
            }
            let building = if world.random.chance(20) {
                format!("{town}ビル{}階", 1 + world.random.below(5))
            } else {
                String::new()
            };
            let url = if world.random.chance(60) { format!("https://www.example.jp/{office}/") } else { String::new() };
            let days = world.random.pick(&["\"平日,土曜日\"", "平日", "\"平日,土曜日,日曜日,祝日\"", ""]);
            for step in 0..services {
                let which = (first + step * 5) % CARE.len();
                let (_, service, ending, _) = CARE[which];
                let capacity = if which >= 2 { world.random.below(60) } else { 0 };
                writeln!(care[which], "{code},{office},{prefecture_name},{city},{name}{ending}{town},{kana}ジギョウショ,{service},{prefecture_name}{city}{},{building},{:.6},{:.6},{phone},{fax},{:013},社会福祉法人{name}会,{office},{days},年末年始を除く,{capacity},{url},,通常の指定,,", place.address, place.lat, place.lon, 9_900_000_000_000_u64 + n as u64).expect("written");
            }
            continue;
        }
        let (at, ending, kana_ending) = match kind {
            55..57 => (0, "病院", "ビョウイン"),
            57..83 => (1, world.random.pick(&["クリニック", "内科", "医院", "内科クリニック"]), "クリニック"),
            83..94 => (2, world.random.pick(&["歯科医院", "歯科クリニック"]), "シカイイン"),
            _ => (4, "薬局", "ヤッキョク"),
        };
        let id = format!("{:02}{}{:010}", prefecture + 1, at + 1, 9_900_000_000_u64 + n as u64);
        let name = format!("{name}{ending}{}", if world.random.chance(40) { town.as_str() } else { "" });
        let kana = format!("{kana}{kana_ending}");
        let address = format!("{prefecture_name}{city}{}", place.address);
        let url = if world.random.chance(55) { format!("https://www.example.jp/{id}/") } else { String::new() };
        let halves = week(&mut world.random);
        let open = |day: usize| if halves[0][day].0.is_empty() { "\"0\"" } else { "\"1\"" };
        let mut row = format!("\"{id}\",\"{name}\",\"{kana}\",");
        if at == 4 {
            write!(
                row,
                "\"\",\"5\",\"{:02}\",\"{}\",\"{address}\",{:.6},{:.6},\"{url}\"",
                prefecture + 1,
                &code[2..5],
                place.lat,
                place.lon
            )
            .expect("text");
            for day in (0..8).chain(0..7) {
                row.push(',');
                row.push_str(open(day));
            }
            row.push_str(&",\"\"".repeat(35));
            row.push_str(",\"年末年始\"");
            for (morning, afternoon) in halves[0].iter().zip(&halves[1]) {
                for (from, until) in [*morning, *afternoon, ("", ""), ("", "")] {
                    write!(row, ",\"{from}\",\"{until}\"").expect("text");
                }
            }
            writeln!(pharmacies, "{row}").expect("written");
            continue;
        }
        write!(
            row,
            "\"\",\"\",\"\",\"{}\",\"{:02}\",\"{}\",\"{address}\",{:.6},{:.6},\"{url}\"",
            at + 1,
            prefecture + 1,
            &code[2..5],
            place.lat,
            place.lon
        )
        .expect("text");
        for day in 0..7 {
            row.push(',');
            row.push_str(open(day));
        }
        row.push_str(&",\"\"".repeat(35));
        row.push_str(",\"0\",\"年末年始\"");
        if at == 0 {
            let beds = 20 + world.random.below(300);
            write!(row, ",\"{beds}\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\",\"{beds}\"").expect("text");
        }
        writeln!(sheets[at], "{row}").expect("written");
        let departments = if at == 2 {
            vec![("08001", "歯科")]
        } else {
            let first = world.random.below(8);
            let mut all = vec![DEPARTMENTS[first]];
            if world.random.chance(50) {
                all.push(DEPARTMENTS[(first + 3) % 8]);
            }
            all
        };
        for (code, department) in departments {
            for (slot, half) in halves.iter().enumerate() {
                let mut row = format!("\"{id}\",\"{code}\",\"{department}\",\"{}\"", slot + 1);
                for _ in 0..2 {
                    for (from, until) in half {
                        write!(row, ",\"{from}\",\"{until}\"").expect("text");
                    }
                }
                writeln!(hours[at], "{row}").expect("written");
            }
        }
        if at < 2 && n % 5 == 0 {
            let yes = |random: &mut Random| random.pick(&["○", "○", "×", "要相談", ""]);
            let answers: Vec<&str> = (0..5).map(|_| yes(&mut world.random)).collect();
            let consent = world.random.pick(&["○", "○", "○", "×", ""]);
            let phone = world.number();
            writeln!(
                survey,
                "{name},{kana},{address},{phone},{},{city}全域,{consent},○,{},2026/6/{}",
                answers.join(","),
                world.random.pick(&["○", "×"]),
                1 + world.random.below(28)
            )
            .expect("written");
        }
    }
    for file in care.iter_mut().chain(&mut sheets).chain(&mut hours).chain([&mut pharmacies, &mut survey]) {
        file.flush().expect("written");
    }
    Made { bytes: bytes_under(&folder.join("geodata")) }
}

fn settings(folder: &Path, world: &World, prefectures: usize) {
    let one = &world.all[0];
    let prefecture = world.names[one.prefecture];
    let scope = match (world.all.len(), prefectures) {
        (1, _) => "municipality",
        (_, 1) => "prefecture",
        _ => "nation",
    };
    let name = match scope {
        "municipality" => one.name.clone(),
        "prefecture" => prefecture.to_owned(),
        _ => "全国".to_owned(),
    };
    let mut text = format!(
        "[site]\nname = \"おうちマップ{name}\"\ndescription = \"計測のために作った見本です。\"\npublisher = \"見本\"\nsample = true\n\n[municipality]\ncode = \"{}\"\nprefecture = \"{prefecture}\"\nname = \"{}\"\nreading = \"みほん\"\n\n[sources]\nkeep = \"{keep}\"\n\n",
        one.code,
        one.name,
        keep = match scope {
            "nation" => "all",
            other => other,
        }
    );
    text.push_str("[sources.kaigo]\npaths = [\"geodata/kaigo\"]\nas_of = 2026-06-30\n[sources.navii]\npaths = [\"geodata/navii\"]\nas_of = 2026-06-01\n[sources.area]\npaths = [\"geodata/area\"]\nas_of = 2026-11-01\n\n[[survey]]\nname = \"計測の調査\"\npath = \"geodata/survey/survey.csv\"\nas_of = 2026-06-30\npublish_on = 2026-08-01\nkind = \"clinic\"\n[survey.columns]\nname = \"医療機関名\"\nkana = \"フリガナ\"\naddress = \"所在地\"\nphone = \"電話番号\"\nanswered_on = \"回答日\"\nconsent = \"市民公表\"\nconsent_partners = \"関係者\"\nconsent_open_data = \"オープンデータ\"\n[survey.questions]\nhome-visit = \"訪問診療\"\nhouse-call = \"往診\"\nnight-contact = \"24時間の連絡\"\nend-of-life = \"看取り\"\nnew-patients = \"新規受け入れ\"\nareas = \"対応する地域\"\n\n");
    if scope == "municipality" {
        let mut towns = "\u{feff}町名,読み,圏域,緯度,経度\n".to_owned();
        for n in 0..TOWNS.len() {
            let town = town_name(0, n);
            let shift = |n: usize| n as f64 * 0.0007 - 0.012;
            writeln!(
                towns,
                "{town},,{},{:.4},{:.4}",
                ["north", "middle", "east", "south"][n % 4],
                one.lat + shift(n),
                one.lon + shift((n * 13) % 36)
            )
            .expect("text");
        }
        fs::write(folder.join("geodata/area/towns.csv"), towns).expect("written");
        for (id, name) in [("north", "北部"), ("middle", "中部"), ("east", "東部"), ("south", "南部")] {
            write!(text, "[[area]]\nid = \"{id}\"\nname = \"{name}\"\n[area.desk]\nname = \"見本の相談室{name}\"\nphone = \"04-0000-0001\"\nsample = true\n\n").expect("text");
        }
    }
    fs::write(folder.join("ouchi.toml"), text).expect("written");
}

fn bytes_under(folder: &Path) -> u64 {
    fs::read_dir(folder)
        .expect("folder")
        .flatten()
        .map(|entry| {
            let path = entry.path();
            if path.is_dir() { bytes_under(&path) } else { entry.metadata().map_or(0, |known| known.len()) }
        })
        .sum()
}
