//! A department's contact, from the directory.

use oneask_corpus::model::{Department, Field, Standing};

use super::{Composition, facts};
use crate::wire::{Decision, FactItem, Part};

/// How to reach a department; without one, 1823.
pub(crate) fn contact(department: Option<&Department>, composition: &mut Composition<'_>) {
    let speaker = composition.speaker();
    let Some(department) = department else {
        composition.decision = Decision::Clarify;
        composition.say(
            "請問你想找哪個部門？如不肯定，可致電 1823 政府熱線（24 小時）或電郵 tellme@1823.gov.hk。",
            "Which department are you looking for? If you are not sure, call the government hotline 1823 (24 hours) or write to tellme@1823.gov.hk.",
        );
        return;
    };
    let name = speaker.text(&department.name).into_owned();
    let item = |tc: &str, en: &str, value: &str| FactItem { text: speaker.say(format!("{tc}：{value}"), format!("{en}: {value}")), note: None, url: None };
    let mut items = Vec::new();
    items.extend(department.hotline.iter().map(|hotline| item("電話", "Telephone", hotline)));
    items.extend(department.address.iter().map(|address| item("地址", "Address", &speaker.text(address))));
    items.extend(department.hours.iter().map(|hours| item("辦公時間", "Office hours", &speaker.text(hours))));
    items.extend(department.website.iter().map(|url| FactItem { text: speaker.say("網站", "Website"), note: None, url: Some(url.clone()) }));
    match &department.hotline {
        Some(hotline) => composition.say(format!("{name}的電話是 {hotline}。"), format!("The number of the {name} is {hotline}.")),
        None => composition.say(
            format!("我的資料沒有{name}的熱線電話，可致電 1823 查詢。"),
            format!("I have no hotline for the {name}; the government hotline 1823 can help."),
        ),
    }
    // The service that is spoken of may have a number or a counter of its own.
    if let Some(fact) = composition.service().and_then(|service| facts::fact(Field::Channels, service, department, composition)) {
        composition.push(fact);
    }
    let sources = composition.cite(&department.sources, Field::About);
    if !items.is_empty() && !sources.is_empty() {
        let advice = composition.advice(Standing::of(&department.sources, Field::About, composition.today()), department);
        composition.push(Part::Fact { field: "contact".into(), title: speaker.say("聯絡資料", "Contact"), items, advice, sources });
    }
    if department.served_by_1823 == Some(true) {
        composition.say(format!("1823 亦會代{name}回答查詢。"), format!("1823 also answers for the {name}."));
    }
}
