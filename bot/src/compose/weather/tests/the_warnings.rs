//! Which warnings and signals are in force.

use super::*;

fn warning(text: &str) -> WeatherQuestion {
    question(WeatherProduct::Warning, text)
}

/// The recording with another list of warnings, in Traditional Chinese alone.
fn with_summary(summary: &str) -> Weather {
    weather_with(&[("warnsum_tc.json", summary), ("warnsum_en.json", ""), ("warningInfo_tc.json", "{}"), ("warningInfo_en.json", "")])
}

const TC3: &str = r#"{"WTCSGNL":{"name":"熱帶氣旋警告信號","code":"TC3","type":"三號強風信號","actionCode":"ISSUE","issueTime":"2026-03-22T15:10:00+08:00"}}"#;

#[test]
fn in_force_by_name_and_since_when() {
    let answer = check(&warning("有咩天氣警告"), TC, FIRE);
    let Part::Weather { product, warnings, issued_at, issued, stale, .. } = card(&answer) else { unreachable!() };
    assert_eq!((*product, issued_at.as_deref(), *stale), (WeatherProduct::Warning, Some("2026-03-22T10:45:00+08:00"), false));
    assert_eq!(issued, "最近一項在3月22日上午10時45分發出");
    assert_eq!((warnings[0].code.as_str(), warnings[0].contents.len()), ("WFIREY", 2));
    check(&warning("any warnings?"), EN, FIRE_EN);
}

#[test]
fn none_in_force() {
    let none = with_summary("{}");
    let answer = check_with(&warning("有咩警告"), &none, &now(), TC, "現時沒有天氣警告生效。");
    assert_eq!(answer.decision, Decision::Answer);
    check_with(&warning("which warnings are in force"), &none, &now(), EN, "No weather warning is in force now.");
}

#[test]
fn which_typhoon_signal() {
    let none = "現時沒有熱帶氣旋警告信號（風球）生效。";
    check(&warning("而家幾號風球"), TC, &format!("{none}\n{FIRE}"));
    // A signal that is named is asked after, whatever the classifier made of the question.
    check(&question(WeatherProduct::Current, "而家有冇打風"), TC, &format!("{none}\n{FIRE}"));
    let three = with_summary(TC3);
    let in_force = "現正生效：三號強風信號（3月22日下午3時10分發出）。";
    check_with(&warning("掛幾號波"), &three, &now(), TC, in_force);
    check_with(&warning("八號風球掛咗未"), &three, &now(), TC, &format!("現時沒有八號烈風或暴風信號生效。\n{in_force}"));
    check_with(
        &warning("is T8 up"),
        &three,
        &now(),
        EN,
        "No No. 8 Gale or Storm Signal is in force now.\nIn force now: Strong Wind Signal No. 3 (issued at 3:10 pm on Sunday 22 March).",
    );
}

#[test]
fn a_number_eight_signal_of_any_direction() {
    let eight = with_summary(&TC3.replace("TC3", "TC8NE").replace("三號強風信號", "八號東北烈風或暴風信號"));
    let in_force = "現正生效：八號東北烈風或暴風信號（3月22日下午3時10分發出）。";
    check_with(&warning("八號風球"), &eight, &now(), TC, in_force);
    check_with(&warning("打風使唔使返學"), &eight, &now(), TC, &format!("{in_force}\n學校會否停課由教育局宣布，請同時留意教育局的公布。"));
}

#[test]
fn schools_are_the_education_bureaus_to_close() {
    let bureau = "學校會否停課由教育局宣布，請同時留意教育局的公布。";
    check(&question(WeatherProduct::Forecast, "會唔會停課"), TC, &format!("{FIRE}\n{bureau}"));
}

