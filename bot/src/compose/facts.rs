//! One field of a service as a part of an answer, with its sources and the advice to confirm it.

use oneask_corpus::model::{Channel, Copy, Credential, Department, Fee, Field, Hkd, Label, Service};

use super::{Composition, MAX_ITEMS, Speaker};
use crate::wire::{FactItem, Part};

/// A field as a part, or nothing where the record says nothing or has no source for it.
pub(super) fn fact(field: Field, service: &Service, department: &Department, composition: &mut Composition<'_>) -> Option<Part> {
    let mut items = items_of(field, service, composition);
    if items.is_empty() {
        return None;
    }
    items.truncate(MAX_ITEMS);
    part(field, items, service, department, composition)
}

fn part(field: Field, items: Vec<FactItem>, service: &Service, department: &Department, composition: &mut Composition<'_>) -> Option<Part> {
    let speaker = composition.speaker();
    let sources = composition.cite(&service.sources, field);
    if sources.is_empty() {
        return None;
    }
    let advice = composition.advice(service.standing(field, composition.today()), department);
    Some(Part::Fact { field: field.name().to_owned(), title: heading(field, speaker), items, advice, sources })
}

/// The share of a question's weight from which an item may be what it points at.
const POINTED_AT: f32 = 0.15;
/// Items within this share of the best are pointed at as well.
const AS_WELL: f32 = 0.7;
/// How many items a question points at.
const MOST_POINTED_AT: usize = 3;

/// The items of other fields than those `shown` that have most of a question's words: 「六十七歲要唔要驗身」 asks for no fact by its
/// name, and one line of the documents answers it.
pub(super) fn pointed_at(service: &Service, department: &Department, shown: &[Field], composition: &mut Composition<'_>) -> Vec<Part> {
    let Some(mut wording) = composition.pointing.take() else { return Vec::new() };
    let mut items: Vec<(f32, Field, FactItem)> = Vec::new();
    for field in Field::FACTS {
        for item in items_of(field, service, composition) {
            let share = wording.share_in(&format!("{} {}", item.text, item.note.as_deref().unwrap_or_default()));
            items.push((share, field, item));
        }
    }
    let best = items.iter().map(|(share, ..)| *share).fold(0.0, f32::max);
    items.retain(|(share, field, _)| *share >= POINTED_AT.max(best * AS_WELL) && !shown.contains(field));
    items.sort_by(|(one, ..), (other, ..)| other.total_cmp(one));
    items.truncate(MOST_POINTED_AT);
    let parts = items.into_iter().filter_map(|(_, field, item)| part(field, vec![item], service, department, composition));
    parts.collect()
}

fn heading(field: Field, speaker: Speaker) -> String {
    let (tc, en) = match field {
        Field::Fees => ("費用", "Fee"),
        Field::Documents => ("所需文件", "Documents"),
        Field::Channels => ("辦理方法", "How to apply"),
        Field::ProcessingTime => ("所需時間", "Processing time"),
        Field::Deadline => ("限期", "Deadline"),
        Field::Penalty => ("罰則", "Penalty"),
        Field::Eligibility => ("資格", "Who can apply"),
        Field::Payment => ("付款方法", "How to pay"),
        Field::Validity => ("有效期", "Validity"),
        Field::Signature => ("簽署", "Signature"),
        Field::NotOnline => ("為何不能網上辦理", "Why not online"),
        Field::Forms => ("表格", "Forms"),
        Field::About => ("資料", "About"),
    };
    speaker.say(tc, en)
}

