//! One sitting's figures as tables and as a plot.

use super::measure::Taken;
use std::fmt::Write as _;

/// Everything measured at one size.
#[derive(Default)]
pub(crate) struct Row {
    pub(crate) facilities: usize,
    pub(crate) municipalities: usize,
    pub(crate) input: u64,
    pub(crate) files: usize,
    pub(crate) bytes: u64,
    pub(crate) cold: Taken,
    pub(crate) stages: Vec<(String, f64)>,
    pub(crate) unchanged: Taken,
    pub(crate) changed: Taken,
    pub(crate) changed_files: u64,
    pub(crate) floor: Taken,
    pub(crate) beside: Taken,
    /// With the preparing step; files and bytes.
    pub(crate) jinja: Option<(Taken, (usize, u64))>,
    pub(crate) hugo: Option<(Taken, (usize, u64))>,
}

/// All sizes.
#[derive(Default)]
pub(crate) struct Sitting {
    pub(crate) rows: Vec<Row>,
}

/// Seconds by stage, from a build's report.
pub(crate) fn stages(report: &[u8]) -> Vec<(String, f64)> {
    let value: serde_json::Value = serde_json::from_slice(report).expect("JSON");
    let stages = value["stages"].as_array().cloned().unwrap_or_default();
    let one = |stage: &serde_json::Value| {
        (stage["stage"].as_str().unwrap_or_default().to_owned(), stage["seconds"].as_f64().unwrap_or_default())
    };
    stages.iter().map(one).collect()
}

/// Files that a build wrote or removed.
pub(crate) fn written(report: &[u8]) -> u64 {
    let value: serde_json::Value = serde_json::from_slice(report).expect("JSON");
    ["new", "changed", "removed"].iter().filter_map(|key| value["written"][key].as_u64()).sum()
}

/// One size while the others are still to come.
pub(crate) fn line(row: &Row) -> String {
    let ratio = row.cold.wall / row.floor.wall;
    format!(
        "{}: {:.2} s by the clock, {:.2} s of processors, {:.0} MiB; floor {:.2} s ({ratio:.1} times)",
        row.facilities, row.cold.wall, row.cold.cpu, row.cold.memory, row.floor.wall
    )
}

/// The tables of `docs/speed.md`.
pub(crate) fn tables(sitting: &Sitting) -> String {
    let mut out = String::new();
    let mib = |bytes: u64| bytes as f64 / 1_048_576.0;
    out.push_str(
        "| facilities | municipalities | inputs MiB | files | output MiB |\n| --- | --- | --- | --- | --- |\n",
    );
    for row in &sitting.rows {
        let _ = writeln!(
            out,
            "| {} | {} | {:.1} | {} | {:.0} |",
            row.facilities,
            row.municipalities,
            mib(row.input),
            row.files,
            mib(row.bytes)
        );
    }
    out.push_str("\n| facilities | what | times the floor | seconds | processor seconds | peak MiB | files | MiB |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for row in &sitting.rows {
        let mut add = |what: &str, taken: Taken, files: String, bytes: String| {
            let ratio = taken.wall / row.floor.wall;
            let _ = writeln!(
                out,
                "| {} | {what} | {ratio:.2} | {:.3} | {:.2} | {:.0} | {files} | {bytes} |",
                row.facilities, taken.wall, taken.cpu, taken.memory
            );
        };
        let (files, bytes) = (row.files.to_string(), format!("{:.0}", mib(row.bytes)));
        add("the floor", row.floor, files.clone(), bytes.clone());
        add("the floor, each file renamed", row.beside, files.clone(), bytes.clone());
        add("ouchi, cold", row.cold, files, bytes);
        add("ouchi, one row changed", row.changed, row.changed_files.to_string(), String::new());
        add("ouchi, unchanged", row.unchanged, "0".to_owned(), "0".to_owned());
        if let Some((taken, (files, bytes))) = row.jinja {
            add("Jinja2 with preparation", taken, files.to_string(), format!("{:.0}", mib(bytes)));
        }
        if let Some((taken, (files, bytes))) = row.hugo {
            add("Hugo with preparation", taken, files.to_string(), format!("{:.0}", mib(bytes)));
        }
    }
    out.push_str("\nSeconds by stage, cold:\n\n| facilities |");
    let names: Vec<&str> =
        sitting.rows.last().map(|row| row.stages.iter().map(|(name, _)| name.as_str()).collect()).unwrap_or_default();
    for name in &names {
        let _ = write!(out, " {name} |");
    }
    let _ = write!(out, "\n| --- |{}\n", " --- |".repeat(names.len()));
    for row in &sitting.rows {
        let _ = write!(out, "| {} |", row.facilities);
        for name in &names {
            let seconds =
                row.stages.iter().find(|(stage, _)| stage == name).map(|(_, seconds)| format!("{seconds:.3}"));
            let _ = write!(out, " {} |", seconds.unwrap_or_default());
        }
        out.push('\n');
    }
    out
}

