//! The weather now: temperature at a place, rain of the past hour, humidity and UV.

use oneask_corpus::model::Text;

use super::{
    Asked, WeatherAnswer, forecast,
    page::{Card, Page},
    say, warning, when,
    wish::Wish,
};
use crate::{
    weather::{CurrentWeather, Received, Uv, place_name, same_place},
    wire::{Decision, WeatherNow},
};

/// How many districts with rain are named.
const MAX_DISTRICTS: usize = 5;

/// Answers with the weather now.
pub(super) fn answer(asked: &Asked<'_>) -> WeatherAnswer {
    let mut page = Page::new();
    let Some(current) = asked.weather.current(asked.reader) else {
        page.decision = Decision::Fallback;
        page.say(asked.speaker.say(
            "暫時未能取得香港天文台的現時天氣資料，請到天文台網頁查看。",
            "I cannot get the current weather from the Hong Kong Observatory at the moment. Please see its website.",
        ));
        if let Some(local) = asked.weather.local(asked.reader)
            && let Some(today) = forecast::local_in_words(local, asked)
        {
            page.say(today);
            page.caution(local, asked);
        }
        return page.finish(asked);
    };
    for wish in [Wish::Rain, Wish::Umbrella, Wish::Uv, Wish::Humidity, Wish::Wind] {
        // Rain and umbrella have one answer.
        if asked.wants(wish) && !(wish == Wish::Umbrella && asked.wants(Wish::Rain)) {
            page.say(particular(wish, current, asked));
        }
    }
    page.say(general(current, asked));
    if let Some(warnings) = warning::in_short(asked) {
        page.say(warnings);
    }
    let title = asked.speaker.say("現時天氣", "Weather now");
    page.show(Card::current(title, figures(current, asked)).part(current, asked));
    page.caution(current, asked);
    page.finish(asked)
}

/// The temperature where it was asked after, and the sky: 「天文台錄得沙田現時氣溫25度，陽光充沛。」
pub(super) fn general(current: &Received<CurrentWeather>, asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    let sky = sky(current, asked);
    let Some(reading) = Reading::of(current, asked) else {
        return match sky {
            Some(sky) => speaker.say(format!("現時天氣：{sky}。"), format!("The weather now: {sky}.")),
            None => speaker.say("天文台暫時沒有氣溫讀數。", "The Observatory has no temperature reading at the moment."),
        };
    };
    let mut pieces = vec![reading.in_words(asked)];
    if let (Place::Headquarters, Some(humidity)) = (&reading.place, current.value.humidity_percent) {
        pieces.push(speaker.say(format!("相對濕度{humidity}%"), format!("relative humidity {humidity}%")));
    }
    pieces.extend(sky);
    let missing = missing_station(current, asked).unwrap_or_default();
    if speaker.is_english() { format!("{missing}{}.", pieces.join(", ")) } else { format!("{missing}{}。", pieces.join("，")) }
}

/// What the icons stand for.
fn sky(current: &Received<CurrentWeather>, asked: &Asked<'_>) -> Option<String> {
    let words: Vec<String> = current.value.icons.iter().filter_map(|icon| say::icon(icon, asked.speaker)).collect();
    (!words.is_empty()).then(|| say::list(&words, asked.speaker))
}

/// A temperature and where it was read.
struct Reading<'a> {
    celsius: f64,
    station: Text,
    place: Place<'a>,
}