fn items_of(field: Field, service: &Service, composition: &Composition<'_>) -> Vec<FactItem> {
    let speaker = composition.speaker();
    let text = |tc: &str, en: &str| plain(speaker.say(tc, en));
    let one = |value: &Option<oneask_corpus::model::Text>| value.iter().map(|value| plain(speaker.text(value).into_owned())).collect();
    match field {
        Field::Fees => service.fees_on(composition.today()).map(|item| fee(item, speaker)).collect(),
        Field::Documents => service
            .documents
            .iter()
            .map(|document| {
                let copy = document.copy.map(|copy: Copy| copy.label());
                let name = match copy {
                    // A name that says it already needs no bracket.
                    Some(copy) if !document.tc.contains(&copy.tc) => {
                        speaker.say(format!("{}（{}）", document.tc, copy.tc), format!("{} ({})", document.en, copy.en))
                    }
                    _ => speaker.say(&document.tc, document.en.clone()),
                };
                FactItem { text: name, note: document.when.as_ref().map(|when| speaker.text(when).into_owned()), url: None }
            })
            .collect(),
        Field::Channels => service.channels_on(composition.today()).map(|item| channel(item, speaker)).collect(),
        Field::ProcessingTime => service
            .processing_time
            .iter()
            .map(|time| FactItem {
                text: speaker.say(&time.tc, time.en.clone()),
                note: time.channel.map(|channel| speaker.text(&channel.label()).into_owned()),
                url: None,
            })
            .collect(),
        Field::Deadline => one(&service.deadline),
        Field::Penalty => one(&service.penalty),
        Field::Validity => one(&service.validity),
        Field::Eligibility => service.eligibility.iter().map(|item| plain(speaker.text(item).into_owned())).collect(),
        Field::Payment if service.payment.is_empty() => Vec::new(),
        Field::Payment => vec![plain(payment_list(service, speaker))],
        Field::Signature => {
            let ways: Vec<String> =
                service.signature.iter().filter(|way| **way != Credential::None).map(|way| speaker.text(&way.label()).into_owned()).collect();
            if ways.is_empty() { Vec::new() } else { vec![plain(ways.join(&speaker.say("或", " or ")))] }
        }
        Field::NotOnline => service
            .not_online
            .iter()
            .map(|reason| {
                let label = reason.reason.label();
                text(reason.tc.as_deref().unwrap_or(&label.tc), reason.en.as_deref().unwrap_or(&label.en))
            })
            .collect(),
        Field::Forms | Field::About => Vec::new(),
    }
}

fn plain(text: String) -> FactItem {
    FactItem { text, note: None, url: None }
}

fn fee(fee: &Fee, speaker: Speaker) -> FactItem {
    let what = speaker.say(&fee.tc, fee.en.clone());
    let text = match fee.hkd {
        Some(amount) if amount.is_free() => {
            let free = speaker.say("免費", "free");
            if what.to_lowercase().contains(&free) { what } else { speaker.say(format!("{what}：{free}"), format!("{what}: {free}")) }
        }
        Some(amount) => speaker.say(format!("{what}：{amount}"), format!("{what}: {amount}")),
        None => what,
    };
    FactItem { text, note: fee.when.as_ref().map(|when| speaker.text(when).into_owned()), url: None }
}

fn channel(channel: &Channel, speaker: Speaker) -> FactItem {
    let kind = channel.kind.label();
    let place = channel.at.as_ref().map(|at| speaker.text(at).into_owned());
    let text = match place {
        Some(place) => speaker.say(format!("{}：{place}", kind.tc), format!("{}: {place}", kind.en)),
        None => speaker.text(&kind).into_owned(),
    };
    let note = channel.needs.filter(|_| channel.kind.is_online()).map(|needs| match needs {
        Credential::None => speaker.text(&needs.label()).into_owned(),
        needs => {
            let label = needs.label();
            speaker.say(format!("需要{}", label.tc), format!("needs {}", label.en))
        }
    });
    FactItem { text, note, url: channel.url.clone() }
}

/// The ways to pay in one line.
pub(super) fn payment_list(service: &Service, speaker: Speaker) -> String {
    let ways: Vec<String> = service.payment.iter().map(|way| speaker.text(&way.label()).into_owned()).collect();
    ways.join(&speaker.say("、", ", "))
}

/// The fees in a few words: free, one amount, or from the least.
pub(super) fn fees_in_short(service: &Service, composition: &Composition<'_>) -> Option<String> {
    let speaker = composition.speaker();
    let fees: Vec<&Fee> = service.fees_on(composition.today()).collect();
    let amounts: Vec<(Hkd, &Fee)> = fees.iter().filter_map(|fee| fee.hkd.map(|amount| (amount, *fee))).collect();
    let sourced = service.sources.iter().any(|source| source.covers(Field::Fees));
    match amounts.as_slice() {
        _ if !sourced => None,
        [] => None,
        all if all.iter().all(|(amount, _)| amount.is_free()) && fees.len() == all.len() => Some(speaker.say("免費", "free of charge")),
        [(amount, fee)] if fees.len() == 1 => {
            let when = fee.when.as_ref().map_or_else(String::new, |when| speaker.say(format!("（{}）", when.tc), format!(" ({})", when.en)));
            Some(speaker.say(format!("費用 {amount}{when}"), format!("the fee is {amount}{when}")))
        }
        all => {
            let (first, fee) = all[0];
            let what = bare(&speaker.say(&fee.tc, fee.en.clone())).to_owned();
            let what = fee.when.as_ref().map_or_else(|| what.clone(), |when| speaker.say(format!("{what}，{}", when.tc), format!("{what}, {}", when.en)));
            Some(speaker.say(format!("費用視乎情況，例如 {first}（{what}）"), format!("the fee depends, for example {first} ({what})")))
        }
    }
}

/// A sentence without its full stop, to stand inside another.
pub(super) fn bare(text: &str) -> &str {
    text.trim_end_matches(['。', '.', '；', ';', ' '])
}