/// Seconds against facilities, both by their logarithms.
pub(crate) fn plot(sitting: &Sitting) -> String {
    const WIDTH: f64 = 640.0;
    const HEIGHT: f64 = 420.0;
    const LEFT: f64 = 60.0;
    const BOTTOM: f64 = 370.0;
    let x = |facilities: usize| LEFT + ((facilities as f64).log10() - 2.5) / 3.5 * (WIDTH - LEFT - 130.0);
    let y = |seconds: f64| BOTTOM - (seconds.max(0.003).log10() + 2.5) / 5.5 * (BOTTOM - 20.0);
    let mut body = String::new();
    for power in -2..=3 {
        let at = y(10_f64.powi(power));
        let _ = writeln!(
            body,
            "<path d=\"M{LEFT} {at:.1}H{:.1}\" stroke=\"#ddd\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{} s</text>",
            WIDTH - 130.0,
            LEFT - 6.0,
            at + 4.0,
            10_f64.powi(power)
        );
    }
    for row in &sitting.rows {
        let _ = writeln!(
            body,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            x(row.facilities),
            BOTTOM + 20.0,
            row.facilities
        );
    }
    type Series = (&'static str, &'static str, fn(&Row) -> Option<f64>);
    let series: [Series; 6] = [
        ("floor", "#777", |row| Some(row.floor.wall)),
        ("ouchi", "#115a36", |row| Some(row.cold.wall)),
        ("one row changed", "#4a9a6f", |row| Some(row.changed.wall)),
        ("unchanged", "#9ccbb0", |row| Some(row.unchanged.wall)),
        ("Jinja2", "#b5651d", |row| row.jinja.map(|(taken, _)| taken.wall)),
        ("Hugo", "#7a3b8f", |row| row.hugo.map(|(taken, _)| taken.wall)),
    ];
    let mut labels: Vec<(f64, f64, &str, &str)> = Vec::new();
    for (name, colour, of) in series {
        let points: Vec<(f64, f64)> =
            sitting.rows.iter().filter_map(|row| Some((x(row.facilities), y(of(row)?)))).collect();
        let line: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(
            body,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            line.join(" ")
        );
        for (x, y) in &points {
            let _ = writeln!(body, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>");
        }
        labels.extend(points.last().map(|(x, y)| (x + 8.0, y + 4.0, colour, name)));
    }
    // Lines that end together have their names below each other.
    labels.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut free = f64::MIN;
    for (x, y, colour, name) in labels {
        let y = y.max(free);
        free = y + 14.0;
        let _ = writeln!(body, "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{colour}\">{name}</text>");
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"Seconds of a build against the number of facilities\"><rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n{body}<text x=\"{LEFT}\" y=\"{:.1}\">facilities</text></svg>\n",
        BOTTOM + 40.0
    )
}
