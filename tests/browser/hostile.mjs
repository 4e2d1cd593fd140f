// A municipality that tries every page: made by code, built by the command. Its facilities are invented and cannot ring.
//   node tests/browser/hostile.mjs FOLDER   writes it and builds it into FOLDER/dist
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnSync } from "node:child_process";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const MANY = 5_000;
export const BUILDING = 25;
export const SERVICES = 40;
export const LONG = "見本 社会福祉法人みほん地域福祉総合支援協会附属おおたかの森東口駅前複合施設在宅療養支援訪問看護定期巡回ステーション第二";
export const EMPTY_TOWN = "みほん新田";
export const DESKLESS = "沿岸部";

const HEAD = "都道府県コード又は市町村コード,No,都道府県名,市区町村名,事業所名,事業所名カナ,サービスの種類,住所,方書（ビル名等）,緯度,経度,"
  + "電話番号,FAX番号,法人番号,法人の名称,事業所番号,利用可能曜日,利用可能曜日特記事項,定員,URL,高齢者の方と障害者の方が同時一体的に利用できるサービス,"
  + "介護保険の通常の指定基準を満たしている,障害福祉の通常の指定基準を満たしている,備考";
const CARE = {
  110: "訪問介護", 120: "訪問入浴介護", 130: "訪問看護", 140: "訪問リハビリテーション", 150: "通所介護", 160: "通所リハビリテーション", 170: "福祉用具貸与",
  210: "短期入所生活介護", 220: "短期入所療養介護（介護老人保健施設）", 320: "認知症対応型共同生活介護", 331: "特定施設入居者生活介護（有料老人ホーム）",
  410: "特定福祉用具販売", 430: "居宅介護支援", 510: "介護老人福祉施設", 520: "介護老人保健施設", 550: "介護医療院", 710: "夜間対応型訪問介護", 720: "認知症対応型通所介護",
  730: "小規模多機能型居宅介護", 760: "定期巡回・随時対応型訪問介護看護", 770: "看護小規模多機能型居宅介護（複合型サービス）", 780: "地域密着型通所介護",
};
const TOWNS = [["みほん一丁目", "みほん", "内陸部", 35.87, 139.92], ["みほん二丁目", "みほん", "内陸部", 35.88, 139.91], ["みほん三丁目", "みほん", "内陸部", 35.86, 139.93],
  ["みなと町", "みなとちょう", DESKLESS, 35.85, 139.9], [EMPTY_TOWN, "みほんしんでん", "内陸部", 35.89, 139.94]];

let numbers = 0;
/** One row of a care file. */
function row(code, name, one = {}) {
  numbers += 1;
  const number = one.number ?? `12${99_000_000 + numbers}`;
  return ["122203", number, "千葉県", "流山市", name, one.kana ?? "ミホン", CARE[code], one.address ?? "千葉県流山市みほん一丁目1番1号", one.building ?? "",
    one.lat ?? "", one.lon ?? "", one.phone ?? "", "", "", "見本 合同会社みほん", number, one.days ?? "", "", "", "", "", "", "", ""].join(",");
}
const phone = (at) => `04-0000-${String(at % 10_000).padStart(4, "0")}`;

