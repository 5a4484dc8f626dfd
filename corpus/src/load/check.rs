//! What the types cannot say: references, coverage by sources, dates, scripts, addresses.

use std::collections::BTreeMap;

use jiff::civil::Date;
use url::Url;

use super::{
    Problem,
    toml_file::{DepartmentFile, Record, Step, Step::At, Step::Key},
};
use crate::{
    model::{Field, FormKey, Service, Source, Text},
    text::is_han,
};

/// Checks the records of all files together.
pub(super) fn records(files: &[DepartmentFile<'_>], problems: &mut Vec<Problem>) {
    duplicates(files, problems);
    references(files, problems);
    form_owners(files, problems);
    for file in files {
        if let Some(department) = &file.department {
            let mut at = |path: &[Step<'_>], reason: String| problems.push(file.problem(department, path, reason));
            sources(&department.value.sources, &mut at);
            text(&department.value.name, &[Key("name")], &mut at);
            if let Some(address) = &department.value.address {
                text(address, &[Key("address")], &mut at);
            }
            if let Some(website) = &department.value.website {
                url(website, &[Key("website")], &mut at);
            }
        }
        for record in &file.services {
            service(file, record, problems);
        }
        for record in &file.enquiries {
            let enquiry = &record.value;
            let mut at = |path: &[Step<'_>], reason: String| problems.push(file.problem(record, path, reason));
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
    }
}

fn service(file: &DepartmentFile<'_>, record: &Record<'_, Service>, problems: &mut Vec<Problem>) {
    let service = &record.value;
    let mut at = |path: &[Step<'_>], reason: String| problems.push(file.problem(record, path, reason));
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
        let problem = file.problem(record, &[], format!("service `{}` has no aliases: add what people call it", service.id));
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
    texts.extend(service.forms.iter().enumerate().map(|(i, form)| (vec![Key("forms"), At(i), Key("title")], &form.title)));
    texts
}

fn text(value: &Text, path: &[Step<'_>], at: &mut impl FnMut(&[Step<'_>], String)) {
    if value.tc.trim().is_empty() || value.en.trim().is_empty() {
        at(path, "a text needs both `tc` and `en`".into());
    }
    english(&value.en, path, at);
}

fn english(value: &str, path: &[Step<'_>], at: &mut impl FnMut(&[Step<'_>], String)) {
    if let Some(han) = value.chars().find(|&c| is_han(c)) {
        let mut path = path.to_vec();
        path.push(Key("en"));
        at(&path, format!("the English text has the Chinese character `{han}`: write it in English"));
    }
}

fn url(value: &str, path: &[Step<'_>], at: &mut impl FnMut(&[Step<'_>], String)) {
    let usable = Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    if !usable {
        at(path, format!("`{value}` is not an address: write https://…"));
    }
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

/// The same id twice, of services, enquiries or departments.
fn duplicates(files: &[DepartmentFile<'_>], problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<(&str, String), &str> = BTreeMap::new();
    for file in files {
        let departments = file.department.iter().map(|record| ("department", record.value.id.as_str(), file.problem(record, &[Key("id")], String::new())));
        let services = file.services.iter().map(|record| ("service", record.value.id.as_str(), file.problem(record, &[Key("id")], String::new())));
        let enquiries = file.enquiries.iter().map(|record| ("enquiry", record.value.id.as_str(), file.problem(record, &[Key("id")], String::new())));
        for (kind, id, mut problem) in departments.chain(services).chain(enquiries) {
            if let Some(first) = seen.get(&(kind, id.to_owned())) {
                problem.reason = format!("{kind} `{id}` stands in `{first}` already: give one of them another id, or join them");
                problems.push(problem);
            } else {
                seen.insert((kind, id.to_owned()), file.name);
            }
        }
    }
}

/// Related services that do not exist, with the nearest that does.
fn references(files: &[DepartmentFile<'_>], problems: &mut Vec<Problem>) {
    let known: Vec<&str> = files.iter().flat_map(|file| &file.services).map(|record| record.value.id.as_str()).collect();
    let missing = |id: &str| {
        let nearest = known.iter().map(|&other| (strsim::normalized_damerau_levenshtein(id, other), other)).max_by(|a, b| a.0.total_cmp(&b.0));
        let hint = nearest.filter(|(likeness, _)| *likeness > 0.6).map_or_else(String::new, |(_, other)| format!(": did you mean `{other}`?"));
        format!("there is no service `{id}`{hint}")
    };
    for file in files {
        for record in &file.services {
            for (i, id) in record.value.related.iter().enumerate().filter(|(_, id)| !known.contains(&id.as_str())) {
                problems.push(file.problem(record, &[Key("related"), At(i)], missing(id.as_str())));
            }
        }
        for record in &file.enquiries {
            for (i, id) in record.value.related.iter().enumerate().filter(|(_, id)| !known.contains(&id.as_str())) {
                problems.push(file.problem(record, &[Key("related"), At(i)], missing(id.as_str())));
            }
        }
    }
}

/// A form number that another department uses too; plain numbers (`Form 1`) are everybody's.
fn form_owners(files: &[DepartmentFile<'_>], problems: &mut Vec<Problem>) {
    let mut owners: BTreeMap<FormKey, &str> = BTreeMap::new();
    for file in files {
        for record in &file.services {
            for (i, form) in record.value.forms.iter().enumerate() {
                let Some(number) = form.number.as_deref().filter(|number| !number.to_ascii_lowercase().starts_with("form")) else { continue };
                match owners.get(&FormKey::of(number)) {
                    Some(owner) if *owner != file.name => {
                        let reason = format!("form `{number}` is in `{owner}` too: is it the same form?");
                        problems.push(file.problem(record, &[Key("forms"), At(i)], reason).into_warning());
                    }
                    Some(_) => {}
                    None => {
                        owners.insert(FormKey::of(number), file.name);
                    }
                }
            }
        }
    }
}
