"""Prepared JSON -> a Hugo site with one content adapter per municipality.    python3 hugo_site.py PREPARED SITE FILLER

The templates are those of jinja_site.py in Hugo's language.
"""
import json
import os
import shutil
import sys

PAGE = """{{ $f := .Params.f -}}
<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ $f.name }}</title>
<meta name="description" content="{{ $f.kind }}・{{ $f.address }}・{{ $f.phone }}">
<link rel="stylesheet" href="../assets/site.css">
</head>
<body>
<nav><ol><li><a href="../index.html">はじめ</a></li><li><a href="../m/{{ $f.m }}.html">{{ $f.place }}</a></li></ol></nav>
<main>
<p>{{ $f.kind }}</p>
<h1>{{ $f.name }}</h1>
<p>{{ $f.kana }}</p>
{{ if $f.phone }}<a href="tel:{{ replace $f.phone "-" "" }}">{{ $f.phone }}</a>{{ else }}<p>電話番号の情報がありません。</p>{{ end }}
<ul>{{ range $f.services }}<li><a href="../m/{{ $f.m }}-{{ index . 0 }}.html">{{ index . 1 }}</a></li>{{ end }}</ul>
{{ if $f.answers }}<dl>{{ range $f.answers }}<dt>{{ index . 0 }}</dt><dd>{{ index . 1 }}</dd>{{ end }}</dl>{{ end }}
{{ if $f.departments }}<p>{{ delimit $f.departments "、" }}</p>{{ end }}
{{ if $f.hours }}<table>{{ range $f.hours }}<tr><th>{{ index . 0 }}</th><td>{{ index . 1 }}</td></tr>
{{ end }}</table>{{ end }}
{{ if $f.days }}<p>{{ $f.days }}</p>{{ end }}{{ if $f.note }}<p>{{ $f.note }}</p>{{ end }}
<p>{{ $f.address }}{{ if $f.building }} {{ $f.building }}{{ end }}</p>
<p><a href="geo:{{ $f.lat }},{{ $f.lon }}">地図アプリで道順を見る</a></p>
{{ if $f.url }}<p><a href="{{ $f.url }}">この施設のホームページ</a></p>{{ end }}
{{ if $f.fax }}<p>{{ $f.fax }}</p>{{ end }}{{ if $f.operator }}<p>{{ $f.operator }}</p>{{ end }}
</main>
<footer>FILLER</footer>
</body>
</html>
"""
LIST = """<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8"><title>{{ .Params.place }} {{ .Params.name }}</title><link rel="stylesheet" href="../assets/site.css"></head>
<body>
<main><h1>{{ .Params.place }} {{ .Params.name }}</h1>
<ul>{{ range .Params.rows }}<li><a href="../facility/{{ index . 0 }}.html">{{ index . 1 }}</a> {{ index . 2 }} {{ index . 3 }}</li>
{{ end }}</ul></main>
<footer>FILLER</footer>
</body>
</html>
"""
ADAPTER = """{{ $d := resources.Get "m/CODE.json" | transform.Unmarshal }}
{{ range $d.items }}{{ $.AddPage (dict "path" .id "title" .id "type" "facility" "url" (printf "/facility/%s.html" .id) "params" (dict "f" .)) }}{{ end }}
{{ range $d.lists }}{{ $.AddPage (dict "path" (printf "list%s" (index . 0)) "title" (index . 1) "type" "list" "url" (printf "/m/CODE%s.html" (index . 0)) "params" (dict "place" $d.place "name" (index . 1) "rows" (index . 2))) }}{{ end }}
"""
SETTINGS = """baseURL = "https://example.jp/"
locale = "ja"
title = "map"
uglyURLs = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
enableGitInfo = false
"""


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    prepared, site, filler = sys.argv[1:4]
    text = "あ" * (int(filler) // 3)
    put(f"{site}/hugo.toml", SETTINGS)
    put(f"{site}/layouts/facility/page.html", PAGE.replace("FILLER", text))
    put(f"{site}/layouts/list/page.html", LIST.replace("FILLER", text))
    for name in ("home", "section"):
        put(f"{site}/layouts/{name}.html", "<!DOCTYPE html><title>map</title>")
    shutil.move(f"{prepared}/geojson", f"{site}/static/geojson")
    with open(f"{prepared}/index.json", encoding="utf-8") as file:
        index = json.load(file)
    for one in index:
        put(f"{site}/content/{one['code']}/_content.gotmpl", ADAPTER.replace("CODE", one["code"]))
    shutil.move(prepared, f"{site}/assets")


main()
