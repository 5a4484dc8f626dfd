//! Answers about a service: the short answer first, then the facts.

use oneask_corpus::model::{ChannelKind, Credential, Department, Field, Label, Service, ServiceId};

use super::{Composition, Speaker, draft::whom_to_ask, facts, refuse};
use crate::{
    dialogue::FactWanted,
    wire::{DepartmentRef, Part, ServiceRef, Titles},
};

/// Answers one question about a service.
pub(super) fn answer(id: &ServiceId, wanted: FactWanted, composition: &mut Composition<'_>) {
    let Some((department, service)) = composition.knowledge.service(id) else { return refuse(composition) };
    composition.about_service(id);
    let speaker = composition.speaker();
    let text = short_answer(service, department, wanted, composition);
    composition.push(Part::Text { text });
    composition.push(Part::Service {
        id: id.to_string(),
        title: speaker.text(&service.title).into_owned(),
        department: speaker.text(&department.name).into_owned(),
        url: page_of(service, department),
    });
    if wanted == FactWanted::Overview {
        for form in &service.forms {
            composition.push(Part::Form {
                number: form.number.clone().unwrap_or_default(),
                title: speaker.text(&form.title).into_owned(),
                department: speaker.text(&department.name).into_owned(),
                url: form.url.clone(),
                languages: form.languages.clone(),
            });
        }
    }
    for fact in facts::pointed_at(service, department, fields(wanted), composition) {
        composition.push(fact);
    }
    let mut tells = false;
    for &field in fields(wanted) {
        if let Some(fact) = facts::fact(field, service, department, composition) {
            composition.push(fact);
            tells = true;
        }
    }
    // What was asked is not recorded as such; it may stand among the rest.
    for &field in fields(FactWanted::Everything).iter().filter(|field| !tells && !fields(wanted).contains(field)) {
        if let Some(fact) = facts::fact(field, service, department, composition) {
            composition.push(fact);
        }
    }
    composition.suggestions = follow_ups(service, wanted, speaker);
}

/// Which department takes a report, and how it is reached.
pub(super) fn who_takes_it(id: &ServiceId, composition: &mut Composition<'_>) {
    let Some((department, service)) = composition.knowledge.service(id) else { return };
    composition.about_service(id);
    let speaker = composition.speaker();
    let (title, name) = (speaker.text(&service.title), speaker.text(&department.name));
    composition.say(format!("「{title}」由{name}處理。"), format!("{title} is dealt with by the {name}."));
    if let Some(fact) = facts::fact(Field::Channels, service, department, composition) {
        composition.push(fact);
    }
}

/// The fields that a question shows, in the order in which they are read.
const fn fields(wanted: FactWanted) -> &'static [Field] {
    match wanted {
        FactWanted::Overview => &[Field::Fees, Field::Documents, Field::Channels, Field::ProcessingTime, Field::Deadline, Field::NotOnline],
        FactWanted::Everything => {
            &[Field::Eligibility, Field::Fees, Field::ProcessingTime, Field::Deadline, Field::Penalty, Field::Validity, Field::Documents, Field::Channels]
        }
        FactWanted::Fees => &[Field::Fees, Field::Payment],
        FactWanted::Documents => &[Field::Documents],
        FactWanted::Channels => &[Field::Channels, Field::NotOnline, Field::Signature],
        FactWanted::Time => &[Field::ProcessingTime, Field::Deadline],
        FactWanted::Payment => &[Field::Payment, Field::Fees],
        FactWanted::Credential => &[Field::Signature, Field::Channels],
        FactWanted::NotOnline => &[Field::NotOnline, Field::Channels],
        FactWanted::Eligibility => &[Field::Eligibility],
        FactWanted::Deadline => &[Field::Deadline, Field::Penalty],
        FactWanted::Penalty => &[Field::Penalty, Field::Deadline],
        FactWanted::Validity => &[Field::Validity],
    }
}

