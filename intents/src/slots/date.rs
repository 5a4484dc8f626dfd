//! Days and spans of days: 聽日, 下個星期三, 12月25日, next Monday. No names of holidays: the calendar knows those.
//!
//! Each rule is a pattern and a reading. Of all that match, what begins first counts, and of these the longest: so 明年1月1號
//! is one date, not a year.

use std::{ops::Range, sync::LazyLock};

use jiff::{Span, civil::Date};
use regex::{Captures, Regex};

use super::{
    numeral::{NUMERAL, number},
    pattern::pattern,
    slot::{Slot, Text},
};

/// A day, or several in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateSlot {
    /// The first day.
    pub from: Date,
    /// The last day; the same where one day is meant.
    pub to: Date,
}

impl DateSlot {
    fn day(day: Date) -> Self {
        Self { from: day, to: day }
    }
}

/// How a match is read; `None` where it is no date after all (31 November).
type Reading = fn(&Captures<'_>, Date) -> Option<DateSlot>;

/// The date of an utterance.
pub(super) fn date(text: &Text<'_>, today: Date) -> Option<Slot<DateSlot>> {
    let normalized = text.as_str();
    let mut best: Option<(Range<usize>, DateSlot)> = None;
    for (pattern, reading) in RULES.iter() {
        for captures in pattern.captures_iter(normalized) {
            let range = captures.name("date").map_or_else(|| captures.get_match().range(), |date| date.range());
            let sooner = best.as_ref().is_none_or(|(found, _)| (range.start, found.end) < (found.start, range.end));
            if sooner && let Some(date) = reading(&captures, today) {
                best = Some((range, date));
            }
        }
    }
    best.map(|(range, date)| text.slot(range, date))
}

static RULES: LazyLock<Vec<(Regex, Reading)>> = LazyLock::new(|| {
    let year = "(?:(?<y>(?:19|20)[0-9]{2}) ?年?|(?<ry>今年|明年|出年|下年|來年|去年|舊年|上年)) ?的?";
    let month_name = r"(?<mn>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?-u:\b)\.?";
    let day_of_month = "(?<d>[0-9]{1,2})(?:st|nd|rd|th)?";
    let year_after = "(?:,? ?(?<y>20[0-9]{2})(?-u:\\b))?";
    let rules: [(String, Reading); 17] = [
        // 目前天氣 is the weather now, 以前日本 the Japan of old.
        ("(?:^|[^目以之])(?<date>(?<w>大後|大前|今|聽|廳|明|後|前|尋|琴|噚|昨)(?:日|天|晚|朝|早|晨|午))".into(), relative_day),
        ("即日".into(), |_, today| Some(DateSlot::day(today))),
        (r"(?-u:\b)(?<w>the day after tomorrow|day after tomorrow|the day before yesterday|day before yesterday|today|tonight|tomorrow|tomorow|tommorow|tommorrow|tmr|tmrw|yesterday|last night)(?-u:\b)".into(), relative_day_in_english),
        (format!("(?<n>{NUMERAL}) ?(?:日|天)(?:之?後)"), |c, today| days_later(c, today)),
        (r"(?-u:\b)in (?<n>[0-9]{1,2}) days?(?-u:\b)".into(), |c, today| days_later(c, today)),
        (format!("(?:未來|之後|接下來|接落嚟)(?:嘅|的)?(?<n>{NUMERAL}|幾) ?(?:日|天)"), coming_days),
        (r"(?-u:\b)next (?<n>[0-9]|two|three|few|seven|nine) days(?-u:\b)".into(), coming_days),
        // 下星期天氣 is next week's weather, not Sunday.
        ("(?<date>(?:(?<w>下下|下|今|呢|這|本|上)(?:一)?個? ?)?(?:星期|禮拜|拜|週|周)(?<d>[一二三四五六日天]))(?:$|[^氣])".into(), weekday),
        (r"(?-u:\b)(?:(?<w>next|this|coming|last|good) )?(?<d>monday|tuesday|wednesday|thursday|friday|saturday|sunday|tues?|wed|thur?s?|fri)(?-u:\b)|(?-u:\b)(?:(?<w2>next|this|coming|last)|on) (?<d2>mon|sat|sun)(?-u:\b)".into(), weekday_in_english),
        ("(?:(?<w>下下|下|今|呢|這|本|上)(?:一)?個?(?:星期|禮拜)?)?(?:週末|周末)".into(), weekend),
        (r"(?-u:\b)(?:(?<w>next|this|coming|last) )?weekend(?-u:\b)".into(), weekend),
        ("(?<w>下下|下|今|呢|這|本|上)(?:一)?個?(?<u>星期|禮拜|週|周|月)|(?<w2>下|今|本|這)(?<u2>月)".into(), week_or_month),
        (r"(?-u:\b)(?<w>next|this|last) (?<u>week|month|year)(?-u:\b)|(?<ry>今年|明年|出年|下年|來年|去年|舊年)".into(), week_or_month),
        (format!("(?:{year})?(?:(?<rm>下|今|呢|這|上)個?月|(?<m>{NUMERAL}) ?月(?:份)?)(?: ?(?<d>{NUMERAL}) ?(?:日|號)?)?"), month_day),
        (format!(r"(?-u:\b){day_of_month} (?:of )?{month_name}{year_after}|(?-u:\b){month_name2} (?:the )?(?<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?(?-u:\b)(?:,? ?(?<y2>20[0-9]{{2}})(?-u:\b))?", month_name2 = month_name.replace("?<mn>", "?<mn2>")), month_day_in_english),
        (r"(?:^|[^0-9a-z/.-])(?<date>(?<y>20[0-9]{2})[-/.](?<m>[0-9]{1,2})[-/.](?<d>[0-9]{1,2})|(?<d2>[0-9]{1,2})/(?<m2>[0-9]{1,2})(?:/(?<y2>20[0-9]{2}))?)(?:$|[^0-9a-z/])".into(), in_figures),
        (r"(?:^|[^0-9a-z第])(?<date>(?<d>[0-9]{1,2}|[一二三四五六七八九十廿卅]{2,3}) ?號)(?:$|[^巴車線風波球碼舖樓閘幹a-z0-9])".into(), day_alone),
    ];
    rules.into_iter().map(|(written, reading)| (pattern(&written), reading)).collect()
});

fn plus_days(day: Date, days: i32) -> Option<Date> {
    day.checked_add(Span::new().days(days)).ok()
}

fn group<'h>(captures: &Captures<'h>, names: [&str; 2]) -> Option<&'h str> {
    names.iter().find_map(|name| captures.name(name)).map(|group| group.as_str())
}

