//! Building, opening and searching.

use std::{collections::BTreeMap, fs, io, path::Path};

use oneask_corpus::{load::Glossary as Pairs, model::FormKey, text};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use tantivy::{
    DocAddress, IndexReader, ReloadPolicy, Searcher, TantivyDocument,
    collector::TopDocs,
    directory::MmapDirectory,
    query::{BoostQuery, Query as _, TermQuery},
    schema::{Field, IndexRecordOption, Value},
};

use crate::{
    Document, DocumentId, Explanation, IndexError, Query, analysis,
    glossary::Glossary,
    hit::{Fit, Hit, score, sentence_factor},
    names::{DocumentUnits, Names},
    question::term_hash,
    schema::{Fields, VERSION},
    spelling::Spelling,
    write::write,
};

/// The file beside tantivy's own that says what the index was built from.
const STAMP: &str = "oneask.json";
/// How many candidates BM25 hands on to be ranked again.
const CANDIDATES: usize = 24;
/// What the department that the question names multiplies by.
const PREFERRED_DEPARTMENT: f32 = 1.4;

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    schema: u32,
    text: String,
    data: String,
    /// The hash of every file: tantivy panics on files that were cut off or overwritten, so none is opened unchecked.
    files: BTreeMap<String, String>,
}

impl Stamp {
    fn of(data: &str) -> Self {
        Self { schema: VERSION, text: format!("{}-{}", text::fingerprint(), analysis::stopwords_table().len()), data: data.to_owned(), files: BTreeMap::new() }
    }

    /// The hashes of the files in a folder other than the stamp itself.
    fn hash_files(folder: &Path) -> io::Result<BTreeMap<String, String>> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // Lock files are empty and come and go.
            if name != STAMP && !name.ends_with(".lock") {
                files.insert(name, blake3::hash(&fs::read(&path)?).to_hex().to_string());
            }
        }
        Ok(files)
    }

    fn describe(&self) -> String {
        format!("schema {}, text pipeline {}, data {}", self.schema, self.text, self.data)
    }
}

/// A searchable index, open for as long as this value lives.
pub struct Index {
    pub(crate) fields: Fields,
    searcher: Searcher,
    /// By document number: those of the first segment, then of the next.
    documents: Vec<Stored>,
    segment_starts: Vec<u32>,
    pub(crate) names: Names,
    pub(crate) forms: FxHashMap<FormKey, ()>,
    /// Hashes of every term of every text field: most pairs of term and field do not exist, and asking tantivy for them
    /// takes half of a turn.
    pub(crate) known_terms: FxHashSet<u64>,
    pub(crate) spelling: Spelling,
    pub(crate) glossary: Glossary,
    _reader: IndexReader,
}

struct Stored {
    id: DocumentId,
    department: Option<String>,
    forms: Vec<FormKey>,
}

