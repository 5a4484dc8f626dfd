//! Feeds that are down, languages that are missing, and the language of every answer.

use super::*;

/// Every file of one language of the recording taken away.
fn without_language(language: &str) -> Weather {
    let names = ["rhrread", "fnd", "flw", "warnsum", "warningInfo", "swt"].map(|product| format!("{product}_{language}.json"));
    weather_with(&names.each_ref().map(|name| (name.as_str(), "")))
}

/// Questions of all kinds.
fn questions() -> Vec<WeatherQuestion> {
    let texts = ["天氣", "會唔會落雨", "帶遮", "幾多度", "紫外線", "濕度", "風力", "八號風球", "幾號波", "黑雨", "有咩警告", "停課", "今晚", "warnings"];
    let dates = [
        None,
        Some(days(22, 22)),
        Some(TOMORROW),
        Some(days(28, 29)),
        Some(days(22, 31)),
        Some(days(1, 1)),
        Some((Date::constant(2026, 5, 1), Date::constant(2026, 5, 2))),
    ];
    let place = Some(Text::new("旺角", "Mong Kok"));
    let mut questions = Vec::new();
    for text in texts {
        for dates in dates {
            for product in [WeatherProduct::Current, WeatherProduct::Forecast, WeatherProduct::Warning] {
                let plain = WeatherQuestion { dates, ..question(product, text) };
                let district = Some(Text::new("油尖旺區", "Yau Tsim Mong"));
                questions.push(WeatherQuestion { place: place.clone(), station: Some(Text::new("京士柏", "King's Park")), district, ..plain.clone() });
                questions.push(plain);
            }
        }
    }
    questions
}

#[test]
fn nothing_known_is_an_honest_fallback() {
    for (product, expected) in [
        (WeatherProduct::Current, "暫時未能取得香港天文台的現時天氣資料，請到天文台網頁查看。"),
        (WeatherProduct::Forecast, "暫時未能取得香港天文台的九天天氣預報，請到天文台網頁查看。"),
        (WeatherProduct::Warning, "暫時未能取得香港天文台的天氣警告資料，請到天文台網頁查看。"),
    ] {
        let answer = check_with(&question(product, "天氣"), &Weather::default(), &now(), TC, expected);
        assert_eq!((answer.decision, answer.parts.len()), (Decision::Fallback, 2), "a sentence and the link");
        assert_eq!(answer.parts[1], Part::Link { title: "香港天文台網頁".into(), url: "https://www.hko.gov.hk/tc/index.html".into() });
    }
}

#[test]
fn english_from_the_chinese_feed_is_figures_alone() {
    let weather = without_language("en");
    let tomorrow = forecast("tomorrow", TOMORROW);
    check_with(&tomorrow, &weather, &now(), EN, "The Observatory's forecast for tomorrow (Monday 23 March): sunny, 21 to 27°C, low chance of rain.");
    let thursday = "The Observatory's forecast for Thursday 26 March: sunny intervals, some rain, 22 to 27°C, low chance of significant rain (10 mm or more).";
    check_with(&forecast("thursday", days(26, 26)), &weather, &now(), EN, thursday);
    let now_en = format!("The Observatory reports 24°C now, relative humidity 74%, sunny.\n{FIRE_EN}");
    check_with(&question(WeatherProduct::Current, "weather"), &weather, &now(), EN, &now_en);
    let today = check_with(
        &question(WeatherProduct::Forecast, "tonight"),
        &weather,
        &now(),
        EN,
        &format!(
            "I cannot get the Hong Kong Observatory's forecast for today in English at the moment. Please see its website.\nThe Observatory reports 24°C now, relative humidity 74%, sunny.\n{FIRE_EN}"
        ),
    );
    assert_eq!(today.decision, Decision::Fallback);
}

#[test]
fn chinese_from_the_english_feed_is_figures_alone() {
    let weather = without_language("tc");
    check_with(&forecast("聽日", TOMORROW), &weather, &now(), TC, "天文台預測明日（3月23日星期一）陽光充沛，21至27度，下雨機會低。");
    check_with(&question(WeatherProduct::Current, "幾多度"), &weather, &now(), TC, &format!("天文台錄得現時氣溫24度，相對濕度74%，陽光充沛。\n{FIRE}"));
}

#[test]
fn one_feed_down_leaves_the_others() {
    let no_nine_days = weather_with(&[("fnd_tc.json", ""), ("fnd_en.json", "")]);
    let answer = check_with(
        &forecast("聽日", TOMORROW),
        &no_nine_days,
        &now(),
        TC,
        "暫時未能取得香港天文台的九天天氣預報，請到天文台網頁查看。\n天文台的展望：之後幾日有時有陽光，本週後期日間炎熱。",
    );
    assert_eq!(answer.decision, Decision::Fallback);
    let no_warnings = weather_with(&[("warnsum_tc.json", ""), ("warnsum_en.json", ""), ("warningInfo_tc.json", ""), ("warningInfo_en.json", "")]);
    check_with(
        &question(WeatherProduct::Warning, "有咩警告"),
        &no_warnings,
        &now(),
        TC,
        "暫時未能取得香港天文台的天氣警告資料，請到天文台網頁查看。\n天文台的天氣報告提到：黃色火災危險警告現正生效。",
    );
}

#[test]
fn english_has_no_chinese_and_simplified_no_traditional_in_any_answer() {
    let feeds = [weather(), without_language("en"), without_language("tc"), Weather::default()];
    for question in questions() {
        for weather in &feeds {
            for time in ["2026-03-22T17:30:00+08:00", "2026-03-27T09:00:00+08:00"] {
                let said = |language| serde_json::to_string(&answer(&question, weather, &at(time), Speaker::new(language)).parts).unwrap();
                let english = said(EN);
                assert!(!english.chars().any(is_han), "{question:?}: {english}");
                let simplified = said(SC);
                assert_eq!(simplified, oneask_corpus::text::simplify(&simplified), "{question:?}");
            }
        }
    }
}

#[test]
fn every_answer_begins_with_words_and_ends_with_the_link() {
    for question in questions() {
        let answer = answer(&question, &weather(), &now(), Speaker::new(TC));
        assert!(matches!(answer.parts.first(), Some(Part::Text { text }) if !text.is_empty()), "{question:?}");
        assert!(matches!(answer.parts.last(), Some(Part::Link { .. })), "{question:?}");
    }
}