fn relative_day(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    let days = match &captures["w"] {
        "今" => 0,
        "听" | "厅" | "明" => 1,
        "后" => 2,
        "大后" => 3,
        "前" => -2,
        "大前" => -3,
        _ => -1,
    };
    plus_days(today, days).map(DateSlot::day)
}

fn relative_day_in_english(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    let days = match &captures["w"] {
        "today" | "tonight" => 0,
        "yesterday" | "last night" => -1,
        word if word.ends_with("after tomorrow") => 2,
        word if word.ends_with("before yesterday") => -2,
        _ => 1,
    };
    plus_days(today, days).map(DateSlot::day)
}

fn days_later(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    plus_days(today, number(&captures["n"])? as i32).map(DateSlot::day)
}

/// The days from tomorrow on; a few are three.
fn coming_days(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    let n_days = match &captures["n"] {
        "几" | "few" | "three" => 3,
        "two" => 2,
        "seven" => 7,
        "nine" => 9,
        written => number(written)? as i32,
    };
    Some(DateSlot { from: plus_days(today, 1)?, to: plus_days(today, n_days)? })
}

/// How many weeks away a week is that is named by one word.
fn weeks_away(word: &str) -> i32 {
    match word {
        "下下" => 2,
        "下" | "next" => 1,
        "上" | "last" => -1,
        _ => 0,
    }
}