/** Writes the project. */
export function write(project) {
  mkdirSync(join(project, "geodata", "kaigo"), { recursive: true });
  mkdirSync(join(project, "geodata", "area"), { recursive: true });
  cpSync(join(root, "content"), join(project, "content"), { recursive: true });
  const files = new Map(Object.keys(CARE).map((code) => [code, []]));
  const near = (town, index) => ({ lat: (town[3] + ((index % 83) - 41) * 0.0002).toFixed(6), lon: (town[4] + ((index % 71) - 35) * 0.0002).toFixed(6) });
  for (let index = 0; index < MANY; index += 1) {
    const town = TOWNS[index % 4];
    files.get("130").push(row(130, `見本 第${index + 1}訪問看護ステーション`, { kana: `ミホン ダイ${index + 1}`, address: `千葉県流山市${town[0]}${index + 2}番${(index % 40) + 1}号`, phone: phone(index), ...near(town, index), days: "平日" }));
  }
  for (let index = 0; index < BUILDING; index += 1) {
    files.get("430").push(row(430, `見本 ${"あいうえおかきくけこさしすせそたちつてとなにぬねの"[index]}ケアプランセンター`, { address: "千葉県流山市みほん二丁目7番7号", building: `見本ビル${index + 1}階`, phone: phone(6_000 + index), lat: "35.880000", lon: "139.910000" }));
  }
  const all = { number: "1299900001", address: "千葉県流山市みほん三丁目3番3号", phone: phone(7_000), lat: "35.861", lon: "139.931", days: '"平日,土曜日,日曜日,祝日"' };
  for (const code of Object.keys(CARE)) if (code !== "130") files.get(code).push(row(code, "見本 なんでも総合施設", all));
  files.get("110").push(row(110, LONG, { phone: phone(7_001), address: "千葉県流山市みほん一丁目9番9号", lat: "35.871", lon: "139.921" }));
  files.get("110").push(row(110, "見本 でんわのないヘルパー", { address: "千葉県流山市みほん一丁目8番8号", lat: "35.872", lon: "139.922" }));
  files.get("110").push(row(110, "見本 どこにあるかわからないヘルパー", { phone: phone(7_002), address: "" }));
  files.get("110").push(row(110, "見本 なにもわからないヘルパー", { address: "" }));
  for (const [code, rows] of files) writeFileSync(join(project, "geodata", "kaigo", `jigyosho_${code}.csv`), `\uFEFF${HEAD}\r\n${rows.join("\r\n")}\r\n`);
  writeFileSync(join(project, "geodata", "area", "towns.csv"), `\uFEFF町名,読み,圏域,緯度,経度,備考\r\n${TOWNS.map((town) => [...town, "見本"].join(",")).join("\r\n")}\r\n`);

  const known = readFileSync(join(root, "content", "services.toml"), "utf8");
  const care = [...known.matchAll(/^care = \[(.*)\]/gm)].length;
  let more = "";
  for (let index = care; index < SERVICES; index += 1) {
    more += `\n[[service]]\nid = "more-${index}"\nname = "見本の名前がとても長いサービスその${index + 1}"\nreading = "みほん"\ngroup = "plan"\ntext = "見本です。"\ncare = ["510"]\n`;
  }
  writeFileSync(join(project, "content", "services.toml"), known + more);
  writeFileSync(join(project, "ouchi.toml"), `[site]
name = "おうちマップ見本市"
description = "見本市の在宅医療・介護の案内。"
publisher = "見本市 みほん課"
sample = true
offline = true
url = "https://www.example.jp/ouchi/"

[municipality]
code = "122203"
prefecture = "千葉県"
name = "流山市"
reading = "ながれやまし"

[sources.kaigo]
paths = ["geodata/kaigo"]
as_of = 2026-06-30
credit = "見本のデータ"
licence = "見本"

[sources.area]
paths = ["geodata/area"]
as_of = 2026-11-01
credit = "見本"
licence = "見本"

[[area]]
id = "inland"
name = "内陸部"
[area.desk]
name = "見本 内陸部の相談室"
phone = "04-0000-9001"
sample = true

[[area]]
id = "coast"
name = "${DESKLESS}"

[[emergency]]
kind = "life"
when = "命があぶないと思ったとき"
name = "救急車"
phone = "119"
source = "見本"
checked = 2026-11-01
`);
}

/** The command, as it was built last. */
function command() {
  const built = [process.env.OUCHI_COMMAND, join(root, "target", "release", "ouchi"), join(root, "target", "debug", "ouchi")].filter(Boolean).find(existsSync);
  if (!built) throw new Error("build the command first (cargo build), or set OUCHI_COMMAND");
  return built;
}

/** Writes and builds it; the site's folder, and what the command said. */
export function build(project) {
  write(project);
  const out = join(project, "dist");
  const run = spawnSync(command(), ["build", "--as-of", "2026-11-01", "--project", project, "--out", out], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`exit ${run.status}\n${run.stdout}\n${run.stderr}`);
  return { dist: out, said: run.stdout };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { dist, said } = build(resolve(process.argv[2]));
  console.log(said.split("\n").slice(0, 40).join("\n"));
  console.log(dist);
}
