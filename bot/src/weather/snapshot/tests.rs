//! Which bulletin serves whom, and how old it may be.

use std::{fs, path::PathBuf};

use super::*;

fn fixture() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/weather/20260322")
}

fn reader(language: Language, now: &str) -> Reader {
    Reader { language, now: format!("2026-03-22T{now}+08:00").parse().unwrap() }
}

/// A folder with some files of the fixture.
fn folder_with(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        fs::copy(fixture().join(name), folder.path().join(name)).unwrap();
    }
    folder
}

#[test]
fn the_default_knows_nothing() {
    let weather = Weather::default();
    assert!(weather.is_empty());
    assert!(weather.current(reader(Language::English, "17:30:00")).is_none());
}

#[test]
fn each_reader_gets_the_nearest_language() {
    let weather = Weather::from_folder(&fixture()).unwrap();
    for (language, expected) in
        [(Language::Cantonese, Some("大致天晴。")), (Language::Simplified, Some("大致天晴。")), (Language::English, Some("Mainly fine."))]
    {
        let forecast = weather.nine_days(reader(language, "17:30:00")).unwrap();
        let sentence = forecast.value.days[0].weather.as_deref().unwrap();
        assert_eq!(forecast.in_words(sentence, language).as_deref(), expected);
    }
}

#[test]
fn another_language_serves_with_its_figures() {
    let weather = Weather::from_folder(folder_with(&["fnd_tc.json"]).path()).unwrap();
    let forecast = weather.nine_days(reader(Language::English, "17:30:00")).unwrap();
    assert_eq!(forecast.value.days[0].max_celsius, Some(27.0));
    assert_eq!(forecast.in_words("大致天晴。", Language::English), None);
    assert_eq!(forecast.in_words("大致多雲，有幾陣驟雨。", Language::Simplified).as_deref(), Some("大致多云，有几阵骤雨。"));
}

#[test]
fn a_fresh_bulletin_beats_a_stale_one_of_ones_own_language() {
    let mut weather = Weather::default();
    let now = |time: &str| format!(r#"{{"icon":[50],"updateTime":"2026-03-22T{time}+08:00"}}"#);
    let mut receive = |language, time| weather.receive(language, Bulletin::read(Product::Current, now(time).as_bytes()).unwrap(), None);
    receive(FeedLanguage::English, "10:02:00");
    receive(FeedLanguage::Traditional, "17:02:00");
    assert_eq!(weather.current(reader(Language::English, "17:30:00")).unwrap().language, FeedLanguage::Traditional);
    assert_eq!(weather.current(reader(Language::English, "11:00:00")).unwrap().language, FeedLanguage::English);
    assert_eq!(weather.current(reader(Language::English, "23:00:00")).unwrap().language, FeedLanguage::English);
}

#[test]
fn each_product_ages_at_its_own_pace() {
    let weather = Weather::from_folder(&fixture()).unwrap();
    let at = |time: &str| reader(Language::Traditional, time);
    let now = |time: &str| weather.current(at(time)).unwrap().freshness(at(time).now);
    assert_eq!((now("17:30:00"), now("19:02:00")), (Freshness::Fresh, Freshness::Fresh));
    assert_eq!(now("19:02:01"), Freshness::Stale(SignedDuration::from_secs(2 * 3600 + 1)));
    assert_eq!(now("16:00:00"), Freshness::Fresh, "from the future");
    let next_day = |time: &str| Reader { language: Language::Traditional, now: format!("2026-03-23T{time}+08:00").parse().unwrap() };
    let forecast = |time| weather.nine_days(next_day(time)).unwrap().freshness(next_day(time).now);
    assert_eq!(forecast("10:30:00"), Freshness::Fresh);
    assert!(matches!(forecast("10:30:01"), Freshness::Stale(_)));
    // The warning of 10:45 was in force when the folder was recorded, at 17:02 at the earliest.
    let warnings = |time: &str| weather.warning_summary(at(time)).unwrap().freshness(at(time).now);
    assert_eq!(warnings("17:30:00"), Freshness::Fresh);
    assert!(matches!(warnings("17:33:00"), Freshness::Stale(_)));
}

#[test]
fn a_fetched_warning_ages_from_the_fetch_and_one_without_any_time_is_undated() {
    let mut weather = Weather::default();
    let none = || Bulletin::read(Product::WarningSummary, b"{}").unwrap();
    let at = reader(Language::Traditional, "17:30:00");
    weather.receive(FeedLanguage::Traditional, none(), None);
    assert_eq!(weather.warning_summary(at).unwrap().freshness(at.now), Freshness::Undated);
    weather.receive(FeedLanguage::Traditional, none(), Some("2026-03-22T17:29:00+08:00".parse().unwrap()));
    assert_eq!(weather.warning_summary(at).unwrap().freshness(at.now), Freshness::Fresh);
}

#[test]
fn a_missing_file_is_a_feed_that_is_down() {
    let folder = folder_with(&["rhrread_tc.json"]);
    fs::write(folder.path().join("flw_tc.json"), "{}").unwrap();
    fs::write(folder.path().join("notes.txt"), "nothing to do with the feed").unwrap();
    let weather = Weather::from_folder(folder.path()).unwrap();
    let at = reader(Language::Traditional, "17:30:00");
    assert!(weather.current(at).is_some());
    assert!(weather.local(at).is_none() && weather.warning_summary(at).is_none());
    assert!(Weather::from_folder(folder_with(&[]).path()).unwrap().is_empty());
}

#[test]
fn an_unreadable_file_is_an_error_that_names_it() {
    let folder = folder_with(&["rhrread_tc.json"]);
    fs::write(folder.path().join("fnd_en.json"), "<html>").unwrap();
    let error = Weather::from_folder(folder.path()).unwrap_err().to_string();
    assert!(error.contains("fnd_en.json` is not an answer of the Observatory: not JSON"), "{error}");
    fs::remove_file(folder.path().join("fnd_en.json")).unwrap();
    fs::create_dir(folder.path().join("fnd_en.json")).unwrap();
    let error = Weather::from_folder(folder.path()).unwrap_err().to_string();
    assert!(error.starts_with("cannot read `") && error.contains("fnd_en.json"), "{error}");
    let error = Weather::from_folder(&folder.path().join("nowhere")).unwrap_err().to_string();
    assert!(error.contains("nowhere` is not a folder"), "{error}");
}