/// Monday of the week that is some weeks away. Weeks begin on Monday, so that 今個星期日 is the Sunday to come.
fn monday(today: Date, weeks: i32) -> Option<Date> {
    plus_days(today, 7 * weeks - i32::from(today.weekday().to_monday_zero_offset()))
}

/// A day of the week, 0 for Monday: of the week that was named, else the next one from today on.
fn day_of_week(word: Option<&str>, day: i32, today: Date) -> Option<DateSlot> {
    let date = match word {
        // "Coming Friday" and "Friday" are the next one, "next Friday" is next week's.
        None | Some("coming") => {
            let ahead = (day - i32::from(today.weekday().to_monday_zero_offset())).rem_euclid(7);
            plus_days(today, ahead)?
        }
        Some(word) => plus_days(monday(today, weeks_away(word))?, day)?,
    };
    Some(DateSlot::day(date))
}

fn weekday(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    let day = match &captures["d"] {
        "日" | "天" => 6,
        written => number(written)? as i32 - 1,
    };
    day_of_week(captures.name("w").map(|word| word.as_str()), day, today)
}

fn weekday_in_english(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    let word = group(captures, ["w", "w2"]);
    // Good Friday is a holiday: the calendar knows it.
    if word == Some("good") {
        return None;
    }
    let name = group(captures, ["d", "d2"])?;
    let day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().position(|day| name.starts_with(day))?;
    day_of_week(word, day as i32, today)
}

/// Saturday and Sunday; what is left of them if the weekend has begun.
fn weekend(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    let weeks = captures.name("w").map_or(0, |word| weeks_away(word.as_str()));
    let monday = monday(today, weeks)?;
    let (saturday, sunday) = (plus_days(monday, 5)?, plus_days(monday, 6)?);
    Some(DateSlot { from: if weeks == 0 { saturday.max(today) } else { saturday }, to: sunday })
}

/// A whole week, month or year. This week is what is left of it: who asks for its weather does not mean Monday's.
fn week_or_month(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    if let Some(year) = captures.name("ry") {
        return whole_year(relative_year(year.as_str(), today));
    }
    let away = weeks_away(group(captures, ["w", "w2"])?);
    match group(captures, ["u", "u2"])? {
        "月" | "month" => whole_month(today.first_of_month().checked_add(Span::new().months(away)).ok()?),
        "year" => whole_year(today.year() + away as i16),
        _ => {
            let monday = monday(today, away)?;
            Some(DateSlot { from: if away == 0 { today } else { monday }, to: plus_days(monday, 6)? })
        }
    }
}

fn whole_month(day: Date) -> Option<DateSlot> {
    Some(DateSlot { from: day.first_of_month(), to: day.last_of_month() })
}

fn whole_year(year: i16) -> Option<DateSlot> {
    Some(DateSlot { from: Date::new(year, 1, 1).ok()?, to: Date::new(year, 12, 31).ok()? })
}

fn relative_year(word: &str, today: Date) -> i16 {
    match word {
        "今年" => today.year(),
        "去年" | "旧年" | "上年" => today.year() - 1,
        _ => today.year() + 1,
    }
}

/// A day of a month in the year that was named, else in the one that makes it next; what is no more than a month past is
/// meant as past.
fn nearest(year: Option<i16>, month: u32, day: u32, today: Date) -> Option<Date> {
    let in_year = |year| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if year.is_some() {
        return in_year(year?);
    }
    match in_year(today.year()) {
        Some(date) if date >= plus_days(today, -31)? => Some(date),
        // 29 February may not exist this year or next.
        _ => (1..=4).find_map(|ahead| in_year(today.year() + ahead)),
    }
}

