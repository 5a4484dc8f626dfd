//! Every recorded file parses; so does whatever else the feed may become.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::*;

/// Our own recorded feed.
fn fixture(product: Product, language: &str) -> Value {
    let name = format!("{}_{language}.json", product.data_type());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/weather/20260322").join(name);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn read(product: Product, value: &Value) -> Result<Bulletin, FeedError> {
    Bulletin::read(product, value.to_string().as_bytes())
}

fn current(value: &Value) -> CurrentWeather {
    CurrentWeather::from_json(value)
}

#[test]
fn our_fixture_says_what_it_says() {
    let now = current(&fixture(Product::Current, "tc"));
    assert_eq!((now.temperatures.len(), now.humidity_percent, now.icons.as_slice()), (14, Some(74.0), &["50".to_owned()][..]));
    assert_eq!(now.temperatures[1], current::Temperature { station: "香港天文台".into(), celsius: 24.0 });
    assert_eq!(now.rainfall.len(), 6, "a gauge under maintenance says nothing of the rain");
    assert_eq!(now.uv, Some(current::Uv { index: 1.0, word: Some("低".into()) }));
    let forecast = NineDayForecast::from_json(&fixture(Product::NineDays, "en"));
    assert_eq!(forecast.days.len(), 9);
    assert_eq!((forecast.days[8].rain_chance.as_deref(), forecast.days[8].icon.as_deref()), (Some("Medium Low"), Some("54")));
    let summary = WarningSummary::from_json(&fixture(Product::WarningSummary, "tc"));
    assert_eq!((summary.warnings[0].code.as_str(), summary.complete), ("WFIREY", true));
    assert_eq!(Bulletin::WarningSummary(summary).issued_at(), Some("2026-03-22T10:45:00+08:00".parse().unwrap()));
}

#[test]
fn numbers_may_be_texts_and_lists_may_be_empty_texts() {
    let now = current(&json!({
        "temperature": { "data": [{ "place": "香港天文台", "value": "24.5" }, "?", { "place": "沙田" }, { "value": 9 }] },
        "humidity": "", "uvindex": "", "warningMessage": "", "tcmessage": "熱帶氣旋消息", "icon": "62",
    }));
    assert_eq!(now.temperatures, [current::Temperature { station: "香港天文台".into(), celsius: 24.5 }]);
    assert_eq!((now.humidity_percent, now.uv, now.warning_messages.len()), (None, None, 0));
    assert_eq!((now.cyclone_messages, now.icons), (vec!["熱帶氣旋消息".to_owned()], vec!["62".to_owned()]));
    let day = json!({ "weatherForecast": [{ "forecastDate": 20260323, "forecastMaxtemp": "27", "forecastMintemp": { "value": "21" } }] });
    let forecast = NineDayForecast::from_json(&day);
    assert_eq!((forecast.days[0].min_celsius, forecast.days[0].max_celsius), (Some(21.0), Some(27.0)));
}

#[test]
fn figures_that_cannot_be_true_are_not_told() {
    let now = current(&json!({
        "temperature": { "data": [{ "place": "沙田", "value": 99 }, { "place": "屯門", "value": 25 }] },
        "humidity": { "data": [{ "value": 404 }] },
    }));
    assert_eq!((now.temperatures.len(), now.humidity_percent), (1, None));
}

#[test]
fn unknown_codes_icons_and_chances_are_kept() {
    let summary = WarningSummary::from_json(&json!({
        "WHEAVY": { "name": "局部大雨警告", "code": "WHEAVYX", "type": "紫色", "actionCode": "SOMETHING" }, "WODD": 7, "WNONE": null,
    }));
    let kept: Vec<_> = summary.warnings.iter().map(|warning| (warning.code.as_str(), warning.degree.as_deref())).collect();
    assert_eq!(kept, [("WHEAVYX", Some("紫色")), ("WODD", None)]);
    assert!(summary.warnings.iter().all(|warning| warning.is_in_force(Timestamp::UNIX_EPOCH)));
    let forecast = NineDayForecast::from_json(&json!({ "weatherForecast": [{ "forecastDate": "20260323", "ForecastIcon": 199, "PSR": "極高" }] }));
    assert_eq!((forecast.days[0].icon.as_deref(), forecast.days[0].rain_chance.as_deref()), (Some("199"), Some("極高")));
}

#[test]
fn cancelled_and_expired_warnings_are_not_in_force() {
    let summary = WarningSummary::from_json(&json!({
        "WTCSGNL": { "code": "CANCEL", "actionCode": "ISSUE" },
        "WRAIN": { "code": "WRAINR", "actionCode": "CANCEL" },
        "WTS": { "code": "WTS", "actionCode": "EXTEND", "expireTime": "2020-09-24T19:30:00+08:00" },
    }));
    let in_force = |time: &str| summary.warnings.iter().filter(|warning| warning.is_in_force(time.parse().unwrap())).count();
    assert_eq!((in_force("2020-09-24T19:29:00+08:00"), in_force("2020-09-24T19:30:00+08:00")), (1, 0));
}

#[test]
fn what_is_no_bulletin_is_refused() {
    for product in Product::ALL {
        for body in ["", "<html></html>", "null", "7", "\"\"", "[1]", "{"] {
            assert!(Bulletin::read(product, body.as_bytes()).is_err(), "{product:?} {body}");
        }
        assert!(Bulletin::read(product, b"\xff\xfe").is_err());
    }
    let error = json!({ "error": "busy" });
    for product in [Product::Current, Product::NineDays, Product::Local, Product::WarningSummary, Product::WarningDetails] {
        let refusal = read(product, &error).unwrap_err();
        assert_eq!(refusal.to_string(), format!("it says nothing of `{}`", product.data_type()));
    }
}

