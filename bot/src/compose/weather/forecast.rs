//! The forecast: of today from the local forecast, of the days to come from the nine-day forecast.

use std::cmp::Ordering;

use jiff::{ToSpan, civil::Date};

use super::{
    Asked, WeatherAnswer, current,
    page::{Card, Page},
    say, warning, when,
    wish::Wish,
};
use crate::{
    weather::{ForecastDay, LocalForecast, NineDayForecast, Received},
    wire::{Decision, WeatherDay},
};

/// How many days are told one by one in the short answer; more are summed up.
const DAYS_ONE_BY_ONE: usize = 3;

/// What a forecast is asked for.
enum Period {
    Today,
    /// Days, of which the first may be today.
    Days(Date, Date),
    /// No day was named: tomorrow, and what comes after.
    Overview,
    Past(Date),
}

impl Period {
    fn of(asked: &Asked<'_>) -> Self {
        match asked.question.dates {
            Some((_, to)) if to < asked.today => Self::Past(to),
            Some((from, to)) if from <= asked.today && to == asked.today => Self::Today,
            Some((from, to)) => Self::Days(from.max(asked.today), to),
            None if asked.wants(Wish::Today) => Self::Today,
            None => Self::Overview,
        }
    }
}

/// Answers with a forecast.
pub(super) fn answer(asked: &Asked<'_>) -> WeatherAnswer {
    let mut page = Page::new();
    let period = Period::of(asked);
    match period {
        Period::Today => today(&mut page, asked),
        Period::Past(day) => {
            page.decision = Decision::Fallback;
            let day = when::day(day, asked.speaker);
            page.say(asked.speaker.say(
                format!("{day}已經過去，我只有現時天氣和未來的預報；過往的天氣紀錄請到香港天文台網頁查看。"),
                format!("{day} has passed, and I only have the weather now and the forecast: for records please see the Hong Kong Observatory's website."),
            ));
        }
        Period::Days(..) | Period::Overview => days(&mut page, asked),
    }
    // What is in force now bears on today, not on the days to come.
    if matches!(period, Period::Today) || matches!(period, Period::Days(from, _) if from == asked.today) {
        warning::in_short(asked).into_iter().for_each(|warnings| page.say(warnings));
    }
    page.finish(asked)
}

/// Adds the forecast of the days asked after to an answer about something else.
pub(super) fn add_days(page: &mut Page, asked: &Asked<'_>) {
    if asked.weather.nine_days(asked.reader).is_some() && matches!(Period::of(asked), Period::Days(..)) {
        let decision = page.decision;
        days(page, asked);
        page.decision = decision;
    }
}

fn today(page: &mut Page, asked: &Asked<'_>) {
    let speaker = asked.speaker;
    let local = asked.weather.local(asked.reader);
    if let Some(local) = local
        && let Some(words) = local_in_words(local, asked)
    {
        page.say(words);
        page.show(Card::forecast(speaker.say("本港天氣預報", "Local weather forecast"), Vec::new()).part(local, asked));
        page.caution(local, asked);
        return;
    }
    // Its forecast of today is sentences only, which another language cannot use.
    page.decision = Decision::Fallback;
    page.say(match local {
        Some(_) => speaker.say(
            "暫時未能取得香港天文台的今日天氣預報（中文版），請到天文台網頁查看。",
            "I cannot get the Hong Kong Observatory's forecast for today in English at the moment. Please see its website.",
        ),
        None => speaker.say(
            "暫時未能取得香港天文台的今日天氣預報，請到天文台網頁查看。",
            "I cannot get the Hong Kong Observatory's forecast for today at the moment. Please see its website.",
        ),
    });
    if let Some(now) = asked.weather.current(asked.reader) {
        page.say(current::general(now, asked));
        page.caution(now, asked);
    }
}

/// The local forecast with what it is for: 「天文台本港地區今晚及明日天氣預測：大致天晴。」
pub(super) fn local_in_words(local: &Received<LocalForecast>, asked: &Asked<'_>) -> Option<String> {
    let speaker = asked.speaker;
    let in_words = |text: &Option<String>| text.as_ref().and_then(|text| local.in_words(text, speaker.language()));
    let description = in_words(&local.value.description)?;
    let period = in_words(&local.value.period).unwrap_or_else(|| speaker.say("今日天氣預測", "weather forecast for today"));
    Some(if speaker.is_english() {
        format!("The Observatory's {}: {description}", say::uncapitalised(&period))
    } else {
        format!("天文台{period}：{description}")
    })
}

