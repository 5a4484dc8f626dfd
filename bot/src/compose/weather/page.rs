//! The shape of an answer: sentences, cards of figures, cautions, and the link to the Observatory.

use jiff::Timestamp;
use oneask_corpus::text::Language;

use super::{Asked, Speaker, when};
use crate::{
    weather::{Freshness, HONG_KONG_OFFSET, Received},
    wire::{Decision, Part, WeatherDay, WeatherNow, WeatherProduct, WeatherWarning},
};

/// An answer in the making. Whatever the order in which it is filled, it reads sentences, cards, cautions, link.
pub(super) struct Page {
    pub(super) decision: Decision,
    sentences: Vec<String>,
    cards: Vec<Part>,
    cautions: Vec<String>,
}

impl Page {
    pub(super) const fn new() -> Self {
        Self { decision: Decision::Answer, sentences: Vec::new(), cards: Vec::new(), cautions: Vec::new() }
    }

    /// A sentence or two; the first is the short answer.
    pub(super) fn say(&mut self, sentence: String) {
        self.sentences.push(sentence);
    }

    /// Some figures with their source.
    pub(super) fn show(&mut self, card: Part) {
        self.cards.push(card);
    }

    /// How far a bulletin can be relied on, if that needs saying.
    pub(super) fn caution<T>(&mut self, received: &Received<T>, asked: &Asked<'_>) {
        let speaker = asked.speaker;
        let caution = match (received.freshness(asked.reader.now), received.as_of) {
            (Freshness::Fresh, _) => return,
            (Freshness::Stale(age), Some(as_of)) => {
                let (time, age) = (when::time(as_of, asked.today, speaker), when::age(age, speaker));
                speaker.say(
                    format!("這份資料截至{time}，距今已有{age}，可能已經過時；最新情況請看香港天文台網頁。"),
                    format!("This is as of {time}, {age} ago, and may be out of date: please see the Hong Kong Observatory's website for the latest."),
                )
            }
            _ => speaker.say(
                "這份資料沒有註明時間，請到香港天文台網頁核實。",
                "This does not say from when it is: please check it on the Hong Kong Observatory's website.",
            ),
        };
        if !self.cautions.contains(&caution) {
            self.cautions.push(caution);
        }
    }

    /// The finished answer, with the Observatory's page to look at and what one might ask next.
    pub(super) fn finish(self, asked: &Asked<'_>) -> super::WeatherAnswer {
        let speaker = asked.speaker;
        let link = Part::Link { title: speaker.say("香港天文台網頁", "Hong Kong Observatory website"), url: observatory(speaker).to_owned() };
        let sentences = self.sentences.into_iter().map(|text| Part::Text { text });
        let cautions = self.cautions.into_iter().map(|text| Part::Notice { text });
        let parts = sentences.chain(self.cards).chain(cautions).chain([link]).collect();
        let next = [
            (WeatherProduct::Current, "現時天氣如何？", "What is the weather now?"),
            (WeatherProduct::Forecast, "未來幾天天氣如何？", "What is the forecast for the next few days?"),
            (WeatherProduct::Warning, "現時有甚麼天氣警告？", "Which weather warnings are in force?"),
        ];
        let answered = asked.product();
        let suggestions = next.into_iter().filter(|(product, ..)| *product != answered).map(|(_, tc, en)| speaker.say(tc, en)).collect();
        super::WeatherAnswer { decision: self.decision, parts, suggestions }
    }
}

/// The Observatory's page in the language of the answer.
pub(super) fn observatory(speaker: Speaker) -> &'static str {
    match speaker.language() {
        Language::English => "https://www.hko.gov.hk/en/index.html",
        Language::Simplified => "https://www.hko.gov.hk/sc/index.html",
        _ => "https://www.hko.gov.hk/tc/index.html",
    }
}

/// Figures of one bulletin.
pub(super) struct Card {
    product: WeatherProduct,
    title: String,
    /// When it was issued, in place of what the bulletin says.
    issued: Option<(Option<Timestamp>, String)>,
    now: Option<WeatherNow>,
    days: Vec<WeatherDay>,
    warnings: Vec<WeatherWarning>,
}

impl Card {
    fn new(product: WeatherProduct, title: String) -> Self {
        Self { product, title, issued: None, now: None, days: Vec::new(), warnings: Vec::new() }
    }

    pub(super) fn current(title: String, now: WeatherNow) -> Self {
        Self { now: Some(now), ..Self::new(WeatherProduct::Current, title) }
    }

    pub(super) fn forecast(title: String, days: Vec<WeatherDay>) -> Self {
        Self { days, ..Self::new(WeatherProduct::Forecast, title) }
    }

    /// Warnings were each issued at a time of their own: `issued_at` is the latest, `issued` says so in words.
    pub(super) fn warnings(title: String, issued_at: Option<Timestamp>, issued: String, warnings: Vec<WeatherWarning>) -> Self {
        Self { warnings, issued: Some((issued_at, issued)), ..Self::new(WeatherProduct::Warning, title) }
    }

    /// The part of the reply.
    pub(super) fn part<T>(self, received: &Received<T>, asked: &Asked<'_>) -> Part {
        let speaker = asked.speaker;
        let (issued_at, issued) = self.issued.unwrap_or_else(|| {
            let words = match received.issued_at.map(|time| when::time(time, asked.today, speaker)) {
                Some(time) => speaker.say(format!("{time}發出"), format!("issued at {time}")),
                None => speaker.say("發出時間不詳", "time of issue unknown"),
            };
            (received.issued_at, words)
        });
        Part::Weather {
            product: self.product,
            title: self.title,
            source: speaker.say("香港天文台", "Hong Kong Observatory"),
            issued_at: issued_at.map(rfc3339),
            issued,
            stale: received.freshness(asked.reader.now) != Freshness::Fresh,
            now: self.now,
            days: self.days,
            warnings: self.warnings,
        }
    }
}

/// A time in RFC 3339, in Hong Kong's time.
pub(super) fn rfc3339(time: Timestamp) -> String {
    time.display_with_offset(HONG_KONG_OFFSET).to_string()
}
