//! A reply in the making.

use std::borrow::Cow;

use jiff::civil::Date;
use oneask_corpus::{
    model::{Department, Field, FormKey, Service, ServiceId, Source, Standing},
    text::fold,
};
use oneask_index::Wording;
use oneask_intents::Intent;

use super::{Speaker, plain, service, weather::WeatherQuestion};
use crate::{
    Knowledge, World,
    dialogue::Understanding,
    wire::{Decision, FormRef, Part, Reply, ServiceRef, Slots, SourceRef, WeatherProduct},
};

/// How many forms a reply names.
const MAX_FORMS: usize = 3;
/// How many sources one fact names.
const SOURCES_PER_FACT: usize = 2;

/// A reply in the making: parts are pushed in the order in which they are read.
pub(crate) struct Composition<'a> {
    /// The words of a question about something that was spoken of already: they may point at one item among many.
    pub(crate) pointing: Option<Wording<'a>>,
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) understanding: &'a Understanding,
    pub(crate) world: &'a World,
    pub(crate) decision: Decision,
    pub(crate) enquiry: Option<String>,
    pub(crate) suggestions: Vec<String>,
    /// A form that the question names: it comes first among the forms.
    pub(crate) named_form: Option<FormKey>,
    /// The ranked list of a turn that needed no search.
    pub(crate) ranked: Vec<ServiceId>,
    service: Option<(&'a Department, &'a Service)>,
    parts: Vec<Part>,
    sources: Vec<SourceRef>,
}

impl<'a> Composition<'a> {
    pub(crate) fn new(knowledge: &'a Knowledge, understanding: &'a Understanding, world: &'a World) -> Self {
        Self {
            pointing: None,
            knowledge,
            understanding,
            world,
            decision: Decision::Answer,
            enquiry: None,
            suggestions: Vec::new(),
            named_form: None,
            ranked: Vec::new(),
            service: None,
            parts: Vec::new(),
            sources: Vec::new(),
        }
    }

    pub(crate) fn speaker(&self) -> Speaker {
        Speaker::new(self.understanding.language)
    }

    pub(crate) fn today(&self) -> Date {
        self.world.today()
    }

    pub(crate) fn push(&mut self, part: Part) {
        self.parts.push(part);
    }

    /// A sentence in the language of the answer.
    pub(crate) fn say(&mut self, tc: impl AsRef<str>, en: impl Into<String>) {
        let text = self.speaker().say(tc, en);
        self.push(Part::Text { text });
    }

    /// The turn is about this service: its forms go into the reply.
    pub(crate) fn about_service(&mut self, id: &ServiceId) {
        self.service = self.knowledge.service(id);
    }

