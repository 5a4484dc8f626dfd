//! Warnings and signals: which are in force, since when, and what the Observatory says of them.

mod in_force;

use jiff::Timestamp;

use super::{
    Asked, WeatherAnswer, forecast,
    page::{Card, Page, observatory, rfc3339},
    say, when,
    wish::{Wish, warning_asked},
};
use crate::{
    weather::{Freshness, warning_name},
    wire::{Decision, Warning, WeatherWarning},
};
use in_force::{InForce, List};

/// Answers which warnings are in force.
pub(super) fn answer(asked: &Asked<'_>) -> WeatherAnswer {
    let mut page = Page::new();
    match List::of(asked) {
        Some(list) => {
            page.say(lead_of(&list, asked));
            if let Some(others) = others(&list, asked) {
                page.say(others);
            }
            list.show(&mut page, asked);
        }
        None => without_list(&mut page, asked),
    }
    if asked.wants(Wish::School) {
        page.say(asked.speaker.say(
            "學校會否停課由教育局宣布，請同時留意教育局的公布。",
            "Whether schools close is announced by the Education Bureau: please look out for its announcements too.",
        ));
    }
    cyclone(&mut page, asked);
    tips(&mut page, asked);
    if asked.question.dates.is_some_and(|(_, to)| to > asked.today) {
        page.say(asked.speaker.say(
            "日後會否發出警告，以天文台屆時公布為準。",
            "Whether warnings will be issued on a later day, only the Observatory can say when the time comes.",
        ));
        forecast::add_days(&mut page, asked);
    }
    page.finish(asked)
}

/// The warnings in force in one sentence, for an answer about something else; nothing unless the list can be relied on.
pub(super) fn in_short(asked: &Asked<'_>) -> Option<String> {
    let list = List::of(asked)?;
    let reliable = list.freshness(asked) == Freshness::Fresh && !list.in_force.is_empty();
    reliable.then(|| all(&list, asked))
}

/// The warnings in force, each with when it was issued, and from when the list is.
pub(super) fn banner(asked: &Asked<'_>) -> (Vec<Warning>, Option<String>) {
    let Some(list) = List::of(asked) else { return (Vec::new(), None) };
    let speaker = asked.speaker;
    let in_words = |time| when::time(time, asked.today, speaker);
    let as_of = list.as_of().map(|time| speaker.say(format!("截至{}", in_words(time)), format!("as of {}", in_words(time))));
    let stale = list.freshness(asked) != Freshness::Fresh;
    let warnings = list.in_force.iter().map(|warning| {
        let mut issued = match warning.issued_at.map(in_words) {
            Some(time) => speaker.say(format!("{time}發出"), format!("issued at {time}")),
            None => speaker.say("發出時間不詳", "time of issue unknown"),
        };
        if stale {
            let as_of = as_of.as_deref().unwrap_or_default();
            issued.push_str(&speaker.say(format!("（資料{as_of}，可能已經過時）"), format!(" ({as_of}; may be out of date)")));
        }
        Warning { title: warning.name(&list, asked), text: list.contents(warning, asked).join("\n"), issued, url: observatory(speaker).to_owned(), stale }
    });
    (warnings.collect(), as_of)
}

/// The short answer.
fn lead_of(list: &List<'_>, asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    let Some(code) = warning_asked(&asked.question.text) else {
        return if list.in_force.is_empty() { none_at_all(list, asked) } else { all(list, asked) };
    };
    let matching: Vec<&InForce> = list.in_force.iter().filter(|warning| warning.is(code)).collect();
    if !matching.is_empty() {
        return in_force_sentence(&matching, list, asked);
    }
    let mut name = warning_name(code).map_or_else(|| code.to_owned(), |name| speaker.text(name).into_owned());
    if code == "WTCSGNL" {
        name.push_str(&speaker.say("（風球）", ""));
    }
    let mut sentence = if list.complete {
        match list.as_of_unless_now(asked) {
            None => speaker.say(format!("現時沒有{name}生效。"), format!("No {name} is in force now.")),
            Some(time) => speaker.say(format!("截至{time}，沒有{name}生效。"), format!("As of {time}, no {name} was in force.")),
        }
    } else {
        speaker.say(
            format!("未能確定{name}是否生效，請到香港天文台網頁核實。"),
            format!("I cannot tell whether a {name} is in force: please check on the Hong Kong Observatory's website."),
        )
    };
    if let Some(time) = list.cyclone_signals_cancelled.filter(|_| is_cyclone(code)) {
        let time = when::time(time, asked.today, speaker);
        sentence.push_str(
            &speaker.say(format!("所有熱帶氣旋警告信號已在{time}取消。"), format!(" All tropical cyclone warning signals were cancelled at {time}.")),
        );
    }
    sentence
}

/// What else is in force, where the question named a warning.
fn others(list: &List<'_>, asked: &Asked<'_>) -> Option<String> {
    let code = warning_asked(&asked.question.text)?;
    let (named, others): (Vec<&InForce>, Vec<&InForce>) = list.in_force.iter().partition(|warning| warning.is(code));
    if named.is_empty() || others.is_empty() {
        return (!others.is_empty()).then(|| in_force_sentence(&others, list, asked));
    }
    let others = list_of(&others, list, asked);
    Some(asked.speaker.say(format!("另外生效：{others}。"), format!("Also in force: {others}.")))
}

