//! What machines read of the site: sitemap, robots, feed, catalogue of the data, search data of the pages, schema.org.

use super::about;
use super::document::has_own_page;
use super::plan::{PagePlan, Shows};
use super::site::SiteData;
use super::{Page, event, feed};
use crate::consent::PublicFacility;
use crate::model::{Day, DayHours, Kind};
use crate::text::fold;
use serde_json::{Map, Value, json};

/// The catalogue of the data (DCAT 3 as JSON-LD).
pub(crate) const CATALOGUE: &str = "data/catalog.jsonld";

/// Files that accompany the pages: path and content.
pub fn companions(site: &SiteData<'_>, plans: &[PagePlan]) -> Vec<(String, String)> {
    let mut files = event::calendar(site);
    files.extend(feed::feed(site));
    files.extend(sitemap(site, plans));
    files.push(("robots.txt".to_owned(), robots(site)));
    files.push((CATALOGUE.to_owned(), catalogue(site)));
    files.push(("data/pages.js".to_owned(), pages(site)));
    files
}

/// Addresses in one sitemap; the protocol allows 50,000.
const PER_SITEMAP: usize = 40_000;

/// `sitemap.xml` of the citizens' site, when it has an address.
fn sitemap(site: &SiteData<'_>, plans: &[PagePlan]) -> Vec<(String, String)> {
    if site.parts.audience == crate::model::Audience::Partners {
        return Vec::new();
    }
    // The page of a merged facility says by itself that its address is another's.
    let asked = plans.iter().filter(|plan| !matches!(plan.shows, Shows::Missing | Shows::Offline | Shows::Moved(_)));
    let addresses: Option<Vec<String>> = asked.map(|plan| site.absolute(&plan.path)).collect();
    addresses.map_or_else(Vec::new, |all| sitemaps(&all, PER_SITEMAP, &|name| site.absolute(name).unwrap_or_default()))
}

/// One file of all addresses; of more than fit into one, an index that names `sitemap-1.xml` and so on.
fn sitemaps(addresses: &[String], most: usize, absolute: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
    let list = |outer: &str, inner: &str, addresses: &[String]| {
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{outer} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        );
        for address in addresses {
            xml.push_str(&format!("<{inner}><loc>{}</loc></{inner}>\n", feed::escape(address)));
        }
        xml + &format!("</{outer}>\n")
    };
    if addresses.len() <= most {
        return vec![("sitemap.xml".to_owned(), list("urlset", "url", addresses))];
    }
    let mut files: Vec<(String, String)> = (1..)
        .zip(addresses.chunks(most))
        .map(|(number, part)| (format!("sitemap-{number}.xml"), list("urlset", "url", part)))
        .collect();
    let parts: Vec<String> = files.iter().map(|(name, _)| absolute(name)).collect();
    files.push(("sitemap.xml".to_owned(), list("sitemapindex", "sitemap", &parts)));
    files
}

