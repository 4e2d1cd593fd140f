"""Reads what the site gives to machines with other people's readers: calendars, feed, sitemap, catalogue, layers, schema.org, QR
codes.

    python tests/full/formats.py DIST [QR PAPER…]

DIST is a build with `site.url`, QR the folder that `ouchi qr` wrote for it, PAPER pictures of its printed sheet. Ends with 1 and a line for each fault.
"""

import csv
import json
import sys
from pathlib import Path

import extruct
import feedparser
import icalendar
import zxingcpp
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree
from PIL import Image
from rdflib import Graph, Namespace, RDF, URIRef

dist = Path(sys.argv[1])
faults = []


def hold(is_so, words):
    if not is_so:
        faults.append(words)


def calendars():
    files = sorted(dist.glob("events/**/*.ics"))
    hold(files, "no calendars")
    for file in files:
        calendar = icalendar.Calendar.from_ical(file.read_bytes())
        hold(not calendar.errors, f"{file}: {calendar.errors}")
        events = calendar.walk("VEVENT")
        hold(events, f"{file}: no event")
        for event in events:
            hold(not event.errors, f"{file}: {event.errors}")
            hold(event.DTSTART and event["UID"] and event["SUMMARY"], f"{file}: an event without what it needs")
            hold(event.end > event.start, f"{file}: {event.start} to {event.end}")
    return len(files)


def feed():
    read = feedparser.parse((dist / "feed.xml").read_bytes())
    hold(not read.bozo, f"feed: {read.get('bozo_exception')}")
    hold(read.version == "atom10", f"feed: {read.version}")
    hold(len(read.entries) > 0, "feed: no entry")
    for entry in read.entries:
        hold(entry.title and entry.link and entry.id and entry.updated_parsed and entry.summary, f"feed: {entry}")
    return len(read.entries)


