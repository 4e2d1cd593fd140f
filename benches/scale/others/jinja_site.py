"""A plain script with Jinja2: prepared JSON -> pages.    python3 jinja_site.py PREPARED OUT FILLER"""
import json
import os
import shutil
import sys

from jinja2 import Environment

PAGE = """<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ f.name }}</title>
<meta name="description" content="{{ f.kind }}・{{ f.address }}・{{ f.phone }}">
<link rel="stylesheet" href="../assets/site.css">
</head>
<body>
<nav><ol><li><a href="../index.html">はじめ</a></li><li><a href="../m/{{ f.m }}.html">{{ f.place }}</a></li></ol></nav>
<main>
<p>{{ f.kind }}</p>
<h1>{{ f.name }}</h1>
<p>{{ f.kana }}</p>
{% if f.phone %}<a href="tel:{{ f.phone | replace("-", "") }}">{{ f.phone }}</a>{% else %}<p>電話番号の情報がありません。</p>{% endif %}
<ul>{% for s in f.services %}<li><a href="../m/{{ f.m }}-{{ s[0] }}.html">{{ s[1] }}</a></li>{% endfor %}</ul>
{% if f.answers %}<dl>{% for a in f.answers %}<dt>{{ a[0] }}</dt><dd>{{ a[1] }}</dd>{% endfor %}</dl>{% endif %}
{% if f.departments %}<p>{% for d in f.departments %}{{ d }}{% if not loop.last %}、{% endif %}{% endfor %}</p>{% endif %}
{% if f.hours %}<table>{% for h in f.hours %}<tr><th>{{ h[0] }}</th><td>{{ h[1] }}</td></tr>
{% endfor %}</table>{% endif %}
{% if f.days %}<p>{{ f.days }}</p>{% endif %}{% if f.note %}<p>{{ f.note }}</p>{% endif %}
<p>{{ f.address }}{% if f.building %} {{ f.building }}{% endif %}</p>
<p><a href="geo:{{ f.lat }},{{ f.lon }}">地図アプリで道順を見る</a></p>
{% if f.url %}<p><a href="{{ f.url }}">この施設のホームページ</a></p>{% endif %}
{% if f.fax %}<p>{{ f.fax }}</p>{% endif %}{% if f.operator %}<p>{{ f.operator }}</p>{% endif %}
</main>
<footer>FILLER</footer>
</body>
</html>
"""
LIST = """<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8"><title>{{ place }} {{ name }}</title><link rel="stylesheet" href="../assets/site.css"></head>
<body>
<main><h1>{{ place }} {{ name }}</h1>
<ul>{% for r in rows %}<li><a href="../facility/{{ r[0] }}.html">{{ r[1] }}</a> {{ r[2] }} {{ r[3] }}</li>
{% endfor %}</ul></main>
<footer>FILLER</footer>
</body>
</html>
"""


def main():
    prepared, out, filler = sys.argv[1:4]
    text = "あ" * (int(filler) // 3)
    environment = Environment(autoescape=True)
    page = environment.from_string(PAGE.replace("FILLER", text))
    listing = environment.from_string(LIST.replace("FILLER", text))
    for folder in ("facility", "m"):
        os.makedirs(f"{out}/{folder}", exist_ok=True)
    with open(f"{prepared}/index.json", encoding="utf-8") as file:
        index = json.load(file)
    for known in index:
        with open(f"{prepared}/m/{known['code']}.json", encoding="utf-8") as file:
            here = json.load(file)
        code, place = here["code"], here["place"]
        for service, name, rows in here["lists"]:
            with open(f"{out}/m/{code}{service}.html", "w", encoding="utf-8") as file:
                file.write(listing.render(place=place, name=name, rows=rows))
        for one in here["items"]:
            with open(f"{out}/facility/{one['id']}.html", "w", encoding="utf-8") as file:
                file.write(page.render(f=one))
    rows = [[f"../m/{one['code']}", one["place"], str(one["count"]), ""] for one in index]
    with open(f"{out}/index.html", "w", encoding="utf-8") as file:
        file.write(listing.render(place="全国", name="", rows=rows))
    shutil.copytree(f"{prepared}/geojson", f"{out}/geojson")


main()
