//! The fields of the index.

use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

use crate::analysis::Terms;

/// Raised when a field or its analysis changes.
pub(crate) const VERSION: u32 = 4;

/// Three indexed forms of one kind of text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextFields {
    pub(crate) words: Field,
    pub(crate) bigrams: Field,
    pub(crate) stems: Field,
}

impl TextFields {
    /// The terms with the field that each list belongs to.
    pub(crate) fn zip<'t>(&self, terms: &'t Terms) -> [(Field, &'t [String]); 3] {
        [(self.words, &terms.words), (self.bigrams, &terms.bigrams), (self.stems, &terms.stems)]
    }
}

/// All fields.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    /// `service:driving-licence-full-renewal`.
    pub(crate) key: Field,
    /// `service`, `enquiry` or `other`.
    pub(crate) kind: Field,
    pub(crate) department: Field,
    pub(crate) channel: Field,
    /// `free` or `paid`.
    pub(crate) fee: Field,
    pub(crate) form: Field,
    pub(crate) title: TextFields,
    pub(crate) alias: TextFields,
    pub(crate) body: TextFields,
    /// The names' units, for ranking again.
    pub(crate) names: Field,
}

impl Fields {
    pub(crate) fn new() -> Self {
        let mut builder = Schema::builder();
        // Terms come cut already; the tokenizer is named only because the schema wants one.
        let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::WithFreqs).set_fieldnorms(true);
        let text = TextOptions::default().set_indexing_options(indexing);
        let key = builder.add_text_field("key", STRING | STORED);
        let kind = builder.add_text_field("kind", STRING);
        let department = builder.add_text_field("department", STRING | STORED);
        let channel = builder.add_text_field("channel", STRING);
        let fee = builder.add_text_field("fee", STRING);
        let form = builder.add_text_field("form", STRING | STORED);
        let mut text_fields = |name: &str| TextFields {
            words: builder.add_text_field(&format!("{name}_zh"), text.clone()),
            bigrams: builder.add_text_field(&format!("{name}_zh_bigram"), text.clone()),
            stems: builder.add_text_field(&format!("{name}_en"), text.clone()),
        };
        let (title, alias, body) = (text_fields("title"), text_fields("alias"), text_fields("body"));
        let names = builder.add_bytes_field("names", STORED);
        Self { schema: builder.build(), key, kind, department, channel, fee, form, title, alias, body, names }
    }
}