/// One sentence that answers, before the details. What the record does not say, it does not say either.
fn short_answer(service: &Service, department: &Department, wanted: FactWanted, composition: &Composition<'_>) -> String {
    let speaker = composition.speaker();
    let title = speaker.text(&service.title);
    let name = speaker.text(&department.name);
    let unknown = |what_tc: &str, what_en: &str| {
        let whom = whom_to_ask(speaker, department);
        speaker.say(
            format!("我的資料沒有列出「{title}」的{what_tc}，請向{whom}查詢。"),
            format!("I have no information on {what_en} for “{title}”; please ask {whom}."),
        )
    };
    match wanted {
        FactWanted::Overview | FactWanted::Everything => overview(service, composition, &title, &name),
        FactWanted::Fees => match facts::fees_in_short(service, composition) {
            Some(fees) => speaker.say(format!("「{title}」：{fees}。"), format!("{title}: {fees}.")),
            None => unknown("收費", "the fee"),
        },
        FactWanted::Documents if service.documents.is_empty() => unknown("所需文件", "the documents"),
        FactWanted::Documents => {
            let count = service.documents.len();
            speaker.say(format!("辦理「{title}」要準備以下 {count} 項文件。"), format!("For “{title}”, have these ready ({count})."))
        }
        FactWanted::Channels => channels(service, composition).unwrap_or_else(|| unknown("辦理方法", "how to apply")),
        FactWanted::Time if service.processing_time.is_empty() && service.deadline.is_none() => unknown("所需時間", "how long it takes"),
        FactWanted::Time => match service.processing_time.first() {
            Some(time) => {
                let by = time.channel.map_or_else(String::new, |channel| {
                    let label = channel.label();
                    speaker.say(format!("（{}）", label.tc), format!(" ({})", label.en.to_lowercase()))
                });
                speaker.say(format!("「{title}」所需時間：{}{by}。", facts::bare(&time.tc)), format!("{title}: {}{by}.", facts::bare(&time.en)))
            }
            None => speaker.say(format!("「{title}」的限期如下。"), format!("The deadline for “{title}”:")),
        },
        FactWanted::Payment if service.payment.is_empty() => unknown("付款方法", "how to pay"),
        FactWanted::Payment => {
            let list = facts::payment_list(service, speaker);
            speaker.say(format!("「{title}」可用{list}付款。"), format!("You can pay for “{title}” by {list}."))
        }
        FactWanted::Credential => credential(service, composition).unwrap_or_else(|| unknown("網上登入或簽署的要求", "what is needed to sign in or to sign")),
        FactWanted::NotOnline => not_online(service, composition).unwrap_or_else(|| unknown("未能網上辦理的原因", "why it cannot be done online")),
        FactWanted::Eligibility if service.eligibility.is_empty() => unknown("申請資格", "who can apply"),
        FactWanted::Eligibility => speaker.say(format!("「{title}」的申請資格如下。"), format!("Who can apply for “{title}”:")),
        FactWanted::Deadline => sentence(&service.deadline, "限期", "deadline", speaker, &title).unwrap_or_else(|| unknown("限期", "a deadline")),
        FactWanted::Penalty => sentence(&service.penalty, "逾期或違規的後果", "penalty", speaker, &title).unwrap_or_else(|| unknown("罰則", "a penalty")),
        FactWanted::Validity => sentence(&service.validity, "有效期", "validity", speaker, &title).unwrap_or_else(|| unknown("有效期", "how long it is valid")),
    }
}

fn sentence(text: &Option<oneask_corpus::model::Text>, what_tc: &str, what_en: &str, speaker: Speaker, title: &str) -> Option<String> {
    let text = text.as_ref()?;
    let value = speaker.text(text);
    let value = facts::bare(&value);
    Some(speaker.say(format!("「{title}」的{what_tc}：{value}。"), format!("{title}, {what_en}: {value}.")))
}

fn overview(service: &Service, composition: &Composition<'_>, title: &str, department: &str) -> String {
    let speaker = composition.speaker();
    let numbers: Vec<&str> = service.forms.iter().filter_map(|form| form.number.as_deref()).take(2).collect();
    let fees = facts::fees_in_short(service, composition);
    let mut text = match numbers.as_slice() {
        [] => speaker.say(format!("「{title}」由{department}辦理"), format!("{title} is handled by the {department}")),
        numbers => {
            let list = numbers.join(&speaker.say(" 或 ", " or "));
            speaker.say(format!("{title}：用表格 {list}（{department}）"), format!("{title}: use form {list} ({department})"))
        }
    };
    if let Some(fees) = fees {
        text.push_str(&speaker.say(format!("；{fees}"), format!("; {fees}")));
    }
    text.push_str(&speaker.say("。", "."));
    text
}

fn channels(service: &Service, composition: &Composition<'_>) -> Option<String> {
    let speaker = composition.speaker();
    let title = speaker.text(&service.title);
    let open: Vec<_> = service.channels_on(composition.today()).collect();
    if open.is_empty() && service.not_online.is_none() {
        return None;
    }
    let online = open.iter().any(|channel| channel.kind.is_online());
    if online {
        let needs = credentials(service, composition);
        let needs =
            if needs.is_empty() { String::new() } else { speaker.say(format!("，需要{}", needs.join("或")), format!(", with {}", needs.join(" or "))) };
        return Some(speaker.say(format!("可以，「{title}」可以在網上辦理{needs}。"), format!("Yes, “{title}” can be done online{needs}.")));
    }
    let mut ways: Vec<ChannelKind> = open.iter().map(|channel| channel.kind).filter(|kind| *kind != ChannelKind::Phone).collect();
    ways.sort();
    ways.dedup();
    let ways: Vec<String> = ways.into_iter().map(|kind| speaker.text(&kind.label()).to_lowercase()).collect();
    if ways.is_empty() {
        return not_online(service, composition);
    }
    let ways = ways.join(&speaker.say("、", ", "));
    Some(speaker.say(
        format!("我的資料沒有列出「{title}」的網上辦理方法，可以用以下途徑：{ways}。"),
        format!("I know of no way to do “{title}” online. It can be done: {ways}."),
    ))
}