/// How the place of a reading is told.
enum Place<'a> {
    /// The Observatory's own, when no place was asked after or the asked station is silent.
    Headquarters,
    /// The very place.
    Here(&'a Text),
    /// The station for the place.
    Near(&'a Text),
    /// Whichever station reported.
    Elsewhere,
}

impl<'a> Reading<'a> {
    fn of(current: &Received<CurrentWeather>, asked: &Asked<'a>) -> Option<Self> {
        let at = |station: &Text| current.value.temperatures.iter().find(|reading| same_place(&reading.station, station)).map(|reading| reading.celsius);
        let question = asked.question;
        if let Some(station) = question.station.as_ref().or(question.place.as_ref())
            && let Some(celsius) = at(station)
        {
            let place = match &question.place {
                Some(place) if !same_place(&station.tc, place) => Place::Near(place),
                _ => Place::Here(station),
            };
            return Some(Self { celsius, station: station.clone(), place });
        }
        let headquarters = Text::new("香港天文台", "Hong Kong Observatory");
        if let Some(celsius) = at(&headquarters) {
            return Some(Self { celsius, station: headquarters, place: Place::Headquarters });
        }
        let (first, station) = current.value.temperatures.iter().find_map(|reading| Some((reading, place_name(&reading.station)?)))?;
        Some(Self { celsius: first.celsius, station: station.clone(), place: Place::Elsewhere })
    }

    fn in_words(&self, asked: &Asked<'_>) -> String {
        let (speaker, celsius, station) = (asked.speaker, self.celsius, asked.speaker.text(&self.station));
        match self.place {
            Place::Headquarters => speaker.say(format!("天文台錄得現時氣溫{celsius}度"), format!("The Observatory reports {celsius}°C now")),
            Place::Here(place) => {
                let place = speaker.text(place);
                speaker.say(format!("天文台錄得{place}現時氣溫{celsius}度"), format!("The Observatory reports {celsius}°C in {place} now"))
            }
            Place::Near(place) => {
                let place = speaker.text(place);
                speaker.say(
                    format!("天文台錄得{place}一帶（{station}站）現時氣溫{celsius}度"),
                    format!("The Observatory reports {celsius}°C around {place} ({station} station) now"),
                )
            }
            Place::Elsewhere => speaker.say(format!("天文台錄得{station}現時氣溫{celsius}度"), format!("The Observatory reports {celsius}°C at {station} now")),
        }
    }
}

/// That the station asked after is silent, before another's reading is told.
fn missing_station(current: &Received<CurrentWeather>, asked: &Asked<'_>) -> Option<String> {
    let station = asked.question.station.as_ref()?;
    if current.value.temperatures.iter().any(|reading| same_place(&reading.station, station)) {
        return None;
    }
    let name = asked.speaker.text(station);
    Some(asked.speaker.say(format!("{name}站暫時沒有氣溫讀數。"), format!("The {name} station has no temperature reading at the moment. ")))
}

/// The one thing that was asked after.
fn particular(wish: Wish, current: &Received<CurrentWeather>, asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    match wish {
        Wish::Humidity => match current.value.humidity_percent {
            Some(humidity) => speaker.say(format!("天文台總部錄得相對濕度{humidity}%。"), format!("The relative humidity at the Observatory is {humidity}%.")),
            None => speaker.say("天文台暫時沒有相對濕度讀數。", "The Observatory has no humidity reading at the moment."),
        },
        Wish::Uv => match &current.value.uv {
            Some(uv) => {
                let uv = uv_in_words(uv, current, asked);
                speaker.say(format!("過去一小時的紫外線指數是{uv}。"), format!("The UV index of the past hour is {uv}."))
            }
            None => speaker.say("現時沒有紫外線指數；天文台只在日間量度。", "There is no UV index now: the Observatory measures it by day only."),
        },
        Wish::Wind => speaker
            .say("我手上的天文台資料沒有實時風速，請到天文台網頁查看。", "The Observatory's data that I have holds no wind speeds: please see its website."),
        _ => rain(current, asked),
    }
}

/// Rain of the past hour, in the district asked after or in all.
fn rain(current: &Received<CurrentWeather>, asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    let until = current.value.rainfall_until.map(|time| when::time(time, asked.today, speaker));
    let hour = match until {
        Some(time) => speaker.say(format!("過去一小時（至{time}）"), format!("in the hour to {time}")),
        None => speaker.say("過去一小時", "in the past hour"),
    };
    if let Some(district) = &asked.question.district {
        let name = speaker.text(district);
        return match rain_of(current, asked) {
            Some(0.0) => speaker.say(format!("{name}{hour}沒有錄得雨量。"), format!("No rain was recorded in {name} {hour}.")),
            Some(mm) => speaker.say(format!("{name}{hour}最多錄得{mm}毫米雨量。"), format!("Up to {mm} mm of rain was recorded in {name} {hour}.")),
            None => speaker.say(format!("暫時沒有{name}的雨量資料。"), format!("There is no rainfall reading for {name} at the moment.")),
        };
    }
    let mut wet: Vec<_> = current.value.rainfall.iter().filter(|rain| rain.max_mm > 0.0).collect();
    wet.sort_by(|a, b| b.max_mm.total_cmp(&a.max_mm));
    let named: Vec<String> = wet
        .iter()
        .take(MAX_DISTRICTS)
        .filter_map(|rain| {
            let name = speaker.text(place_name(&rain.district)?);
            Some(speaker.say(format!("{name}（最多{}毫米）", rain.max_mm), format!("{name} (up to {} mm)", rain.max_mm)))
        })
        .collect();
    let more = wet.len() > named.len();
    if current.value.rainfall.is_empty() {
        speaker.say("暫時沒有雨量資料。", "There is no rainfall reading at the moment.")
    } else if wet.is_empty() {
        speaker.say(format!("{hour}各區都沒有錄得雨量。"), format!("No rain was recorded in any district {hour}."))
    } else if named.is_empty() {
        speaker.say(format!("{hour}部分地區錄得雨量。"), format!("Rain was recorded in some districts {hour}."))
    } else {
        let districts = say::list(&named, speaker);
        speaker.say(
            format!("{hour}錄得雨量的地區有{districts}{}。", if more { "等" } else { "" }),
            format!("Rain was recorded {hour} in {districts}{}.", if more { " and elsewhere" } else { "" }),
        )
    }
}

/// The rain of the district asked after, in millimetres.
fn rain_of(current: &Received<CurrentWeather>, asked: &Asked<'_>) -> Option<f64> {
    let district = asked.question.district.as_ref()?;
    current.value.rainfall.iter().find(|rain| same_place(&rain.district, district)).map(|rain| rain.max_mm)
}

/// 「1（低）」, `1 (low)`. The words are those of the World Health Organization's scale, which the feed uses.
fn uv_in_words(uv: &Uv, current: &Received<CurrentWeather>, asked: &Asked<'_>) -> String {
    let speaker = asked.speaker;
    let own = uv.word.as_ref().and_then(|word| current.in_words(word, speaker.language()));
    let word = own.unwrap_or_else(|| match uv.index {
        index if index < 3.0 => speaker.say("低", "low"),
        index if index < 6.0 => speaker.say("中", "moderate"),
        index if index < 8.0 => speaker.say("高", "high"),
        index if index < 11.0 => speaker.say("甚高", "very high"),
        _ => speaker.say("極高", "extreme"),
    });
    speaker.say(format!("{}（{word}）", uv.index), format!("{} ({word})", uv.index))
}

/// The figures of the card.
fn figures(current: &Received<CurrentWeather>, asked: &Asked<'_>) -> WeatherNow {
    let reading = Reading::of(current, asked);
    let headquarters = Text::new("香港天文台", "Hong Kong Observatory");
    WeatherNow {
        place: asked.speaker.text(reading.as_ref().map_or(&headquarters, |reading| &reading.station)).into_owned(),
        temperature_celsius: reading.as_ref().map(|reading| reading.celsius),
        humidity_percent: current.value.humidity_percent,
        rainfall_mm: rain_of(current, asked),
        uv: current.value.uv.as_ref().map(|uv| uv_in_words(uv, current, asked)),
        icon: current.value.icons.iter().find_map(|icon| icon.parse().ok()),
        description: sky(current, asked),
    }
}