    /// The service that the turn is about.
    pub(crate) fn service(&self) -> Option<&'a Service> {
        self.service.map(|(_, service)| service)
    }

    /// Adds the sources of a field to the reply; their positions come back, the best first.
    pub(crate) fn cite(&mut self, sources: &[Source], field: Field) -> Vec<usize> {
        let mut covering: Vec<&Source> = sources.iter().filter(|source| source.covers(field)).collect();
        covering.sort_by_key(|source| (source.third_party, std::cmp::Reverse(source.page_date)));
        let mut cited = Vec::new();
        for source in covering.into_iter().take(SOURCES_PER_FACT) {
            let reference = SourceRef { url: source.url.clone(), page_date: source.page_date, checked: source.checked };
            let at = self.sources.iter().position(|known| *known == reference).unwrap_or_else(|| {
                self.sources.push(reference);
                self.sources.len() - 1
            });
            cited.push(at);
        }
        cited
    }

    /// Names the first of some sources in a line of its own.
    pub(crate) fn push_citation(&mut self, cited: &[usize]) {
        if let Some(source) = cited.first().and_then(|&at| self.sources.get(at)) {
            let (url, date) = (source.url.clone(), self.date_of_page(source.page_date));
            let title = self.speaker().say(format!("資料來源（{date}）"), format!("Source ({date})"));
            self.push(Part::Link { title, url });
        }
    }

    fn date_of_page(&self, date: Option<Date>) -> String {
        match date {
            Some(date) => self.speaker().say(format!("頁面日期 {date}"), format!("page dated {date}")),
            None => self.speaker().say("頁面沒有註明日期", "page undated"),
        }
    }

    /// The advice to confirm, unless the fact is verified.
    pub(crate) fn advice(&self, standing: Standing, department: &Department) -> Option<String> {
        let speaker = self.speaker();
        let whom = whom_to_ask(speaker, department);
        match standing {
            Standing::Verified { .. } => None,
            Standing::Stale { page_date: Some(date) } => Some(speaker.say(
                format!("資料頁面日期為 {date}，已超過一年，請向{whom}確認。"),
                format!("The page is dated {date}, over a year ago: please confirm with {whom}."),
            )),
            Standing::Stale { page_date: None } => {
                Some(speaker.say(format!("資料頁面沒有註明日期，請向{whom}確認。"), format!("The page states no date: please confirm with {whom}.")))
            }
            Standing::ThirdParty | Standing::Unsourced => Some(speaker.say(
                format!("資料並非來自政府網頁，使用前請向{whom}確認。"),
                format!("This does not come from a government page: please confirm with {whom} first."),
            )),
        }
    }

    /// The question for the Observatory's figures.
    pub(crate) fn weather_question(&self) -> WeatherQuestion {
        let slots = &self.understanding.slots;
        let place = slots.place.as_ref().map(|slot| &slot.value);
        WeatherQuestion {
            product: match self.understanding.intent {
                Some(Intent::WeatherForecast) => WeatherProduct::Forecast,
                Some(Intent::WeatherWarning) => WeatherProduct::Warning,
                _ => WeatherProduct::Current,
            },
            place: place.map(|place| place.name.clone()),
            station: place.and_then(|place| place.station.clone()),
            district: place.map(|place| place.district.clone()),
            dates: slots.date.as_ref().map(|slot| (slot.value.from, slot.value.to)),
            text: fold(&self.understanding.text),
        }
    }

    /// The reply. `searched` are the services that a search found; a turn without one lists what it named itself.
    pub(crate) fn finish(self, searched: Vec<ServiceRef>) -> Reply {
        let speaker = self.speaker();
        let forms = self.service.map_or_else(Vec::new, |(department, service)| self.forms(department, service));
        let services = if searched.is_empty() {
            let ranked = self.ranked.iter().chain(self.service.iter().map(|(_, service)| &service.id));
            let mut listed: Vec<ServiceRef> = Vec::new();
            for (department, service) in ranked.filter_map(|id| self.knowledge.service(id)) {
                if !listed.iter().any(|known| known.id == service.id.as_str()) {
                    listed.push(service::service_ref(department, service, 1.0));
                }
            }
            listed
        } else {
            searched
        };
        let text = plain::text(&self.parts, &self.sources, speaker);
        let Understanding { intent, confidence, slots, .. } = self.understanding;
        Reply {
            id: String::new(),
            session: String::new(),
            language: self.understanding.language,
            intent: intent.map(|intent| intent.name().to_owned()),
            confidence: (f64::from(*confidence) * 1000.0).round() / 1000.0,
            aspect: slots.aspect.map(|aspect| aspect.name().to_owned()),
            slots: self.slots(),
            decision: self.decision,
            service: self.service.map(|(_, service)| service.id.to_string()),
            enquiry: self.enquiry,
            forms,
            services,
            text,
            parts: self.parts,
            suggestions: self.suggestions,
            sources: self.sources,
        }
    }

    fn forms(&self, department: &Department, service: &Service) -> Vec<FormRef> {
        let speaker = self.speaker();
        let mut forms: Vec<&oneask_corpus::model::Form> = service.forms.iter().collect();
        if let Some(named) = &self.named_form {
            forms.sort_by_key(|form| !form.keys().any(|key| key == *named));
        }
        forms
            .into_iter()
            .take(MAX_FORMS)
            .map(|form| FormRef {
                number: form.number.clone().unwrap_or_default(),
                title: speaker.text(&form.title).into_owned(),
                department: speaker.text(&department.name).into_owned(),
                url: form.url.clone(),
            })
            .collect()
    }

    fn slots(&self) -> Slots {
        let slots = &self.understanding.slots;
        let speaker = self.speaker();
        Slots {
            form_number: slots.form_number.as_ref().map(|slot| slot.value.written.clone()),
            department: slots.department.as_ref().map(|slot| slot.value.to_string()),
            service: self.service.map(|(_, service)| service.id.to_string()),
            date: slots.date.as_ref().map(|slot| slot.value.from),
            place: slots.place.as_ref().map(|slot| speaker.text(&slot.value.name).into_owned()),
            route: slots.route.as_ref().map(|slot| slot.value.clone()),
            stop: slots.stop.as_ref().map(|slot| slot.value.clone()),
            what: None,
            place_of_report: None,
            contact: slots.contact.as_ref().map(|slot| slot.value.clone()),
            case_number: slots.case_number.as_ref().map(|slot| slot.value.clone()),
        }
    }
}

/// The department and its number: 「運輸署（2804 2600）」.
pub(super) fn whom_to_ask(speaker: Speaker, department: &Department) -> String {
    let name: Cow<'_, str> = speaker.text(&department.name);
    match &department.hotline {
        Some(hotline) => speaker.say(format!("{name}（{hotline}）"), format!("the {name} ({hotline})")),
        None => speaker.say(format!("{name}或 1823"), format!("the {name} or 1823")),
    }
}
