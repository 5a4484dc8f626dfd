//! A question compared with texts that are in no document of the index.

use crate::{
    analysis::units,
    index::Index,
    names::{Names, Weighed},
};

/// How a question is worded, ready to be compared with texts.
pub struct Wording<'i> {
    names: &'i Names,
    text: String,
    weighed: Option<Weighed>,
}

impl Index {
    /// The wording of a question.
    #[must_use]
    pub fn wording(&self, text: &str) -> Wording<'_> {
        Wording { names: &self.names, text: text.to_owned(), weighed: None }
    }
}

impl Wording<'_> {
    /// The share of the question's weight that a text has, 0 to 1: rare words weigh more, as they do in a search.
    pub fn share_in(&mut self, text: &str) -> f32 {
        let weighed = self.weighed.get_or_insert_with(|| self.names.weigh(&units(&self.text)));
        weighed.share_in(&units(text))
    }
}
