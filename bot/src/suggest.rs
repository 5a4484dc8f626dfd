//! What a citizen may be about to ask, while they type: services, forms and questions by prefix, by any fragment of a
//! Chinese name, by the beginning of any English word, and by form number however it is typed.
//!
//! Names are looked up in `names`, form numbers in `forms`; this file ranks what they find and says it in the
//! language of the page. It holds positions, not copies: what is shown is read from the [`Knowledge`].

mod forms;
mod key;
mod names;

use std::collections::BinaryHeap;

use jiff::civil::Date;
use oneask_corpus::{
    model::{Department, DepartmentId, Enquiry, Service},
    text::{Language, is_han, simplify},
};
use oneask_index::DocumentId;

use crate::{
    Knowledge,
    wire::{Suggestion, SuggestionKind},
};
use forms::Forms;
use names::{Names, Place, Record};

/// The most suggestions that are given at once.
pub const MAX_SUGGESTIONS: usize = 8;
/// Characters of a question that are looked at: no name is longer.
const MAX_CHARS: usize = 64;

/// What is asked of the suggestions.
#[derive(Debug, Clone)]
pub struct Typed<'a> {
    /// What was typed so far.
    pub text: &'a str,
    /// The language of the page.
    pub language: Language,
    /// The department whose page it is: of equals, its own come first.
    pub department: Option<DepartmentId>,
    /// How many at most; never more than [`MAX_SUGGESTIONS`].
    pub limit: usize,
    /// Only what is in force on this day.
    pub day: Date,
}

/// Finds suggestions in the records of one release.
pub struct Suggester {
    names: Names,
    forms: Forms,
}

/// How well a record fits, the best first; in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    WholeTitle,
    /// What people call it, and nothing else: before titles that only begin alike.
    WholeAlias,
    TitlePrefix,
    FormNumber,
    TitleFragment,
    AliasPrefix,
    AliasFragment,
    QuestionPrefix,
    QuestionFragment,
    Words,
}

/// A record with its fit; the least comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    fit: Fit,
    /// Whether it is of another department than the page.
    elsewhere: bool,
    /// Bytes of the name: of equals, the one that says the least else.
    length: u32,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Name(u32),
    Form(u32),
}

impl Suggester {
    /// Prepares the names and form numbers of the records.
    #[must_use]
    pub fn new(knowledge: &Knowledge) -> Self {
        Self { names: Names::new(knowledge.corpus()), forms: Forms::new(knowledge.corpus()) }
    }