#[test]
fn no_warning_is_an_answer() {
    for body in ["{}", "[]", "\u{feff}{}"] {
        for product in [Product::WarningSummary, Product::WarningDetails, Product::Tips] {
            assert!(Bulletin::read(product, body.as_bytes()).is_ok(), "{product:?} {body}");
        }
    }
}

/// Every way of taking one field or item away from a value, or of putting something else in its place.
fn mutations(value: &Value) -> Vec<Value> {
    let odd = [json!(null), json!(""), json!([]), json!({}), json!(7), json!(true), json!("奇"), json!(1e308)];
    let mut mutated = Vec::new();
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                let mut without = fields.clone();
                without.remove(key);
                mutated.push(Value::Object(without));
                for other in odd.iter().cloned().chain(mutations(field)) {
                    let mut with = fields.clone();
                    with.insert(key.clone(), other);
                    mutated.push(Value::Object(with));
                }
            }
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                let mut without = items.clone();
                without.remove(i);
                mutated.push(Value::Array(without));
                for other in odd.iter().cloned().chain(mutations(item)) {
                    let mut with = items.clone();
                    with[i] = other;
                    mutated.push(Value::Array(with));
                }
            }
        }
        _ => {}
    }
    mutated
}

/// How many things a bulletin tells.
fn things(bulletin: &Bulletin) -> usize {
    match bulletin {
        Bulletin::Current(now) => {
            [!now.temperatures.is_empty(), !now.rainfall.is_empty(), now.uv.is_some(), now.humidity_percent.is_some(), !now.icons.is_empty()]
                .into_iter()
                .filter(|&told| told)
                .count()
        }
        Bulletin::NineDays(forecast) => forecast.days.len(),
        Bulletin::Local(forecast) => [&forecast.cyclone, &forecast.period, &forecast.description, &forecast.outlook].into_iter().flatten().count(),
        Bulletin::WarningSummary(summary) => summary.warnings.len(),
        Bulletin::WarningDetails(details) => details.details.len(),
        Bulletin::Tips(tips) => tips.tips.len(),
    }
}

#[test]
fn one_bad_field_costs_that_field_alone() {
    for product in Product::ALL {
        let whole = fixture(product, "tc");
        let told = things(&read(product, &whole).unwrap());
        let all = mutations(&whole);
        assert!(product == Product::Tips || all.len() > 40, "{product:?}");
        // A whole list may be what is taken away; whatever is inside a list costs one item at most.
        let list = match product {
            Product::NineDays => Some("weatherForecast"),
            Product::WarningDetails => Some("details"),
            _ => None,
        };
        for mutated in all {
            let left = read(product, &mutated).map_or(0, |bulletin| things(&bulletin));
            let list_stands = list.is_none_or(|list| mutated[list].as_array().is_some_and(|items| !items.is_empty()));
            if list_stands && told > 0 {
                assert!(left + 1 >= told, "{product:?}: {left} of {told} left in {mutated}");
            }
        }
    }
}

/// The Observatory's answers that were collected for this project, if this checkout has them.
#[expect(clippy::disallowed_methods, reason = "which data a test may need is not the assistant's configuration")]
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("ONEASK_SHARED").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let folder = folder.join("data/hko");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("ONEASK_REQUIRE").is_none_or(|require| require != "all"), "ONEASK_REQUIRE=all, but there is no {}", folder.display());
    // The test harness shows this with --nocapture.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("skipped: there is no {}\n", folder.display()).as_bytes());
    None
}

/// Which product a collected file holds, by its name.
fn product_of(name: &str) -> Option<Product> {
    let of_hko_rust = [
        ("hkorust_weather_current", Product::Current),
        ("hkorust_weather_nineday", Product::NineDays),
        ("hkorust_weather_local", Product::Local),
        ("hkorust_weather_warning_summary", Product::WarningSummary),
        ("hkorust_weather_warning_info", Product::WarningDetails),
        ("hkorust_weather_tips", Product::Tips),
    ];
    let plain = Product::ALL.map(|product| (product.data_type(), product));
    of_hko_rust.into_iter().chain(plain).find(|(prefix, _)| name.starts_with(prefix)).map(|(_, product)| product)
}

#[test]
fn every_collected_answer_parses() {
    let Some(folder) = shared() else { return };
    let mut read = 0;
    for kind in ["recorded", "doc_examples"] {
        for entry in std::fs::read_dir(folder.join(kind)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let Some(product) = product_of(&name).filter(|_| name.ends_with(".json")) else { continue };
            let bulletin = Bulletin::read(product, &std::fs::read(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
            read += 1;
            let expected = match name.as_str() {
                "warnsum_none.json" => 0,
                "warnsum_all_tc.json" => 10,
                "warningInfo_all_tc.json" => 12,
                "warnsum_multi_tc_2026.json" | "rhrread_tc_20260322.json" => 5,
                "warnsum_CANCEL_tc.json" => 1,
                _ if product == Product::NineDays => 9,
                _ => 1,
            };
            assert!(things(&bulletin) >= expected, "{name}: {bulletin:?}");
            assert!(bulletin.issued_at().is_some() || name == "warnsum_none.json", "{name} says when it was issued");
        }
    }
    assert_eq!(read, 39, "files of the six products in {}", folder.display());
}