fn month_day(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    let mut year = captures.name("y").and_then(|year| year.as_str().parse().ok());
    if let Some(word) = captures.name("ry") {
        year = Some(relative_year(word.as_str(), today));
    }
    let month = match (captures.name("rm"), captures.name("m")) {
        (Some(word), _) => {
            let first = today.first_of_month().checked_add(Span::new().months(weeks_away(word.as_str()))).ok()?;
            year = Some(first.year());
            first.month().unsigned_abs().into()
        }
        (None, Some(month)) => number(month.as_str())?,
        (None, None) => return None,
    };
    let Some(day) = captures.name("d") else {
        // The whole month: this one counts until it is over.
        let day = nearest(year, month, 1, today.first_of_month())?;
        return whole_month(day);
    };
    nearest(year, month, number(day.as_str())?, today).map(DateSlot::day)
}

fn month_day_in_english(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = group(captures, ["mn", "mn2"])?;
    let month = MONTHS.iter().position(|month| name.starts_with(month))? as u32 + 1;
    let day = number(group(captures, ["d", "d2"])?)?;
    let year = group(captures, ["y", "y2"]).and_then(|year| year.parse().ok());
    nearest(year, month, day, today).map(DateSlot::day)
}

/// 2027-01-01 as the standard writes it, 25/12 as Hong Kong does.
fn in_figures(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    if &captures["date"] == "24/7" {
        return None;
    }
    let year = group(captures, ["y", "y2"]).and_then(|year| year.parse().ok());
    let (month, day) = (number(group(captures, ["m", "m2"])?)?, number(group(captures, ["d", "d2"])?)?);
    nearest(year, month, day, today).map(DateSlot::day)
}

