//! Questions and their answers on the afternoon of 22 March 2026, from our own recording of it and from parts of it.

use std::{fs, path::Path};

use oneask_corpus::text::{Language, fold, is_han};

use super::*;

const TC: Language = Language::Cantonese;
const SC: Language = Language::Simplified;
const EN: Language = Language::English;

/// 「聽日」, as the slot filler would have it.
const TOMORROW: (Date, Date) = (Date::constant(2026, 3, 23), Date::constant(2026, 3, 23));

fn fixture() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/weather/20260322"))
}

fn weather() -> Weather {
    Weather::from_folder(fixture()).unwrap()
}

/// The recording with some files replaced; an empty text takes a file away.
fn weather_with(changes: &[(&str, &str)]) -> Weather {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(fixture()).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    for (name, body) in changes {
        fs::write(folder.path().join(name), body).unwrap();
        if body.is_empty() {
            fs::remove_file(folder.path().join(name)).unwrap();
        }
    }
    Weather::from_folder(folder.path()).unwrap()
}

fn now() -> ZonedDateTime {
    at("2026-03-22T17:30:00+08:00")
}

fn at(time: &str) -> ZonedDateTime {
    time.parse::<jiff::Timestamp>().unwrap().to_zoned_datetime(HONG_KONG)
}

fn question(product: WeatherProduct, text: &str) -> WeatherQuestion {
    WeatherQuestion { product, place: None, station: None, district: None, dates: None, text: fold(text) }
}

fn forecast(text: &str, dates: (Date, Date)) -> WeatherQuestion {
    WeatherQuestion { dates: Some(dates), ..question(WeatherProduct::Forecast, text) }
}

fn days(from: i8, to: i8) -> (Date, Date) {
    (Date::new(2026, 3, from).unwrap(), Date::new(2026, 3, to).unwrap())
}

/// The sentences of an answer and its cautions, one a line.
fn words(answer: &WeatherAnswer) -> String {
    let lines = answer.parts.iter().filter_map(|part| match part {
        Part::Text { text } => Some(text.clone()),
        Part::Notice { text } => Some(format!("! {text}")),
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check_with(question: &WeatherQuestion, weather: &Weather, now: &ZonedDateTime, language: Language, expected: &str) -> WeatherAnswer {
    let answer = answer(question, weather, now, Speaker::new(language));
    assert_eq!(words(&answer), expected);
    assert!(matches!(answer.parts.last(), Some(Part::Link { .. })), "the Observatory's page comes last");
    answer
}

#[track_caller]
fn check(question: &WeatherQuestion, language: Language, expected: &str) -> WeatherAnswer {
    check_with(question, &weather(), &now(), language, expected)
}

/// The one card of an answer.
#[track_caller]
fn card(answer: &WeatherAnswer) -> &Part {
    answer.parts.iter().find(|part| matches!(part, Part::Weather { .. })).expect("an answer with figures")
}

const FIRE: &str = "現正生效：黃色火災危險警告（3月22日上午10時45分發出）。";
const FIRE_EN: &str = "In force now: Yellow Fire Danger Warning (issued at 10:45 am on Sunday 22 March).";

mod the_forecast;
mod the_warnings;
mod the_weather_now;
mod without;
