//! Public holidays, from the shipped table.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use oneask_corpus::{
    model::{Field, Holiday},
    text::fold,
};

use super::{Composition, Speaker};
use crate::wire::{Decision, FactItem, Part};

/// Answers which days are holidays: of a day, of a name, or which come next.
pub(super) fn answer(composition: &mut Composition<'_>) {
    let today = composition.today();
    let asked = composition.understanding.slots.date.as_ref().map(|slot| (slot.value.from, slot.value.to));
    let text = fold(&composition.understanding.text);
    let shown = match (named(composition, &text, asked.map_or(today, |(from, _)| from)), asked) {
        (Some(holiday), _) => {
            let day = day_in_words(holiday.date, composition.speaker());
            let name = name(&holiday, composition.speaker());
            composition.say(format!("{name}是{day}。"), format!("{name} is {day}."));
            run_from(holiday, composition)
        }
        (None, Some((from, to))) if from == to => day(from, composition),
        (None, Some((from, to))) => between(from, to, composition),
        (None, None) => between(today, today.saturating_add(1.year()), composition),
    };
    if composition.decision == Decision::Fallback {
        return;
    }
    cite(&shown, asked.map_or(today, |(from, _)| from), composition);
    composition
        .say("按《公眾假期條例》（第 149 章），每個星期日亦是公眾假期。", "Every Sunday is a general holiday as well (General Holidays Ordinance, Cap. 149).");
}

/// The next holiday from a day on that the question names.
fn named(composition: &Composition<'_>, folded: &str, from: Date) -> Option<Holiday> {
    let coming = composition.knowledge.holidays.iter().flat_map(|year| &year.days).filter(|holiday| holiday.date >= from);
    let likeness = |holiday: &Holiday| {
        let names = holiday.aliases.iter().chain([&holiday.tc, &holiday.en]);
        names.map(|name| fold(name)).filter(|name| contains_word(folded, name)).map(|name| name.chars().count()).max()
    };
    coming
        .filter_map(|holiday| likeness(holiday).map(|length| (length, holiday)))
        .max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.date.cmp(&a.1.date)))
        .map(|(_, holiday)| holiday.clone())
}

/// The holiday with those that follow it within two days: a festival is several days off, and a Sunday may lie between.
fn run_from(first: Holiday, composition: &Composition<'_>) -> Vec<Holiday> {
    let mut run = vec![first];
    for holiday in composition.knowledge.holidays.iter().flat_map(|year| &year.days) {
        let last = run[run.len() - 1].date;
        if holiday.date > last && holiday.date <= last.saturating_add(2.days()) {
            run.push(holiday.clone());
        }
    }
    run
}

fn contains_word(text: &str, name: &str) -> bool {
    if !name.is_ascii() {
        return text.contains(name);
    }
    format!(" {} ", text.replace(|c: char| !c.is_alphanumeric() && c != '\'', " ")).contains(&format!(" {name} "))
}

fn day(date: Date, composition: &mut Composition<'_>) -> Vec<Holiday> {
    let speaker = composition.speaker();
    let words = day_in_words(date, speaker);
    if let Some(holiday) = composition.knowledge.holiday(date).cloned() {
        let name = name(&holiday, speaker);
        composition.say(format!("是，{words}是公眾假期（{name}）。"), format!("Yes, {words} is a general holiday ({name})."));
        return vec![holiday];
    }
    if date.weekday() == Weekday::Sunday {
        composition.say(format!("是，{words}，是公眾假期。"), format!("Yes, {words} is a Sunday and so a general holiday."));
        return Vec::new();
    }
    if !knows_year(date, composition) {
        return unknown_year(date, composition);
    }
    composition.say(format!("不是，{words}不是公眾假期。"), format!("No, {words} is not a general holiday."));
    let next = composition.knowledge.holidays.iter().flat_map(|year| &year.days).find(|holiday| holiday.date > date).cloned();
    if let Some(next) = &next {
        let (name, day) = (name(next, speaker), day_in_words(next.date, speaker));
        composition.say(format!("之後的公眾假期是{day}（{name}）。"), format!("The next one is {day} ({name})."));
    }
    next.into_iter().collect()
}

fn between(from: Date, to: Date, composition: &mut Composition<'_>) -> Vec<Holiday> {
    if !knows_year(from, composition) {
        return unknown_year(from, composition);
    }
    let speaker = composition.speaker();
    let found: Vec<Holiday> =
        composition.knowledge.holidays.iter().flat_map(|year| &year.days).filter(|holiday| (from..=to).contains(&holiday.date)).take(17).cloned().collect();
    match found.first() {
        None => composition.say("這段日子除星期日外沒有公眾假期。", "There is no general holiday in those days other than Sundays."),
        Some(first) => {
            let (name, day) = (name(first, speaker), day_in_words(first.date, speaker));
            composition.say(format!("最近的公眾假期是{day}（{name}）。"), format!("The next general holiday is {day} ({name})."));
        }
    }
    found
}

fn knows_year(date: Date, composition: &Composition<'_>) -> bool {
    composition.knowledge.holidays.iter().any(|year| year.year == date.year())
}

fn unknown_year(date: Date, composition: &mut Composition<'_>) -> Vec<Holiday> {
    composition.decision = Decision::Fallback;
    let year = date.year();
    composition.say(
        format!("我的資料未有 {year} 年的公眾假期表，請到政府一站通網站查閱。"),
        format!("I have no table of general holidays for {year}; please see GovHK."),
    );
    let url = composition.speaker().say("https://www.gov.hk/tc/about/abouthk/holiday/", "https://www.gov.hk/en/about/abouthk/holiday/");
    let title = composition.speaker().say("香港政府一站通：公眾假期", "GovHK: general holidays");
    composition.push(Part::Link { title, url });
    Vec::new()
}

/// The list and its source, with the advice to confirm where the table was not read from a government page.
fn cite(shown: &[Holiday], day: Date, composition: &mut Composition<'_>) {
    let speaker = composition.speaker();
    let year = shown.first().map_or(day, |holiday| holiday.date).year();
    let Some(table) = composition.knowledge.holidays.iter().find(|table| table.year == year) else { return };
    let third_party = table.source.third_party;
    let sources = composition.cite(std::slice::from_ref(&table.source), Field::About);
    let advice = third_party.then(|| {
        speaker.say(
            "此年份的假期表並非直接取自政府網頁，請到政府一站通核實。",
            "This year's table was not read from a government page itself: please confirm it on GovHK.",
        )
    });
    let items: Vec<FactItem> = shown
        .iter()
        .map(|holiday| FactItem { text: format!("{} {}", day_in_words(holiday.date, speaker), name(holiday, speaker)), note: None, url: None })
        .collect();
    if items.is_empty() {
        composition.push_citation(&sources);
    } else {
        composition.push(Part::Fact { field: "holiday".into(), title: speaker.say("公眾假期", "General holidays"), items, advice, sources });
    }
}

fn name(holiday: &Holiday, speaker: Speaker) -> String {
    speaker.say(&holiday.tc, holiday.en.clone())
}

/// 「2026年12月25日（星期五）」, "Friday 25 December 2026".
pub(super) fn day_in_words(date: Date, speaker: Speaker) -> String {
    const TC: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    let weekday = TC[date.weekday().to_monday_zero_offset() as usize];
    speaker.say(format!("{}年{}月{}日（星期{weekday}）", date.year(), date.month(), date.day()), date.strftime("%A %-d %B %Y").to_string())
}