# The schema of sitemaps.org says this much of what is used here.
SCHEMA = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" elementFormDefault="qualified">
<xsd:element name="urlset"><xsd:complexType><xsd:sequence><xsd:element name="url" maxOccurs="50000"><xsd:complexType><xsd:all>
<xsd:element name="loc"><xsd:simpleType><xsd:restriction base="xsd:anyURI"><xsd:minLength value="12"/><xsd:maxLength value="2048"/></xsd:restriction></xsd:simpleType></xsd:element>
</xsd:all></xsd:complexType></xsd:element></xsd:sequence></xsd:complexType></xsd:element></xsd:schema>"""


def sitemap():
    schema = etree.XMLSchema(etree.fromstring(SCHEMA))
    tree = etree.parse(str(dist / "sitemap.xml"))
    hold(schema.validate(tree), f"sitemap: {schema.error_log}")
    return len(tree.getroot())


def catalogue():
    dcat, dct = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
    graph = Graph().parse(dist / "data/catalog.jsonld", format="json-ld")
    needed = {
        dcat.Catalog: [dct.title, dct.description, dct.publisher, dcat.dataset],
        dcat.Dataset: [dct.title, dct.description, dct.publisher, dct.source, dcat.distribution],
        dcat.Distribution: [dcat.accessURL, dcat.downloadURL, dcat.mediaType, dct.rights],
    }
    for kind, properties in needed.items():
        nodes = list(graph.subjects(RDF.type, kind))
        hold(nodes, f"catalogue: no {kind}")
        for node in nodes:
            for one in properties:
                hold(graph.value(node, one) is not None, f"catalogue: {node} has no {one}")
    for one in (dcat.accessURL, dcat.downloadURL, dcat.mediaType, dct.language):
        for value in graph.objects(None, one):
            hold(isinstance(value, URIRef) and value.startswith("http"), f"catalogue: {one} is {value!r}")
    return len(graph)


# What schema.org says of the types used here: the properties that each has, and what may stand in them.
TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
ADDRESS = {"type": "string", "format": "uri", "pattern": "^https?://"}
PLACE = {
    "type": "object",
    "required": ["@context", "@type", "name", "url"],
    "additionalProperties": False,
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"enum": ["Hospital", "MedicalClinic", "Dentist", "Pharmacy", "LocalBusiness"]},
        "name": {"type": "string", "minLength": 1},
        "telephone": {"type": "string", "pattern": "^0[0-9-]{8,12}$"},
        "url": ADDRESS,
        "sameAs": ADDRESS,
        "address": {
            "type": "object",
            "required": ["@type", "addressCountry", "streetAddress"],
            "additionalProperties": False,
            "properties": {
                "@type": {"const": "PostalAddress"},
                "addressCountry": {"const": "JP"},
                "streetAddress": {"type": "string", "minLength": 1},
            },
        },
        "geo": {
            "type": "object",
            "required": ["@type", "latitude", "longitude"],
            "additionalProperties": False,
            "properties": {
                "@type": {"const": "GeoCoordinates"},
                "latitude": {"type": "number", "minimum": -90, "maximum": 90},
                "longitude": {"type": "number", "minimum": -180, "maximum": 180},
            },
        },
        "openingHoursSpecification": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["@type", "dayOfWeek", "opens", "closes"],
                "additionalProperties": False,
                "properties": {
                    "@type": {"const": "OpeningHoursSpecification"},
                    "dayOfWeek": {"enum": [f"https://schema.org/{day}day" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")]},
                    "opens": TIME,
                    "closes": TIME,
                },
            },
        },
    },
}


def structured():
    rules = Draft202012Validator(PLACE, format_checker=FormatChecker())
    schema, count = Namespace("https://schema.org/"), 0
    for page in sorted(dist.glob("facility/*.html")):
        text = page.read_text(encoding="utf-8")
        found = extruct.extract(text, base_url="https://www.city.example.jp/", syntaxes=["json-ld"])["json-ld"]
        hold(len(found) == text.count("application/ld+json"), f"{page}: {len(found)} that a reader finds")
        for one in found:
            for error in rules.iter_errors(one):
                hold(False, f"{page}: {list(error.path)} {error.message}")
            # The published context is not asked for: what it does to these words is to put the vocabulary before them.
            graph = Graph().parse(data=json.dumps({**one, "@context": {"@vocab": str(schema)}}), format="json-ld")
            places = [node for node in graph.subjects(schema.name, None)]
            hold(len(places) == 1, f"{page}: {len(places)} places")
            hold(str(graph.value(places[0], schema.name)) in text, f"{page}: a name that the page does not show")
            count += 1
    hold(count, "no page with schema.org")
    return count


# RFC 7946, as far as points go: section 3 with the members of its objects, 3.1.1 a position, 4 no other reference system.
POSITION = {
    "type": "array",
    "minItems": 2,
    "maxItems": 3,
    "prefixItems": [{"type": "number", "minimum": -180, "maximum": 180}, {"type": "number", "minimum": -90, "maximum": 90}, {"type": "number"}],
}
LAYER = {
    "type": "object",
    "required": ["type", "features"],
    "not": {"anyOf": [{"required": [one]} for one in ("crs", "coordinates", "geometries", "geometry", "properties")]},
    "properties": {
        "type": {"const": "FeatureCollection"},
        "bbox": {"type": "array", "minItems": 4, "items": {"type": "number"}},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "not": {"anyOf": [{"required": [one]} for one in ("crs", "coordinates", "geometries", "features")]},
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": ["string", "number"]},
                    "properties": {"type": ["object", "null"]},
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "required": ["type", "coordinates"],
                                "not": {"anyOf": [{"required": [one]} for one in ("crs", "geometry", "properties", "features")]},
                                "properties": {"type": {"const": "Point"}, "coordinates": POSITION},
                            },
                        ]
                    },
                },
            },
        },
    },
}


def layers():
    rules, count = Draft202012Validator(LAYER), 0
    files = sorted(dist.glob("geojson/**/*.geojson"))
    hold(files, "no layers")
    for file in files:
        raw = file.read_bytes()
        hold(not raw.startswith(b"\xef\xbb\xbf"), f"{file}: begins with a byte order mark")
        layer = json.loads(raw.decode("utf-8"))
        for error in rules.iter_errors(layer):
            hold(False, f"{file}: {list(error.path)} {error.message[:200]}")
        for feature in layer["features"]:
            where = feature["geometry"]
            hold(where is None or 122 < where["coordinates"][0] < 154, f"{file}: {where}")
            count += 1
    for file in dist.glob("csv/**/*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            head, *rows = csv.reader(lines, strict=True)
        hold(all(len(row) == len(head) for row in rows), f"{file}: rows of another length than the head")
    return count


def codes():
    """QR codes as a phone reads them: those that `ouchi qr` wrote to the folder that was named second."""
    if len(sys.argv) < 3:
        return "not asked for"
    folder = Path(sys.argv[2])
    site = json.loads((dist / "data/catalog.jsonld").read_text(encoding="utf-8"))["foaf:homepage"]["@id"]
    pictures = sorted(folder.glob("*.png"))
    texts = set()
    hold(pictures, "no QR codes")
    for picture in pictures:
        with Image.open(picture) as image:
            read = zxingcpp.read_barcodes(image)
        hold(len(read) == 1 and read[0].format == zxingcpp.BarcodeFormat.QRCode, f"{picture}: {read}")
        for one in read:
            texts.add(one.text)
            page = one.text.removeprefix(site).split("#")[0]
            hold(one.text.startswith(site), f"{picture}: {one.text}")
            hold((dist / page / "index.html" if page.endswith("/") or not page else dist / page).is_file(), f"{picture}: {one.text}")
            hold(one.text in (folder / "sheet.html").read_text(encoding="utf-8").replace("<wbr>", ""), f"{picture}: not in letters on the sheet")
    printed = set()
    for picture in sys.argv[3:]:
        with Image.open(picture) as image:
            printed |= {one.text for one in zxingcpp.read_barcodes(image)}
    hold(printed == texts, f"the printed sheet says {printed ^ texts} differently")
    return len(pictures)


for look in (calendars, feed, sitemap, catalogue, structured, layers, codes):
    print(f"{look.__name__}: {look()}")
for fault in faults:
    print(fault)
sys.exit(1 if faults else 0)
