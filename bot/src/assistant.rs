//! The way of one utterance, from the citizen's words to the reply.

use std::sync::{Arc, OnceLock};

use jiff::{Timestamp, ZonedDateTime, civil::Date, tz};
use oneask_corpus::{
    model::Questions,
    text::{Language, Utterance},
};
use oneask_index::{DocumentId, Explanation, Hit, Index, IndexError, Query};
use oneask_intents::{Classifier, slots::SlotFiller};

use crate::{
    Knowledge, Session,
    compose::{self, Composition, Speaker},
    dialogue::{self, FactWanted, Found, Pending, Plan, Report, Search, Senses, Subjects, Topic, Understanding, Verdict},
    suggest::{Suggester, Typed},
    weather::Weather,
    wire::{Reply, ServiceRef, Suggestion},
};

/// How many hits a search looks at; the reply lists ten services of them.
const HITS: usize = 20;
/// Services whose names match the topic's title this well are its relatives.
const RELATED: f32 = 0.3;
/// The share of the new words that a relative has to have.
const FITS: f32 = 0.5;
/// How well a question for a telephone number or an address has to match a name to ask for that of another record than the
/// topic, and of any where there is no topic.
const NAMES_ANOTHERS_CONTACT: f32 = 0.6;
const NAMES_A_CONTACT: f32 = 0.3;
/// The share of the words for another government that a record has to have to be about it.
const NAMES_THE_SAME: f32 = 0.5;
/// How many services a reply lists.
const SERVICES: usize = 10;

/// What the dialogue needs of the world, as a value.
#[derive(Debug, Clone)]
pub struct World {
    /// The time in Hong Kong.
    pub now: ZonedDateTime,
    /// The latest that the Observatory said.
    pub weather: Arc<Weather>,
}

impl World {
    /// The world at this moment, with what the Observatory said last.
    #[must_use]
    pub fn now(weather: Arc<Weather>) -> Self {
        Self { now: hong_kong(Timestamp::now()), weather }
    }

    /// Today in Hong Kong.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.date()
    }
}

/// The time in Hong Kong, which has had no summer time since 1979.
#[must_use]
pub fn hong_kong(timestamp: Timestamp) -> ZonedDateTime {
    timestamp.to_zoned_datetime(tz::TimeZone::fixed(tz::offset(8)))
}

/// What a citizen does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Types something.
    Utterance(Utterance),
    /// Presses a choice; the payload that came with it.
    Choice(String),
}

/// One turn: the reply, and the conversation after it.
#[derive(Debug, Clone)]
pub struct Turn {
    /// What is said.
    pub reply: Reply,
    /// What is remembered.
    pub session: Session,
}

/// Understands and answers, from one release of the corpus.
pub struct Assistant {
    knowledge: Arc<Knowledge>,
    index: Index,
    classifier: Arc<dyn Classifier>,
    slots: SlotFiller,
    subjects: Subjects,
    senses: Senses,
    suggester: OnceLock<Suggester>,
}

impl Assistant {
    /// An assistant that knows these records, searches this index of them, and classifies with this model.
    #[must_use]
    pub fn new(knowledge: Arc<Knowledge>, index: Index, classifier: Arc<dyn Classifier>) -> Self {
        let slots = SlotFiller::new(knowledge.corpus(), &knowledge.places);
        let senses = Senses::new(&knowledge.senses);
        Self { knowledge, index, classifier, slots, subjects: Subjects::new(), senses, suggester: OnceLock::new() }
    }

    /// What the assistant knows.
    #[must_use]
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// What finds suggestions, prepared by the first call: a server makes it before it takes the assistant, and one
    /// question on the command line never pays for it.
    pub fn suggester(&self) -> &Suggester {
        self.suggester.get_or_init(|| Suggester::new(&self.knowledge))
    }

    /// What a citizen may be about to ask.
    #[must_use]
    pub fn suggest(&self, typed: &Typed<'_>) -> Vec<Suggestion> {
        self.suggester().suggest(typed, &self.knowledge)
    }

    /// Whether a payload is one that a choice of this assistant can have.
    #[must_use]
    pub fn accepts(&self, payload: &str) -> bool {
        match dialogue::record(payload) {
            Some(Topic::Service(id)) => self.knowledge.service(&id).is_some(),
            Some(Topic::Enquiry(id)) => self.knowledge.enquiry(&id).is_some(),
            _ => payload == dialogue::NEXT,
        }
    }