fn none_at_all(list: &List<'_>, asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    if !list.complete {
        return speaker.say(
            "未能完整讀取天文台的警告清單，請到香港天文台網頁核實。",
            "I cannot read the Observatory's list of warnings in full: please check on its website.",
        );
    }
    match list.as_of_unless_now(asked) {
        None => speaker.say("現時沒有天氣警告生效。", "No weather warning is in force now."),
        Some(time) => speaker.say(format!("截至{time}，沒有天氣警告生效。"), format!("As of {time}, no weather warning was in force.")),
    }
}

fn all(list: &List<'_>, asked: &Asked<'_>) -> String {
    in_force_sentence(&list.in_force.iter().collect::<Vec<_>>(), list, asked)
}

/// 「現正生效：黃色火災危險警告（3月22日上午10時45分發出）。」
fn in_force_sentence(warnings: &[&InForce], list: &List<'_>, asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    let named = list_of(warnings, list, asked);
    match list.as_of_unless_now(asked) {
        None => speaker.say(format!("現正生效：{named}。"), format!("In force now: {named}.")),
        Some(time) => speaker.say(format!("截至{time}生效：{named}。"), format!("In force as of {time}: {named}.")),
    }
}

/// Their names, with the times from which they are in force.
fn list_of(warnings: &[&InForce], list: &List<'_>, asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    let named = warnings.iter().map(|warning| {
        let name = warning.name(list, asked);
        match warning.issued_at.map(|time| when::time(time, asked.today, speaker)) {
            Some(time) => speaker.say(format!("{name}（{time}發出）"), format!("{name} (issued at {time})")),
            None => name,
        }
    });
    say::list(&named.collect::<Vec<_>>(), speaker)
}

/// No list of warnings was ever received; the report of the weather now may speak of some.
fn without_list(page: &mut Page, asked: &Asked<'_>) {
    let speaker = asked.speaker;
    page.decision = Decision::Fallback;
    page.say(speaker.say(
        "暫時未能取得香港天文台的天氣警告資料，請到天文台網頁查看。",
        "I cannot get the Hong Kong Observatory's weather warnings at the moment. Please see its website.",
    ));
    if let Some(current) = asked.weather.current(asked.reader) {
        let messages = current.value.warning_messages.iter().filter_map(|message| current.in_words(message, speaker.language()));
        let messages: Vec<String> = messages.collect();
        if !messages.is_empty() {
            page.say(format!("{}{}", speaker.say("天文台的天氣報告提到：", "Its weather report says: "), messages.join(" ")));
            page.caution(current, asked);
        }
    }
}

/// Where a tropical cyclone is, if that is asked after and the Observatory says.
fn cyclone(page: &mut Page, asked: &Asked<'_>) {
    if !warning_asked(&asked.question.text).is_some_and(is_cyclone) {
        return;
    }
    let language = asked.speaker.language();
    if let Some(local) = asked.weather.local(asked.reader).filter(|local| local.freshness(asked.reader.now) == Freshness::Fresh)
        && let Some(words) = local.value.cyclone.as_ref().and_then(|words| local.in_words(words, language))
    {
        page.say(words);
        return;
    }
    if let Some(current) = asked.weather.current(asked.reader).filter(|current| current.freshness(asked.reader.now) == Freshness::Fresh) {
        current.value.cyclone_messages.iter().filter_map(|words| current.in_words(words, language)).for_each(|words| page.say(words));
    }
}

/// Special weather tips, which are issued before or beside warnings.
fn tips(page: &mut Page, asked: &Asked<'_>) {
    let speaker = asked.speaker;
    let Some(tips) = asked.weather.tips(asked.reader) else { return };
    for tip in &tips.value.tips {
        if let Some(words) = tips.in_words(&tip.text, speaker.language()) {
            let time = tip.updated_at.map(|time| when::time(time, asked.today, speaker));
            let heading = match time {
                Some(time) => speaker.say(format!("特別天氣提示（{time}）："), format!("Special weather tip ({time}): ")),
                None => speaker.say("特別天氣提示：", "Special weather tip: "),
            };
            page.say(format!("{heading}{words}"));
            page.caution(tips, asked);
        }
    }
}

fn is_cyclone(code: &str) -> bool {
    code == "WTCSGNL" || code == "WTCPRE8" || code.starts_with("TC")
}

impl List<'_> {
    /// The card, and how far the list can be relied on.
    fn show(&self, page: &mut Page, asked: &Asked<'_>) {
        let speaker = asked.speaker;
        let latest: Option<Timestamp> = self.in_force.iter().filter_map(|warning| warning.issued_at).max();
        let issued = match (latest, self.as_of()) {
            (Some(time), _) => {
                let time = when::time(time, asked.today, speaker);
                speaker.say(format!("最近一項在{time}發出"), format!("the latest issued at {time}"))
            }
            (None, Some(time)) => {
                let time = when::time(time, asked.today, speaker);
                speaker.say(format!("截至{time}"), format!("as of {time}"))
            }
            (None, None) => speaker.say("時間不詳", "time unknown"),
        };
        let warnings = self.in_force.iter().map(|warning| WeatherWarning {
            code: warning.code.clone(),
            name: warning.name(self, asked),
            issued_at: warning.issued_at.map(rfc3339),
            contents: self.contents(warning, asked),
        });
        let card = Card::warnings(speaker.say("天氣警告", "Weather warnings"), latest, issued, warnings.collect());
        page.show(self.card(card, asked));
        self.caution(page, asked);
    }
}
