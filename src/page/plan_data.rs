//! The programme's plan and its figures, from one data file: `content/plan.toml`.

use super::site::SiteData;
use serde::{Deserialize, Serialize};

/// `content/plan.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanData {
    /// What the figures were read in.
    #[serde(default)]
    pub source: String,
    /// Name of the year whose results are known: 「令和5年度」.
    #[serde(default)]
    pub last_year: String,
    /// Name of the year that is planned: 「令和6年度」.
    #[serde(default)]
    pub this_year: String,
    /// Goals in order.
    #[serde(default, rename = "goal")]
    pub goals: Vec<Goal>,
    /// What is done, by scene.
    #[serde(default, rename = "action")]
    pub actions: Vec<Action>,
    /// Figures that stand alone.
    #[serde(default, rename = "figure")]
    pub figures: Vec<Figure>,
    /// Figures side by side.
    #[serde(default, rename = "chart")]
    pub charts: Vec<Chart>,
}

/// A goal.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// 「中期の目標」.
    pub term: String,
    /// 「1－①」, when the plan numbers it.
    #[serde(default)]
    pub number: String,
    /// The goal in the plan's words.
    pub text: String,
}

/// What one group does in one scene.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// `common` `daily` `discharge` `emergency` `endoflife` `wide`.
    pub scene: String,
    /// What it is about.
    pub title: String,
    /// Who; empty when the plan does not let one tell.
    #[serde(default)]
    pub group: String,
    /// What is difficult.
    #[serde(default)]
    pub issues: Vec<String>,
    /// What was done last year.
    #[serde(default)]
    pub last: Vec<String>,
    /// What is planned this year.
    #[serde(default)]
    pub this: Vec<String>,
}

/// One figure.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Name in shortcodes.
    pub id: String,
    /// What was counted.
    pub name: String,
    /// How many.
    pub value: u32,
    /// 「名」.
    pub unit: String,
    /// A remark.
    #[serde(default)]
    pub note: String,
}

/// Figures side by side.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// Name in shortcodes.
    pub id: String,
    /// What is compared.
    pub name: String,
    /// 「名」.
    pub unit: String,
    /// A remark.
    #[serde(default)]
    pub note: String,
    /// Lines.
    #[serde(rename = "bar")]
    pub bars: Vec<Bar>,
}

/// A line of a chart.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Bar {
    /// What.
    pub label: String,
    /// How many; none when the plan does not say.
    #[serde(default)]
    pub value: Option<u32>,
}

impl PlanData {
    /// Scenes that have actions.
    pub(super) fn scenes(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for action in &self.actions {
            if !all.contains(&action.scene.as_str()) {
                all.push(&action.scene);
            }
        }
        all
    }

    /// Ids of the charts.
    pub(super) fn charts(&self) -> Vec<&str> {
        self.charts.iter().map(|chart| chart.id.as_str()).collect()
    }

    /// Ids of the figures.
    pub(super) fn figures(&self) -> Vec<&str> {
        self.figures.iter().map(|figure| figure.id.as_str()).collect()
    }
}

/// Goals of one term.
#[derive(Debug, Clone, Serialize)]
pub struct GoalsView {
    /// 「中期の目標」.
    pub term: String,
    /// Goals.
    pub goals: Vec<Goal>,
}

/// Goals by term, in the file's order.
pub(super) fn goals(site: &SiteData<'_>) -> Vec<GoalsView> {
    let mut out: Vec<GoalsView> = Vec::new();
    for goal in &site.parts.content.plan.goals {
        match out.iter_mut().find(|view| view.term == goal.term) {
            Some(view) => view.goals.push(goal.clone()),
            None => out.push(GoalsView { term: goal.term.clone(), goals: vec![goal.clone()] }),
        }
    }
    out
}

/// A chart with its picture.
#[derive(Debug, Clone, Serialize)]
pub struct ChartView {
    /// What is compared.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Remark.
    pub note: String,
    /// Lines.
    pub bars: Vec<Bar>,
    /// SVG.
    pub svg: String,
    /// What it was read in.
    pub source: String,
}

/// A chart by its id.
pub(super) fn chart(site: &SiteData<'_>, id: &str) -> Option<ChartView> {
    let plan = &site.parts.content.plan;
    let chart = plan.charts.iter().find(|chart| chart.id == id)?;
    let lines: Vec<(String, Option<u32>)> = chart.bars.iter().map(|bar| (bar.label.clone(), bar.value)).collect();
    Some(ChartView {
        name: chart.name.clone(),
        unit: chart.unit.clone(),
        note: chart.note.clone(),
        bars: chart.bars.clone(),
        svg: crate::picture::figures(&chart.name, &lines, &chart.unit),
        source: plan.source.clone(),
    })
}
