//! The domain model: services, forms, enquiries and departments, as a department writes them.
//!
//! The same types are the TOML records of `corpus/data` and the JSON of the release store. Every fact stands in a record
//! with its sources; [`Standing`] says how far a fact can be relied on.

mod department;
mod enquiry;
mod id;
mod labels;
mod money;
mod service;
mod source;
mod text;

pub use department::{Area, Department, District, Holiday, HolidayYear, Station};
pub use enquiry::{Enquiry, Questions};
pub use id::{DepartmentId, EnquiryId, FormKey, IdError, ServiceId};
pub use labels::Label;
pub use money::Hkd;
pub use service::{Aliases, Channel, ChannelKind, Copy, Credential, Document, Fee, Form, NotOnline, NotOnlineReason, PaymentMethod, ProcessingTime, Service};
pub use source::{Field, Source, Standing};
pub use text::Text;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Everything that one department publishes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DepartmentCorpus {
    /// Who they are.
    pub department: Department,
    /// What a person can get done there.
    pub services: Vec<Service>,
    /// What people ask that is not a form.
    pub enquiries: Vec<Enquiry>,
}

/// Everything that is published: what a release holds and what an index is built from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Corpus {
    /// One entry per department, sorted by its id.
    pub departments: Vec<DepartmentCorpus>,
}

impl Corpus {
    /// All services with the department that each belongs to.
    pub fn services(&self) -> impl Iterator<Item = (&Department, &Service)> {
        self.departments.iter().flat_map(|part| part.services.iter().map(move |service| (&part.department, service)))
    }

    /// All enquiries with the department that each belongs to.
    pub fn enquiries(&self) -> impl Iterator<Item = (&Department, &Enquiry)> {
        self.departments.iter().flat_map(|part| part.enquiries.iter().map(move |enquiry| (&part.department, enquiry)))
    }

    /// What is in force on a day: records whose `effective_from` and `effective_to` enclose it.
    #[must_use]
    pub fn as_of(&self, day: Date) -> Self {
        let in_force = |from: Option<Date>, to: Option<Date>| service::encloses(from, to, day);
        let departments = self
            .departments
            .iter()
            .filter(|part| in_force(part.department.effective_from, part.department.effective_to))
            .map(|part| DepartmentCorpus {
                department: part.department.clone(),
                services: part.services.iter().filter(|s| in_force(s.effective_from, s.effective_to)).cloned().collect(),
                enquiries: part.enquiries.iter().filter(|e| in_force(e.effective_from, e.effective_to)).cloned().collect(),
            })
            .collect();
        Self { departments }
    }
}
