//! What of the settings only pages say.

use super::{Feedback, FilterSetting, Limits, PublishSetting, Settings, Site};
use std::mem::take;

/// What pages say, how they may change and how they are packed. Nothing of a facility comes from it.
#[derive(Debug)]
pub struct Wording {
    name: String,
    description: String,
    url: Option<String>,
    feedback: Feedback,
    offline: bool,
    filters: Vec<FilterSetting>,
    limits: Limits,
    publish: PublishSetting,
}

impl Settings {
    /// Takes it out of sight of what must not depend on it.
    pub fn take_wording(&mut self) -> Wording {
        let Self { site, filters, limits, publish, .. } = self;
        // Without `..`: whatever a site comes to be told is taken out, or is left on purpose.
        let Site { name, description, url, sample: _, publisher: _, publisher_phone: _, feedback, offline } = site;
        Wording {
            name: take(name),
            description: take(description),
            url: take(url),
            feedback: take(feedback),
            offline: take(offline),
            filters: take(filters),
            limits: take(limits),
            publish: take(publish),
        }
    }

    /// Puts it back.
    pub fn put_back(&mut self, wording: Wording) {
        let Wording { name, description, url, feedback, offline, filters, limits, publish } = wording;
        let site = &mut self.site;
        (site.name, site.description, site.url) = (name, description, url);
        (site.feedback, site.offline) = (feedback, offline);
        (self.filters, self.limits, self.publish) = (filters, limits, publish);
    }
}
