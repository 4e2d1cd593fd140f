#!/bin/sh
# Everything: what CI runs, and what takes longer or measures. See README.md. Figures are printed with their limits;
# pictures of every page type are written to `pictures/` (or the folder named by OUCHI_PICTURES) for a person to look at.
set -eu
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$1"; }

[ -n "${OUCHI_OFFICIAL:-}" ] || echo "OUCHI_OFFICIAL is not set: tests on official files will say that they are skipped"
tests/run.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
target/release/ouchi build --as-of 2026-11-01 --frozen --out "$work/dist"

step "JavaScript packages of the full run"
npm ci --prefix tests/full --no-audit --no-fund

step "Search as one types, 10,000 facilities"
OUCHI_DIST="$work/dist" node --test tests/full/*.test.mjs

step "The site of a prefecture, 20,000 facilities"
cargo bench --locked --bench scale -- inputs "$work/prefecture" 20000
cp -R content "$work/prefecture/"
target/release/ouchi build --project "$work/prefecture" --as-of 2026-11-01 >/dev/null
OUCHI_DIST="$work/dist" OUCHI_WIDE="$work/prefecture/dist" node --test tests/browser/wide.test.mjs

step "Lighthouse"
# The sample is noindex; SEO is read on a build that is not.
mkdir "$work/open"
cp -R content geodata "$work/open/"
sed -e 's/^sample = true/sample = false/' -e 's|^name = "おうちマップ流山"|&\nurl = "https://www.city.example.jp/ouchi/"|' ouchi.toml > "$work/open/ouchi.toml"
target/release/ouchi build --project "$work/open" --as-of 2026-11-01 --out "$work/open/dist" >/dev/null
OUCHI_DIST="$work/open/dist" node tests/full/lighthouse.mjs

step "Calendars, feed, sitemap, catalogue, layers, schema.org, QR codes in other readers"
python3 -m venv "$work/readers"
"$work/readers/bin/pip" install --quiet --disable-pip-version-check -r tests/full/requirements.txt
facility=$(cd "$work/open/dist" && ls facility/*.html | head -1)
target/release/ouchi qr --project "$work/open" --out "$work/open/qr" index.html card/ events/2026-open-lecture/ print/ "$facility" >/dev/null
"${OUCHI_CHROMIUM:-/usr/bin/chromium}" --headless --no-sandbox --disable-quic --no-first-run --disable-background-networking \
  --disable-component-update --disable-sync --user-data-dir="$work/chromium" --no-pdf-header-footer \
  --print-to-pdf="$work/open/sheet.pdf" "file://$work/open/qr/sheet.html" 2>/dev/null
pdftoppm -png -r 100 "$work/open/sheet.pdf" "$work/open/sheet"
"$work/readers/bin/python" tests/full/formats.py "$work/open/dist" "$work/open/qr" "$work"/open/sheet-*.png

step "From saving to the screen, in the preview"
node tests/full/preview.mjs

step "Pictures of every page type"
OUCHI_DIST="$work/dist" OUCHI_PICTURES="${OUCHI_PICTURES:-pictures}" node tests/full/pictures.mjs

step "Timings"
for bench in build link fetch; do cargo bench --locked --bench "$bench"; done
cargo bench --locked --bench scale -- 600 20000
