"""The step that a site generator needs first: the inputs of benches/scale/inputs.rs -> one JSON file per municipality.

python3 prepare.py PROJECT OUT        Standard library only. Joins what shares a number, nothing more.
"""
import csv
import json
import os
import sys

DAYS = "月火水木金土日祝"
KINDS = {"1": "病院", "2": "診療所", "3": "歯科診療所", "5": "薬局"}


def rows(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)


def care(folder, facilities):
    for name in sorted(os.listdir(folder)):
        code = name[9:12]
        for row in rows(os.path.join(folder, name)):
            number = row["事業所番号"]
            one = facilities.get(number)
            if one is None:
                one = facilities[number] = {
                    "id": number, "m": row["都道府県コード又は市町村コード"][:5], "place": row["都道府県名"] + row["市区町村名"],
                    "kind": "介護事業所", "name": row["事業所名"], "kana": row["事業所名カナ"], "address": row["住所"],
                    "building": row["方書（ビル名等）"], "phone": row["電話番号"], "fax": row["FAX番号"], "url": row["URL"],
                    "operator": row["法人の名称"], "lat": row["緯度"], "lon": row["経度"], "services": [], "hours": [],
                    "departments": [], "note": row["利用可能曜日特記事項"], "days": row["利用可能曜日"], "answers": [],
                }
            if [code, row["サービスの種類"]] not in one["services"]:
                one["services"].append([code, row["サービスの種類"]])


def medical(folder, facilities):
    for name in sorted(os.listdir(folder)):
        if "speciality_hours" in name:
            continue
        pharmacy = name.startswith("05")
        for row in rows(os.path.join(folder, name)):
            number = row["ID"]
            kind = KINDS[row["機関区分"]]
            address = row["所在地"]
            end = max(address.find("市") + 1, 0)
            hours = []
            if pharmacy:
                for day in DAYS:
                    parts = [(row[f"{day}_開店時間帯{n}_開始時間"], row[f"{day}_開店時間帯{n}_終了時間"]) for n in (1, 2, 3, 4)]
                    hours.append([day, "、".join(f"{a}–{b}" for a, b in parts if a) or "休み"])
            facilities[number] = {
                "id": number, "m": row["都道府県コード"] + row["市区町村コード"], "place": address[:end], "kind": kind,
                "name": row["名称" if pharmacy else "正式名称"], "kana": row["フリガナ" if pharmacy else "正式名称（フリガナ）"],
                "address": address, "building": "", "phone": "", "fax": "",
                "url": row["薬局のホームページアドレス" if pharmacy else "案内用ホームページアドレス"], "operator": "",
                "lat": row["所在地座標（緯度）"], "lon": row["所在地座標（経度）"], "services": [[kind, kind]], "hours": hours,
                "departments": [], "note": row["その他の閉店日（gw、お盆等）" if pharmacy else "その他の休診日（gw、お盆等）"],
                "days": "", "answers": [],
            }
    for name in sorted(os.listdir(folder)):
        if "speciality_hours" not in name:
            continue
        for row in rows(os.path.join(folder, name)):
            one = facilities.get(row["ID"])
            if one is None:
                continue
            if row["診療科目名"] not in one["departments"]:
                one["departments"].append(row["診療科目名"])
            if not one["hours"]:
                one["hours"] = [[day, ""] for day in DAYS]
            for at, day in enumerate(DAYS):
                start = row[f"{day}_診療開始時間"]
                words = f"{start}–{row[f'{day}_診療終了時間']}"
                if start and words not in one["hours"][at][1]:
                    one["hours"][at][1] += ("、" if one["hours"][at][1] else "") + words


def survey(path, facilities):
    by_name = {}
    for one in facilities.values():
        by_name.setdefault((one["name"], one["address"]), one)
    for row in rows(path):
        one = by_name.get((row["医療機関名"], row["所在地"]))
        if one is not None and row["市民公表"] == "○":
            one["phone"] = one["phone"] or row["電話番号"]
            questions = ["訪問診療", "往診", "24時間の連絡", "看取り", "新規受け入れ"]
            one["answers"] = [[question, row[question]] for question in questions if row[question]]


def feature(one):
    point = {"type": "Point", "coordinates": [float(one["lon"]), float(one["lat"])]} if one["lat"] else None
    keep = ("name", "kana", "kind", "address", "phone", "url")
    return {"type": "Feature", "id": one["id"], "geometry": point, "properties": {key: one[key] for key in keep}}


def main():
    project, out = sys.argv[1:3]
    facilities = {}
    care(f"{project}/geodata/kaigo", facilities)
    medical(f"{project}/geodata/navii", facilities)
    survey(f"{project}/geodata/survey/survey.csv", facilities)
    municipalities = {}
    for one in facilities.values():
        municipalities.setdefault(one["m"], []).append(one)
    os.makedirs(f"{out}/m", exist_ok=True)
    os.makedirs(f"{out}/geojson", exist_ok=True)
    index = []
    for code, items in sorted(municipalities.items()):
        items.sort(key=lambda one: (one["kana"], one["id"]))
        place = next((one["place"] for one in items if one["place"]), code)
        lists = {}
        for one in items:
            one["place"] = place
            for service, name in one["services"]:
                lists.setdefault(service, [name, []])[1].append([one["id"], one["name"], one["address"], one["phone"]])
        index.append({"code": code, "place": place, "count": len(items)})
        everybody = [[one["id"], one["name"], one["address"], one["phone"]] for one in items]
        listed = [["", "すべて", everybody]] + [["-" + k, v[0], v[1]] for k, v in sorted(lists.items())]
        known = {"code": code, "place": place, "items": items, "lists": listed}
        with open(f"{out}/m/{code}.json", "w", encoding="utf-8") as file:
            json.dump(known, file, ensure_ascii=False)
    with open(f"{out}/index.json", "w", encoding="utf-8") as file:
        json.dump(index, file, ensure_ascii=False)
    by_service = {}
    for one in facilities.values():
        text = json.dumps(feature(one), ensure_ascii=False)
        for service, _ in one["services"]:
            by_service.setdefault(service, []).append(text)
    for service, features in by_service.items():
        with open(f"{out}/geojson/{service}.geojson", "w", encoding="utf-8") as file:
            file.write('{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n")


main()
