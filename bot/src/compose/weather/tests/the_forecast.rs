//! Tomorrow, the weekend, today, and days that no forecast reaches.

use super::*;

#[test]
fn tomorrow() {
    let answer = check(&forecast("聽日會唔會落雨", TOMORROW), TC, "天文台預測明日（3月23日星期一）大致天晴，21至27度，下雨機會低。");
    assert_eq!(answer.decision, Decision::Answer);
    let Part::Weather { product, title, source, issued_at, issued, stale, days, .. } = card(&answer) else { unreachable!() };
    assert_eq!((*product, title.as_str(), source.as_str()), (WeatherProduct::Forecast, "3月23日星期一天氣預報", "香港天文台"));
    assert_eq!((issued_at.as_deref(), issued.as_str(), *stale), (Some("2026-03-22T16:30:00+08:00"), "3月22日下午4時30分發出", false));
    let [day] = days.as_slice() else { panic!("one day") };
    assert_eq!((day.weekday.as_str(), day.weather.as_str(), day.wind.as_str()), ("星期一", "大致天晴。", "東風3級。"));
    assert_eq!((day.min_celsius, day.max_celsius, day.icon, day.rain_chance.as_deref()), (Some(21.0), Some(27.0), Some(50), Some("低")));
}

#[test]
fn tomorrow_in_other_languages() {
    let question = forecast("will it rain tomorrow", TOMORROW);
    let en = check(&question, EN, "The Observatory's forecast for tomorrow (Monday 23 March): mainly fine, 21 to 27°C, low chance of rain.");
    assert_eq!(en.parts.last(), Some(&Part::Link { title: "Hong Kong Observatory website".into(), url: "https://www.hko.gov.hk/en/index.html".into() }));
    let sc = "天文台预测明日（3月23日星期一）大致天晴，21至27度，下雨机会低。";
    check(&forecast("明天会下雨吗", TOMORROW), SC, sc);
}

#[test]
fn showers_with_a_low_chance_of_heavy_rain_are_still_showers() {
    check(
        &forecast("星期日使唔使帶遮", days(29, 29)),
        TC,
        "天文台預測3月29日星期日多雲，有一兩陣驟雨，22至26度，顯著降雨（10毫米或以上）機會低。\n最好帶備雨具。",
    );
    check(
        &forecast("do I need an umbrella tomorrow", TOMORROW),
        EN,
        "The Observatory's forecast for tomorrow (Monday 23 March): mainly fine, 21 to 27°C, low chance of rain.\nYou should not need an umbrella.",
    );
}

#[test]
fn what_is_asked_after_is_told() {
    check(&forecast("聽日濕度同風力", TOMORROW), TC, "天文台預測明日（3月23日星期一）大致天晴，21至27度，相對濕度65至90%，東風3級，下雨機會低。");
    let uv = forecast("uv tomorrow", TOMORROW);
    check(
        &uv,
        EN,
        "The Observatory's forecast for tomorrow (Monday 23 March): mainly fine, 21 to 27°C, low chance of rain.\nThe nine-day forecast has no UV index.",
    );
}

#[test]
fn a_weekend_day_by_day_and_a_week_summed_up() {
    let weekend = check(
        &forecast("週末天氣", days(28, 29)),
        TC,
        "天文台預測3月28日星期六有時有陽光，日間炎熱，22至28度，下雨機會低；3月29日星期日多雲，有一兩陣驟雨，22至26度，顯著降雨（10毫米或以上）機會低。",
    );
    let Part::Weather { days: weekend_days, .. } = card(&weekend) else { unreachable!() };
    assert_eq!(weekend_days.len(), 2);
    let week =
        "The Observatory's forecast from tomorrow (Monday 23 March) to Sunday 29 March: 21 to 28°C, rain is expected on Thursday 26 March, Sunday 29 March.";
    check(&forecast("next week", days(23, 29)), EN, week);
    let weekend_en = "The Observatory's forecast for Saturday 28 March: sunny periods; hot during the day, 22 to 28°C, low chance of rain. For Sunday 29 March: cloudy with one or two showers, 22 to 26°C, low chance of significant rain (10 mm or more).";
    check(&forecast("the weekend", days(28, 29)), EN, weekend_en);
}

