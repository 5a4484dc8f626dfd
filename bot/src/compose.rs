//! From a decision to the words of a reply, in the language of the citizen. Deterministic; every fact comes from a
//! record and carries its sources.

mod contact;
mod draft;
mod facts;
mod holiday;
mod plain;
mod report;
mod service;
mod small_talk;
mod speaker;
mod start;
mod weather;

use oneask_corpus::model::{Department, DepartmentId, EnquiryId, Field, ServiceId};
use oneask_intents::{Intent, slots::FormNumber};

pub(crate) use contact::contact;
pub(crate) use draft::Composition;
pub(crate) use report::report;
pub(crate) use service::service_ref;
pub(crate) use speaker::Speaker;
pub(crate) use start::start;

use crate::{
    Knowledge, Session,
    dialogue::{FactWanted, Found, Pending, Plan, Search, Topic, payload},
    wire::{Choice, Decision, Part},
};

/// How many items of one fact are shown; the rest is on the department's page.
const MAX_ITEMS: usize = 8;

/// Answers with a record, and offers what else may have been meant.
pub(crate) fn answer(found: &Found, others: &[ServiceId], wanted: FactWanted, next: &mut Session, composition: &mut Composition<'_>) {
    match found {
        Found::Service(id) => {
            next.topic = Some(Topic::Service(id.clone()));
            service::answer(id, wanted, composition);
            offer(others, wanted, next, composition);
        }
        Found::Enquiry(id) => {
            let spoken_of = next.topic.replace(Topic::Enquiry(id.clone()));
            enquiry(id, spoken_of, next, composition);
        }
    }
}

/// Asks which of several services is meant; the forms are those of the likeliest.
pub(crate) fn clarify(candidates: &[ServiceId], wanted: FactWanted, next: &mut Session, composition: &mut Composition<'_>) {
    composition.decision = Decision::Clarify;
    composition.say("你想問以下哪一項？", "Which of these do you mean?");
    if let Some(likeliest) = candidates.first() {
        composition.about_service(likeliest);
    }
    let items = choices(candidates, composition);
    next.pending = Some(Pending::Choice {
        payloads: items.iter().map(|choice| choice.payload.clone()).collect(),
        wanted: wanted.name().into(),
        asked: Some(composition.understanding.text.clone()),
    });
    composition.push(Part::Choices { items });
}

/// Offers other services beside an answer.
fn offer(others: &[ServiceId], wanted: FactWanted, next: &mut Session, composition: &mut Composition<'_>) {
    if others.is_empty() {
        return;
    }
    composition.say("或者你想問的是：", "Or did you mean:");
    let items = choices(others, composition);
    next.pending = Some(Pending::Choice { payloads: items.iter().map(|choice| choice.payload.clone()).collect(), wanted: wanted.name().into(), asked: None });
    composition.push(Part::Choices { items });
}

fn choices(services: &[ServiceId], composition: &Composition<'_>) -> Vec<Choice> {
    choices_of(services, composition.knowledge, composition.speaker())
}

fn choices_of(services: &[ServiceId], knowledge: &Knowledge, speaker: Speaker) -> Vec<Choice> {
    services
        .iter()
        .filter_map(|id| knowledge.service(id))
        .map(|(_, service)| Choice { title: speaker.text(&service.title).into_owned(), payload: payload(&service.id) })
        .collect()
}

/// Nothing is good enough: says so, offers what is near, and names who knows.
pub(crate) fn nothing(search: &Search, near: &[ServiceId], next: &mut Session, composition: &mut Composition<'_>) {
    composition.decision = Decision::Fallback;
    if search.foreign.is_some() {
        return refuse(composition);
    }
    composition.say("抱歉，我未能確定你想問的是哪一項政府服務。", "Sorry, I could not tell which government service you are asking about.");
    if !near.is_empty() {
        offer(near, search.wanted, next, composition);
    }
    let department = search.query.prefer_department.as_ref().and_then(|id| composition.knowledge.department(id));
    hotlines(department, composition);
}

