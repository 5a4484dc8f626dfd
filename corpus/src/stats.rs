//! How much a corpus holds, and how much of it is verified.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{Corpus, Field, FormKey, Standing};

/// Counts of a corpus on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stats {
    /// Services.
    pub services: usize,
    /// Distinct form numbers.
    pub forms: usize,
    /// Departments.
    pub departments: usize,
    /// Enquiries.
    pub enquiries: usize,
    /// Share of facts (filled fields of services, and answers of enquiries) whose newest official page is dated within
    /// the last twelve months.
    pub verified_share: f64,
    /// Share of facts that only third parties state.
    pub third_party_share: f64,
    /// Aliases per service, on average.
    pub aliases_per_service: f64,
    /// Per field, the share of services that have it.
    pub fields: Vec<FieldShare>,
}

/// The share of services that say something in a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldShare {
    /// The field.
    pub field: Field,
    /// Of all services, from 0 to 1.
    pub share: f64,
    /// Of the services that can have it, from 0 to 1.
    pub share_of_applicable: f64,
}

/// Counts what a corpus holds on a day.
#[must_use]
pub fn stats(corpus: &Corpus, today: Date) -> Stats {
    let services: Vec<_> = corpus.services().map(|(_, service)| service).collect();
    let enquiries: Vec<_> = corpus.enquiries().map(|(_, enquiry)| enquiry).collect();
    let standings: Vec<Standing> = services
        .iter()
        .flat_map(|service| Field::FACTS.into_iter().filter(|field| field.is_filled(service)).map(|field| service.standing(field, today)))
        .chain(enquiries.iter().map(|enquiry| enquiry.standing(today)))
        .collect();
    let mut forms: Vec<FormKey> = services.iter().flat_map(|service| &service.forms).filter_map(|form| form.number.as_deref()).map(FormKey::of).collect();
    forms.sort();
    forms.dedup();
    let share = |count: usize, of: usize| if of == 0 { 0.0 } else { count as f64 / of as f64 };
    Stats {
        services: services.len(),
        forms: forms.len(),
        departments: corpus.departments.len(),
        enquiries: enquiries.len(),
        verified_share: share(standings.iter().filter(|standing| standing.is_verified()).count(), standings.len()),
        third_party_share: share(standings.iter().filter(|s| matches!(s, Standing::ThirdParty)).count(), standings.len()),
        aliases_per_service: share(services.iter().map(|service| service.aliases.all().count()).sum(), services.len()),
        fields: Field::FACTS
            .into_iter()
            .map(|field| {
                let filled = services.iter().filter(|service| field.is_filled(service)).count();
                let applicable = services.iter().filter(|service| !service.not_applicable.contains(&field)).count();
                FieldShare { field, share: share(filled, services.len()), share_of_applicable: share(filled, applicable) }
            })
            .collect(),
    }
}
