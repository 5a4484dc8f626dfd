//! The warnings in force, from the summary and the bulletins together: either may be missing, and some (the special
//! announcement before a No. 8 signal) may be in one alone.

use jiff::Timestamp;

use super::super::{
    Asked,
    page::{Card, Page},
    when,
};
use crate::{
    weather::{Freshness, Received, Warning, WarningDetail, WarningDetails, WarningSummary, warning_name},
    wire::Part,
};

/// What the Observatory warns of.
pub(super) struct List<'a> {
    /// The gravest first.
    pub(super) in_force: Vec<InForce>,
    /// Whether what is not in the list is not in force.
    pub(super) complete: bool,
    /// When all tropical cyclone signals were cancelled, while the Observatory still says so.
    pub(super) cyclone_signals_cancelled: Option<Timestamp>,
    basis: Basis<'a>,
    details: Option<&'a Received<WarningDetails>>,
}

/// What a list was made from; bulletins alone only where there is no summary.
#[derive(Clone, Copy)]
enum Basis<'a> {
    Summary(&'a Received<WarningSummary>),
    Details(&'a Received<WarningDetails>),
}

/// A warning in force.
pub(super) struct InForce {
    statement: String,
    pub(super) code: String,
    /// Its names in the summary, in the language of that.
    names: Vec<String>,
    pub(super) issued_at: Option<Timestamp>,
}

/// Warnings from the gravest; the rest come after in the order of the feed.
const GRAVEST_FIRST: [&str; 7] = ["WTCSGNL", "WTCPRE8", "WRAIN", "WTMW", "WL", "WFNTSA", "WTS"];

impl<'a> List<'a> {
    /// What is in force now; nothing if neither product was ever received.
    pub(super) fn of(asked: &Asked<'a>) -> Option<Self> {
        let now = asked.reader.now;
        let summary = asked.weather.warning_summary(asked.reader).map(AsRef::as_ref);
        let details = asked.weather.warning_details(asked.reader).map(AsRef::as_ref);
        let (basis, complete) = match (summary, details) {
            (Some(summary), _) => (Basis::Summary(summary), summary.value.complete),
            (None, Some(details)) => (Basis::Details(details), details.value.complete),
            (None, None) => return None,
        };
        let listed: &[Warning] = summary.map_or(&[], |summary| &summary.value.warnings);
        let mut in_force: Vec<InForce> = listed.iter().filter(|warning| warning.is_in_force(now)).map(InForce::listed).collect();
        // Beside a summary, an old bulletin may be of a warning that has ended.
        let trusted = details.filter(|details| summary.is_none() || details.freshness(now) == Freshness::Fresh);
        let bulletins: &[WarningDetail] = trusted.map_or(&[], |details| &details.value.details);
        for bulletin in bulletins {
            // The summary knows more of a warning that it lists, its end for one.
            if !listed.iter().any(|warning| warning.statement == bulletin.statement) && !in_force.iter().any(|warning| warning.is_of(bulletin)) {
                in_force.push(InForce::told(bulletin));
            }
        }
        in_force.sort_by_key(|warning| GRAVEST_FIRST.iter().position(|statement| *statement == warning.statement).unwrap_or(GRAVEST_FIRST.len()));
        let cancelled = listed.iter().find(|warning| warning.statement == "WTCSGNL" && warning.is_cancelled());
        let cyclone_signals_cancelled = cancelled.and_then(|warning| warning.issued_at.or(warning.updated_at));
        Some(Self { in_force, complete, cyclone_signals_cancelled, basis, details })
    }

    /// The paragraphs of the bulletin of a warning, if they can be shown.
    pub(super) fn contents(&self, warning: &InForce, asked: &Asked<'_>) -> Vec<String> {
        let Some(details) = self.details else { return Vec::new() };
        let bulletins = details.value.details.iter().filter(|bulletin| warning.is_of(bulletin));
        bulletins.flat_map(|bulletin| &bulletin.contents).filter_map(|paragraph| details.in_words(paragraph, asked.speaker.language())).collect()
    }

    /// A name of the summary, if it can be shown.
    fn in_words(&self, name: &str, asked: &Asked<'_>) -> Option<String> {
        match self.basis {
            Basis::Summary(summary) => summary.in_words(name, asked.speaker.language()),
            Basis::Details(_) => None,
        }
    }

    /// How far the list can be relied on.
    pub(super) fn freshness(&self, asked: &Asked<'_>) -> Freshness {
        match self.basis {
            Basis::Summary(summary) => summary.freshness(asked.reader.now),
            Basis::Details(details) => details.freshness(asked.reader.now),
        }
    }

    /// The time that the list speaks for.
    pub(super) fn as_of(&self) -> Option<Timestamp> {
        match self.basis {
            Basis::Summary(summary) => summary.as_of,
            Basis::Details(details) => details.as_of,
        }
    }

    /// That time in words, unless the list is fresh enough to speak of now.
    pub(super) fn as_of_unless_now(&self, asked: &Asked<'_>) -> Option<String> {
        let stale = matches!(self.freshness(asked), Freshness::Stale(_));
        self.as_of().filter(|_| stale).map(|time| when::time(time, asked.today, asked.speaker))
    }

    /// The card, with the standing of what the list was made from.
    pub(super) fn card(&self, card: Card, asked: &Asked<'_>) -> Part {
        match self.basis {
            Basis::Summary(summary) => card.part(summary, asked),
            Basis::Details(details) => card.part(details, asked),
        }
    }

    /// The caution that goes with it.
    pub(super) fn caution(&self, page: &mut Page, asked: &Asked<'_>) {
        match self.basis {
            Basis::Summary(summary) => page.caution(summary, asked),
            Basis::Details(details) => page.caution(details, asked),
        }
    }
}

impl InForce {
    fn listed(warning: &Warning) -> Self {
        Self {
            statement: warning.statement.clone(),
            code: warning.code.clone(),
            names: warning.degree.iter().chain(&warning.name).cloned().collect(),
            issued_at: warning.issued_at.or(warning.updated_at),
        }
    }

    fn told(bulletin: &WarningDetail) -> Self {
        let code = bulletin.subtype.as_ref().unwrap_or(&bulletin.statement);
        Self { statement: bulletin.statement.clone(), code: code.clone(), names: Vec::new(), issued_at: bulletin.updated_at }
    }

    fn is_of(&self, bulletin: &WarningDetail) -> bool {
        self.statement == bulletin.statement && bulletin.subtype.as_ref().is_none_or(|subtype| *subtype == self.code)
    }

    /// Whether it is the warning that a code names; `TC8` is a No. 8 signal of any direction.
    pub(super) fn is(&self, code: &str) -> bool {
        self.code == code || self.statement == code || (code == "TC8" && self.code.starts_with(code))
    }

    /// Its name: by its code; else as the feed names it; else by the warning of which it is a degree we do not know.
    pub(super) fn name(&self, list: &List<'_>, asked: &Asked<'_>) -> String {
        let speaker = asked.speaker;
        if let Some(name) = warning_name(&self.code) {
            return speaker.text(name).into_owned();
        }
        let names: Vec<String> = self.names.iter().filter_map(|name| list.in_words(name, asked)).collect();
        match (names.as_slice(), warning_name(&self.statement)) {
            // The degree may be a colour, which alone says nothing, or a whole name.
            ([degree, name], _) if !degree.contains(name.as_str()) && degree.chars().count() < name.chars().count() => {
                speaker.say(format!("{name}（{degree}）"), format!("{name} ({degree})"))
            }
            ([first, ..], _) => first.clone(),
            ([], Some(name)) => {
                let (name, code) = (speaker.text(name), &self.code);
                speaker.say(format!("{name}（{code}）"), format!("{name} ({code})"))
            }
            ([], None) => self.code.clone(),
        }
    }
}
