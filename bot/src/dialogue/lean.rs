//! Whether a question is still about the topic, or has gone on to something else.

use oneask_index::{DocumentId, Fit, Hit, content_length};

use super::{FactWanted, Plan, Search, Subjects};

/// Characters of content from which a question is as long as any.
const LONG: usize = 30;

/// The log-odds from which a question is rather about the topic than about nothing that is known here.
pub(crate) const TOPIC_RATHER_THAN_NOTHING: f32 = -2.0;

/// The natural logarithm of the odds that a question that follows another is about the same record: a logistic regression, fitted
/// on the turns of the suites' dev half that follow another. In ten-fold cross-validation it is right for 93% of them; the best
/// rules found by hand were for 81%. `topic` is how the question fits that record, which is `id`, and `hits` are what it finds.
pub(crate) fn about_the_topic(text: &str, search: &Search, id: &DocumentId, topic: Fit, hits: &[Hit], subjects: &Subjects) -> f32 {
    let is = |holds: bool| if holds { 1.0 } else { 0.0 };
    let other = hits.iter().find(|hit| hit.id != *id).map_or(Fit::default(), |hit| hit.fit);
    let score = |rank: usize| 1.0 + hits.get(rank).map_or(0.0, |hit| hit.score.get());
    let length = content_length(&subjects.specific(&subjects.subject(text))).min(LONG) as f32;
    let is_something_else = search.otherwise.as_deref().is_some_and(|plan| !matches!(plan, Plan::Refuse));
    3.82 + 6.53 * topic.coverage - 1.05 * topic.usage - 0.90 * other.usage + 3.15 * is(hits.first().is_some_and(|hit| hit.id == *id))
        - 0.69 * (score(0) / score(1)).ln()
        - 0.08 * length
        + 1.15 * is(search.wanted != FactWanted::Overview)
        + 2.53 * is(search.only_variant)
        - 3.21 * is(search.correction)
        - 1.59 * is(subjects.turns_to_another(text))
        - 2.22 * is(is_something_else)
}