    /// What a citizen says who presses a choice with this payload: the words on its button.
    #[must_use]
    pub fn words_of(&self, payload: &str, language: Language) -> Option<String> {
        let speaker = Speaker::new(language);
        match dialogue::record(payload) {
            Some(Topic::Service(id)) => Some(speaker.text(&self.knowledge.service(&id)?.1.title).into_owned()),
            Some(Topic::Enquiry(id)) => {
                let Questions { tc, en } = &self.knowledge.enquiry(&id)?.1.questions;
                tc.first().or(en.first()).map(|first| speaker.say(first, en.first().unwrap_or(first)))
            }
            _ => (payload == dialogue::NEXT).then(|| speaker.say("不是我想問的", "Not what I asked")),
        }
    }

    /// Answers one input. The same input in the same session and world gets the same reply.
    ///
    /// # Errors
    /// Only when the index cannot be read; doubt is a decision, not an error.
    pub fn respond(&self, session: &Session, input: &Input, world: &World) -> Result<Turn, IndexError> {
        let mut next = session.clone();
        next.pending = None;
        let (understanding, plan) = match input {
            Input::Utterance(utterance) if let Some(payload) = dialogue::numbered_choice(utterance, session) => dialogue::choose(payload, session),
            Input::Utterance(utterance) => {
                let mut understanding = dialogue::understand(utterance, session, self.classifier.as_ref(), &self.slots, &self.subjects, world.today());
                let plan = dialogue::plan(&understanding, session, &self.subjects);
                understanding.intent = plan.continued_intent(understanding.intent, session).or(understanding.intent);
                (understanding, plan)
            }
            Input::Choice(payload) if payload == dialogue::NEXT => dialogue::next_best(session),
            Input::Choice(payload) => dialogue::choose(payload, session),
        };
        next.last_language = Some(understanding.language);
        next.asked_language = understanding.asked_language.or(session.asked_language);

        let mut composition = Composition::new(&self.knowledge, &understanding, world);
        composition.pointing = session.topic.is_some().then(|| self.index.wording(&understanding.text));
        let hits = match &plan {
            Plan::Search(search) => self.search_and_answer(search, &understanding, world, &mut next, &mut composition)?,
            Plan::Contact { department: None, query } => self.contact(query, session, world, &mut composition)?,
            Plan::Report(report) => self.report(report, session, world, &mut next, &mut composition)?,
            other => {
                compose::without_search(other, &mut next, &mut composition);
                Vec::new()
            }
        };
        // A question about who takes a report does not end it.
        if matches!(plan, Plan::OfTopic(..)) && next.pending.is_none() {
            next.pending = session.pending.clone().filter(|pending| matches!(pending, Pending::Report(_)));
        }
        let services = self.service_refs(&hits);
        let reply = composition.finish(services);
        let id = |id: &str| id.parse().ok();
        let (ranked, answered) = (reply.services.iter().filter_map(|service| id(&service.id)), reply.service.as_deref().and_then(id));
        next.next_best = next.next_best.after(&plan, ranked, answered.as_ref());
        Ok(Turn { reply, session: next })
    }