/// What needs no search.
pub(crate) fn without_search(plan: &Plan, next: &mut Session, composition: &mut Composition<'_>) {
    match plan {
        Plan::SwitchLanguage => small_talk::language(composition),
        Plan::Greet => small_talk::greet(composition),
        Plan::Farewell => small_talk::farewell(composition),
        Plan::TalkToHuman => small_talk::human(next, composition),
        Plan::FeedbackAboutBot => small_talk::feedback(next, composition),
        Plan::Refuse => refuse(composition),
        Plan::Weather => weather_turn(next, composition),
        Plan::Holiday => {
            holiday::answer(composition);
            next.topic = Some(Topic::Holiday);
        }
        Plan::Transport { route, stop } => small_talk::transport(route.as_deref(), stop.as_deref(), next, composition),
        Plan::CaseStatus { number } => small_talk::case_status(number.as_deref(), composition),
        Plan::Contact { department, .. } => department_contact(department.as_ref(), next, composition),
        Plan::Form(form) => form_number(form, next, composition),
        Plan::OfTopic(Topic::Service(id), wanted) => answer(&Found::Service(id.clone()), &[], *wanted, next, composition),
        // A fact of an enquiry is one of the service that it belongs to.
        Plan::OfTopic(Topic::Enquiry(id), wanted) => {
            let related = composition.knowledge.enquiry(id).and_then(|(_, enquiry)| enquiry.related.first());
            let found = match related.filter(|_| *wanted != FactWanted::Overview) {
                Some(service) => Found::Service(service.clone()),
                None => Found::Enquiry(id.clone()),
            };
            answer(&found, &[], *wanted, next, composition);
        }
        Plan::OfTopic(_, wanted) | Plan::AskService(wanted) => ask_service(*wanted, next, composition),
        Plan::NextBest(id, wanted) => {
            composition.say("那麼你想問的可能是以下這一項：", "Then this may be what you mean:");
            answer(&Found::Service(id.clone()), &[], *wanted, next, composition);
        }
        Plan::Reword => small_talk::reword(next, composition),
        // The assistant searches for these itself.
        Plan::Search(_) | Plan::Report(_) => {}
    }
}

/// Answers with an enquiry. Where it is about the service that was spoken of, the conversation stays with that service.
fn enquiry(id: &EnquiryId, spoken_of: Option<Topic>, next: &mut Session, composition: &mut Composition<'_>) {
    let Some((department, enquiry)) = composition.knowledge.enquiry(id) else { return refuse(composition) };
    composition.enquiry = Some(id.to_string());
    match spoken_of {
        Some(Topic::Service(service)) if enquiry.related.contains(&service) => {
            composition.about_service(&service);
            next.topic = Some(Topic::Service(service));
        }
        _ => {
            if let Some(service) = enquiry.related.first() {
                composition.about_service(service);
            }
        }
    }
    let speaker = composition.speaker();
    composition.push(Part::Text { text: speaker.text(&enquiry.answer).into_owned() });
    let sources = composition.cite(&enquiry.sources, Field::About);
    if let Some(advice) = composition.advice(enquiry.standing(composition.today()), department) {
        composition.push(Part::Notice { text: advice });
    }
    composition.push_citation(&sources);
    offer(&enquiry.related.iter().take(3).cloned().collect::<Vec<_>>(), FactWanted::Overview, next, composition);
}

fn department_contact(id: Option<&DepartmentId>, next: &mut Session, composition: &mut Composition<'_>) {
    let department = id.and_then(|id| composition.knowledge.department(id));
    if let Some(department) = department {
        next.topic = Some(Topic::Department(department.id.clone()));
    }
    contact(department, composition);
}