impl Index {
    /// Builds an index in a folder, replacing what is there, and opens it. `data` identifies what it is built from.
    ///
    /// `progress` is called with the number of documents done.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn build(folder: &Path, data: &str, documents: &[Document], glossary: &Pairs, mut progress: impl FnMut(usize)) -> Result<Self, IndexError> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let fields = Fields::new();
        let directory = MmapDirectory::open(folder).map_err(|error| IndexError::Damaged(error.to_string()))?;
        let index = tantivy::Index::create(directory, fields.schema.clone(), tantivy::IndexSettings::default())?;
        write(&index, &fields, documents, &mut progress)?;
        // The stamp comes last: without it the folder is not an index.
        let stamp = Stamp { files: Stamp::hash_files(folder)?, ..Stamp::of(data) };
        fs::write(folder.join(STAMP), serde_json::to_vec(&stamp).expect("a stamp is plain"))?;
        Self::over(&index, fields, glossary)
    }

    /// Builds an index in memory, for tests and test collections.
    ///
    /// # Errors
    /// When tantivy fails.
    pub fn in_memory(documents: &[Document], glossary: &Pairs) -> Result<Self, IndexError> {
        let fields = Fields::new();
        let index = tantivy::Index::create_in_ram(fields.schema.clone());
        write(&index, &fields, documents, &mut |_| {})?;
        Self::over(&index, fields, glossary)
    }

    /// Opens an index that was built from the same data by the same text pipeline.
    ///
    /// # Errors
    /// [`IndexError::Mismatch`] when it was built from something else, [`IndexError::Damaged`] when it cannot be read.
    pub fn open(folder: &Path, data: &str, glossary: &Pairs) -> Result<Self, IndexError> {
        let stamp = fs::read(folder.join(STAMP)).map_err(|error| IndexError::Damaged(format!("{STAMP}: {error}")))?;
        let stamp: Stamp = serde_json::from_slice(&stamp).map_err(|error| IndexError::Damaged(format!("{STAMP}: {error}")))?;
        let wanted = Stamp { files: stamp.files.clone(), ..Stamp::of(data) };
        if stamp != wanted {
            return Err(IndexError::Mismatch { found: stamp.describe(), wanted: wanted.describe() });
        }
        let files = Stamp::hash_files(folder)?;
        if let Some(name) = files.keys().chain(stamp.files.keys()).find(|name| files.get(*name) != stamp.files.get(*name)) {
            return Err(IndexError::Damaged(format!("`{name}` is not as it was written")));
        }
        let fields = Fields::new();
        let damaged = |error: tantivy::TantivyError| IndexError::Damaged(error.to_string());
        let index = tantivy::Index::open_in_dir(folder).map_err(damaged)?;
        if index.schema() != fields.schema {
            return Err(IndexError::Damaged("its fields are not this version's".into()));
        }
        Self::over(&index, fields, glossary).map_err(|error| match error {
            IndexError::Tantivy(error) => damaged(error),
            other => other,
        })
    }

    fn over(index: &tantivy::Index, fields: Fields, glossary: &Pairs) -> Result<Self, IndexError> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = IndexReader::searcher(&reader);
        let mut documents = Vec::new();
        let mut segment_starts = Vec::new();
        let mut all_units = Vec::new();
        for (ordinal, segment) in searcher.segment_readers().iter().enumerate() {
            segment_starts.push(documents.len() as u32);
            for doc in 0..segment.max_doc() {
                let stored: TantivyDocument = searcher.doc(DocAddress::new(ordinal as u32, doc))?;
                let text = |field| stored.get_first(field).and_then(|value| value.as_str()).map(str::to_owned);
                let key = text(fields.key).ok_or_else(|| IndexError::Damaged("a document has no key".into()))?;
                let forms = stored.get_all(fields.form).filter_map(|value| value.as_str()).map(FormKey::of).collect();
                let bytes = stored.get_first(fields.names).and_then(|value| value.as_bytes()).unwrap_or_default();
                all_units.push(DocumentUnits::from_bytes(bytes).ok_or_else(|| IndexError::Damaged(format!("the names of `{key}`")))?);
                documents.push(Stored { id: DocumentId::parse(&key), department: text(fields.department), forms });
            }
        }
        let mut stems: FxHashMap<String, u32> = FxHashMap::default();
        for field in [fields.title.stems, fields.alias.stems, fields.body.stems] {
            for_each_term(&searcher, field, |term, documents| *stems.entry(term.to_owned()).or_default() += documents)?;
        }
        let mut known_terms = FxHashSet::default();
        for fields in [&fields.title, &fields.alias, &fields.body] {
            for field in [fields.words, fields.bigrams, fields.stems] {
                for_each_term(&searcher, field, |term, _| {
                    known_terms.insert(term_hash(field, term));
                })?;
            }
        }
        let mut forms = FxHashMap::default();
        for_each_term(&searcher, fields.form, |term, _| {
            forms.insert(FormKey::of(term), ());
        })?;
        let spelling = Spelling::new(stems.into_iter());
        Ok(Self {
            fields,
            searcher,
            documents,
            segment_starts,
            names: Names::new(all_units),
            known_terms,
            forms,
            spelling,
            glossary: Glossary::new(glossary),
            _reader: reader,
        })
    }

    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The best documents for a question, best first, at most `limit`. Ties are broken by id.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, query: &Query, limit: usize) -> Result<Vec<Hit>, IndexError> {
        let Some(prepared) = self.prepare(query) else { return Ok(Vec::new()) };
        let top = self.searcher.search(&prepared.query, &TopDocs::with_limit(CANDIDATES.max(limit)).order_by_score())?;
        let mut hits: Vec<(u32, Hit)> = top
            .into_iter()
            .map(|(bm25, address)| {
                let number = self.number(address);
                let likeness = self.names.likeness(number, &prepared.questions);
                let stored = &self.documents[number as usize];
                let hit = Hit {
                    id: stored.id.clone(),
                    score: score(bm25, likeness, department_factor(stored, query)),
                    fit: likeness.into(),
                    by_form: prepared.forms.iter().any(|form| stored.forms.contains(form)),
                };
                (number, hit)
            })
            .collect();
        // Who names a form means what uses it, whatever else the words fit; where there are no other words, the record that
        // its department put first.
        let by_words = |hit: &Hit| if hit.by_form && hit.fit.name_match == 0.0 { 0.0 } else { hit.score.get() };
        hits.sort_by(|(one, a), (other, b)| {
            b.by_form.cmp(&a.by_form).then(by_words(b).total_cmp(&by_words(a))).then_with(|| if a.by_form { one.cmp(other) } else { a.id.cmp(&b.id) })
        });
        Ok(hits.into_iter().take(limit).map(|(_, hit)| hit).collect())
    }

    /// Why a document has its score for a question; `None` when it does not match.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn explain(&self, query: &Query, id: &DocumentId) -> Result<Option<Explanation>, IndexError> {
        let Some(number) = self.documents.iter().position(|stored| stored.id == *id) else { return Ok(None) };
        let Some(prepared) = self.prepare(query) else { return Ok(None) };
        let address = self.address(number as u32);
        let mut contributions = Vec::new();
        for (term, boost) in &prepared.terms {
            let one = BoostQuery::new(Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)), *boost);
            if let Ok(explanation) = one.explain(&self.searcher, address) {
                let name = self.fields.schema.get_field_name(term.field());
                contributions.push((format!("{name}:{}", term.value().as_str().unwrap_or_default()), explanation.value()));
            }
        }
        contributions.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let bm25 = contributions.iter().map(|(_, value)| value).sum();
        let likeness = self.names.likeness(number as u32, &prepared.questions);
        let stored = &self.documents[number];
        Ok(Some(Explanation {
            bm25,
            name_match: likeness.name,
            coverage: likeness.coverage,
            usage: likeness.usage,
            sentence: sentence_factor(likeness),
            department: department_factor(stored, query),
            score: score(bm25, likeness, department_factor(stored, query)).get(),
            terms: contributions,
        }))
    }

    /// How a document fits a question, whether or not a search would find it; not at all where there is no such document.
    #[must_use]
    pub fn fit(&self, query: &Query, id: &DocumentId) -> Fit {
        let Some(number) = self.documents.iter().position(|stored| stored.id == *id) else { return Fit::default() };
        self.prepare(query).map_or(Fit::default(), |prepared| self.names.likeness(number as u32, &prepared.questions).into())
    }

    fn number(&self, address: DocAddress) -> u32 {
        self.segment_starts[address.segment_ord as usize] + address.doc_id
    }

    fn address(&self, number: u32) -> DocAddress {
        let segment = self.segment_starts.partition_point(|&start| start <= number) - 1;
        DocAddress::new(segment as u32, number - self.segment_starts[segment])
    }
}

