//! From an utterance to what it says: language, intent, slots.

use jiff::civil::Date;
use oneask_corpus::text::{Language, Utterance, fold, identify, is_han};
use oneask_index::has_content;
use oneask_intents::{
    Classifier, Intent,
    slots::{SlotFiller, Slots, wants_language},
};

use super::{FactWanted, Session, Subjects, Topic};

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
    let about_a_service = matches!(
        intent,
        Some(
            Intent::FormSearch | Intent::ProcedureFee | Intent::ProcedureDocuments | Intent::ProcedureChannel | Intent::ProcedureTime | Intent::EnquiryGeneral
        )
    );
    let has_topic = matches!(session.topic, Some(Topic::Service(_) | Topic::Enquiry(_)));
    let leans = has_topic && !has_content(&subjects.specific(&subjects.subject(text)));
    if slots.aspect.is_some() && (about_a_service || leans) {
        intent = Some(FactWanted::of(None, slots.aspect).intent());
    }
    // 「沙田呢」 after a question about the weather is one as well.
    if let Some(Topic::Weather { intent: before, .. }) = &session.topic
        && subjects.is_elliptical(text)
        && (slots.place.is_some() || slots.date.is_some())
    {
        (intent, confidence) = (Some(*before), 1.0);
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