    /// Why the hits of a first question have their scores, best first; empty where nothing is searched for it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn explain(&self, utterance: &Utterance, world: &World) -> Result<Vec<(DocumentId, Explanation)>, IndexError> {
        let session = Session::default();
        let understanding = dialogue::understand(utterance, &session, self.classifier.as_ref(), &self.slots, &self.subjects, world.today());
        let Plan::Search(search) = dialogue::plan(&understanding, &session, &self.subjects) else { return Ok(Vec::new()) };
        let mut explained = Vec::new();
        for hit in self.find(&search.query, world)? {
            if let Some(explanation) = self.index.explain(&search.query, &hit.id)? {
                explained.push((hit.id, explanation));
            }
        }
        Ok(explained)
    }

    fn search_and_answer(
        &self,
        search: &Search,
        understanding: &Understanding,
        world: &World,
        next: &mut Session,
        composition: &mut Composition<'_>,
    ) -> Result<Vec<Hit>, IndexError> {
        let hits = self.find(&search.query, world)?;
        let topic = search.topic.as_ref().and_then(|topic| self.title_of(topic));
        let odds = topic.as_ref().map(|(_, id)| {
            let own = self.index.fit(&search.query, id);
            dialogue::about_the_topic(&understanding.text, search, id, own, &hits, &self.subjects)
        });
        if let (Some((title, id)), Some(odds)) = (&topic, odds)
            && odds > 0.0
        {
            let meant = self.relative_of_topic(title, id, search, &hits, world)?;
            return Ok(answer_of_topic(id, &meant, search, hits, next, composition));
        }
        let subject = self.subjects.subject(&understanding.text);
        let ambiguous = self.senses.of(&subject);
        let bare = ambiguous.as_ref().is_some_and(|name| name.bare);
        let senses = ambiguous.map_or(&[][..], |name| name.services);
        let names_a_stranger = search.foreign.as_ref().is_some_and(|words| {
            let fit = hits.first().map(|hit| self.index.fit(&Query::new(words.clone()), &hit.id));
            fit.is_some_and(|fit| fit.coverage < NAMES_THE_SAME)
        });
        match dialogue::decide(search, &hits, senses, bare, names_a_stranger) {
            Verdict::Answer { found, others } => {
                compose::answer(&found, &others, search.wanted, next, composition);
                Ok(promote(hits, &found))
            }
            Verdict::Clarify { candidates } => {
                compose::clarify(&candidates, search.wanted, next, composition);
                Ok(candidates.first().map_or(hits.clone(), |first| promote(hits, &Found::Service(first.clone()))))
            }
            // Nothing else was found: it may be about the topic after all.
            Verdict::Nothing { .. }
                if odds.is_some_and(|odds| odds > dialogue::TOPIC_RATHER_THAN_NOTHING)
                    && search.foreign.is_none()
                    && matches!(search.otherwise.as_deref(), None | Some(Plan::Refuse)) =>
            {
                let (_, id) = topic.expect("odds are of a topic");
                Ok(answer_of_topic(&id, &id, search, hits, next, composition))
            }
            Verdict::Nothing { near } => match search.otherwise.as_deref() {
                None => {
                    compose::nothing(search, &near, next, composition);
                    Ok(hits)
                }
                Some(Plan::Contact { department: None, query }) => self.contact(query, next, world, composition),
                Some(Plan::Report(report)) => self.report(report, &next.clone(), world, next, composition),
                Some(otherwise) => {
                    compose::without_search(otherwise, next, composition);
                    Ok(Vec::new())
                }
            },
        }
    }

    /// What a question about the topic is about: the topic, or a relative of it that fits the new words better (「咁小朋友呢？」
    /// after the adult passport).
    fn relative_of_topic(&self, title: &str, id: &DocumentId, search: &Search, hits: &[Hit], world: &World) -> Result<DocumentId, IndexError> {
        if search.correction
            && let Some(meant) = self.meant_instead(title, id, search, hits, world)?
        {
            return Ok(meant);
        }
        if !search.only_variant && !search.correction {
            return Ok(id.clone());
        }
        // Its relatives are what its own title finds; among them the new words decide. What the topic has of the question counts
        // even where a search would not find it; a relative has to be found.
        let fits = |wanted: &DocumentId| hits.iter().find(|hit| hit.id == *wanted).map_or(0.0, |hit| hit.fit.coverage);
        let relatives: Vec<DocumentId> =
            self.find(&Query::new(title), world)?.into_iter().filter(|hit| hit.fit.name_match >= RELATED && same_kind(&hit.id, id)).map(|hit| hit.id).collect();
        let best_relative = relatives.iter().max_by(|a, b| fits(a).total_cmp(&fits(b)).then_with(|| b.cmp(a)));
        match best_relative {
            Some(relative) if fits(relative) >= FITS && fits(relative) > self.index.fit(&search.query, id).coverage + 0.1 => Ok(relative.clone()),
            _ => Ok(id.clone()),
        }
    }

    /// What a correction means (「我係問電單車嗰種」): not what was answered, but something of the same name that has the new
    /// words.
    fn meant_instead(&self, title: &str, answered: &DocumentId, search: &Search, hits: &[Hit], world: &World) -> Result<Option<DocumentId>, IndexError> {
        let has_words = |id: &DocumentId| hits.iter().find(|hit| hit.id == *id).map_or(0.0, |hit| hit.fit.coverage);
        let both = Query::new(format!("{title} {}", search.query.text));
        let meant = self.find(&both, world)?.into_iter().find(|hit| hit.id != *answered && has_words(&hit.id) >= FITS);
        Ok(meant.map(|hit| hit.id))
    }

    /// Searches, and keeps what is in force today.
    fn find(&self, query: &Query, world: &World) -> Result<Vec<Hit>, IndexError> {
        let mut hits = self.index.search(query, HITS)?;
        hits.retain(|hit| self.knowledge.is_in_force(&hit.id, world.today()));
        Ok(hits)
    }

    fn title_of(&self, topic: &Topic) -> Option<(String, DocumentId)> {
        match topic {
            Topic::Service(id) => {
                let (_, service) = self.knowledge.service(id)?;
                Some((format!("{} {}", service.title.tc, service.title.en), DocumentId::Service(id.clone())))
            }
            Topic::Enquiry(id) => {
                let (_, enquiry) = self.knowledge.enquiry(id)?;
                Some((enquiry.questions.tc.first().cloned().unwrap_or_default(), DocumentId::Enquiry(id.clone())))
            }
            Topic::Department(_) | Topic::Weather { .. } | Topic::Holiday => None,
        }
    }

    /// Takes down a report. Where a record says who takes such reports, the first answer says it too, and the conversation is
    /// about that record from then on.
    fn report(&self, report: &Report, session: &Session, world: &World, next: &mut Session, composition: &mut Composition<'_>) -> Result<Vec<Hit>, IndexError> {
        let hits = match (&session.pending, &report.what) {
            (Some(Pending::Report(_)), _) | (_, None) => Vec::new(),
            (_, Some(what)) => self.find(&Query::new(what.clone()), world)?,
        };
        let taker = hits.iter().find(|hit| hit.evidence() >= dialogue::TAKES_REPORTS).and_then(|hit| match &hit.id {
            DocumentId::Service(id) => Some(id.clone()),
            _ => None,
        });
        compose::report(report, taker.as_ref(), next, composition);
        Ok(match taker {
            Some(taker) => promote(hits, &Found::Service(taker)),
            None => Vec::new(),
        })
    }

    /// The contact of the department that the topic or the search names.
    fn contact(&self, query: &Query, session: &Session, world: &World, composition: &mut Composition<'_>) -> Result<Vec<Hit>, IndexError> {
        let hits = if oneask_index::has_content(&query.text) { self.find(query, world)? } else { Vec::new() };
        let least = if session.topic.is_some() { NAMES_ANOTHERS_CONTACT } else { NAMES_A_CONTACT };
        let named = hits.first().filter(|hit| hit.fit.name_match >= least).map(|hit| hit.id.clone());
        let of_topic = || match &session.topic {
            Some(Topic::Service(id)) => Some(DocumentId::Service(id.clone())),
            Some(Topic::Enquiry(id)) => Some(DocumentId::Enquiry(id.clone())),
            _ => None,
        };
        let directory = match &session.topic {
            Some(Topic::Department(id)) => self.knowledge.department(id),
            _ => None,
        };
        let department = named.or_else(of_topic).and_then(|id| match id {
            DocumentId::Service(id) => {
                composition.about_service(&id);
                self.knowledge.service(&id).map(|(department, _)| department)
            }
            DocumentId::Enquiry(id) => self.knowledge.enquiry(&id).map(|(department, _)| department),
            DocumentId::Other(_) => None,
        });
        compose::contact(department.or(directory), composition);
        Ok(Vec::new())
    }

    fn service_refs(&self, hits: &[Hit]) -> Vec<ServiceRef> {
        let services = hits.iter().filter_map(|hit| match &hit.id {
            DocumentId::Service(id) => self.knowledge.service(id).map(|(department, service)| (department, service, hit)),
            _ => None,
        });
        services.take(SERVICES).map(|(department, service, hit)| compose::service_ref(department, service, hit.score.get())).collect()
    }
}

