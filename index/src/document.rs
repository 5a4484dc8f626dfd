//! What is indexed: a document with names, a body, and what it can be filtered by.

use std::fmt;

use oneask_corpus::model::{ChannelKind, Corpus, Department, Enquiry, EnquiryId, FormKey, Hkd, Service, ServiceId};

/// What a hit is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentId {
    /// A service.
    Service(ServiceId),
    /// An enquiry.
    Enquiry(EnquiryId),
    /// A document of a test collection.
    Other(String),
}

impl DocumentId {
    pub(crate) fn parse(key: &str) -> Self {
        match key.split_once(':') {
            Some(("service", id)) => id.parse().map_or_else(|_| Self::Other(key.to_owned()), Self::Service),
            Some(("enquiry", id)) => id.parse().map_or_else(|_| Self::Other(key.to_owned()), Self::Enquiry),
            Some(("other", id)) => Self::Other(id.to_owned()),
            _ => Self::Other(key.to_owned()),
        }
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(id) => write!(f, "service:{id}"),
            Self::Enquiry(id) => write!(f, "enquiry:{id}"),
            Self::Other(id) => write!(f, "other:{id}"),
        }
    }
}

/// A document to index. Texts may be in any language; each is indexed by what it is written in.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its identity.
    pub id: DocumentId,
    /// Its titles.
    pub titles: Vec<String>,
    /// What people call it.
    pub aliases: Vec<String>,
    /// How people ask for it, in whole utterances.
    pub questions: Vec<String>,
    /// Everything else that it says.
    pub body: Vec<String>,
    /// The keys of its forms.
    pub forms: Vec<FormKey>,
    /// The id of its department.
    pub department: Option<String>,
    /// The channels by which it is done.
    pub channels: Vec<ChannelKind>,
    /// Whether it is free of charge, if known.
    pub free: Option<bool>,
}

/// The documents of a corpus: one for each service and one for each enquiry.
#[must_use]
pub fn documents(corpus: &Corpus) -> Vec<Document> {
    let services = corpus.services().map(|(department, service)| of_service(department, service));
    let enquiries = corpus.enquiries().map(|(department, enquiry)| of_enquiry(department, enquiry));
    services.chain(enquiries).collect()
}

fn of_service(department: &Department, service: &Service) -> Document {
    let mut body: Vec<String> = names_of(department);
    let mut both = |tc: &str, en: &str| body.extend([tc.to_owned(), en.to_owned()]);
    service.eligibility.iter().chain(&service.audience).for_each(|text| both(&text.tc, &text.en));
    service.documents.iter().for_each(|document| both(&document.tc, &document.en));
    service.fees.iter().for_each(|fee| both(&fee.tc, &fee.en));
    for text in [&service.deadline, &service.penalty, &service.validity].into_iter().flatten() {
        both(&text.tc, &text.en);
    }
    service.forms.iter().for_each(|form| both(&form.title.tc, &form.title.en));
    body.extend(service.topics.iter().cloned());
    body.extend(service.forms.iter().filter_map(|form| form.number.clone()));
    let mut channels: Vec<ChannelKind> = service.channels.iter().map(|channel| channel.kind).collect();
    channels.sort();
    channels.dedup();
    Document {
        id: DocumentId::Service(service.id.clone()),
        titles: vec![service.title.tc.clone(), service.title.en.clone()],
        aliases: service.aliases.all().map(str::to_owned).collect(),
        questions: service.questions.all().map(str::to_owned).collect(),
        body,
        forms: service.forms.iter().flat_map(|form| form.keys()).collect(),
        department: Some(department.id.to_string()),
        channels,
        free: (!service.fees.is_empty()).then(|| service.fees.iter().all(|fee| fee.hkd.is_some_and(Hkd::is_free))),
    }
}

fn of_enquiry(department: &Department, enquiry: &Enquiry) -> Document {
    let mut body = names_of(department);
    body.extend([enquiry.answer.tc.clone(), enquiry.answer.en.clone()]);
    Document {
        id: DocumentId::Enquiry(enquiry.id.clone()),
        titles: Vec::new(),
        aliases: enquiry.names().map(str::to_owned).collect(),
        questions: Vec::new(),
        body,
        forms: Vec::new(),
        department: Some(department.id.to_string()),
        channels: Vec::new(),
        free: None,
    }
}

fn names_of(department: &Department) -> Vec<String> {
    let mut names = vec![department.name.tc.clone(), department.name.en.clone()];
    names.extend(department.abbreviations.iter().cloned());
    names
}