fn form_number(form: &FormNumber, next: &mut Session, composition: &mut Composition<'_>) {
    let knowledge = composition.knowledge;
    let services = knowledge.services_of_form(&form.key, composition.today());
    let written = form.written.clone();
    if let Some((first, others)) = services.split_first() {
        next.topic = Some(Topic::Service(first.clone()));
        composition.named_form = Some(form.key.clone());
        let wanted = FactWanted::of(composition.understanding.intent, composition.understanding.slots.aspect);
        service::answer(first, wanted, composition);
        composition.ranked = services.clone();
        offer(&others.iter().take(3).cloned().collect::<Vec<_>>(), wanted, next, composition);
        return;
    }
    composition.decision = Decision::Fallback;
    composition.say(
        format!("我的資料中沒有編號「{written}」的香港政府表格。請核對表格編號；如果是其他地方政府的表格，我未能提供協助。"),
        format!("I know of no Hong Kong government form numbered “{written}”. Please check the number; I cannot help with forms of other governments."),
    );
    let near = knowledge.similar_forms(&form.key, 3);
    if !near.is_empty() {
        let list = near.join(composition.speaker().say("、", ", ").as_str());
        composition.say(format!("編號相近的表格：{list}。"), format!("Forms with similar numbers: {list}."));
        composition.suggestions = near;
    }
    hotlines(None, composition);
}

fn ask_service(wanted: FactWanted, next: &mut Session, composition: &mut Composition<'_>) {
    composition.decision = Decision::Clarify;
    next.pending = Some(Pending::Service { wanted: wanted.name().into() });
    composition.say(
        "請問你想查詢哪一項服務、證件或表格？例如「續領駕駛執照」或表格編號。",
        "Which service, document or form do you mean? For example “renew a driving licence”, or a form number.",
    );
    let examples = [("續領駕駛執照", "Renew a driving licence"), ("補領身份證", "Replace an identity card"), ("申請公屋", "Apply for public housing")];
    composition.suggestions = examples.iter().map(|(tc, en)| composition.speaker().say(tc, *en)).collect();
}

/// Out of scope.
pub(crate) fn refuse(composition: &mut Composition<'_>) {
    composition.decision = Decision::Fallback;
    composition.say(
        "抱歉，這個問題我幫不上忙。我可以解答香港政府的表格、手續、收費、一般查詢、公眾假期和天氣。",
        "Sorry, I cannot help with that. I answer questions about Hong Kong government forms, procedures, fees, general enquiries, public holidays and the weather.",
    );
    composition.suggestions = small_talk::starters(composition.speaker());
}

/// Who knows, where the assistant does not.
fn hotlines(department: Option<&Department>, composition: &mut Composition<'_>) {
    let speaker = composition.speaker();
    let text = match department.and_then(|department| department.hotline.as_ref().map(|hotline| (department, hotline))) {
        Some((department, hotline)) => {
            let name = speaker.text(&department.name);
            speaker.say(
                format!("你可致電{name}（{hotline}），或 1823 政府熱線（24 小時）。"),
                format!("You can call the {name} ({hotline}) or the government hotline 1823 (24 hours)."),
            )
        }
        None => speaker.say("你亦可致電 1823 政府熱線（24 小時）查詢。", "You can also ask the government hotline 1823 (24 hours)."),
    };
    composition.push(Part::Text { text });
}

fn weather_turn(next: &mut Session, composition: &mut Composition<'_>) {
    let slots = &composition.understanding.slots;
    let place = slots.place.as_ref().map(|slot| slot.value.name.tc.clone());
    next.topic = Some(Topic::Weather { place, intent: composition.understanding.intent.unwrap_or(Intent::WeatherCurrent) });
    let answer = weather::answer(&composition.weather_question(), &composition.world.weather, &composition.world.now, composition.speaker());
    composition.decision = answer.decision;
    answer.parts.into_iter().for_each(|part| composition.push(part));
    composition.suggestions = answer.suggestions;
}
