#!/bin/sh
# Everything that CI runs, in one command, from the repository's root. See README.md.
set -eu
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$1"; }

step "JavaScript packages"
npm ci --prefix site --no-audit --no-fund

step "Styles and scripts"
site/node_modules/.bin/biome lint --error-on-warnings

step "Format"
cargo fmt --check

step "Lint"
cargo clippy --locked --all-targets -- -D warnings

step "Licences, bans, sources"
if command -v cargo-deny >/dev/null; then
  cargo deny --offline check bans licenses sources
else
  echo "cargo-deny is not installed: tests/licences.rs holds the same lists against cargo metadata"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step "Tests"
OUCHI_PLANTED="$work/planted" OUCHI_WIDE="$work/wide" cargo test --locked

step "Sample site"
cargo build --locked --release
target/release/ouchi build --as-of 2026-11-01 --frozen --out "$work/dist"

step "GeoJSON in another reader"
if command -v ogrinfo >/dev/null; then
  for layer in "$work"/dist/geojson/*.geojson; do
    ogrinfo -q -ro -al -so "$layer" >/dev/null || { echo "GDAL refuses $layer"; exit 1; }
  done
else
  echo "skipped: GDAL is not installed (gdal-bin)"
fi

step "Browser scripts"
node --test tests/scripts/*.test.cjs

step "Gallery of components"
cargo run --locked --release --example gallery -- "$work/gallery"

step "Browser"
OUCHI_DIST="$work/dist" OUCHI_GALLERY="$work/gallery" OUCHI_PLANTED="$work/planted" OUCHI_WIDE="$work/wide" OUCHI_COMMAND=target/release/ouchi node --test tests/browser/*.test.mjs
