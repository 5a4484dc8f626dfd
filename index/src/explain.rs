//! Why a hit has its score.

use std::fmt;

/// How the score of a hit came about.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Sum of BM25 over all terms and fields.
    pub bm25: f32,
    /// How well the best name matches, 0 to 1.
    pub name_match: f32,
    /// The share of the question that the document has, 0 to 1.
    pub coverage: f32,
    /// How usual the question's words are among the document's names, from 0.
    pub usage: f32,
    /// What the best sentence multiplies by.
    pub sentence: f32,
    /// What the preferred department multiplies by.
    pub department: f32,
    /// The result.
    pub score: f32,
    /// The terms that matched, with their fields and what each adds, largest first.
    pub terms: Vec<(String, f32)>,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bm25, name_match, coverage, usage, sentence, department, score, .. } = self;
        writeln!(
            f,
            "score {score:.2} = sqrt(bm25 {bm25:.2}) x ((0.5 + name match {name_match:.2}) x (0.2 + coverage {coverage:.2}))^1.25 x sentence {sentence:.2} x exp(0.6 x usage {usage:.2}) x department {department:.2}"
        )?;
        for (term, value) in &self.terms {
            writeln!(f, "    {value:6.2}  {term}")?;
        }
        Ok(())
    }
}
