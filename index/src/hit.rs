//! What was found, and how good it is.

use crate::{DocumentId, names::Likeness};

/// The exponent of what one sentence of a document has of the question, for a document with one name.
const SENTENCE: f32 = 1.5;
/// The exponent of the likelihood of the question's words among a record's names.
const USAGE: f32 = 0.6;
/// The usage of a question whose words are usual for a record: on the suites' dev half the median of right first hits is 4.8,
/// that of questions out of scope 1.4.
const USUAL: f32 = 2.0;

/// The score of a hit: unbounded, and growing with what the question says. It ranks within one search; between searches of one
/// index it tells roughly how much of a question was found.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Score(f32);

impl Score {
    /// The number.
    #[must_use]
    pub const fn get(self) -> f32 {
        self.0
    }
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Which one.
    pub id: DocumentId,
    /// Its score.
    pub score: Score,
    /// How it fits the question.
    pub fit: Fit,
    /// Whether the question names one of its forms by number.
    pub by_form: bool,
}

/// How a document fits a question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Fit {
    /// How well its best name matches the question, 0 to 1.
    pub name_match: f32,
    /// The share of the question's weight that it has anywhere, 0 to 1.
    pub coverage: f32,
    /// How usual the question's words are among its names, from 0; above 2 most of them are.
    pub usage: f32,
}

impl From<Likeness> for Fit {
    fn from(Likeness { name, coverage, usage, .. }: Likeness) -> Self {
        Self { name_match: name, coverage, usage }
    }
}

impl Hit {
    /// How far the hit can be relied on, from 0; 1 where the whole question is a name, and more where its words are very
    /// usual. A name that fits a little, a record that has most of the question, words that are usual for it: any of them alone
    /// deceives.
    #[must_use]
    pub fn evidence(&self) -> f32 {
        self.fit.name_match * self.fit.coverage * (USAGE * (self.fit.usage - USUAL)).exp()
    }
}

/// The score of a document: BM25 over all terms and fields, how it matches, and what its department multiplies by.
///
/// BM25 alone favours records that say a rare word often; how much of the question a record has, how well one of its
/// names fits, and how usual the words are among all its names count for more. The form is that of a product so that none
/// makes up for another; the exponents did best on the suites' dev half (recall@1 from 0.87 for BM25 times name match
/// over 0.926 with coverage to 0.948 with usage). The best sentence counts for documents with few names, such as paragraphs.
pub(crate) fn score(bm25: f32, likeness: Likeness, department: f32) -> Score {
    let fits = ((0.5 + likeness.name) * (0.2 + likeness.coverage)).powf(1.25);
    Score(bm25.sqrt() * fits * sentence_factor(likeness) * (USAGE * likeness.usage).exp() * department)
}

/// What the best sentence multiplies by.
pub(crate) fn sentence_factor(likeness: Likeness) -> f32 {
    (0.2 + likeness.sentence).powf(SENTENCE * likeness.nameless)
}
