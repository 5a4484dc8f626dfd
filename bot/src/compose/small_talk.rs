//! Turns that are about no record: greetings, people, buses, cases. Honest about what this assistant cannot do.

use super::{Composition, Speaker};
use crate::{
    Session,
    dialogue::{Pending, Topic},
    wire::{Decision, Part},
};

/// Questions to begin with.
pub(super) fn starters(speaker: Speaker) -> Vec<String> {
    [
        ("個車牌就到期，點續？", "How do I renew my driving licence?"),
        ("補領身份證幾錢？", "How much is a replacement identity card?"),
        ("聽日會唔會落雨？", "Will it rain tomorrow?"),
    ]
    .iter()
    .map(|(tc, en)| speaker.say(tc, *en))
    .collect()
}

pub(super) fn greet(composition: &mut Composition<'_>) {
    composition.say(
        "你好！我是一問通。你可以用自己的話問我政府表格、手續、收費、公眾假期或天氣。",
        "Hello, I am OneAsk. Ask me in your own words about government forms, procedures, fees, public holidays or the weather.",
    );
    composition.suggestions = starters(composition.speaker());
}

pub(super) fn farewell(composition: &mut Composition<'_>) {
    composition.say("不用客氣，有需要再問我。", "You are welcome. Ask again any time.");
}

pub(super) fn language(composition: &mut Composition<'_>) {
    composition.say("好的，之後會用中文回答。請問想查詢甚麼？", "All right, I will answer in English from now on. What would you like to know?");
}

pub(super) fn human(next: &mut Session, composition: &mut Composition<'_>) {
    composition.say(
        "我是自動回覆系統，未能轉駁真人。1823 政府熱線 24 小時有職員接聽，亦可電郵 tellme@1823.gov.hk。",
        "I am an automatic assistant and cannot put you through to a person. Staff answer the government hotline 1823 around the clock, and e-mail at tellme@1823.gov.hk.",
    );
    let department = match &next.topic {
        Some(Topic::Service(id)) => composition.knowledge.service(id).map(|(department, _)| department),
        Some(Topic::Enquiry(id)) => composition.knowledge.enquiry(id).map(|(department, _)| department),
        Some(Topic::Department(id)) => composition.knowledge.department(id),
        _ => None,
    };
    if let Some((department, hotline)) = department.and_then(|department| department.hotline.as_ref().map(|hotline| (department, hotline))) {
        let name = composition.speaker().text(&department.name).into_owned();
        composition.say(format!("剛才的事項亦可直接致電{name}：{hotline}。"), format!("For what we just spoke of, the {name} is at {hotline}."));
    }
}

/// Neither the answer nor the next best was meant: what was spoken of is no topic any more.
pub(super) fn reword(next: &mut Session, composition: &mut Composition<'_>) {
    next.topic = None;
    composition.decision = Decision::Clarify;
    composition.say(
        "抱歉，答得不對。可以換個說法再問一次嗎？例如寫出證件、牌照或表格的名稱，以及你想辦甚麼。",
        "Sorry, that was not it. Could you put it another way? For example, name the document, licence or form, and what you want to do.",
    );
}

pub(super) fn feedback(next: &mut Session, composition: &mut Composition<'_>) {
    composition.say(
        "多謝你的意見。如果剛才答得不對，請換個說法再問，或者直接致電 1823。",
        "Thank you for telling me. If the answer was not right, please put the question another way, or call 1823.",
    );
    if next.topic.is_some() {
        composition.suggestions = starters(composition.speaker());
    }
}

/// The state of a case is never invented.
pub(super) fn case_status(number: Option<&str>, composition: &mut Composition<'_>) {
    composition.decision = Decision::Fallback;
    let case = number.map_or_else(String::new, |number| composition.speaker().say(format!("（{number}）"), format!(" ({number})")));
    composition.say(format!("我查不到個別個案或申請{case}的進度。"), format!("I cannot look up the progress of a case or an application{case}."));
    composition.say(
        "向 1823 提出的個案，請致電 1823 並提供個案編號；向部門提交的申請，請直接聯絡該部門。",
        "For a case lodged with 1823, call 1823 with the case number; for an application, contact the department that took it.",
    );
    let title = composition.speaker().say("1823", "1823");
    let url = composition.speaker().say("https://www.1823.gov.hk/tc", "https://www.1823.gov.hk/en");
    composition.push(Part::Link { title, url });
}

/// Asks for route and stop, then says that live times are not connected yet.
pub(super) fn transport(route: Option<&str>, stop: Option<&str>, next: &mut Session, composition: &mut Composition<'_>) {
    if route.is_none() || stop.is_none() {
        composition.decision = Decision::Clarify;
        next.pending = Some(Pending::Transport { route: route.map(str::to_owned), stop: stop.map(str::to_owned) });
        match (route, stop) {
            (Some(route), _) => composition.say(format!("{route} 線，請問在哪個站？"), format!("Route {route}: at which stop?")),
            (None, Some(stop)) => composition.say(format!("在{stop}，請問是哪條路線？"), format!("At {stop}: which route?")),
            (None, None) => composition.say("請問是哪條路線、哪個站？", "Which route, and at which stop?"),
        }
        not_connected(composition);
        return;
    }
    composition.decision = Decision::Fallback;
    let (route, stop) = (route.unwrap_or_default(), stop.unwrap_or_default());
    composition.say(format!("{route} 線（{stop}）：我暫時未能提供實時到站時間。"), format!("Route {route} ({stop}): I cannot give live arrival times yet."));
    operators(composition);
}

fn not_connected(composition: &mut Composition<'_>) {
    let text = composition.speaker().say("實時到站時間暫時未接通，我會告訴你在哪裡查看。", "Live times are not connected yet; I will tell you where to look.");
    composition.push(Part::Notice { text });
    operators(composition);
}

fn operators(composition: &mut Composition<'_>) {
    let speaker = composition.speaker();
    let links = [
        (
            speaker.say("香港出行易（運輸署）", "HKeMobility (Transport Department)"),
            speaker.say("https://www.hkemobility.gov.hk/tc/", "https://www.hkemobility.gov.hk/en/"),
        ),
        (speaker.say("九巴", "KMB"), speaker.say("https://www.kmb.hk/tc/", "https://www.kmb.hk/en/")),
        (speaker.say("城巴", "Citybus"), "https://www.citybus.com.hk/".to_owned()),
    ];
    for (title, url) in links {
        composition.push(Part::Link { title, url });
    }
}
