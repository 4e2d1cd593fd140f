"""Reads what the site gives to machines with other people's readers: calendars, feed, sitemap, catalogue, GeoJSON.

    python tests/full/formats.py DIST

DIST is a build with `site.url`. Ends with 1 and a line for each fault.
"""

import csv
import json
import sys
from pathlib import Path

import feedparser
import icalendar
from lxml import etree
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


def structured():
    count = 0
    for page in dist.glob("facility/*.html"):
        text = page.read_text(encoding="utf-8")
        if '<script type="application/ld+json">' not in text:
            continue
        data = json.loads(text.split('<script type="application/ld+json">')[1].split("</script>")[0])
        hold(data["@context"] == "https://schema.org" and data["@type"] and data["name"], f"{page}: {data}")
        count += 1
    return count


def layers():
    count = 0
    for file in dist.glob("geojson/**/*.geojson"):
        layer = json.loads(file.read_text(encoding="utf-8"))
        hold(layer["type"] == "FeatureCollection", f"{file}: {layer['type']}")
        for feature in layer["features"]:
            where = feature["geometry"]
            hold(where is None or (where["type"] == "Point" and 122 < where["coordinates"][0] < 154), f"{file}: {where}")
            count += 1
    for file in dist.glob("csv/**/*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            head, *rows = csv.reader(lines, strict=True)
        hold(all(len(row) == len(head) for row in rows), f"{file}: rows of another length than the head")
    return count


for look in (calendars, feed, sitemap, catalogue, structured, layers):
    print(f"{look.__name__}: {look()}")
for fault in faults:
    print(fault)
sys.exit(1 if faults else 0)
