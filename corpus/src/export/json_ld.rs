//! Services as schema.org's `GovernmentService`: <https://schema.org/GovernmentService>.

use serde_json::{Value, json};

use crate::model::{Channel, Corpus, Department, ProcessingTime, Service, Text};

pub(super) fn document(corpus: &Corpus) -> Value {
    let graph: Vec<Value> = corpus.services().map(|(department, service)| one(department, service)).collect();
    json!({ "@context": "https://schema.org", "@graph": graph })
}

fn localized(text: &Text) -> Value {
    both(&text.tc, &text.en)
}

fn both(tc: &str, en: &str) -> Value {
    json!([{ "@value": tc, "@language": "zh-Hant" }, { "@value": en, "@language": "en" }])
}

fn one(department: &Department, service: &Service) -> Value {
    let mut object = json!({
        "@type": "GovernmentService",
        "identifier": service.id,
        "name": localized(&service.title),
        "serviceOperator": { "@type": "GovernmentOrganization", "identifier": department.id, "name": localized(&department.name), "url": department.website },
        "areaServed": { "@type": "AdministrativeArea", "name": "Hong Kong" },
        "availableChannel": service.channels.iter().zip(times(service)).map(|(channel, time)| self::channel(channel, time)).collect::<Vec<_>>(),
        "offers": service.fees.iter().map(|fee| json!({
            "@type": "Offer", "price": fee.hkd, "priceCurrency": "HKD", "description": both(&fee.tc, &fee.en),
            "validFrom": fee.from, "validThrough": fee.to,
        })).collect::<Vec<_>>(),
        "subjectOf": service.forms.iter().map(|form| json!({
            "@type": "DigitalDocument", "identifier": form.number, "name": localized(&form.title), "url": form.url,
        })).collect::<Vec<_>>(),
    });
    if let Some(audience) = &service.audience {
        object["audience"] = json!({ "@type": "Audience", "audienceType": localized(audience) });
    }
    object
}

/// The processing time that stands with each channel: the first of its kind has it. A service whose times do not all
/// belong to channels, in their order, shows none: half of them would be wrong.
fn times(service: &Service) -> Vec<Option<&ProcessingTime>> {
    let mut left = service.processing_time.iter().peekable();
    let times: Vec<Option<&ProcessingTime>> = service.channels.iter().map(|channel| left.next_if(|time| time.channel == Some(channel.kind))).collect();
    if left.peek().is_some() { vec![None; times.len()] } else { times }
}

fn channel(channel: &Channel, time: Option<&ProcessingTime>) -> Value {
    let mut object = json!({ "@type": "ServiceChannel", "additionalType": channel.kind });
    if let Some(url) = &channel.url {
        object["serviceUrl"] = url.as_str().into();
    }
    if let Some(at) = &channel.at {
        object["serviceLocation"] = json!({ "@type": "Place", "name": localized(at) });
    }
    if let Some(time) = time {
        object["processingTime"] = both(&time.tc, &time.en);
    }
    object
}
