//! Temperature, rain, humidity and UV, here and there.

use super::*;

fn current(text: &str) -> WeatherQuestion {
    question(WeatherProduct::Current, text)
}

fn at_place(text: &str, place: (&str, &str), station: (&str, &str), district: (&str, &str)) -> WeatherQuestion {
    let name = |(tc, en)| Some(Text::new(tc, en));
    WeatherQuestion { place: name(place), station: name(station), district: name(district), ..current(text) }
}

fn mong_kok(text: &str) -> WeatherQuestion {
    at_place(text, ("旺角", "Mong Kok"), ("京士柏", "King's Park"), ("油尖旺區", "Yau Tsim Mong"))
}

#[test]
fn at_the_observatory_when_no_place_is_named() {
    let answer = check(&current("而家幾多度"), TC, &format!("天文台錄得現時氣溫24度，相對濕度74%，陽光充沛。\n{FIRE}"));
    let Part::Weather { now: Some(figures), issued, .. } = card(&answer) else { panic!("figures of now") };
    assert_eq!((figures.place.as_str(), figures.temperature_celsius, figures.humidity_percent), ("香港天文台", Some(24.0), Some(74.0)));
    assert_eq!((figures.uv.as_deref(), figures.icon, figures.description.as_deref()), (Some("1（低）"), Some(50), Some("陽光充沛")));
    assert_eq!((issued.as_str(), answer.suggestions.len()), ("3月22日下午5時02分發出", 2));
    check(&current("how hot is it"), EN, &format!("The Observatory reports 24°C now, relative humidity 74%, sunny.\n{FIRE_EN}"));
}

#[test]
fn at_a_place() {
    let sha_tin = at_place("沙田幾度", ("沙田", "Sha Tin"), ("沙田", "Sha Tin"), ("沙田區", "Sha Tin"));
    check(&sha_tin, TC, &format!("天文台錄得沙田現時氣溫25度，陽光充沛。\n{FIRE}"));
    check(&mong_kok("旺角幾度"), TC, &format!("天文台錄得旺角一帶（京士柏站）現時氣溫23度，陽光充沛。\n{FIRE}"));
    check(&mong_kok("mong kok"), EN, &format!("The Observatory reports 23°C around Mong Kok (King's Park station) now, sunny.\n{FIRE_EN}"));
}

#[test]
fn a_silent_station_is_said_to_be_silent() {
    let stanley = at_place("赤柱幾度", ("赤柱", "Stanley"), ("赤柱", "Stanley"), ("南區", "Southern District"));
    check(&stanley, TC, &format!("赤柱站暫時沒有氣溫讀數。天文台錄得現時氣溫24度，相對濕度74%，陽光充沛。\n{FIRE}"));
}

#[test]
fn rain_of_the_past_hour() {
    let general = "天文台錄得旺角一帶（京士柏站）現時氣溫23度，陽光充沛。";
    check(&mong_kok("旺角而家有冇落雨"), TC, &format!("油尖旺區過去一小時（至3月22日下午4時45分）沒有錄得雨量。\n{general}\n{FIRE}"));
    let kwun_tong = at_place("觀塘落緊雨?", ("觀塘", "Kwun Tong"), ("觀塘", "Kwun Tong"), ("觀塘區", "Kwun Tong"));
    assert!(words(&answer(&kwun_tong, &weather(), &now(), Speaker::new(TC))).starts_with("暫時沒有觀塘區的雨量資料。\n"));
    let whole = |en| format!("No rain was recorded in any district in the hour to 4:45 pm on Sunday 22 March.\n{en}");
    check(&current("is it raining"), EN, &whole(format!("The Observatory reports 24°C now, relative humidity 74%, sunny.\n{FIRE_EN}")));
    let wet = r#"{"rainfall":{"data":[{"place":"北區","max":12.5,"main":"FALSE"},{"place":"灣仔","max":3},{"place":"沙田","max":0}]},"icon":[63]}"#;
    let wet = weather_with(&[
        ("rhrread_tc.json", wet),
        ("rhrread_en.json", ""),
        ("warnsum_tc.json", ""),
        ("warningInfo_tc.json", ""),
        ("warnsum_en.json", ""),
        ("warningInfo_en.json", ""),
    ]);
    check_with(
        &current("which districts have rain"),
        &wet,
        &now(),
        EN,
        "Rain was recorded in the past hour in North District (up to 12.5 mm), Wan Chai (up to 3 mm).\nThe weather now: rain.",
    );
}

#[test]
fn humidity_and_uv() {
    let general = "天文台錄得現時氣溫24度，相對濕度74%，陽光充沛。";
    check(&current("紫外線指數幾多"), TC, &format!("過去一小時的紫外線指數是1（低）。\n{general}\n{FIRE}"));
    check(&current("濕度"), TC, &format!("天文台總部錄得相對濕度74%。\n{general}\n{FIRE}"));
    let night = weather_with(&[("rhrread_tc.json", r#"{"uvindex":"","icon":[77],"updateTime":"2026-03-22T17:02:00+08:00"}"#)]);
    let answer = answer(&current("UV指數"), &night, &now(), Speaker::new(TC));
    assert!(words(&answer).starts_with("現時沒有紫外線指數；天文台只在日間量度。\n"), "{}", words(&answer));
}

#[test]
fn an_old_report_says_how_old() {
    let late = at("2026-03-22T20:22:00+08:00");
    check_with(
        &current("而家幾多度"),
        &weather(),
        &late,
        TC,
        "天文台錄得現時氣溫24度，相對濕度74%，陽光充沛。\n! 這份資料截至3月22日下午5時02分，距今已有3小時20分鐘，可能已經過時；最新情況請看香港天文台網頁。",
    );
}

#[test]
fn simplified() {
    check(&current("现在几度"), SC, "天文台录得现时气温24度，相对湿度74%，阳光充沛。\n现正生效：黄色火灾危险警告（3月22日上午10时45分发出）。");
}
