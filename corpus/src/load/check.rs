//! What the types cannot say: references, coverage by sources, dates, scripts, addresses.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use url::Url;

use super::{
    Base, Problem, Reading,
    record::{Record, Step, Step::At, Step::Key},
};
use crate::{
    model::{Department, DepartmentId, Enquiry, Field, FormKey, Service, ServiceId, Source, Text},
    text::{Language, identify, is_han},
};

/// Checks the records of all files together, and against what is published beside them.
pub(super) fn records(reading: &Reading<'_>, base: &Base, problems: &mut Vec<Problem>) {
    duplicates(reading, problems);
    references(reading, base, problems);
    form_owners(reading, base, problems);
    reading.departments.iter().for_each(|record| department(record, problems));
    reading.services.iter().for_each(|(_, record)| service(record, problems));
    reading.enquiries.iter().for_each(|(_, record)| enquiry(record, problems));
}

fn department(record: &Record<'_, Department>, problems: &mut Vec<Problem>) {
    let department = &record.value;
    let mut at = |path: &[Step<'_>], reason: String| problems.push(record.problem(path, reason));
    sources(&department.sources, &mut at);
    text(&department.name, &[Key("name")], &mut at);
    if let Some(address) = &department.address {
        text(address, &[Key("address")], &mut at);
    }
    if let Some(website) = &department.website {
        url(website, &[Key("website")], &mut at);
    }
}

fn enquiry(record: &Record<'_, Enquiry>, problems: &mut Vec<Problem>) {
    let enquiry = &record.value;
    let mut at = |path: &[Step<'_>], reason: String| problems.push(record.problem(path, reason));
    if enquiry.questions.tc.is_empty() || enquiry.questions.en.is_empty() {
        at(&[Key("questions")], format!("enquiry `{}` needs a question in `tc` and one in `en`", enquiry.id));
    }
    text(&enquiry.answer, &[Key("answer")], &mut at);
    period(enquiry.effective_from, enquiry.effective_to, &[Key("effective_to")], &mut at);
    if enquiry.sources.is_empty() {
        at(&[], format!("enquiry `{}` has no source: an answer that was read nowhere is not shown", enquiry.id));
    }
    sources(&enquiry.sources, &mut at);
}

fn service(record: &Record<'_, Service>, problems: &mut Vec<Problem>) {
    let service = &record.value;
    let mut at = |path: &[Step<'_>], reason: String| problems.push(record.problem(path, reason));
    for (key, value) in texts(service) {
        text(value, &key, &mut at);
    }
    for (i, document) in service.documents.iter().enumerate() {
        english(&document.en, &[Key("documents"), At(i)], &mut at);
    }
    for (i, fee) in service.fees.iter().enumerate() {
        english(&fee.en, &[Key("fees"), At(i)], &mut at);
        period(fee.from, fee.to, &[Key("fees"), At(i), Key("to")], &mut at);
    }
    for (i, channel) in service.channels.iter().enumerate() {
        if let Some(address) = &channel.url {
            url(address, &[Key("channels"), At(i), Key("url")], &mut at);
        }
        if let Some(place) = &channel.at {
            text(place, &[Key("channels"), At(i), Key("at")], &mut at);
        }
        period(channel.from, channel.to, &[Key("channels"), At(i), Key("to")], &mut at);
    }
    for (i, form) in service.forms.iter().enumerate() {
        if let Some(address) = &form.url {
            url(address, &[Key("forms"), At(i), Key("url")], &mut at);
        }
        if form.number.as_deref().is_some_and(|number| FormKey::of(number).as_str().is_empty()) {
            at(&[Key("forms"), At(i), Key("number")], "a form number has letters or digits; leave `number` out if there is none".into());
        }
    }
    period(service.effective_from, service.effective_to, &[Key("effective_to")], &mut at);
    for field in Field::FACTS {
        if field.is_filled(service) && !service.sources.iter().any(|source| source.covers(field)) {
            at(&[Key(field.name())], format!("no source of `{}` covers `{}`: add it to the `covers` of the source that states it", service.id, field.name()));
        }
    }
    for (i, field) in service.not_applicable.iter().enumerate().filter(|(_, field)| field.is_filled(service)) {
        let name = field.name();
        at(&[Key("not_applicable"), At(i)], format!("`{}` states its `{name}`: take `{name}` out of `not_applicable`, or out of the record", service.id));
    }
    sources(&service.sources, &mut at);
    if service.aliases.all().next().is_none() {
        let problem = record.problem(&[Key("aliases")], format!("service `{}` has no aliases: add what people call it", service.id));
        problems.push(problem.into_warning());
    }
}

/// The texts of a service in both languages, with their paths.
fn texts(service: &Service) -> Vec<(Vec<Step<'_>>, &Text)> {
    let mut texts: Vec<(Vec<Step<'_>>, &Text)> = vec![(vec![Key("title")], &service.title)];
    texts.extend(service.audience.iter().map(|text| (vec![Key("audience")], text)));
    texts.extend(service.eligibility.iter().enumerate().map(|(i, text)| (vec![Key("eligibility"), At(i)], text)));
    for (key, value) in [("deadline", &service.deadline), ("penalty", &service.penalty), ("validity", &service.validity)] {
        texts.extend(value.iter().map(|text| (vec![Key(key)], text)));
    }
    // A form that has its service's title has its faults too, and one report is enough.
    let forms = service.forms.iter().enumerate().filter(|(_, form)| form.title != service.title);
    texts.extend(forms.map(|(i, form)| (vec![Key("forms"), At(i), Key("title")], &form.title)));
    texts
}

fn text(value: &Text, path: &[Step<'_>], at: &mut impl FnMut(&[Step<'_>], String)) {
    if value.tc.trim().is_empty() || value.en.trim().is_empty() {
        at(path, "a text needs both `tc` and `en`".into());
    }
    english(&value.en, path, at);
    if identify(&value.tc) == Language::Simplified {
        let mut path = path.to_vec();
        path.push(Key("tc"));
        at(&path, format!("`{}` is in Simplified characters: `tc` is Traditional, `sc` is made from it", value.tc));
    }
}

fn english(value: &str, path: &[Step<'_>], at: &mut impl FnMut(&[Step<'_>], String)) {
    if let Some(han) = value.chars().find(|&c| is_han(c)) {
        let mut path = path.to_vec();
        path.push(Key("en"));
        at(&path, format!("the English text has the Chinese character `{han}`: write it in English"));
    }
}

fn url(value: &str, path: &[Step<'_>], at: &mut impl FnMut(&[Step<'_>], String)) {
    if let Err(reason) = address(value) {
        at(path, reason);
    }
}

/// Whether a value is an address on the web.
///
/// # Errors
/// What is wrong with it.
pub(super) fn address(value: &str) -> Result<(), String> {
    let usable = Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    if usable { Ok(()) } else { Err(format!("`{value}` is not an address: write https://…")) }
}

fn period(from: Option<Date>, to: Option<Date>, path: &[Step<'_>], at: &mut impl FnMut(&[Step<'_>], String)) {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        at(path, format!("it ends on {to}, before it begins on {from}"));
    }
}