/// Robots read it only at the root of a host; elsewhere the pages' own `noindex` speaks.
fn robots(site: &SiteData<'_>) -> String {
    if site.noindex() {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let sitemap = site.absolute("sitemap.xml").map(|address| format!("Sitemap: {address}\n")).unwrap_or_default();
    format!("User-agent: *\nDisallow:\n{sitemap}")
}

/// The catalogue in the terms of DCAT 3: everything that its profiles ask of catalogue, data set and distribution, and
/// each value of the kind that they ask for.
fn catalogue(site: &SiteData<'_>) -> String {
    let parts = &site.parts;
    let settings = &parts.settings.site;
    let address = |path: &str| site.absolute(path).unwrap_or_else(|| format!("../{path}"));
    let publisher = json!({"@type": "foaf:Organization", "foaf:name": settings.publisher});
    let day = |day: jiff::civil::Date| json!({"@type": "xsd:date", "@value": day.to_string()});
    let rights = |words: &str| json!({"@type": "dct:RightsStatement", "rdfs:label": words});
    let japanese = json!({"@id": "http://publications.europa.eu/resource/authority/language/JPN"});
    let page = json!({"@id": address("data/index.html")});
    let credits: Vec<Value> = about::open_editions(site)
        .into_iter()
        .map(|edition| {
            let mut credit = json!({
                "@type": "prov:Entity", "dct:title": edition.name,
                "dct:bibliographicCitation": edition.credit, "dct:rights": rights(&edition.licence),
            });
            if let Some(issued) = edition.day {
                credit["dct:issued"] = day(issued);
            }
            if let Some(url) = edition.url {
                credit["dcat:landingPage"] = json!({"@id": url});
            }
            credit
        })
        .collect();
    let mut names: Vec<&str> = Vec::new();
    for file in parts.downloads {
        if !names.contains(&file.name.as_str()) {
            names.push(&file.name);
        }
    }
    let sets: Vec<Value> = names
        .into_iter()
        .map(|name| {
            let of_it = || parts.downloads.iter().filter(|file| file.name == name);
            // Named by its first file, whose address stays.
            let id = of_it().next().map(|file| address(&format!("{}#data", file.path)));
            let files: Vec<Value> = of_it()
                .map(|file| {
                    let media = if file.path.ends_with(".csv") { "text/csv" } else { "application/geo+json" };
                    let media = format!("https://www.iana.org/assignments/media-types/{media}");
                    json!({
                        "@type": "dcat:Distribution", "dct:title": format!("{name}（{}件）", file.count),
                        "dcat:accessURL": page, "dcat:downloadURL": {"@id": address(&file.path)},
                        "dcat:mediaType": {"@id": media},
                        "dct:rights": rights("もとのデータごとの利用条件があります（dct:source）。"),
                    })
                })
                .collect();
            json!({
                "@type": "dcat:Dataset", "@id": id, "dct:title": name,
                "dct:language": japanese, "dct:publisher": publisher, "dct:modified": day(parts.as_of),
                "dct:spatial": {"@type": "dct:Location", "rdfs:label": parts.settings.municipality.name},
                "dct:description": if settings.sample { "見本のデータです。施設は作りものです。" } else { "公的な一覧と、公開に同意のあった調査の答えから作りました。" },
                "dct:source": credits, "dcat:landingPage": page, "dcat:distribution": files,
            })
        })
        .collect();
    let catalogue = json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/", "prov": "http://www.w3.org/ns/prov#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Catalog", "@id": address("data/index.html"), "dct:title": settings.name,
        "dct:description": settings.description, "dct:publisher": publisher, "dct:language": japanese,
        "dct:modified": day(parts.as_of), "foaf:homepage": {"@id": address("index.html")}, "dcat:dataset": sets,
    });
    serde_json::to_string_pretty(&catalogue).unwrap_or_default() + "\n"
}

/// Written pages for the search, as a classic script: path, title, one sentence, folded text.
fn pages(site: &SiteData<'_>) -> String {
    let rows: Vec<String> = site
        .parts
        .content
        .texts
        .iter()
        .filter(|text| {
            has_own_page(text)
                || matches!(text.path.as_str(), "consult/index.html" | "survey/index.html" | "about/index.html")
        })
        .map(|text| {
            let words = format!("{}|{}|{}", text.title, text.description, text.plain);
            script(&json!([text.path, text.title, text.description, fold::search(&words)]))
        })
        .collect();
    format!("window.ouchi=window.ouchi||{{}};ouchi.pages=[\n{}\n];\n", rows.join(",\n"))
}

/// JSON that cannot close the script it stands in.
fn script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// A facility's page with what search engines read of it. Nothing is said that the page does not say.
pub(super) fn with_facility(site: &SiteData<'_>, mut page: Page, facility: &PublicFacility) -> Page {
    // An invented facility must not become a fact of a search engine.
    if site.noindex() {
        return page;
    }
    page.structured = Some(script(&schema(site, facility)));
    page
}