    /// Bytes that it keeps.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.names.bytes() + self.forms.bytes()
    }

    /// The best suggestions for what was typed so far; none for nothing, or for what is no part of any name.
    #[must_use]
    pub fn suggest(&self, typed: &Typed<'_>, knowledge: &Knowledge) -> Vec<Suggestion> {
        let text: String = typed.text.trim().chars().take(MAX_CHARS).collect();
        let key = key::of(&text);
        let home = typed.department.as_ref();
        let mut found: BinaryHeap<std::cmp::Reverse<Candidate>> = BinaryHeap::new();
        found.extend(self.of_names(&key, home, knowledge).into_iter().map(std::cmp::Reverse));
        found.extend(self.forms.find(&text).map(|(form, length)| {
            let elsewhere = home.is_some_and(|home| *home != self.department(form.record, knowledge).id);
            std::cmp::Reverse(Candidate { fit: Fit::FormNumber, elsewhere, length, what: What::Form(form.position) })
        }));
        let limit = typed.limit.min(MAX_SUGGESTIONS);
        let mut said: Vec<Suggestion> = Vec::with_capacity(limit);
        while said.len() < limit
            && let Some(std::cmp::Reverse(candidate)) = found.pop()
        {
            let suggestion = match candidate.what {
                What::Name(name) => self.of_name(name, candidate.fit, typed, knowledge),
                What::Form(form) => self.of_form(form, typed, knowledge),
            };
            if let Some(suggestion) = suggestion.filter(|new| !said.iter().any(|known| is_same(known, new))) {
                said.push(suggestion);
            }
        }
        said
    }

    /// Each record that has the key in one of its names, with the name that fits best.
    fn of_names(&self, key: &str, home: Option<&DepartmentId>, knowledge: &Knowledge) -> Vec<Candidate> {
        let mut best: Vec<Option<Candidate>> = vec![None; self.names.records()];
        let mut consider = |name: u32, whole: bool, first: bool, in_words: bool| {
            let place = self.names.place(name);
            let fit = match (place.is_title(), place.record, in_words) {
                (_, _, true) => Fit::Words,
                (true, ..) if whole => Fit::WholeTitle,
                (false, Record::Service { .. }, _) if whole => Fit::WholeAlias,
                (true, ..) if first => Fit::TitlePrefix,
                (true, ..) => Fit::TitleFragment,
                (false, Record::Service { .. }, _) if first => Fit::AliasPrefix,
                (false, Record::Service { .. }, _) => Fit::AliasFragment,
                (false, Record::Enquiry { .. }, _) if first => Fit::QuestionPrefix,
                (false, Record::Enquiry { .. }, _) => Fit::QuestionFragment,
            };
            let elsewhere = home.is_some_and(|home| *home != self.department(place.record, knowledge).id);
            let candidate = Candidate { fit, elsewhere, length: self.names.length(name), what: What::Name(name) };
            let slot = &mut best[place.number as usize];
            if slot.is_none_or(|known| candidate < known) {
                *slot = Some(candidate);
            }
        };
        for hit in self.names.find(key) {
            consider(hit.name, hit.at == 0 && self.names.length(hit.name) as usize == key.len(), hit.at == 0, false);
        }
        for name in self.names.find_words(key) {
            consider(name, false, false, true);
        }
        best.into_iter().flatten().collect()
    }

    fn department<'k>(&self, record: Record, knowledge: &'k Knowledge) -> &'k Department {
        &knowledge.corpus().departments[record.department()].department
    }

    /// The line of a name; `None` where the record is not in force.
    fn of_name(&self, name: u32, fit: Fit, typed: &Typed<'_>, knowledge: &Knowledge) -> Option<Suggestion> {
        let place = self.names.place(name);
        match place.record {
            Record::Service { department, service } => {
                let part = &knowledge.corpus().departments[department as usize];
                self.of_service(place, fit, &part.department, &part.services[service as usize], typed, knowledge)
            }
            Record::Enquiry { department, enquiry } => {
                let part = &knowledge.corpus().departments[department as usize];
                of_enquiry(place, &part.department, &part.enquiries[enquiry as usize], typed, knowledge)
            }
        }
    }

    fn of_service(&self, place: Place, fit: Fit, department: &Department, service: &Service, typed: &Typed<'_>, knowledge: &Knowledge) -> Option<Suggestion> {
        knowledge.is_in_force(&DocumentId::Service(service.id.clone()), typed.day).then_some(())?;
        let title = service.title.in_language(typed.language).into_owned();
        let department = department.name.in_language(typed.language);
        let name = service.names().nth(usize::from(place.which)).filter(|_| !place.is_title() && !matches!(fit, Fit::Words | Fit::WholeAlias));
        // Words in a script that is neither the page's nor the citizen's are answered, and not put into their mouth.
        if let Some(name) = name.filter(|name| of_page(name, typed.language) || has_han(name) == has_han(typed.text)) {
            let name = in_script(name, typed.language);
            return Some(Suggestion {
                kind: SuggestionKind::Question,
                detail: format!("{title} · {department}"),
                text: name.clone(),
                title: name,
                payload: None,
            });
        }
        let numbers = service.forms.iter().find_map(|form| form.number.as_deref());
        let detail = numbers.map_or_else(|| department.to_string(), |number| format!("{number} · {department}"));
        Some(Suggestion { kind: SuggestionKind::Service, detail, text: title.clone(), title, payload: Some(format!("service:{}", service.id)) })
    }

    fn of_form(&self, position: u32, typed: &Typed<'_>, knowledge: &Knowledge) -> Option<Suggestion> {
        let found = self.forms.at(position);
        let Record::Service { department, service } = found.record else { return None };
        let part = &knowledge.corpus().departments[department as usize];
        let service = &part.services[service as usize];
        knowledge.is_in_force(&DocumentId::Service(service.id.clone()), typed.day).then_some(())?;
        let form = service.forms.get(usize::from(found.form))?;
        let number = form.number.clone()?;
        let (title, department) = (form.title.in_language(typed.language), part.department.name.in_language(typed.language));
        Some(Suggestion { kind: SuggestionKind::Form, title: title.into_owned(), detail: format!("{number} · {department}"), text: number, payload: None })
    }
}

/// Whether two lines are one to the citizen: a form that several services use is asked for by its number alone, and two
/// services that are called the same are told apart by asking.
fn is_same(one: &Suggestion, other: &Suggestion) -> bool {
    let is_form = one.kind == SuggestionKind::Form && other.kind == SuggestionKind::Form;
    one.detail == other.detail && (is_form || one.title == other.title)
}

fn of_enquiry(place: Place, department: &Department, enquiry: &Enquiry, typed: &Typed<'_>, knowledge: &Knowledge) -> Option<Suggestion> {
    knowledge.is_in_force(&DocumentId::Enquiry(enquiry.id.clone()), typed.day).then_some(())?;
    let matched = enquiry.names().nth(usize::from(place.which))?;
    let of_language = if typed.language.of_answer() == Language::English { &enquiry.questions.en } else { &enquiry.questions.tc };
    let question = if of_page(matched, typed.language) { matched } else { of_language.first().map_or(matched, String::as_str) };
    let question = in_script(question, typed.language);
    let detail = department.name.in_language(typed.language).into_owned();
    Some(Suggestion { kind: SuggestionKind::Enquiry, detail, text: question.clone(), title: question, payload: Some(format!("enquiry:{}", enquiry.id)) })
}

/// Whether a text is in the script that a page of this language is written in.
fn of_page(text: &str, language: Language) -> bool {
    has_han(text) != (language.of_answer() == Language::English)
}

fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}

fn in_script(text: &str, language: Language) -> String {
    if language.of_answer() == Language::Simplified { simplify(text) } else { text.to_owned() }
}

#[cfg(test)]
mod tests;