fn days(page: &mut Page, asked: &Asked<'_>) {
    let Some(forecast) = asked.weather.nine_days(asked.reader) else { return without_nine_days(page, asked) };
    page.caution(forecast, asked);
    let tomorrow = asked.today.saturating_add(1.day());
    let (from, to) = match Period::of(asked) {
        Period::Days(from, to) => (from, to),
        _ => (tomorrow, Date::MAX),
    };
    let days: Vec<&ForecastDay> = forecast.value.days.iter().filter(|day| (from..=to).contains(&day.date)).collect();
    let Some((first, rest)) = days.split_first() else { return no_such_day(page, from, forecast, asked) };
    match Period::of(asked) {
        Period::Days(from, _) => {
            page.say(if days.len() <= DAYS_ONE_BY_ONE { one_by_one(&days, forecast, asked) } else { summed_up(&days, asked) });
            if from == asked.today && first.date > asked.today {
                include_today(page, asked);
            }
        }
        _ => {
            page.say(one_by_one(&[first], forecast, asked));
            if !rest.is_empty() {
                page.say(afterwards(rest, asked));
            }
        }
    }
    remarks(page, &days, to, forecast, asked);
    let cards = days.iter().map(|day| figures(day, forecast, asked)).collect();
    page.show(Card::forecast(title(&days, asked), cards).part(forecast, asked));
}

/// 「天文台預測明日（3月23日星期一）大致天晴，21至27度，下雨機會低。」
fn one_by_one(days: &[&ForecastDay], forecast: &Received<NineDayForecast>, asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    let told = days.iter().map(|day| {
        let name = when::day_from(asked.today, day.date, speaker);
        let mut pieces: Vec<String> = Vec::new();
        pieces.extend(say::weather(day, forecast, speaker).map(|words| say::clause(&words, speaker)));
        pieces.extend(say::degrees(day.min_celsius, day.max_celsius, speaker));
        if asked.wants(Wish::Humidity) {
            pieces.extend(say::humidity(day.min_humidity_percent, day.max_humidity_percent, speaker));
        }
        if asked.wants(Wish::Wind) {
            let wind = day.wind.as_ref().and_then(|wind| forecast.in_words(wind, speaker.language()));
            pieces.extend(wind.map(|wind| say::clause(&wind, speaker)));
        }
        pieces.extend(say::rain_chance(day, forecast, speaker));
        if pieces.is_empty() {
            pieces.push(speaker.say("沒有詳細預報", "no details"));
        }
        if speaker.is_english() { format!("for {name}: {}", pieces.join(", ")) } else { format!("{name}{}", pieces.join("，")) }
    });
    let told: Vec<String> = told.collect();
    if speaker.is_english() {
        // One sentence for each day.
        format!("The Observatory's forecast {}.", told.join(". ").replace(". for ", ". For "))
    } else {
        format!("{}{}。", speaker.say("天文台預測", ""), told.join("；"))
    }
}

/// Many days in one sentence: the span of temperatures, and which days have rain.
fn summed_up(days: &[&ForecastDay], asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    let (first, last) = (days[0].date, days[days.len() - 1].date);
    let (first, last) = (when::day_from(asked.today, first, speaker), when::day(last, speaker));
    let outline = outline(days, asked);
    speaker.say(format!("天文台預測{first}至{last}{outline}。"), format!("The Observatory's forecast from {first} to {last}: {outline}."))
}

/// The same of the days after the first.
fn afterwards(days: &[&ForecastDay], asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    let last = when::day(days[days.len() - 1].date, speaker);
    let outline = outline(days, asked);
    speaker.say(format!("其後至{last}{outline}。"), format!("After that, until {last}: {outline}."))
}

fn outline(days: &[&ForecastDay], asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    let extreme = |figures: &mut dyn Iterator<Item = f64>, which: Ordering| figures.reduce(|a, b| if a.total_cmp(&b) == which { a } else { b });
    let min = extreme(&mut days.iter().filter_map(|day| day.min_celsius), Ordering::Less);
    let max = extreme(&mut days.iter().filter_map(|day| day.max_celsius), Ordering::Greater);
    let mut pieces: Vec<String> = say::degrees(min, max, speaker).map(|degrees| speaker.say(format!("氣溫{degrees}"), &*degrees)).into_iter().collect();
    let wet: Vec<String> = days.iter().filter(|day| say::mentions_rain(day)).map(|day| when::day(day.date, speaker)).collect();
    pieces.push(if wet.is_empty() {
        speaker.say("預報沒有提及下雨", "no rain is mentioned")
    } else if wet.len() == days.len() {
        speaker.say("每日都預料有雨", "rain is expected every day")
    } else {
        let wet = say::list(&wet, speaker);
        speaker.say(format!("預料有雨的日子是{wet}"), format!("rain is expected on {wet}"))
    });
    pieces.join(if speaker.is_english() { ", " } else { "，" })
}

