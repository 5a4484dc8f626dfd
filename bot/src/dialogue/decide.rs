//! From what was found to what to say: answer, ask back, or decline.

use oneask_corpus::model::{EnquiryId, ServiceId};
use oneask_index::{DocumentId, Hit};

use super::{Plan, Search};

/// Candidates within this share of the best score are as likely.
const AS_LIKELY: f32 = 0.9;
/// The same among the senses of one name, which come in order of likelihood.
const AS_LIKELY_A_SENSE: f32 = 0.8;
/// The share of the best coverage that the likeliest sense has to have.
const FITS_AS_WELL: f32 = 0.95;
/// Candidates within this share are offered as choices beside an answer.
const WORTH_OFFERING: f32 = 0.55;
/// A name that matches this well needs no question back.
const CERTAIN: f32 = 0.8;

/// Name match times coverage from which a question is nearly a name: 204 of 216 such first hits on the suites' dev half are right.
const NEARLY_A_NAME: f32 = 0.6;
/// Characters from which a question is as long as any.
const LONG: usize = 60;

/// A record that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    Service(ServiceId),
    Enquiry(EnquiryId),
}

/// What to make of the hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// This is it; the others may have been meant.
    Answer { found: Found, others: Vec<ServiceId> },
    /// One of these is meant: ask which.
    Clarify { candidates: Vec<ServiceId> },
    /// None is good enough; these are near.
    Nothing { near: Vec<ServiceId> },
}

/// Weighs the hits of a search. `senses` are the best services for each sense of an ambiguous word in the question, and
/// whether the question says nothing else; `names_a_stranger` is whether it names another government, which the best hit does not.
pub(crate) fn decide(search: &Search, hits: &[Hit], senses: &[ServiceId], bare: bool, names_a_stranger: bool) -> Verdict {
    let services: Vec<(&ServiceId, &Hit)> = hits.iter().filter_map(|hit| service_of(hit).map(|id| (id, hit))).collect();
    let near = || services.iter().take(3).map(|(id, _)| (*id).clone()).collect();
    if bare && senses.len() > 1 && search.otherwise.is_none() {
        return Verdict::Clarify { candidates: senses.to_vec() };
    }
    let Some(best) = hits.first().filter(|hit| is_likely(hit, hits, search, names_a_stranger)) else {
        return Verdict::Nothing { near: near() };
    };
    // A rule is asked for: an enquiry that matches nearly as well as a service is the better answer, and the reverse.
    let favoured = hits.iter().find(|hit| {
        let is_enquiry = matches!(hit.id, DocumentId::Enquiry(_));
        let nearly = hit.score.get() >= best.score.get() * if search.rule { 0.75 } else { 0.6 };
        is_enquiry == search.rule && nearly && is_likely(hit, hits, search, names_a_stranger)
    });
    let best = favoured.unwrap_or(best);
    // Of the senses of an ambiguous name that fit about as well, the likeliest is meant.
    // One that has more of the question (「終止」 beside the name) has been told apart from it.
    let fits_as_well = |hit: &Hit| hit.score.get() >= best.score.get() * AS_LIKELY_A_SENSE && hit.fit.coverage >= best.fit.coverage * FITS_AS_WELL;
    let likeliest = senses.iter().find_map(|id| hits.iter().find(|hit| service_of(hit) == Some(id) && fits_as_well(hit)));
    let best = match likeliest {
        Some(likeliest) if service_of(best).is_some_and(|id| senses.contains(id)) => likeliest,
        _ => best,
    };
    match &best.id {
        DocumentId::Enquiry(id) => Verdict::Answer { found: Found::Enquiry(id.clone()), others: Vec::new() },
        DocumentId::Service(id) => {
            let rivals: Vec<ServiceId> = services
                .iter()
                .filter(|(other, hit)| *other != id && hit.score.get() >= best.score.get() * AS_LIKELY && hit.fit.name_match >= best.fit.name_match * AS_LIKELY)
                .map(|(other, _)| (*other).clone())
                .collect();
            if best.fit.name_match < CERTAIN && rivals.len() >= 2 && !best.by_form && search.otherwise.is_none() {
                let mut candidates = vec![id.clone()];
                candidates.extend(rivals.into_iter().take(3));
                return Verdict::Clarify { candidates };
            }
            let in_senses = if senses.contains(id) { senses } else { &[] };
            let mut others: Vec<ServiceId> = in_senses.iter().filter(|other| *other != id).cloned().collect();
            let likely = services.iter().filter(|(other, hit)| *other != id && hit.score.get() >= best.score.get() * WORTH_OFFERING);
            for (other, _) in likely {
                if !others.contains(other) {
                    others.push((*other).clone());
                }
            }
            others.truncate(3);
            Verdict::Answer { found: Found::Service(id.clone()), others }
        }
        DocumentId::Other(_) => Verdict::Nothing { near: near() },
    }
}

/// Whether a hit is what is asked for, more likely than not. A question that is nearly a name of it needs no odds: they were learnt
/// from records that people have many words for, and a department's new table has few.
fn is_likely(hit: &Hit, hits: &[Hit], search: &Search, names_a_stranger: bool) -> bool {
    let is_nearly_a_name = hit.fit.name_match * hit.fit.coverage >= NEARLY_A_NAME && !names_a_stranger;
    hit.by_form || is_nearly_a_name || log_odds(hit, hits, search, names_a_stranger) > 0.0
}

/// The natural logarithm of the odds that a hit is what is asked for: a logistic regression, fitted on the searches of the suites'
/// dev half. In ten-fold cross-validation it is right for 91% of them; thresholds found by hand were for 89%, and answered wrongly
/// half as often again.
fn log_odds(hit: &Hit, hits: &[Hit], search: &Search, names_a_stranger: bool) -> f32 {
    let is = |holds: bool| if holds { 1.0 } else { 0.0 };
    let best_other = hits.iter().filter(|other| other.id != hit.id).map(|other| other.score.get()).fold(0.0, f32::max);
    // People tell their story first: the longer a question, the smaller the share that even the right record has of it.
    let length = search.query.text.chars().count().min(LONG) as f32;
    -3.56 + 0.39 * hit.fit.name_match + 0.66 * hit.fit.usage + 1.59 * ((1.0 + hit.score.get()) / (1.0 + best_other)).ln() + 0.042 * length
        - 0.69 * is(matches!(search.otherwise.as_deref(), Some(Plan::Refuse)))
        - 1.59 * is(search.otherwise.as_deref().is_some_and(|plan| !matches!(plan, Plan::Refuse)))
        - 2.20 * is(names_a_stranger)
}

fn service_of(hit: &Hit) -> Option<&ServiceId> {
    match &hit.id {
        DocumentId::Service(id) => Some(id),
        _ => None,
    }
}