#[test]
fn without_a_day_tomorrow_and_after() {
    let answer = check(
        &question(WeatherProduct::Forecast, "天氣預報"),
        TC,
        "天文台預測明日（3月23日星期一）大致天晴，21至27度，下雨機會低。\n其後至3月31日星期二氣溫22至28度，預料有雨的日子是3月26日星期四、3月29日星期日、3月30日星期一、3月31日星期二。",
    );
    let Part::Weather { days, .. } = card(&answer) else { unreachable!() };
    assert_eq!(days.len(), 9);
}

#[test]
fn today_is_the_local_forecast() {
    let today = "天文台本港地區今晚及明日天氣預測：大致天晴，明早最低約21度，日間最高約27度，吹東風。";
    check(&forecast("今日天氣", days(22, 22)), TC, &format!("{today}\n{FIRE}"));
    check(&question(WeatherProduct::Forecast, "今晚會唔會落雨"), TC, &format!("{today}\n{FIRE}"));
    let today_en = "The Observatory's weather forecast for tonight and tomorrow: Mainly fine, with a minimum of about 21 degrees in the morning and a maximum of about 27 degrees. Easterly winds.";
    check(&question(WeatherProduct::Forecast, "weather tonight"), EN, &format!("{today_en}\n{FIRE_EN}"));
    let both = format!("天文台預測明日（3月23日星期一）大致天晴，21至27度，下雨機會低。\n{today}\n{FIRE}");
    check(&forecast("今明兩日天氣", days(22, 23)), TC, &both);
}

#[test]
fn beyond_the_nine_days_and_before_today() {
    let beyond = check(
        &forecast("下個月天氣", (Date::constant(2026, 4, 10), Date::constant(2026, 4, 10))),
        TC,
        "天文台的預報只到3月31日星期二，暫時未有4月10日星期五的預報。",
    );
    assert_eq!(beyond.decision, Decision::Fallback);
    let partly = check(
        &forecast("weather", (Date::constant(2026, 3, 31), Date::constant(2026, 4, 2))),
        EN,
        "The Observatory's forecast for Tuesday 31 March: cloudy with a few showers, 23 to 27°C, medium low chance of significant rain (10 mm or more).\nThe forecast goes no further than Tuesday 31 March.",
    );
    assert_eq!(partly.decision, Decision::Answer);
    let past = check(&forecast("琴日天氣", days(21, 21)), TC, "3月21日星期六已經過去，我只有現時天氣和未來的預報；過往的天氣紀錄請到香港天文台網頁查看。");
    assert_eq!(past.decision, Decision::Fallback);
}

#[test]
fn the_forecast_is_for_all_of_hong_kong() {
    let place = WeatherQuestion { place: Some(Text::new("沙田", "Sha Tin")), ..forecast("聽日沙田天氣", TOMORROW) };
    check(&place, TC, "天文台預測明日（3月23日星期一）大致天晴，21至27度，下雨機會低。\n九天預報以全港為準，不分地區。");
}

#[test]
fn the_weather_now_of_another_day_is_a_forecast() {
    let question = WeatherQuestion { product: WeatherProduct::Current, ..forecast("聽日幾多度", TOMORROW) };
    check(&question, TC, "天文台預測明日（3月23日星期一）大致天晴，21至27度，下雨機會低。");
}

#[test]
fn an_old_forecast_says_how_old() {
    let question = forecast("後日天氣", days(24, 24));
    let answer = check_with(
        &question,
        &weather(),
        &at("2026-03-23T16:30:00+08:00"),
        TC,
        "天文台預測明日（3月24日星期二）有時有陽光，22至27度，下雨機會低。\n! 這份資料截至3月22日下午4時30分，距今已有24小時，可能已經過時；最新情況請看香港天文台網頁。",
    );
    let Part::Weather { stale, .. } = card(&answer) else { unreachable!() };
    assert!(stale);
}
