// The texts of the licences of everything that is compiled into the executable, for the archive of a release:
// `node .github/licences.mjs > licences.txt`. Reads what cargo and npm have brought; asks nobody.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";

const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--locked", "--offline", "--format-version", "1"], { maxBuffer: 1 << 28 }),
);
// What only builds or tests is not in the executable.
const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
const inside = new Set();
const visit = (id) => {
  if (inside.has(id)) return;
  inside.add(id);
  for (const dep of nodes.get(id).deps) if (dep.dep_kinds.some((kind) => kind.kind === null)) visit(dep.pkg);
};
visit(metadata.resolve.root);

const texts = (folder) =>
  readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice|unlicense)/i.test(name))
    .sort()
    .map((name) => ({ name, path: join(folder, name) }))
    .filter(({ path }) => existsSync(path) && !path.endsWith(".html"))
    .flatMap(({ name, path }) => {
      try {
        return [`--- ${name}\n${readFileSync(path, "utf8").trim()}\n`];
      } catch {
        return [];
      }
    });

const parts = metadata.packages
  .filter((one) => inside.has(one.id) && one.id !== metadata.resolve.root)
  .map((one) => ({ title: `${one.name} ${one.version} (${one.license})`, by: one.authors, folder: dirname(one.manifest_path) }));
for (const name of ["leaflet", "@digital-go-jp/design-tokens"]) {
  const folder = join("site/node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  parts.push({ title: `${name} ${version} (${license})`, by: [], folder });
}
parts.push({
  title: "市町村のコードと名前の表（CC BY 4.0）: 介護サービス情報公表システム（厚生労働省）を加工して作成",
  by: [],
  folder: null,
});

console.log("おうちマップ（ouchi）に入っている部品と、その利用条件\nWhat is compiled into ouchi, and its licences\n");
let silent = 0;
for (const part of parts.sort((a, b) => a.title.localeCompare(b.title, "en"))) {
  console.log(`${"=".repeat(78)}\n${part.title}${part.by.length ? `\n${part.by.join(", ")}` : ""}\n`);
  const found = part.folder ? texts(part.folder) : [];
  if (part.folder && found.length === 0) {
    silent += 1;
    console.log("(The package brings no text of its licence; the name above says which it is.)\n");
  }
  for (const text of found) console.log(text);
}
console.error(`${parts.length} parts, ${silent} without a text of their own`);
