//! Writing documents into an index.

use oneask_corpus::model::ChannelKind;
use tantivy::{
    TantivyDocument,
    tokenizer::{PreTokenizedString, Token},
};

use crate::{
    Document, DocumentId, Filter, IndexError,
    analysis::{Terms, sentences, terms, units},
    names::DocumentUnits,
    schema::Fields,
};

/// Writes all documents as one segment; `progress` hears how many are done.
pub(crate) fn write(index: &tantivy::Index, fields: &Fields, documents: &[Document], progress: &mut impl FnMut(usize)) -> Result<(), IndexError> {
    let mut writer = index.writer_with_num_threads(1, 64 << 20)?;
    for (done, document) in documents.iter().enumerate() {
        writer.add_document(tantivy_document(fields, document))?;
        progress(done + 1);
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()?;
    Ok(())
}

fn tantivy_document(fields: &Fields, document: &Document) -> TantivyDocument {
    let mut written = TantivyDocument::default();
    written.add_text(fields.key, document.id.to_string());
    let kind = match document.id {
        DocumentId::Service(_) => Filter::SERVICE,
        DocumentId::Enquiry(_) => Filter::ENQUIRY,
        DocumentId::Other(_) => "other",
    };
    written.add_text(fields.kind, kind);
    if let Some(department) = &document.department {
        written.add_text(fields.department, department);
    }
    for &channel in &document.channels {
        written.add_text(fields.channel, channel_name(channel));
    }
    if let Some(free) = document.free {
        written.add_text(fields.fee, fee_name(free));
    }
    for form in &document.forms {
        written.add_text(fields.form, form.as_str());
    }
    // A question says more than what the record is about: its words count as those of the body do.
    let body: Vec<String> = document.questions.iter().chain(&document.body).cloned().collect();
    for (group, texts) in [(&fields.title, &document.titles), (&fields.alias, &document.aliases), (&fields.body, &body)] {
        let mut all = Terms::default();
        for text in texts {
            let terms = terms(text);
            all.words.extend(terms.words);
            all.bigrams.extend(terms.bigrams);
            all.stems.extend(terms.stems);
        }
        for (field, list) in group.zip(&all) {
            if !list.is_empty() {
                written.add_pre_tokenized_text(field, pre_tokenized(list));
            }
        }
    }
    let names = document.titles.iter().chain(&document.aliases).chain(&document.questions);
    let names = names.map(|name| units(name)).filter(|units| !units.is_empty()).collect();
    written.add_bytes(fields.names, &DocumentUnits { names, sentences: sentences(&document.body) }.to_bytes());
    written
}

fn pre_tokenized(terms: &[String]) -> PreTokenizedString {
    let tokens =
        terms.iter().enumerate().map(|(position, term)| Token { position, text: term.clone(), offset_from: 0, offset_to: 0, position_length: 1 }).collect();
    PreTokenizedString { text: String::new(), tokens }
}

/// A channel as its facet is written.
pub(crate) fn channel_name(kind: ChannelKind) -> String {
    format!("{kind:?}").to_lowercase()
}

/// Free or not, as the facet is written.
pub(crate) const fn fee_name(free: bool) -> &'static str {
    if free { "free" } else { "paid" }
}
