//! What files are read against: the records that are published, and the departments that the files bring.

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::columns::{TableKind, header_key};
use crate::model::{Corpus, Department, DepartmentId, Enquiry, FormKey, Service};

/// What an import starts from.
#[derive(Debug, Clone)]
pub struct Base {
    /// What is published, or drafted already.
    pub corpus: Corpus,
    /// The department of rows that name none.
    pub department: Option<DepartmentId>,
    /// Whether tables hold everything that their departments publish, so that what they leave out is withdrawn.
    pub replace: bool,
    /// The day of the import: that on which facts without a source of their own were read.
    pub today: Date,
}

impl Default for Base {
    /// Nothing is published; the day does not matter, as files that stand alone name their sources.
    fn default() -> Self {
        Self { corpus: Corpus::default(), department: None, replace: false, today: Date::ZERO }
    }
}

/// Lookups into what is known while tables are read.
pub(super) struct Known<'b> {
    pub(super) today: Date,
    pub(super) default_department: Option<DepartmentId>,
    departments: HashMap<&'b str, &'b Department>,
    /// Names and abbreviations, as headers are compared.
    names: HashMap<String, &'b DepartmentId>,
    services: HashMap<&'b str, (&'b DepartmentId, &'b Service)>,
    enquiries: HashMap<&'b str, (&'b DepartmentId, &'b Enquiry)>,
    titles: HashMap<(&'b DepartmentId, String), &'b Service>,
    /// None where several services use the form.
    forms: HashMap<(&'b DepartmentId, FormKey), Option<&'b Service>>,
    questions: HashMap<(&'b DepartmentId, String), &'b Enquiry>,
}

impl<'b> Known<'b> {
    pub(super) fn new(base: &'b Base, brought: impl Iterator<Item = &'b Department>) -> Self {
        let mut known = Self {
            today: base.today,
            default_department: base.department.clone(),
            departments: HashMap::new(),
            names: HashMap::new(),
            services: HashMap::new(),
            enquiries: HashMap::new(),
            titles: HashMap::new(),
            forms: HashMap::new(),
            questions: HashMap::new(),
        };
        for part in &base.corpus.departments {
            let id = &part.department.id;
            for service in &part.services {
                known.services.insert(service.id.as_str(), (id, service));
                for title in [&service.title.tc, &service.title.en] {
                    known.titles.insert((id, header_key(title)), service);
                }
                for key in service.forms.iter().filter_map(|form| form.number.as_deref()).map(FormKey::of) {
                    known.forms.entry((id, key)).and_modify(|of| *of = of.filter(|other| other.id == service.id)).or_insert(Some(service));
                }
            }
            for enquiry in &part.enquiries {
                known.enquiries.insert(enquiry.id.as_str(), (id, enquiry));
                for question in enquiry.names() {
                    known.questions.insert((id, header_key(question)), enquiry);
                }
            }
        }
        for department in base.corpus.departments.iter().map(|part| &part.department).chain(brought) {
            known.departments.insert(department.id.as_str(), department);
            let sc = crate::text::simplify(&department.name.tc);
            let names = [department.id.as_str(), &department.name.tc, &department.name.en, &sc];
            for name in names.into_iter().chain(department.abbreviations.iter().map(String::as_str)) {
                known.names.entry(header_key(name)).or_insert(&department.id);
            }
        }
        known
    }

    pub(super) fn department(&self, id: &str) -> Option<&'b Department> {
        self.departments.get(id).copied()
    }

    /// The department that a cell names, by id, name or abbreviation in any script.
    pub(super) fn find_department(&self, cell: &str) -> Result<DepartmentId, String> {
        // An id is nobody else's abbreviation: `csd` is not C&SD.
        if let Some(department) = self.department(cell) {
            return Ok(department.id.clone());
        }
        let key = header_key(cell);
        if let Some(id) = self.names.get(&key) {
            return Ok((*id).clone());
        }
        let likeness = |name: &str| strsim::normalized_damerau_levenshtein(name, &key);
        let nearest = self.names.iter().map(|(name, id)| (likeness(name), *id)).max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
        let hint = nearest.filter(|(likeness, _)| *likeness >= 0.5).and_then(|(_, id)| self.department(id.as_str()));
        let hint = hint.map_or_else(
            || "add it to the table of departments first".to_owned(),
            |near| format!("did you mean {} ({}, `{}`)?", near.name.tc, near.name.en, near.id),
        );
        Err(format!("there is no department `{cell}`: {hint}"))
    }

    pub(super) fn department_of(&self, kind: TableKind, id: &str) -> Option<&'b DepartmentId> {
        match kind {
            TableKind::Enquiries => self.enquiries.get(id).map(|(department, _)| *department),
            _ => self.services.get(id).map(|(department, _)| *department),
        }
    }

    /// The published service that a row means: the same id; where it gives none, the same title, or a form of one service.
    pub(super) fn service_like(&self, department: &DepartmentId, row: &Map<String, Value>) -> Option<&'b Service> {
        if let Some(id) = row.get("id").and_then(Value::as_str) {
            return self.services.get(id).filter(|(owner, _)| *owner == department).map(|(_, service)| *service);
        }
        let title = |language| row.get("title").and_then(|title| title.get(language)).and_then(Value::as_str);
        let by_title = ["tc", "en"].into_iter().filter_map(title).find_map(|title| self.titles.get(&(department, header_key(title))).copied());
        let has_title = title("tc").or_else(|| title("en")).is_some();
        by_title.or_else(|| {
            let numbers = row.get("forms").and_then(Value::as_array).into_iter().flatten().filter_map(|form| form.get("number")).filter_map(Value::as_str);
            numbers.map(FormKey::of).filter(|_| !has_title).find_map(|key| self.forms.get(&(department, key)).copied().flatten())
        })
    }

    /// The published enquiry that a row means: the same id, or one of the same questions.
    pub(super) fn enquiry_like(&self, department: &DepartmentId, row: &Map<String, Value>) -> Option<&'b Enquiry> {
        if let Some(id) = row.get("id").and_then(Value::as_str) {
            return self.enquiries.get(id).filter(|(owner, _)| *owner == department).map(|(_, enquiry)| *enquiry);
        }
        let questions = ["tc", "en"].into_iter().filter_map(|language| row.get("questions")?.get(language)?.as_array()).flatten().filter_map(Value::as_str);
        questions.map(header_key).find_map(|question| self.questions.get(&(department, question)).copied())
    }
}