#[test]
fn cancelled_signals_and_the_announcement_before_number_eight() {
    let cancelled = r#"{"WTCSGNL":{"code":"CANCEL","actionCode":"ISSUE","issueTime":"2026-03-22T16:40:00+08:00"}}"#;
    check_with(
        &warning("仲有冇風球"),
        &with_summary(cancelled),
        &now(),
        TC,
        "現時沒有熱帶氣旋警告信號（風球）生效。所有熱帶氣旋警告信號已在3月22日下午4時40分取消。",
    );
    let before_eight = weather_with(&[
        ("warnsum_tc.json", TC3),
        ("warnsum_en.json", ""),
        (
            "warningInfo_tc.json",
            r#"{"details":[{"contents":["預料兩小時內發出。"],"warningStatementCode":"WTCPRE8","updateTime":"2026-03-22T17:00:00+08:00"}]}"#,
        ),
        ("warningInfo_en.json", ""),
        ("swt_tc.json", r#"{"swt":[{"desc":"市民應及早回家。","updateTime":"2026-03-22T17:00:00+08:00"}]}"#),
        ("flw_tc.json", r#"{"tcInfo":"颱風在香港以南約200公里。","forecastDesc":"有狂風驟雨。","updateTime":"2026-03-22T16:45:00+08:00"}"#),
    ]);
    check_with(
        &warning("八號風球掛咗未"),
        &before_eight,
        &now(),
        TC,
        "現時沒有八號烈風或暴風信號生效。\n現正生效：三號強風信號（3月22日下午3時10分發出）、預警八號熱帶氣旋警告信號之特別報告（3月22日下午5時發出）。\n颱風在香港以南約200公里。\n特別天氣提示（3月22日下午5時）：市民應及早回家。",
    );
}

#[test]
fn rainstorms_gravest_first() {
    let summary = r#"{
        "WTS": { "code": "WTS", "issueTime": "2026-03-22T16:00:00+08:00", "expireTime": "2026-03-22T19:30:00+08:00" },
        "WHOT": { "code": "WHOT", "issueTime": "2026-03-22T06:45:00+08:00", "expireTime": "2026-03-22T17:00:00+08:00" },
        "WRAIN": { "code": "WRAINB", "issueTime": "2026-03-22T17:00:00+08:00" }
    }"#;
    let weather = with_summary(summary);
    let both = "現正生效：黑色暴雨警告信號（3月22日下午5時發出）、雷暴警告（3月22日下午4時發出）。";
    check_with(&warning("有咩警告"), &weather, &now(), TC, both);
    let black = "現正生效：黑色暴雨警告信號（3月22日下午5時發出）。\n另外生效：雷暴警告（3月22日下午4時發出）。";
    check_with(&warning("黑雨未"), &weather, &now(), TC, black);
}

#[test]
fn unknown_codes_are_told_as_the_feed_names_them() {
    let weather = with_summary(r#"{"WHEAVY":{"name":"局部大雨警告","code":"WHEAVYX","type":"紫色"},"WTCSGNL":{"code":"TC11"}}"#);
    check_with(&warning("有咩警告"), &weather, &now(), TC, "現正生效：熱帶氣旋警告信號（TC11）、局部大雨警告（紫色）。");
    check_with(&warning("warnings"), &weather, &now(), EN, "In force now: Tropical Cyclone Warning Signal (TC11), WHEAVYX.");
}

#[test]
fn a_list_that_could_not_be_read_in_full_denies_nothing() {
    let weather = with_summary(r#"{"WTS":{"code":"WTS"},"message":"more to come"}"#);
    check_with(&warning("有冇黑雨"), &weather, &now(), TC, "未能確定黑色暴雨警告信號是否生效，請到香港天文台網頁核實。\n現正生效：雷暴警告。");
}

#[test]
fn an_old_list_does_not_speak_of_now() {
    let late = at("2026-03-22T18:02:00+08:00");
    let caution = "! 這份資料截至3月22日下午5時02分，距今已有1小時，可能已經過時；最新情況請看香港天文台網頁。";
    check_with(&warning("有咩警告"), &weather(), &late, TC, &format!("截至3月22日下午5時02分生效：黃色火災危險警告（3月22日上午10時45分發出）。\n{caution}"));
    let caution_en =
        "! This is as of 5:02 pm on Sunday 22 March, 1 hour ago, and may be out of date: please see the Hong Kong Observatory's website for the latest.";
    check_with(
        &warning("any typhoon signal"),
        &with_summary("{}"),
        &late,
        EN,
        &format!("As of 5:02 pm on Sunday 22 March, no Tropical Cyclone Warning Signal was in force.\n{caution_en}"),
    );
}

#[test]
fn a_later_day_gets_the_forecast_as_well() {
    let question = WeatherQuestion { dates: Some(TOMORROW), ..warning("聽日會唔會掛風球") };
    check(
        &question,
        TC,
        &format!(
            "現時沒有熱帶氣旋警告信號（風球）生效。\n{FIRE}\n日後會否發出警告，以天文台屆時公布為準。\n天文台預測明日（3月23日星期一）大致天晴，21至27度，下雨機會低。"
        ),
    );
}

#[test]
fn bulletins_alone_serve_where_there_is_no_summary() {
    let weather = weather_with(&[("warnsum_tc.json", ""), ("warnsum_en.json", "")]);
    check_with(&warning("有咩警告"), &weather, &now(), TC, FIRE);
}
