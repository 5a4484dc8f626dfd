//! From an utterance to what it says: language, intent, slots.

use jiff::civil::Date;
use oneask_corpus::text::{Language, Utterance, fold, identify, is_han};
use oneask_intents::{
    Classifier, Intent,
    slots::{SlotFiller, Slots, wants_language},
};

use super::{FactWanted, Session, Subjects, Topic, plan::is_about_a_service};

/// Below this the classifier's word gives way to a phrase that names an aspect of the topic.
const DOUBTFUL: f32 = 0.8;

/// What was understood of one utterance.
#[derive(Debug, Clone)]
pub(crate) struct Understanding {
    pub(crate) text: String,
    /// The language of the answer's conversation: asked for, or that of the utterance.
    pub(crate) language: Language,
    /// The language that this utterance asks for, if it does.
    pub(crate) asked_language: Option<Language>,
    /// None where no intent was recognised, or the classifier refused.
    pub(crate) intent: Option<Intent>,
    pub(crate) confidence: f32,
    pub(crate) slots: Slots,
}

/// Reads an utterance in the light of the conversation so far.
pub(crate) fn understand(
    utterance: &Utterance,
    session: &Session,
    classifier: &dyn Classifier,
    filler: &SlotFiller,
    subjects: &Subjects,
    today: Date,
) -> Understanding {
    let text = utterance.as_str();
    let asked_language = wants_language(text);
    let ranking = classifier.rank(text);
    let top = ranking.top();
    let slots = filler.fill(text, today);
    let mut intent: Option<Intent> = top.as_ref().and_then(|scored| scored.label.parse().ok());
    let mut confidence = ranking.best().confidence.get();
    // The phrase that names an aspect is surer of the kind of question than the classifier.
    let about_a_service = intent.is_some_and(is_about_a_service);
    let has_topic = matches!(session.topic, Some(Topic::Service(_) | Topic::Enquiry(_)));
    let doubtful = !matches!(intent, Some(Intent::Greeting | Intent::ThanksBye | Intent::PublicHoliday)) && (intent.is_none() || confidence < DOUBTFUL);
    if slots.aspect.is_some() && (about_a_service || (has_topic && doubtful && subjects.foreign(text).is_none())) {
        intent = Some(FactWanted::of(None, slots.aspect).intent());
    }
    // 「沙田呢」 after a question about the weather is one as well.
    if let Some(Topic::Weather { intent: before, .. }) = &session.topic
        && subjects.is_elliptical(text)
        && (slots.place.is_some() || slots.date.is_some())
    {
        (intent, confidence) = (Some(*before), 1.0);
    }
    // 「咁清明呢」 after a question about holidays.
    if session.topic == Some(Topic::Holiday) && subjects.is_elliptical(text) && (intent.is_none() || confidence < DOUBTFUL) {
        (intent, confidence) = (Some(Intent::PublicHoliday), 1.0);
    }
    // The temperature of a day to come is a forecast, and so is that of the day that was spoken of.
    let is_to_come = slots.date.as_ref().is_some_and(|date| date.value.from > today);
    let was_forecast = matches!(&session.topic, Some(Topic::Weather { intent: Intent::WeatherForecast, .. })) && subjects.names_that_day(text);
    if intent == Some(Intent::WeatherCurrent) && (is_to_come || was_forecast) {
        intent = Some(Intent::WeatherForecast);
    }
    Understanding {
        language: asked_language.or(session.asked_language).unwrap_or_else(|| language_of(text, session)),
        asked_language,
        intent,
        confidence,
        text: text.to_owned(),
        slots,
    }
}

/// A bare form number or code has no language of its own, and a few characters may belong to either script: then the
/// conversation's stays.
fn language_of(text: &str, session: &Session) -> Language {
    let has_words = text.chars().any(is_han) || text.split_whitespace().any(|word| word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase()));
    match (session.last_language, identify(text)) {
        (Some(last), _) if !has_words => last,
        (Some(Language::Simplified), Language::Traditional) if fold(text) == text => Language::Simplified,
        (_, language) => language,
    }
}
