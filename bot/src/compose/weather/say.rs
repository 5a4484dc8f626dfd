//! Figures and stock phrases in words.

use super::Speaker;
use crate::weather::{ForecastDay, Received, icon_name, rain_chance_name};

/// A range of temperatures: 「21至27度」, `21 to 27°C`.
pub(super) fn degrees(min: Option<f64>, max: Option<f64>, speaker: Speaker) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) if min == max => Some(speaker.say(format!("{min}度"), format!("{min}°C"))),
        (Some(min), Some(max)) => Some(speaker.say(format!("{min}至{max}度"), format!("{min} to {max}°C"))),
        (Some(min), None) => Some(speaker.say(format!("最低{min}度"), format!("minimum {min}°C"))),
        (None, Some(max)) => Some(speaker.say(format!("最高{max}度"), format!("maximum {max}°C"))),
        (None, None) => None,
    }
}

/// A range of relative humidity: 「相對濕度65至90%」.
pub(super) fn humidity(min: Option<f64>, max: Option<f64>, speaker: Speaker) -> Option<String> {
    let (Some(min), Some(max)) = (min, max) else { return None };
    Some(speaker.say(format!("相對濕度{min}至{max}%"), format!("relative humidity {min} to {max}%")))
}

/// The weather of a day in words: the Observatory's own where they can be shown, else what its icon stands for, and
/// that rain is forecast if the icon does not show it.
pub(super) fn weather<T>(day: &ForecastDay, forecast: &Received<T>, speaker: Speaker) -> Option<String> {
    if let Some(own) = day.weather.as_ref().and_then(|words| forecast.in_words(words, speaker.language())) {
        return Some(own);
    }
    let icon = day.icon.as_deref().and_then(|number| icon(number, speaker));
    let rain = (mentions_rain(day) && !day.icon.as_deref().is_some_and(shows_rain)).then(|| speaker.say("有雨", "some rain"));
    let words: Vec<String> = icon.into_iter().chain(rain).collect();
    (!words.is_empty()).then(|| words.join(if speaker.is_english() { ", " } else { "，" }))
}

/// What an icon stands for: 「間有陽光」, `sunny periods`.
pub(super) fn icon(number: &str, speaker: Speaker) -> Option<String> {
    Some(speaker.say(&icon_name(number)?.tc, icon_name(number)?.en.to_lowercase()))
}

/// Sentences made a clause: no full stop at the end, semicolons inside.
pub(super) fn clause(sentences: &str, speaker: Speaker) -> String {
    let stop = if speaker.is_english() { '.' } else { '。' };
    let pieces = sentences.split(stop).map(str::trim).filter(|piece| !piece.is_empty());
    if speaker.is_english() { pieces.map(uncapitalised).collect::<Vec<_>>().join("; ") } else { pieces.collect::<Vec<_>>().join("；") }
}

/// The beginning of a sentence in the middle of one; a word in capitals stays.
pub(super) fn uncapitalised(sentence: &str) -> String {
    let mut characters = sentence.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(characters).collect(),
        _ => sentence.to_owned(),
    }
}

/// Whether rain of any kind is forecast for a day, in whatever language the forecast is.
pub(super) fn mentions_rain(day: &ForecastDay) -> bool {
    let in_words = day.weather.as_ref().is_some_and(|words| {
        let words = words.to_lowercase();
        ["雨", "雷", "rain", "shower", "thunder", "drizzle"].iter().any(|sign| words.contains(sign))
    });
    in_words || day.icon.as_deref().is_some_and(shows_rain)
}

/// Whether an icon is one of showers, rain or thunder.
fn shows_rain(icon: &str) -> bool {
    matches!(icon, "53" | "54" | "62" | "63" | "64" | "65")
}

/// Whether one had better take an umbrella: rain is forecast, or 10 mm of it are not unlikely.
pub(super) fn umbrella_day(day: &ForecastDay) -> bool {
    let unlikely = |word: &String| rain_chance_name(word).is_none_or(|chance| matches!(chance.en.as_str(), "Low" | "Medium Low"));
    mentions_rain(day) || !day.rain_chance.as_ref().is_none_or(unlikely)
}

/// The chance of rain: 「下雨機會低」, `low chance of rain`.
///
/// The Observatory's chance is that of significant rain, 10 mm or more in the day. It is low on a day of showers too, so
/// it is called what it is unless the day is forecast dry and the chance is low.
pub(super) fn rain_chance<T>(day: &ForecastDay, forecast: &Received<T>, speaker: Speaker) -> Option<String> {
    let (word, low) = rain_chance_word(day, forecast, speaker)?;
    let dry = low && !mentions_rain(day);
    Some(match dry {
        true => speaker.say(format!("下雨機會{word}"), format!("{word} chance of rain")),
        false => speaker.say(format!("顯著降雨（10毫米或以上）機會{word}"), format!("{word} chance of significant rain (10 mm or more)")),
    })
}

/// The chance in one word, and whether it is low.
pub(super) fn rain_chance_word<T>(day: &ForecastDay, forecast: &Received<T>, speaker: Speaker) -> Option<(String, bool)> {
    let word = day.rain_chance.as_deref()?;
    match rain_chance_name(word) {
        Some(name) => Some((speaker.say(&name.tc, name.en.to_lowercase()), name.en == "Low")),
        None => Some((forecast.in_words(word, speaker.language())?, false)),
    }
}

/// Several things in a row: 「甲、乙」, `a, b`.
pub(super) fn list(items: &[String], speaker: Speaker) -> String {
    items.join(if speaker.is_english() { ", " } else { "、" })
}

#[cfg(test)]
mod tests {
    use oneask_corpus::text::Language;

    use super::*;

    #[test]
    fn sentences_become_clauses() {
        let chinese = Speaker::new(Language::Traditional);
        assert_eq!(clause("早晚部分時間多雲。日間炎熱。", chinese), "早晚部分時間多雲；日間炎熱");
        let english = Speaker::new(Language::English);
        assert_eq!(clause("Cloudy at first. Hot during the day.", english), "cloudy at first; hot during the day");
        assert_eq!(clause("HK will be hot", english), "HK will be hot");
    }

    #[test]
    fn ranges() {
        let speaker = Speaker::new(Language::Traditional);
        assert_eq!(degrees(Some(21.0), Some(27.5), speaker).unwrap(), "21至27.5度");
        assert_eq!(degrees(None, Some(27.0), speaker).unwrap(), "最高27度");
        assert_eq!(degrees(None, None, speaker), None);
        assert_eq!(humidity(Some(65.0), None, speaker), None);
    }
}