/// schema.org of a facility.
fn schema(site: &SiteData<'_>, facility: &PublicFacility) -> Value {
    let mut object = Map::new();
    let kind = match facility.kind {
        Kind::Hospital => "Hospital",
        Kind::Clinic | Kind::Maternity => "MedicalClinic",
        Kind::Dental => "Dentist",
        Kind::Pharmacy => "Pharmacy",
        Kind::Care | Kind::Other => "LocalBusiness",
    };
    object.insert("@context".into(), json!("https://schema.org"));
    object.insert("@type".into(), json!(kind));
    object.insert("name".into(), json!(facility.name));
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.to_owned(), value);
        }
    };
    set("telephone", facility.phone.as_ref().map(|phone| json!(phone)));
    set(
        "address",
        facility
            .address
            .as_ref()
            .map(|address| json!({"@type": "PostalAddress", "addressCountry": "JP", "streetAddress": address})),
    );
    set("url", site.absolute(&facility.path()).map(Value::from));
    set("sameAs", facility.url.as_ref().map(|url| json!(url)));
    set(
        "geo",
        facility.located.filter(|located| located.precision.leads_there()).map(
            |located| json!({"@type": "GeoCoordinates", "latitude": located.point.lat, "longitude": located.point.lon}),
        ),
    );
    let hours = hours(facility);
    set("openingHoursSpecification", (!hours.is_empty()).then_some(Value::Array(hours)));
    Value::Object(object)
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Weekly hours; nothing when the n-th week of a month changes them, for schema.org cannot say that.
fn hours(facility: &PublicFacility) -> Vec<Value> {
    let Some(hours) = facility.hours.iter().find(|hours| hours.says_something()) else { return Vec::new() };
    if (0..7).any(|day| crate::model::week::depends_on_week(hours, day)) {
        return Vec::new();
    }
    let days = Day::ALL.iter().zip(&hours.days).zip(DAYS);
    days.flat_map(|((_, known), name)| match known {
        DayHours::Slots(slots) => slots
            .iter()
            .map(|slot| {
                json!({
                    "@type": "OpeningHoursSpecification", "dayOfWeek": format!("https://schema.org/{name}"),
                    "opens": format!("{:02}:{:02}", slot.from.0 / 60, slot.from.0 % 60),
                    "closes": format!("{:02}:{:02}", slot.until.0 / 60, slot.until.0 % 60),
                })
            })
            .collect(),
        DayHours::Unknown | DayHours::Closed | DayHours::Open | DayHours::Contradicts => Vec::new(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(xml: &str) -> Vec<&str> {
        xml.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect()
    }

    #[test]
    fn a_large_site_has_an_index_of_sitemaps_and_each_address_once() {
        let absolute = |path: &str| format!("https://www.example.jp/map/{path}");
        let all: Vec<String> = (0..25).map(|at| absolute(&format!("facility/{at}.html?a&b"))).collect();
        let files = sitemaps(&all, 10, &absolute);
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
        let listed: Vec<Vec<&str>> = files.iter().map(|(_, xml)| addresses(xml)).collect();
        assert_eq!(listed.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 5, 3]);
        let escaped: Vec<String> = all.iter().map(|address| address.replace('&', "&amp;")).collect();
        assert_eq!(listed[..3].concat(), escaped);
        assert_eq!(listed[3], [1, 2, 3].map(|number| absolute(&format!("sitemap-{number}.xml"))));
        assert!(files[3].1.contains("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n<sitemap>"));
        assert!(files[0].1.contains("<urlset xmlns=") && files[0].1.ends_with("</url>\n</urlset>\n"));
        let one = sitemaps(&all, 25, &absolute);
        assert_eq!((one.len(), addresses(&one[0].1).len()), (1, 25));
        const { assert!(PER_SITEMAP <= 50_000, "what the protocol allows") };
    }
}