fn sources(sources: &[Source], at: &mut impl FnMut(&[Step<'_>], String)) {
    for (i, source) in sources.iter().enumerate() {
        url(&source.url, &[Key("sources"), At(i), Key("url")], at);
        if let Some(page_date) = source.page_date
            && page_date.year() < 1990
        {
            at(&[Key("sources"), At(i), Key("page_date")], format!("`{page_date}` is before government pages existed"));
        }
    }
}

/// The same id twice, of services, enquiries or departments, and the same title twice within a department.
fn duplicates(reading: &Reading<'_>, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<(&str, String), String> = BTreeMap::new();
    let mut id = |kind: &'static str, id: &str, mut problem: Problem| match seen.get(&(kind, id.to_owned())) {
        Some(first) => {
            problem.reason = format!("{kind} `{id}` stands in `{first}` already: give one of them another id, or join them");
            problems.push(problem);
        }
        None => {
            seen.insert((kind, id.to_owned()), problem.file);
        }
    };
    let at = [Key("id")];
    reading.departments.iter().for_each(|record| id("department", record.value.id.as_str(), record.problem(&at, String::new())));
    reading.services.iter().for_each(|(_, record)| id("service", record.value.id.as_str(), record.problem(&at, String::new())));
    reading.enquiries.iter().for_each(|(_, record)| id("enquiry", record.value.id.as_str(), record.problem(&at, String::new())));
    let mut titles: HashMap<(&DepartmentId, &str), &ServiceId> = HashMap::new();
    for (department, record) in &reading.services {
        if let Some(first) = titles.insert((department, record.value.title.tc.trim()), &record.value.id).filter(|first| **first != record.value.id) {
            let reason = format!("`{}` has the same title as `{first}`: say in the title how they differ, or join them", record.value.id);
            problems.push(record.problem(&[Key("title"), Key("tc")], reason));
        }
    }
}

/// Related services that do not exist, with the nearest that does.
fn references(reading: &Reading<'_>, base: &Base, problems: &mut Vec<Problem>) {
    let published = base.corpus.departments.iter().filter(|part| !reading.whole.contains(&part.department.id)).flat_map(|part| &part.services);
    let known: HashSet<&str> =
        reading.services.iter().map(|(_, record)| record.value.id.as_str()).chain(published.map(|service| service.id.as_str())).collect();
    let missing = |id: &str| {
        let likeness = |other: &str| strsim::normalized_damerau_levenshtein(id, other);
        let nearest = known.iter().map(|&other| (likeness(other), other)).max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
        let hint = nearest.filter(|(likeness, _)| *likeness > 0.6).map_or_else(String::new, |(_, other)| format!(": did you mean `{other}`?"));
        format!("there is no service `{id}`{hint}")
    };
    let services = reading.services.iter().flat_map(|(_, record)| record.value.related.iter().enumerate().map(move |(i, id)| (i, id, &record.origin)));
    let enquiries = reading.enquiries.iter().flat_map(|(_, record)| record.value.related.iter().enumerate().map(move |(i, id)| (i, id, &record.origin)));
    for (i, id, origin) in services.chain(enquiries).filter(|(_, id, _)| !known.contains(id.as_str())) {
        problems.push(origin.problem(&[Key("related"), At(i)], missing(id.as_str())));
    }
}

/// A form number that another department uses too; plain numbers (`Form 1`) are everybody's.
fn form_owners(reading: &Reading<'_>, base: &Base, problems: &mut Vec<Problem>) {
    let is_own = |number: &&str| !number.to_ascii_lowercase().starts_with("form");
    let numbers = |service: &Service| service.forms.iter().filter_map(|form| form.number.clone()).collect::<Vec<_>>();
    let mut owners: HashMap<FormKey, &DepartmentId> = HashMap::new();
    for part in base.corpus.departments.iter().filter(|part| !reading.whole.contains(&part.department.id)) {
        for number in part.services.iter().flat_map(numbers).filter(|number| is_own(&number.as_str())) {
            owners.entry(FormKey::of(&number)).or_insert(&part.department.id);
        }
    }
    for (department, record) in &reading.services {
        for (i, form) in record.value.forms.iter().enumerate() {
            let Some(number) = form.number.as_deref().filter(is_own) else { continue };
            let owner = *owners.entry(FormKey::of(number)).or_insert(department);
            if owner != department {
                let reason = format!("form `{number}` belongs to `{owner}` already: is it the same form?");
                problems.push(record.problem(&[Key("forms"), At(i), Key("number")], reason).into_warning());
            }
        }
    }
}
