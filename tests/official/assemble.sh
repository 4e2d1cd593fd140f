#!/bin/sh
# assemble.sh OFFICIAL DIR: makes a project folder DIR for 流山市 (122203) that reads the official files in the folder
# OFFICIAL where they are. Nothing is copied but the texts, which ship with this repository.
set -eu
[ $# -eq 2 ] || { echo "usage: $0 OFFICIAL DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")/../.." && pwd)
official=$(cd "$1" && pwd)
mkdir -p "$2/geodata"
project=$(cd "$2" && pwd)
cp -R "$here/content" "$project/"
cat > "$project/ouchi.toml" <<TOML
[site]
name = "おうちマップ流山（公式データの試し）"
description = "公式データだけで作った、試しのサイトです。"
publisher = "流山市 健康福祉部 介護支援課"

[municipality]
code = "122203"
prefecture = "千葉県"
name = "流山市"
reading = "ながれやまし"

[sources.kaigo]
paths = ["$official/kaigo"]
as_of = "2025-12-31"

[sources.navii]
paths = ["$official/navii"]

[sources.bureau]
paths = ["$official/bureau/12届出受理医療機関名簿（医科）千葉r0710.xlsx"]

[sources.area]
paths = ["$official/address/geolonia_japanese_addresses_nagareyama.csv"]

[sources.base]
paths = ["$official/boundary/geolonia_admins_12220.geojson", "$official/stations/seo_station_database_station.csv"]
TOML
sed -n '/^\[\[emergency\]\]/,/^$/p' "$here/ouchi.toml" >> "$project/ouchi.toml"
echo "$project"
