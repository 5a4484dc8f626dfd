//! Reports of something broken, dirty, noisy or dangerous: taken down, shown back, never lodged.

use oneask_corpus::model::ServiceId;

use super::{Composition, service};
use crate::{
    Session,
    dialogue::{Pending, Report, Topic},
    wire::{Decision, Part},
};

/// Takes down what, where and contact, shows it back, and says that it is not lodged. `taker` is the record that says who
/// takes such reports, where it is known: who reports something wants to know that first.
pub(crate) fn report(report: &Report, taker: Option<&ServiceId>, next: &mut Session, composition: &mut Composition<'_>) {
    let speaker = composition.speaker();
    let not_lodged = speaker
        .say("請留意：我不會代你提交舉報，以上內容未有送交任何部門。", "Please note: I do not lodge reports. Nothing of this has been sent to any department.");
    if report.what.is_some() && report.place.is_some() && report.contact.is_some() {
        let line = |tc: &str, en: &str, value: &Option<String>| {
            let value = value.as_deref().unwrap_or_default();
            speaker.say(format!("{tc}：{value}"), format!("{en}: {value}"))
        };
        let summary = [line("事項", "What", &report.what), line("地點", "Where", &report.place), line("聯絡", "Contact", &report.contact)].join("\n");
        composition.say("以下是你的舉報內容，可以照樣告訴 1823：", "This is your report, as you can give it to 1823:");
        composition.push(Part::Text { text: summary });
        composition.push(Part::Notice { text: not_lodged });
        how_1823_takes_it(composition);
        return;
    }
    next.pending = Some(Pending::Report(report.clone()));
    match taker {
        Some(taker) => {
            next.topic = Some(Topic::Service(taker.clone()));
            service::who_takes_it(taker, composition);
        }
        None => composition.decision = Decision::Clarify,
    }
    match (&report.what, &report.place) {
        (None, _) => composition.say("請問發生了甚麼事？", "What has happened?"),
        (Some(_), None) => composition.say("明白。請問在甚麼地方？（街道、大廈或附近地標）", "I see. Where is it? (street, building or a landmark nearby)"),
        _ => composition
            .say("請問怎樣聯絡你？（電話或電郵；不想留下可以答「不留」）", "How can you be reached? (telephone or e-mail; say “none” if you would rather not)"),
    }
    composition.push(Part::Notice { text: not_lodged });
    how_1823_takes_it(composition);
}

fn how_1823_takes_it(composition: &mut Composition<'_>) {
    composition.say(
        "正式舉報請致電 1823（24 小時）、用「1823」手機應用程式、網上表格或電郵 tellme@1823.gov.hk；有即時危險請致電 999。",
        "To lodge it, call 1823 (24 hours), use the 1823 app or online form, or write to tellme@1823.gov.hk. If there is immediate danger, call 999.",
    );
    let title = composition.speaker().say("1823 網上表格", "1823 online form");
    let url = composition.speaker().say("https://www.1823.gov.hk/tc", "https://www.1823.gov.hk/en");
    composition.push(Part::Link { title, url });
}