/// Answers with the topic or a relative of it. A question that names no fact that is known here gets all that the topic says.
fn answer_of_topic(topic: &DocumentId, meant: &DocumentId, search: &Search, hits: Vec<Hit>, next: &mut Session, composition: &mut Composition<'_>) -> Vec<Hit> {
    let Some(answer) = found(meant) else { return hits };
    let tells_all = meant == topic && matches!(answer, Found::Service(_)) && search.wanted == FactWanted::Overview;
    compose::answer(&answer, &[], if tells_all { FactWanted::Everything } else { search.wanted }, next, composition);
    promote(hits, &answer)
}

fn same_kind(one: &DocumentId, other: &DocumentId) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn found(id: &DocumentId) -> Option<Found> {
    match id {
        DocumentId::Service(id) => Some(Found::Service(id.clone())),
        DocumentId::Enquiry(id) => Some(Found::Enquiry(id.clone())),
        DocumentId::Other(_) => None,
    }
}

/// The hits with the one that is answered first, so that the ranked list and the answer agree.
fn promote(mut hits: Vec<Hit>, answered: &Found) -> Vec<Hit> {
    if let Some(at) = hits.iter().position(|hit| found(&hit.id).as_ref() == Some(answered)) {
        hits[..=at].rotate_right(1);
    }
    hits
}