/// 25號: of this month, or of the next where that is past.
fn day_alone(captures: &Captures<'_>, today: Date) -> Option<DateSlot> {
    let day = i8::try_from(number(&captures["d"])?).ok()?;
    let of_month = |first: Date| Date::new(first.year(), first.month(), day).ok();
    let next = today.first_of_month().checked_add(Span::new().months(1)).ok()?;
    of_month(today).filter(|&date| date >= today).or_else(|| of_month(next)).map(DateSlot::day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as on;
    use oneask_corpus::text::normalize;

    use super::*;

    /// A Tuesday.
    const TODAY: Date = on(2026, 11, 24);

    fn read(utterance: &str) -> Option<(String, String, String)> {
        let normalized = normalize(utterance);
        let slot = date(&Text { original: utterance, normalized: &normalized }, TODAY)?;
        Some((slot.value.from.to_string(), slot.value.to.to_string(), utterance[slot.span].to_owned()))
    }

    fn check(utterance: &str, from: &str, to: &str, typed: &str) {
        assert_eq!(read(utterance), Some((from.to_owned(), to.to_owned(), typed.to_owned())), "{utterance}");
    }

    #[test]
    fn days() {
        for (utterance, expected, typed) in [
            ("今日天氣點", "2026-11-24", "今日"),
            ("今晚會唔會落雨", "2026-11-24", "今晚"),
            ("聽日落唔落雨", "2026-11-25", "聽日"),
            ("听日落唔落雨", "2026-11-25", "听日"),
            ("明天天气怎么样", "2026-11-25", "明天"),
            ("聽晚凍唔凍", "2026-11-25", "聽晚"),
            ("後日呢", "2026-11-26", "後日"),
            ("大後日去行山", "2026-11-27", "大後日"),
            ("尋日報咗", "2026-11-23", "尋日"),
            ("琴晚交咗", "2026-11-23", "琴晚"),
            ("前日投訴", "2026-11-22", "前日"),
            ("三日後返香港", "2026-11-27", "三日後"),
            ("10天后", "2026-12-04", "10天后"),
            ("what about tomorrow?", "2026-11-25", "tomorrow"),
            ("rain tonight", "2026-11-24", "tonight"),
            ("the day after tomorrow", "2026-11-26", "the day after tomorrow"),
            ("in 3 days", "2026-11-27", "in 3 days"),
            ("i reported it yesterday", "2026-11-23", "yesterday"),
        ] {
            check(utterance, expected, expected, typed);
        }
    }

    #[test]
    fn days_of_the_week() {
        for (utterance, expected, typed) in [
            ("星期三有冇雨", "2026-11-25", "星期三"),
            ("星期二", "2026-11-24", "星期二"),
            ("星期日凍唔凍", "2026-11-29", "星期日"),
            ("禮拜一開唔開", "2026-11-30", "禮拜一"),
            ("今個星期三", "2026-11-25", "今個星期三"),
            ("下星期一", "2026-11-30", "下星期一"),
            ("下個星期三天氣", "2026-12-02", "下個星期三"),
            ("下個禮拜日", "2026-12-06", "下個禮拜日"),
            ("下下星期五", "2026-12-11", "下下星期五"),
            ("上星期五投訴", "2026-11-20", "上星期五"),
            ("下周一", "2026-11-30", "下周一"),
            ("next Monday", "2026-11-30", "next Monday"),
            ("next Wednesday", "2026-12-02", "next Wednesday"),
            ("on Friday", "2026-11-27", "Friday"),
            ("this Sunday", "2026-11-29", "this Sunday"),
            ("open on sat?", "2026-11-28", "on sat"),
        ] {
            check(utterance, expected, expected, typed);
        }
    }

    #[test]
    fn spans_of_days() {
        for (utterance, from, to, typed) in [
            ("週末天氣", "2026-11-28", "2026-11-29", "週末"),
            ("this weekend", "2026-11-28", "2026-11-29", "this weekend"),
            ("下個週末", "2026-12-05", "2026-12-06", "下個週末"),
            ("今個星期有冇颱風", "2026-11-24", "2026-11-29", "今個星期"),
            ("下星期天氣", "2026-11-30", "2026-12-06", "下星期"),
            ("next week", "2026-11-30", "2026-12-06", "next week"),
            ("下個月有咩假期", "2026-12-01", "2026-12-31", "下個月"),
            ("十二月有幾多日假", "2026-12-01", "2026-12-31", "十二月"),
            ("1月有咩假期", "2027-01-01", "2027-01-31", "1月"),
            ("明年有幾多日公眾假期", "2027-01-01", "2027-12-31", "明年"),
            ("出年二月", "2027-02-01", "2027-02-28", "出年二月"),
            ("holidays next year", "2027-01-01", "2027-12-31", "next year"),
            ("未來三日", "2026-11-25", "2026-11-27", "未來三日"),
            ("未来几天", "2026-11-25", "2026-11-27", "未来几天"),
        ] {
            check(utterance, from, to, typed);
        }
    }

    #[test]
    fn days_of_the_year() {
        for (utterance, expected, typed) in [
            ("12月25日係咪紅日", "2026-12-25", "12月25日"),
            ("十二月廿五放唔放假", "2026-12-25", "十二月廿五"),
            ("2027年1月1號", "2027-01-01", "2027年1月1號"),
            ("明年1月1號", "2027-01-01", "明年1月1號"),
            ("1月1日", "2027-01-01", "1月1日"),
            ("11月3號報咗街燈", "2026-11-03", "11月3號"),
            ("下個月5號", "2026-12-05", "下個月5號"),
            ("28號得唔得", "2026-11-28", "28號"),
            ("3號可以嗎", "2026-12-03", "3號"),
            ("25/12 開唔開", "2026-12-25", "25/12"),
            ("2027-02-06", "2027-02-06", "2027-02-06"),
            ("25 December", "2026-12-25", "25 December"),
            ("25th of December 2027", "2027-12-25", "25th of December 2027"),
            ("Dec 25", "2026-12-25", "Dec 25"),
            ("is January 1st a holiday", "2027-01-01", "January 1st"),
        ] {
            check(utterance, expected, expected, typed);
        }
    }

    #[test]
    fn what_is_no_date() {
        for utterance in [
            "三個月未批",
            "八號風球",
            "3號波",
            "118號巴士",
            "open 24/7",
            "may i know the fee",
            "二月三十一日",
            "31/11",
            "第一次申請",
            "TD 557",
            "mon ami",
            "sun rises",
            "目前天氣如何",
            "Good Friday 係幾時",
            "21號車",
        ] {
            assert_eq!(read(utterance), None, "{utterance}");
        }
    }
}
