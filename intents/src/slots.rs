//! What an utterance is about: form numbers, departments, places, dates, routes and the like, by rule and by list.
//!
//! Pure functions of the utterance and of today's date. Everything is matched on normalised text, so script, case and
//! width do not matter, and every span points into the original. No intents: which slots matter is for the dialogue.

mod slot;

mod form_number;
mod gazetteer;

mod date;
mod numeral;

mod identifier;
mod transport;

mod phrases;

mod pattern;

pub use date::DateSlot;
pub use form_number::{FormNumber, FormNumberSlot};
pub use gazetteer::PlaceRef;
pub use phrases::wants_language;
pub use slot::Slot;

use jiff::civil::Date;
use oneask_corpus::{
    load::Places,
    model::{Corpus, DepartmentId},
    text::normalize,
};

use self::{
    form_number::FormNumbers,
    gazetteer::{Departments, PlaceNames},
    slot::Text,
};
use crate::Aspect;

/// Everything that an utterance names. Of several of a kind the first or the most specific is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slots {
    /// A form: TD 557, whether or not the corpus has it.
    pub form_number: Option<FormNumberSlot>,
    /// A department: 食環署.
    pub department: Option<Slot<DepartmentId>>,
    /// A district or neighbourhood: 旺角.
    pub place: Option<Slot<PlaceRef>>,
    /// A day or days: 聽日, 下星期三.
    pub date: Option<Slot<DateSlot>>,
    /// A bus or minibus route in capitals: 234A. Only where the utterance speaks of transport.
    pub route: Option<Slot<String>>,
    /// A stop or station, as it was written: 荃灣 of 喺荃灣站.
    pub stop: Option<Slot<String>>,
    /// The number of a case: 3-1234567890.
    pub case_number: Option<Slot<String>>,
    /// A Hong Kong telephone number (8 digits) or an e-mail address.
    pub contact: Option<Slot<String>>,
    /// Which fact is wanted: payment of 點俾錢.
    pub aspect: Option<Aspect>,
}

/// Finds slots in utterances.
///
/// ```
/// use oneask_corpus::{load::Places, model::Corpus};
/// use oneask_intents::slots::SlotFiller;
/// let filler = SlotFiller::new(&Corpus::default(), &Places::default());
/// let slots = filler.fill("聽日 234A 巴士幾時到", jiff::civil::date(2026, 11, 24));
/// assert_eq!(slots.date.unwrap().value.from, jiff::civil::date(2026, 11, 25));
/// let route = slots.route.unwrap();
/// assert_eq!((route.value.as_str(), route.span), ("234A", 7..11));
/// ```
pub struct SlotFiller {
    form_numbers: FormNumbers,
    departments: Departments,
    places: PlaceNames,
}

impl SlotFiller {
    /// A filler that knows the forms and departments of a corpus, and places.
    #[must_use]
    pub fn new(corpus: &Corpus, places: &Places) -> Self {
        Self { form_numbers: FormNumbers::new(corpus), departments: Departments::new(corpus), places: PlaceNames::new(places) }
    }

    /// What an utterance names. Relative dates are reckoned from `today`.
    #[must_use]
    pub fn fill(&self, utterance: &str, today: Date) -> Slots {
        let text = Text { original: utterance, normalized: &normalize(utterance) };
        let case_number = identifier::case_number(&text);
        let contact = identifier::contact(&text, case_number.as_ref());
        let form_number = self.form_numbers.find(&text);
        // A number that is part of a form's is no route, and the TD of TD 557 is no department.
        let taken = form_number.as_ref().map(|slot| slot.span.clone());
        let route = transport::route(&text, taken.clone());
        Slots {
            department: self.departments.find(&text, taken),
            place: self.places.find(&text),
            date: date::date(&text, today),
            stop: transport::stop(&text),
            aspect: phrases::aspect(&text),
            form_number,
            route,
            case_number,
            contact,
        }
    }
}

#[cfg(test)]
mod tests;
