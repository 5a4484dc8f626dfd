//! The weather in words: a short answer first, then the Observatory's figures, and how far they can be relied on.
//!
//! Pure: the question, the weather and the time are handed in. The Observatory's sentences are shown only in the
//! language in which it wrote them (Simplified by conversion); its figures serve every language.

mod current;
mod forecast;
mod page;
mod say;
mod warning;
mod when;
mod wish;

use jiff::{ZonedDateTime, civil::Date};
use oneask_corpus::model::Text;

use super::speaker::Speaker;
use crate::{
    weather::{HONG_KONG, Reader, Weather},
    wire::{Decision, Part, Warning, WeatherProduct},
};
use wish::{Wish, wishes};

/// What the citizen wants to know of the weather.
#[derive(Debug, Clone)]
pub(crate) struct WeatherQuestion {
    /// What the classifier took it for; the words of the question may say better.
    pub(crate) product: WeatherProduct,
    /// The place as people call it.
    pub(crate) place: Option<Text>,
    /// The temperature station for it.
    pub(crate) station: Option<Text>,
    /// The district that it lies in.
    pub(crate) district: Option<Text>,
    /// The first and the last day that it is about.
    pub(crate) dates: Option<(Date, Date)>,
    /// The utterance, folded: it tells rain from temperature, and which signal.
    pub(crate) text: String,
}

/// What there is to say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WeatherAnswer {
    pub(crate) decision: Decision,
    pub(crate) parts: Vec<Part>,
    /// What one might ask next.
    pub(crate) suggestions: Vec<String>,
}

/// Answers from what the Observatory last said.
pub(crate) fn answer(question: &WeatherQuestion, weather: &Weather, now: &ZonedDateTime, speaker: Speaker) -> WeatherAnswer {
    let asked = Asked::new(question, weather, now, speaker);
    match asked.product() {
        WeatherProduct::Current => current::answer(&asked),
        WeatherProduct::Forecast => forecast::answer(&asked),
        WeatherProduct::Warning => warning::answer(&asked),
    }
}

/// The warnings in force for the first screen, the gravest first, and from when the list is; nothing where none was received.
pub(crate) fn in_force(weather: &Weather, now: &ZonedDateTime, speaker: Speaker) -> (Vec<Warning>, Option<String>) {
    let question = WeatherQuestion { product: WeatherProduct::Warning, place: None, station: None, district: None, dates: None, text: String::new() };
    warning::banner(&Asked::new(&question, weather, now, speaker))
}

/// A question with all that its answer is made from.
struct Asked<'a> {
    question: &'a WeatherQuestion,
    weather: &'a Weather,
    wishes: Vec<Wish>,
    /// Today in Hong Kong.
    today: Date,
    reader: Reader,
    speaker: Speaker,
}

impl<'a> Asked<'a> {
    fn new(question: &'a WeatherQuestion, weather: &'a Weather, now: &ZonedDateTime, speaker: Speaker) -> Self {
        let wishes = wishes(&question.text);
        let today = now.with_time_zone(HONG_KONG).date();
        let reader = Reader { language: speaker.language(), now: now.timestamp() };
        Self { question, weather, wishes, today, reader, speaker }
    }

    fn wants(&self, wish: Wish) -> bool {
        self.wishes.contains(&wish)
    }

    /// Which product answers best. A signal or warning that is named is asked after, whatever the classifier thought, and
    /// so is what closes schools; the weather now of a day to come is a forecast.
    fn product(&self) -> WeatherProduct {
        if self.wants(Wish::Warning) || self.wants(Wish::School) {
            return WeatherProduct::Warning;
        }
        match (self.question.product, self.question.dates) {
            (WeatherProduct::Current, Some((from, to))) if from > self.today || to < self.today => WeatherProduct::Forecast,
            (product, _) => product,
        }
    }
}

#[cfg(test)]
mod tests;
