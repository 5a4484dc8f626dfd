//! Days, times and ages as people say them in Hong Kong.

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Weekday},
};

use super::Speaker;
use crate::weather::HONG_KONG;

/// A day: 「3月23日星期一」, `Monday 23 March`.
pub(super) fn day(date: Date, speaker: Speaker) -> String {
    speaker.say(
        format!("{}月{}日{}", date.month(), date.day(), weekday(date, speaker)),
        format!("{} {} {}", weekday(date, speaker), date.day(), date.strftime("%B")),
    )
}

/// The day of the week.
pub(super) fn weekday(date: Date, speaker: Speaker) -> String {
    let (tc, en) = match date.weekday() {
        Weekday::Monday => ("星期一", "Monday"),
        Weekday::Tuesday => ("星期二", "Tuesday"),
        Weekday::Wednesday => ("星期三", "Wednesday"),
        Weekday::Thursday => ("星期四", "Thursday"),
        Weekday::Friday => ("星期五", "Friday"),
        Weekday::Saturday => ("星期六", "Saturday"),
        Weekday::Sunday => ("星期日", "Sunday"),
    };
    speaker.say(tc, en)
}

/// A day seen from today: 「明日（3月23日星期一）」, `tomorrow (Monday 23 March)`.
pub(super) fn day_from(today: Date, date: Date, speaker: Speaker) -> String {
    let named = day(date, speaker);
    let near = [("今日", "today"), ("明日", "tomorrow"), ("後日", "the day after tomorrow")];
    let distance = (0_i64..).zip(near).find(|&(days, _)| today.checked_add(days.days()).is_ok_and(|day| day == date));
    match distance {
        Some((_, (tc, en))) => speaker.say(format!("{tc}（{named}）"), format!("{en} ({named})")),
        None => named,
    }
}

/// A time, with the year only if it is not this one: 「3月22日下午5時02分」, `5:02 pm on Sunday 22 March`.
pub(super) fn time(timestamp: Timestamp, today: Date, speaker: Speaker) -> String {
    let local = timestamp.to_zoned_datetime(HONG_KONG);
    let (hour, minute, date) = (local.hour(), local.minute(), local.date());
    let part_of_day = match hour {
        0..=5 => "凌晨",
        6..=11 => "上午",
        _ => "下午",
    };
    let hour_of_twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let minutes = if minute == 0 { String::new() } else { format!("{minute:02}分") };
    let (year_tc, year_en) =
        if date.year() == today.year() { (String::new(), String::new()) } else { (format!("{}年", date.year()), format!(" {}", date.year())) };
    speaker.say(
        format!("{year_tc}{}月{}日{part_of_day}{hour_of_twelve}時{minutes}", date.month(), date.day()),
        format!("{hour_of_twelve}:{minute:02} {} on {}{year_en}", if hour < 12 { "am" } else { "pm" }, day(date, speaker)),
    )
}

/// How long ago: 「3小時20分鐘」, `3 hours 20 minutes`; in days from two days on.
pub(super) fn age(age: SignedDuration, speaker: Speaker) -> String {
    let minutes = age.as_mins().max(0);
    let (days, hours, minutes) = (minutes / (24 * 60), minutes / 60, minutes % 60);
    let count = |n: i64, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    if days >= 2 {
        return speaker.say(format!("{days}天"), count(days, "day"));
    }
    match (hours, minutes) {
        (0, minutes) => speaker.say(format!("{minutes}分鐘"), count(minutes, "minute")),
        (hours, 0) => speaker.say(format!("{hours}小時"), count(hours, "hour")),
        (hours, minutes) => speaker.say(format!("{hours}小時{minutes}分鐘"), format!("{} {}", count(hours, "hour"), count(minutes, "minute"))),
    }
}

#[cfg(test)]
mod tests {
    use oneask_corpus::text::Language;

    use super::*;

    const TC: Language = Language::Cantonese;
    const SC: Language = Language::Simplified;
    const EN: Language = Language::English;

    #[test]
    fn days() {
        let today = Date::constant(2026, 3, 22);
        for (language, date, expected) in [
            (TC, Date::constant(2026, 3, 22), "今日（3月22日星期日）"),
            (TC, Date::constant(2026, 3, 23), "明日（3月23日星期一）"),
            (SC, Date::constant(2026, 3, 24), "后日（3月24日星期二）"),
            (TC, Date::constant(2026, 3, 25), "3月25日星期三"),
            (EN, Date::constant(2026, 3, 23), "tomorrow (Monday 23 March)"),
            (EN, Date::constant(2026, 3, 29), "Sunday 29 March"),
        ] {
            assert_eq!(day_from(today, date, Speaker::new(language)), expected);
        }
    }

    #[test]
    fn times() {
        let today = Date::constant(2026, 3, 22);
        for (language, timestamp, expected) in [
            (TC, "2026-03-22T17:02:00+08:00", "3月22日下午5時02分"),
            (TC, "2026-03-22T12:00:00+08:00", "3月22日下午12時"),
            (TC, "2026-03-22T00:05:00+08:00", "3月22日凌晨12時05分"),
            (TC, "2020-09-24T07:00:00+08:00", "2020年9月24日上午7時"),
            (EN, "2026-03-22T09:02:00Z", "5:02 pm on Sunday 22 March"),
            (EN, "2020-09-24T07:00:00+08:00", "7:00 am on Thursday 24 September 2020"),
        ] {
            assert_eq!(time(timestamp.parse().unwrap(), today, Speaker::new(language)), expected);
        }
    }

    #[test]
    fn ages() {
        for (minutes, tc, en) in [
            (31, "31分鐘", "31 minutes"),
            (60, "1小時", "1 hour"),
            (121, "2小時1分鐘", "2 hours 1 minute"),
            (47 * 60, "47小時", "47 hours"),
            (50 * 60, "2天", "2 days"),
            (-5, "0分鐘", "0 minutes"),
        ] {
            let duration = SignedDuration::from_mins(minutes);
            assert_eq!((age(duration, Speaker::new(TC)).as_str(), age(duration, Speaker::new(EN)).as_str()), (tc, en));
        }
    }
}