fn department_factor(stored: &Stored, query: &Query) -> f32 {
    let preferred = query.prefer_department.as_ref().is_some_and(|id| stored.department.as_deref() == Some(id.as_str()));
    if preferred { PREFERRED_DEPARTMENT } else { 1.0 }
}

fn for_each_term(searcher: &Searcher, field: Field, mut f: impl FnMut(&str, u32)) -> Result<(), IndexError> {
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted.terms().stream()?;
        while let Some((term, info)) = terms.next() {
            f(&String::from_utf8_lossy(term), info.doc_freq);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use oneask_corpus::{
        model::{ChannelKind, ServiceId},
        shipped,
    };

    use super::*;
    use crate::{Filter, documents};

    fn service(id: &str) -> DocumentId {
        DocumentId::Service(id.parse::<ServiceId>().unwrap())
    }

    fn index() -> Index {
        let data = shipped::data().unwrap();
        Index::in_memory(&documents(&data.corpus), &data.glossary).unwrap()
    }

    #[test]
    fn forms_are_found_however_their_numbers_are_typed() {
        let index = index();
        for (typed, expected) in [
            ("td557", "driving-licence-full-renewal"),
            ("TD 557", "driving-licence-full-renewal"),
            ("表格ＴＤ－５５７", "driving-licence-full-renewal"),
            ("ID(E) 91", "extension-of-stay-visitor"),
            ("ir 56 b", "ird-employee-remuneration-ir56b"),
        ] {
            let hits = index.search(&Query::new(typed), 5).unwrap();
            assert!(hits[0].by_form && hits.iter().take(3).any(|hit| hit.id == service(expected)), "{typed}: {hits:?}");
        }
    }

    #[test]
    fn words_of_every_kind_find_their_service() {
        let index = index();
        for (question, expected) in [
            ("生果金", "old-age-allowance"),
            ("高龄津贴", "old-age-allowance"),
            ("dog licences", "dog-licence"),
            ("dog lisence", "dog-licence"),
            ("良民證", "certificate-no-criminal-conviction"),
        ] {
            let hits = index.search(&Query::new(question), 1).unwrap();
            assert_eq!(hits[0].id, service(expected), "{question}");
        }
        assert!(index.search(&Query::new("？！"), 5).unwrap().is_empty());
    }

    #[test]
    fn filters_shut_out_and_explanations_add_up() {
        let index = index();
        let mut query = Query::new("牌照");
        query.filter = Filter { department: Some("fehd".parse().unwrap()), channel: Some(ChannelKind::Online), free: None, kind: Some(Filter::SERVICE) };
        let hits = index.search(&query, 10).unwrap();
        assert!(!hits.is_empty());
        assert!(
            hits.iter().all(|hit| matches!(&hit.id, DocumentId::Service(id) if id.as_str().starts_with("fehd") || id.as_str().contains("hawker"))),
            "{hits:?}"
        );
        let query = Query::new("續車牌");
        let best = &index.search(&query, 1).unwrap()[0];
        let explanation = index.explain(&query, &best.id).unwrap().unwrap();
        assert!((explanation.score - best.score.get()).abs() < 0.01 * best.score.get(), "{explanation} {best:?}");
    }

    #[test]
    fn an_index_of_other_data_or_with_damaged_files_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        let none = Vec::new();
        let document = Document {
            id: DocumentId::Other("a".into()),
            titles: vec!["甲".into()],
            aliases: vec![],
            questions: vec![],
            body: vec![],
            forms: vec![],
            department: None,
            channels: vec![],
            free: None,
        };
        drop(Index::build(&path, "one", &[document], &none, |_| {}).unwrap());
        assert_eq!(Index::open(&path, "one", &none).unwrap().len(), 1);
        assert!(matches!(Index::open(&path, "other", &none), Err(IndexError::Mismatch { .. })));
        let file = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.extension().is_some_and(|e| e == "store")).unwrap();
        fs::write(&file, b"cut").unwrap();
        match Index::open(&path, "one", &none) {
            Err(IndexError::Damaged(reason)) => assert!(reason.contains(".store"), "{reason}"),
            _ => panic!("a damaged index was opened"),
        }
    }
}