/// The forecast of today before that of the days after it.
fn include_today(page: &mut Page, asked: &Asked<'_>) {
    if let Some(local) = asked.weather.local(asked.reader)
        && let Some(words) = local_in_words(local, asked)
    {
        page.say(words);
        page.caution(local, asked);
    }
}

/// What else the question wants, and what the forecast does not have.
fn remarks(page: &mut Page, days: &[&ForecastDay], to: Date, forecast: &Received<NineDayForecast>, asked: &Asked<'_>) {
    let speaker = asked.speaker;
    if asked.wants(Wish::Umbrella) {
        page.say(if days.iter().any(|day| say::umbrella_day(day)) {
            speaker.say("最好帶備雨具。", "Better take an umbrella.")
        } else {
            speaker.say("看來不用帶雨傘。", "You should not need an umbrella.")
        });
    }
    if asked.wants(Wish::Uv) {
        page.say(speaker.say("九天預報沒有紫外線指數。", "The nine-day forecast has no UV index."));
    }
    if asked.question.place.is_some() {
        page.say(speaker.say("九天預報以全港為準，不分地區。", "The nine-day forecast is for the whole of Hong Kong."));
    }
    if let (Period::Days(..), Some(last)) = (Period::of(asked), forecast.value.days.last())
        && to > last.date
    {
        let last = when::day(last.date, speaker);
        page.say(speaker.say(format!("預報只到{last}。"), format!("The forecast goes no further than {last}.")));
    }
}

/// The day lies beyond the nine days, or the forecast lacks it.
fn no_such_day(page: &mut Page, day: Date, forecast: &Received<NineDayForecast>, asked: &Asked<'_>) {
    let speaker = asked.speaker;
    page.decision = Decision::Fallback;
    let asked_day = when::day_from(asked.today, day, speaker);
    page.say(match forecast.value.days.last() {
        Some(last) if last.date < day => {
            let last = when::day(last.date, speaker);
            speaker.say(
                format!("天文台的預報只到{last}，暫時未有{asked_day}的預報。"),
                format!("The Observatory's forecast goes no further than {last}; there is none for {asked_day} yet."),
            )
        }
        _ => speaker.say(
            format!("暫時未有{asked_day}的預報，請到香港天文台網頁查看。"),
            format!("I have no forecast for {asked_day} at the moment. Please see the Hong Kong Observatory's website."),
        ),
    });
}

/// The nine-day forecast was never received; the local one may have an outlook.
fn without_nine_days(page: &mut Page, asked: &Asked<'_>) {
    let speaker = asked.speaker;
    page.decision = Decision::Fallback;
    page.say(speaker.say(
        "暫時未能取得香港天文台的九天天氣預報，請到天文台網頁查看。",
        "I cannot get the Hong Kong Observatory's nine-day forecast at the moment. Please see its website.",
    ));
    if let Some(local) = asked.weather.local(asked.reader) {
        let outlook = local.value.outlook.as_ref().and_then(|outlook| local.in_words(outlook, speaker.language()));
        if let Some(outlook) = outlook {
            page.say(if speaker.is_english() { format!("Its outlook: {outlook}") } else { format!("{}{outlook}", speaker.say("天文台的展望：", "")) });
            page.caution(local, asked);
        }
    }
}

fn title(days: &[&ForecastDay], asked: &Asked<'_>) -> String {
    match days {
        [only] => {
            let day = when::day(only.date, asked.speaker);
            asked.speaker.say(format!("{day}天氣預報"), format!("Forecast for {day}"))
        }
        _ => asked.speaker.say("天氣預報", "Weather forecast"),
    }
}

/// The figures of one day of the card.
fn figures(day: &ForecastDay, forecast: &Received<NineDayForecast>, asked: &Asked<'_>) -> WeatherDay {
    let speaker = asked.speaker;
    WeatherDay {
        date: day.date,
        weekday: when::weekday(day.date, speaker),
        weather: say::weather(day, forecast, speaker).unwrap_or_default(),
        wind: day.wind.as_ref().and_then(|wind| forecast.in_words(wind, speaker.language())).unwrap_or_default(),
        min_celsius: day.min_celsius,
        max_celsius: day.max_celsius,
        min_humidity_percent: day.min_humidity_percent,
        max_humidity_percent: day.max_humidity_percent,
        rain_chance: say::rain_chance_word(day, forecast, speaker).map(|(word, _)| word),
        icon: day.icon.as_ref().and_then(|icon| icon.parse().ok()),
    }
}
