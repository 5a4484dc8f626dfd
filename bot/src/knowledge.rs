//! What the assistant knows: the records in force, looked up by id and by form number, and the shipped tables.

use std::collections::HashMap;

use jiff::civil::Date;
use oneask_corpus::{
    load::{Places, Senses},
    model::{Corpus, Department, DepartmentId, Enquiry, EnquiryId, Form, FormKey, HolidayYear, Service, ServiceId},
};
use oneask_index::DocumentId;

/// The records of one release; what of them is in force is asked by day.
pub struct Knowledge {
    corpus: Corpus,
    /// Where each record stands: department, position.
    services: HashMap<ServiceId, (usize, usize)>,
    enquiries: HashMap<EnquiryId, (usize, usize)>,
    departments: HashMap<DepartmentId, usize>,
    forms: HashMap<FormKey, Vec<ServiceId>>,
    /// General holidays by year.
    pub holidays: Vec<HolidayYear>,
    /// Districts and neighbourhoods.
    pub places: Places,
    /// Names that mean several things.
    pub senses: Senses,
}

impl Knowledge {
    /// Of a corpus that is in force, with the tables that ship.
    #[must_use]
    pub fn new(corpus: Corpus, holidays: Vec<HolidayYear>, places: Places, senses: Senses) -> Self {
        let mut services = HashMap::new();
        let mut enquiries = HashMap::new();
        let mut departments = HashMap::new();
        let mut forms: HashMap<FormKey, Vec<ServiceId>> = HashMap::new();
        for (d, part) in corpus.departments.iter().enumerate() {
            departments.insert(part.department.id.clone(), d);
            for (s, service) in part.services.iter().enumerate() {
                services.insert(service.id.clone(), (d, s));
                for key in service.forms.iter().flat_map(Form::keys) {
                    let of_form = forms.entry(key).or_default();
                    if !of_form.contains(&service.id) {
                        of_form.push(service.id.clone());
                    }
                }
            }
            for (e, enquiry) in part.enquiries.iter().enumerate() {
                enquiries.insert(enquiry.id.clone(), (d, e));
            }
        }
        Self { corpus, services, enquiries, departments, forms, holidays, places, senses }
    }

    /// All records.
    #[must_use]
    pub const fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// A service and its department.
    #[must_use]
    pub fn service(&self, id: &ServiceId) -> Option<(&Department, &Service)> {
        let &(d, s) = self.services.get(id)?;
        let part = &self.corpus.departments[d];
        Some((&part.department, &part.services[s]))
    }

    /// An enquiry and its department.
    #[must_use]
    pub fn enquiry(&self, id: &EnquiryId) -> Option<(&Department, &Enquiry)> {
        let &(d, e) = self.enquiries.get(id)?;
        let part = &self.corpus.departments[d];
        Some((&part.department, &part.enquiries[e]))
    }

    /// A department.
    #[must_use]
    pub fn department(&self, id: &DepartmentId) -> Option<&Department> {
        self.departments.get(id).map(|&d| &self.corpus.departments[d].department)
    }

    /// The services in force on a day that use a form, in the order of the corpus.
    #[must_use]
    pub fn services_of_form(&self, key: &FormKey, day: Date) -> Vec<ServiceId> {
        let all = self.forms.get(key).map_or(&[][..], Vec::as_slice);
        all.iter().filter(|id| self.is_in_force(&DocumentId::Service((*id).clone()), day)).cloned().collect()
    }

    /// Whether a record is there and in force on a day.
    #[must_use]
    pub fn is_in_force(&self, id: &DocumentId, day: Date) -> bool {
        let period = match id {
            DocumentId::Service(id) => self.service(id).map(|(_, service)| (service.effective_from, service.effective_to)),
            DocumentId::Enquiry(id) => self.enquiry(id).map(|(_, enquiry)| (enquiry.effective_from, enquiry.effective_to)),
            DocumentId::Other(_) => None,
        };
        period.is_some_and(|(from, to)| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to))
    }

    /// The form numbers that begin like this key or end like it, as departments write them, at most `limit`: for
    /// someone who mistyped one.
    #[must_use]
    pub fn similar_forms(&self, key: &FormKey, limit: usize) -> Vec<String> {
        let written = self.corpus.services().flat_map(|(_, service)| &service.forms).filter_map(|form| form.number.as_deref());
        let mut near: Vec<(usize, &str)> =
            written.map(|number| (strsim::osa_distance(FormKey::of(number).as_str(), key.as_str()), number)).filter(|&(distance, _)| distance <= 2).collect();
        near.sort();
        near.dedup();
        near.into_iter().take(limit).map(|(_, number)| number.to_owned()).collect()
    }

    /// The holiday on a day, if it is one other than a Sunday; `None` too where the year is not in the table.
    #[must_use]
    pub fn holiday(&self, day: Date) -> Option<&oneask_corpus::model::Holiday> {
        self.holidays.iter().flat_map(|year| &year.days).find(|holiday| holiday.date == day)
    }
}
