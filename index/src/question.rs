//! From a question to tantivy's query, and to the units that names are compared with.

use std::hash::{Hash, Hasher};

use oneask_corpus::{
    model::FormKey,
    text::{self, Normalized, Segmenter, TokenKind},
};
use rustc_hash::{FxHashSet, FxHasher};
use tantivy::{
    Term,
    query::{BooleanQuery, BoostQuery, Occur, Query as TantivyQuery, TermQuery},
    schema::{Field, IndexRecordOption},
};

use crate::{
    Filter, Query,
    analysis::{self, Terms, Unit, query_terms, units},
    index::Index,
    names::Weighed,
    schema::{Fields, TextFields},
    write::{channel_name, fee_name},
};

/// What a term is worth in a title, an alias and a body.
const TITLE: f32 = 2.0;
const ALIAS: f32 = 2.0;
const BODY: f32 = 0.5;
/// What a term is worth that only the glossary put into the question.
const REWRITTEN: f32 = 0.8;
/// What a term is worth that stands in the question and not in its subject: 網上, 預約, form.
const REST: f32 = 0.25;
/// What a form number is worth: more than any words.
const FORM: f32 = 40.0;
/// A question, ready to be searched.
pub(crate) struct Prepared {
    pub(crate) query: Box<dyn TantivyQuery>,
    /// The terms with their boosts, for explanations.
    pub(crate) terms: Vec<(Term, f32)>,
    /// Each way to put the question.
    pub(crate) questions: Vec<Weighed>,
    /// The forms that it names by number.
    pub(crate) forms: Vec<FormKey>,
}

impl Index {
    /// The question as terms with their boosts; `None` when it has none.
    pub(crate) fn prepare(&self, query: &Query) -> Option<Prepared> {
        let mut terms: Vec<(Term, f32)> = Vec::new();
        let mut questions = vec![self.names.weigh(&self.question(&query.text, 1.0, &mut terms))];
        for rewrite in self.glossary.rewrites(&query.text) {
            let units = self.question(&rewrite.text, REWRITTEN, &mut terms);
            questions.push(self.names.weigh_rewritten(&units, &analysis::units(&rewrite.colloquial), &analysis::units(&rewrite.formal)));
        }
        if let Some(whole) = query.whole.as_deref().filter(|whole| *whole != query.text) {
            questions.push(self.names.weigh(&self.question(whole, REST, &mut terms)));
        }
        // The same term from several ways to put the question counts once, at its best.
        terms.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1)));
        terms.dedup_by(|later, first| later.0 == first.0);
        let forms = self.forms_named(&query.text);
        terms.extend(forms.iter().map(|form| (Term::from_field_text(self.fields.form, form.as_str()), FORM)));
        if terms.is_empty() {
            return None;
        }
        let clauses = terms.iter().map(|(term, boost)| {
            let query = TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(BoostQuery::new(Box::new(query), *boost)) as Box<dyn TantivyQuery>)
        });
        let words = BooleanQuery::new(clauses.collect());
        let filters = self.filters(&query.filter);
        let query: Box<dyn TantivyQuery> = if filters.is_empty() {
            Box::new(words)
        } else {
            let mut clauses = vec![(Occur::Must, Box::new(words) as Box<dyn TantivyQuery>)];
            clauses.extend(filters);
            Box::new(BooleanQuery::new(clauses))
        };
        Some(Prepared { query, terms, questions, forms })
    }

    fn add_terms(&self, from: &Terms, worth: f32, into: &mut Vec<(Term, f32)>) {
        let fields: [(&TextFields, f32); 3] = [(&self.fields.title, TITLE), (&self.fields.alias, ALIAS), (&self.fields.body, BODY)];
        for (fields, boost) in fields {
            for (field, list) in fields.zip(from) {
                let known = list.iter().filter(|term| self.known_terms.contains(&term_hash(field, term)));
                into.extend(known.map(|term| (Term::from_field_text(field, term), boost * worth)));
            }
        }
    }

    fn filters(&self, filter: &Filter) -> Vec<(Occur, Box<dyn TantivyQuery>)> {
        let Fields { department, channel, fee, kind, .. } = self.fields;
        let term = |field: Field, value: &str| {
            // Constant score: a filter does not rank.
            let query = TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic);
            (Occur::Must, Box::new(BoostQuery::new(Box::new(query), 0.0)) as Box<dyn TantivyQuery>)
        };
        let mut filters = Vec::new();
        filters.extend(filter.department.iter().map(|id| term(department, id.as_str())));
        filters.extend(filter.channel.map(|kind| term(channel, &channel_name(kind))));
        filters.extend(filter.free.map(|free| term(fee, fee_name(free))));
        filters.extend(filter.kind.map(|name| term(kind, name)));
        filters
    }

    /// One way to put the question: its terms into `terms`, and its units, sorted.
    fn question(&self, text: &str, worth: f32, terms: &mut Vec<(Term, f32)>) -> Vec<Unit> {
        let mut cut = query_terms(text);
        let mut units = units(text);
        for stem in &mut cut.stems {
            if let Some(correct) = self.spelling.correct(stem) {
                let typed = analysis::unit(stem);
                units.retain(|&unit| unit != typed);
                units.push(analysis::unit(correct));
                *stem = correct.to_owned();
            }
        }
        units.sort_unstable();
        units.dedup();
        self.add_terms(&cut, worth, terms);
        units
    }

    /// The form numbers that a question names, however they are typed.
    fn forms_named(&self, text: &str) -> Vec<FormKey> {
        let normalized = text::normalize(text);
        let mut found = FxHashSet::default();
        for candidate in candidates(&normalized) {
            let key = FormKey::of(&candidate);
            if self.forms.contains_key(&key) {
                found.insert(key);
            }
        }
        let mut found: Vec<FormKey> = found.into_iter().collect();
        // `TD 557` is not also a question about a form `557`.
        let all = found.clone();
        found.retain(|key| !all.iter().any(|other| other != key && other.as_str().contains(key.as_str())));
        found.sort();
        found
    }
}

/// Texts that might be form numbers: runs of up to five words and the marks between them that have a digit.
fn candidates(normalized: &Normalized) -> Vec<String> {
    let tokens: Vec<_> = Segmenter::shipped().words(normalized).into_iter().filter(|token| token.kind != TokenKind::Space).collect();
    let mut candidates = Vec::new();
    for start in 0..tokens.len() {
        let mut text = String::new();
        for token in tokens[start..].iter().take(7) {
            let joins = token.kind == TokenKind::Word || matches!(token.text, "(" | ")" | "-" | "/" | ".");
            if !joins {
                break;
            }
            text.push_str(token.text);
            if text.bytes().any(|b| b.is_ascii_digit()) {
                candidates.push(text.clone());
            }
        }
    }
    candidates
}

/// The hash of one term of one field.
pub(crate) fn term_hash(field: Field, term: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (field.field_id(), term).hash(&mut hasher);
    hasher.finish()
}
