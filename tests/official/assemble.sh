#!/bin/sh
# assemble.sh OFFICIAL DIR: makes a project folder DIR for 流山市 (122203) that reads the official files in the folder
# OFFICIAL where they are, whatever edition they are of. Nothing is copied but the texts, which ship with this repository.
# OFFICIAL is only read; a DIR that exists keeps its own geodata/ (ledger, decisions).
set -eu
[ $# -eq 2 ] || { echo "usage: $0 OFFICIAL DIR" >&2; exit 2; }
[ -d "$1" ] || { echo "$0: no such folder: $1" >&2; exit 2; }
here=$(cd "$(dirname "$0")/../.." && pwd)
official=$(CDPATH='' cd "$1" && pwd)
mkdir -p "$2/geodata"
project=$(CDPATH='' cd "$2" && pwd)
cp -R "$here/content" "$project/"

# A path as a TOML string.
quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"; }

# source NAME PATH…: the paths that exist, as the setting of one kind of source.
source() {
  name=$1
  shift
  list=""
  for path in "$@"; do
    [ -e "$path" ] || continue
    list="$list${list:+, }$(quoted "$path")"
  done
  [ -n "$list" ] || return 0
  printf '\n[sources.%s]\npaths = [%s]\n' "$name" "$list"
  # Editions up to December 2025 do not carry their day in the file name; in later ones the name goes before this.
  if [ "$name" = kaigo ]; then echo 'as_of = "2025-12-31"'; fi
}

{
  cat <<'TOML'
[site]
name = "おうちマップ流山（公式データの試し）"
description = "公式データだけで作った、試しのサイトです。"
publisher = "流山市 健康福祉部 介護支援課"

[municipality]
code = "122203"
prefecture = "千葉県"
name = "流山市"
reading = "ながれやまし"
TOML
  source kaigo "$official/kaigo"
  source navii "$official/navii"
  # Whole lists and lists by item together: the newest says what holds. Other prefectures are left out in reading.
  source bureau "$official/bureau"
  source area "$official"/address/*
  # The city's own outline, or else the prefecture's.
  set -- "$official"/boundary/*12220*
  [ -e "$1" ] || set -- "$official"/boundary/*
  source base "$@" "$official/stations"
  echo
  sed -n '/^\[\[emergency\]\]/,/^$/p' "$here/ouchi.toml"
} > "$project/ouchi.toml"
echo "$project"