/// The credentials of the online channels that are open.
fn credentials(service: &Service, composition: &Composition<'_>) -> Vec<String> {
    let mut needs: Vec<Credential> = Vec::new();
    let online = service.channels_on(composition.today()).filter(|channel| channel.kind.is_online());
    for need in online.filter_map(|channel| channel.needs).filter(|need| *need != Credential::None) {
        if !needs.contains(&need) {
            needs.push(need);
        }
    }
    needs.into_iter().map(|need| composition.speaker().text(&need.label()).into_owned()).collect()
}

fn credential(service: &Service, composition: &Composition<'_>) -> Option<String> {
    let speaker = composition.speaker();
    let title = speaker.text(&service.title);
    let mut needs = credentials(service, composition);
    for need in service.signature.iter().filter(|need| **need != Credential::None) {
        let label = speaker.text(&need.label()).into_owned();
        if !needs.contains(&label) {
            needs.push(label);
        }
    }
    if needs.is_empty() {
        let online = service.channels_on(composition.today()).find(|channel| channel.kind.is_online())?;
        return (online.needs == Some(Credential::None)).then(|| {
            speaker.say(format!("網上辦理「{title}」無須登入或數碼簽署。"), format!("Doing “{title}” online needs no login and no digital signature."))
        });
    }
    Some(
        speaker
            .say(format!("「{title}」的登入或簽署方式：{}（任擇其一）。", needs.join("、")), format!("For “{title}” you need one of: {}.", needs.join(", "))),
    )
}

fn not_online(service: &Service, composition: &Composition<'_>) -> Option<String> {
    let speaker = composition.speaker();
    let title = speaker.text(&service.title);
    if let Some(reason) = &service.not_online {
        let label = reason.reason.label();
        let tc = reason.tc.as_deref().unwrap_or(&label.tc);
        let en = reason.en.as_deref().unwrap_or(&label.en);
        return Some(
            speaker
                .say(format!("「{title}」不能全程在網上辦理：{}。", facts::bare(tc)), format!("“{title}” cannot be done wholly online: {}.", facts::bare(en))),
        );
    }
    service
        .channels_on(composition.today())
        .any(|channel| channel.kind.is_online())
        .then(|| speaker.say(format!("其實「{title}」可以在網上辦理。"), format!("In fact “{title}” can be done online.")))
}

/// What one might ask next: facts that the record has and this answer did not show.
fn follow_ups(service: &Service, wanted: FactWanted, speaker: Speaker) -> Vec<String> {
    let questions = [
        (FactWanted::Fees, Field::Fees, "收費幾多？", "How much is it?"),
        (FactWanted::Documents, Field::Documents, "要帶甚麼文件？", "What documents do I need?"),
        (FactWanted::Channels, Field::Channels, "網上可以辦嗎？", "Can I do it online?"),
        (FactWanted::Time, Field::ProcessingTime, "要等多久？", "How long does it take?"),
        (FactWanted::Eligibility, Field::Eligibility, "誰可以申請？", "Who can apply?"),
        (FactWanted::Validity, Field::Validity, "有效期多長？", "How long is it valid?"),
    ];
    let shown = fields(wanted);
    questions
        .into_iter()
        .filter(|(fact, field, ..)| *fact != wanted && !shown.contains(field) && field.is_filled(service))
        .map(|(_, _, tc, en)| speaker.say(tc, en))
        .take(3)
        .collect()
}

fn page_of(service: &Service, department: &Department) -> Option<String> {
    service.channels.iter().filter(|channel| channel.kind.is_online()).find_map(|channel| channel.url.clone()).or_else(|| department.website.clone())
}

/// A service in the ranked list.
pub(crate) fn service_ref(department: &Department, service: &Service, score: f32) -> ServiceRef {
    ServiceRef {
        id: service.id.to_string(),
        title: Titles { tc: service.title.tc.clone(), en: service.title.en.clone() },
        department: DepartmentRef { id: department.id.to_string(), tc: department.name.tc.clone(), en: department.name.en.clone() },
        forms: service.forms.iter().filter_map(|form| form.number.clone()).collect(),
        score: (f64::from(score) * 100.0).round() / 100.0,
    }
}
