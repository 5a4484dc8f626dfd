//! From what was understood to what to look for.

use oneask_corpus::model::{DepartmentId, ServiceId};
use oneask_index::{Query, content_length, has_content};
use oneask_intents::{
    Aspect, Intent,
    slots::{FormNumber, Slots},
};

use super::{Pending, Report, Session, Subjects, Topic, Understanding};

/// Which fact of a service is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FactWanted {
    /// The form and everything in short.
    Overview,
    /// All that the record says: asked of the topic, in words that name no fact that is known here.
    Everything,
    Fees,
    Documents,
    Channels,
    Time,
    Payment,
    Credential,
    NotOnline,
    Eligibility,
    Deadline,
    Penalty,
    Validity,
}

impl FactWanted {
    /// From the intent and the aspect beside it. The aspect is the narrower word and wins.
    pub(crate) fn of(intent: Option<Intent>, aspect: Option<Aspect>) -> Self {
        match (aspect, intent) {
            (Some(Aspect::Payment), _) => Self::Payment,
            (Some(Aspect::Credential), _) => Self::Credential,
            (Some(Aspect::NotOnlineReason), _) => Self::NotOnline,
            (Some(Aspect::Eligibility), _) => Self::Eligibility,
            (Some(Aspect::Deadline), _) => Self::Deadline,
            (Some(Aspect::Penalty), _) => Self::Penalty,
            (Some(Aspect::Validity), _) => Self::Validity,
            (None, Some(Intent::ProcedureFee)) => Self::Fees,
            (None, Some(Intent::ProcedureDocuments)) => Self::Documents,
            (None, Some(Intent::ProcedureChannel)) => Self::Channels,
            (None, Some(Intent::ProcedureTime)) => Self::Time,
            (None, _) => Self::Overview,
        }
    }

    /// The intent that asks for it.
    pub(crate) const fn intent(self) -> Intent {
        match self {
            Self::Overview | Self::Everything => Intent::FormSearch,
            Self::Fees | Self::Penalty => Intent::ProcedureFee,
            Self::Documents => Intent::ProcedureDocuments,
            Self::Channels | Self::Payment | Self::Credential | Self::NotOnline => Intent::ProcedureChannel,
            Self::Time | Self::Deadline => Intent::ProcedureTime,
            Self::Eligibility | Self::Validity => Intent::EnquiryGeneral,
        }
    }

    /// The name by which a pending question remembers it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Everything => "everything",
            Self::Fees => "fees",
            Self::Documents => "documents",
            Self::Channels => "channels",
            Self::Time => "time",
            Self::Payment => "payment",
            Self::Credential => "credential",
            Self::NotOnline => "not_online",
            Self::Eligibility => "eligibility",
            Self::Deadline => "deadline",
            Self::Penalty => "penalty",
            Self::Validity => "validity",
        }
    }

    /// The reverse of [`Self::name`]; anything else is the overview.
    pub(crate) fn named(name: &str) -> Self {
        [
            Self::Fees,
            Self::Documents,
            Self::Channels,
            Self::Time,
            Self::Payment,
            Self::Credential,
            Self::NotOnline,
            Self::Eligibility,
            Self::Deadline,
            Self::Penalty,
            Self::Validity,
        ]
        .into_iter()
        .find(|fact| fact.name() == name)
        .unwrap_or(Self::Overview)
    }
}

/// What to do about an utterance.
#[derive(Debug, Clone)]
pub(crate) enum Plan {
    /// Asks for another language and nothing else.
    SwitchLanguage,
    Greet,
    Farewell,
    TalkToHuman,
    FeedbackAboutBot,
    /// Out of scope.
    Refuse,
    Weather,
    Holiday,
    Transport {
        route: Option<String>,
        stop: Option<String>,
    },
    Report(Report),
    CaseStatus {
        number: Option<String>,
    },
    /// A department's contact; where none is named, of the department that the search finds.
    Contact {
        department: Option<DepartmentId>,
        query: Query,
    },
    /// A form by its number.
    Form(FormNumber),
    /// A fact of the topic.
    OfTopic(Topic, FactWanted),
    /// What was answered is not what was asked: this is the next best.
    NextBest(ServiceId, FactWanted),
    /// There is no next best: ask to say it in other words.
    Reword,
    /// A fact, but of what? Ask.
    AskService(FactWanted),
    Search(Search),
}

impl Plan {
    /// The intent of a turn that answers what the assistant asked, whatever its own words sound like.
    pub(crate) fn continued_intent(&self, understood: Option<Intent>, session: &Session) -> Option<Intent> {
        let is_refused = matches!(understood, None | Some(Intent::OutOfScope));
        match (self, &session.pending) {
            (Self::OfTopic(_, wanted), _) if is_refused && !matches!(wanted, FactWanted::Overview | FactWanted::Everything) => Some(wanted.intent()),
            (Self::OfTopic(_, wanted), Some(Pending::Report(_))) => Some(wanted.intent()),
            (Self::Report(_), Some(Pending::Report(_))) => Some(Intent::ReportProblem),
            (Self::Transport { .. }, Some(Pending::Transport { .. })) => Some(Intent::TransportEta),
            _ => None,
        }
    }
}

/// What to search for.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    /// The subject, without the words that name a fact.
    pub(crate) query: Query,
    pub(crate) wanted: FactWanted,
    /// The question leans on the topic: it is looked for among the topic's relatives first.
    pub(crate) topic: Option<Topic>,
    /// The question corrects what was understood before.
    pub(crate) correction: bool,
    /// It names nothing but people and actions: 小朋友呢, what about students, 補領呢.
    pub(crate) only_variant: bool,
    /// The question names another government.
    pub(crate) foreign: Option<String>,
    /// What to do when nothing is good enough, where that is not to say so.
    pub(crate) otherwise: Option<Box<Plan>>,
    /// A rule is wanted rather than a form: enquiries first.
    pub(crate) rule: bool,
}

/// Below this the classifier's word for anything but a question about a service is not taken: measured on the suites'
/// dev half, where 161 of 163 right ones are above it.
const SURE: f32 = 0.5;
/// The evidence from which a record is the one that takes a report.
pub(crate) const TAKES_REPORTS: f32 = 0.22;
/// A greeting with this many characters of content asks something as well.
const GREETS_AND_ASKS: usize = 4;
/// An answer to a question back is this short, in characters; a longer text is a question of its own.
const SHORT_ANSWER: usize = 24;

/// Turns an understanding into a plan, in the light of the conversation.
pub(crate) fn plan(understanding: &Understanding, session: &Session, subjects: &Subjects) -> Plan {
    let Understanding { intent, slots, text, .. } = understanding;
    let intent = *intent;
    if understanding.asked_language.is_some() && !has_content(&subjects.subject(&without_language_request(text))) {
        return Plan::SwitchLanguage;
    }
    if let (Some(Pending::Report(_)), Some(topic @ Topic::Service(_))) = (&session.pending, &session.topic)
        && let Some(wanted) = asks_who_takes_it(understanding, subjects)
    {
        return Plan::OfTopic(topic.clone(), wanted);
    }
    if let Some(Pending::Report(report)) = &session.pending
        && continues_report(intent, understanding.confidence)
        && !(intent == Some(Intent::ContactDepartment) && asks_for_contact(understanding, subjects))
    {
        return Plan::Report(next_answer(report.clone(), understanding));
    }
    if let Some(Pending::Transport { route, stop }) = &session.pending
        && (slots.route.is_some() || slots.stop.is_some() || slots.place.is_some() || intent == Some(Intent::TransportEta) || text.chars().count() <= 12)
    {
        let said = || slots.stop.as_ref().map(|slot| slot.value.clone()).or_else(|| slots.place.as_ref().map(|slot| slot.value.name.tc.clone()));
        let route = slots.route.as_ref().map(|slot| slot.value.clone()).or_else(|| route.clone());
        let stop = said().or_else(|| stop.clone()).or_else(|| route.is_some().then(|| text.clone()));
        return Plan::Transport { route, stop };
    }
    if let Some(form) = &slots.form_number
        && (form.value.known || !matches!(intent, Some(Intent::TransportEta | Intent::CaseStatus)))
        && slots.route.is_none()
    {
        return Plan::Form(form.value.clone());
    }
    if let Some(Topic::Department(id)) = &session.topic
        && subjects.asks_for_contact(text)
        && !has_content(&subjects.specific(&subjects.subject(text)))
        && slots.department.is_none()
    {
        return Plan::Contact { department: Some(id.clone()), query: Query::new(String::new()) };
    }
    let Some(other) = not_a_service(understanding, subjects) else { return look(understanding, session, subjects, None) };
    if !has_content(&subjects.subject(text)) {
        // 「喺網上搞掂到嗎」 is no word of an intent and still a question about the topic.
        return if matches!(other, Plan::Refuse) || understanding.confidence < SURE { look(understanding, session, subjects, Some(other)) } else { other };
    }
    // Questions that sound like something else and are about a service all the same: how to complain, whom to tell.
    let sure = understanding.confidence >= SURE;
    let may_be_about_a_service = match &other {
        Plan::Refuse => true,
        // 「你好，可以幫我搵失業援助嗎」 greets and asks.
        Plan::Greet | Plan::Farewell if content_length(&subjects.subject(text)) >= GREETS_AND_ASKS => true,
        Plan::Contact { .. } if asks_for_a_form(text) => return look(understanding, session, subjects, None),
        Plan::Report(_) if sure => asks(text),
        Plan::Contact { department: None, .. }
        | Plan::CaseStatus { number: None }
        | Plan::TalkToHuman
        | Plan::FeedbackAboutBot
        | Plan::Transport { route: None, .. } => true,
        _ => !sure,
    };
    if !may_be_about_a_service {
        return other;
    }
    look(understanding, session, subjects, Some(other))
}

/// Whether an intent asks about a service or a rule.
pub(crate) const fn is_about_a_service(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::FormSearch | Intent::ProcedureFee | Intent::ProcedureDocuments | Intent::ProcedureChannel | Intent::ProcedureTime | Intent::EnquiryGeneral
    )
}

/// What to do about an intent that is not a question about a service or a rule.
fn not_a_service(understanding: &Understanding, subjects: &Subjects) -> Option<Plan> {
    let Understanding { slots, text, .. } = understanding;
    Some(match understanding.intent {
        Some(Intent::Greeting) => Plan::Greet,
        Some(Intent::ThanksBye) => Plan::Farewell,
        Some(Intent::TalkToHuman) => Plan::TalkToHuman,
        Some(Intent::FeedbackAboutBot) => Plan::FeedbackAboutBot,
        Some(Intent::WeatherCurrent | Intent::WeatherForecast | Intent::WeatherWarning) => Plan::Weather,
        Some(Intent::PublicHoliday) => Plan::Holiday,
        Some(Intent::TransportEta) => {
            Plan::Transport { route: slots.route.as_ref().map(|slot| slot.value.clone()), stop: slots.stop.as_ref().map(|slot| slot.value.clone()) }
        }
        Some(Intent::ReportProblem) => Plan::Report(Report {
            what: Some(text.clone()),
            place: slots.place.as_ref().map(|slot| slot.value.name.tc.clone()),
            contact: slots.contact.as_ref().map(|slot| slot.value.clone()),
        }),
        Some(Intent::CaseStatus) => Plan::CaseStatus { number: slots.case_number.as_ref().map(|slot| slot.value.clone()) },
        Some(Intent::ContactDepartment) => {
            // What is left without the words that ask for a contact names whose.
            Plan::Contact { department: slots.department.as_ref().map(|slot| slot.value.clone()), query: Query::new(subjects.subject(text)) }
        }
        None | Some(Intent::OutOfScope) => Plan::Refuse,
        _ => return None,
    })
}

/// Whether a department's number is asked for, rather than a number given: 「渠務署hotline幾號」.
fn asks_for_contact(understanding: &Understanding, subjects: &Subjects) -> bool {
    understanding.slots.department.is_some() && understanding.slots.contact.is_none() && subjects.asks_for_contact(&understanding.text)
}

/// Whether a text asks how, where or whom, rather than telling what happened.
fn asks(text: &str) -> bool {
    const ASKING: [&str; 12] = ["?", "？", "點", "边", "邊", "何處", "如何", "怎", "哪", "how ", "where ", "which "];
    let text = text.to_lowercase();
    ASKING.iter().any(|word| text.contains(word)) || text.starts_with("who ") || asks_for_a_form(&text)
}

fn asks_for_a_form(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains('表') || text.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "form" | "forms"))
}

/// A question about a service or a rule: of the topic, or to be searched.
fn look(understanding: &Understanding, session: &Session, subjects: &Subjects, otherwise: Option<Plan>) -> Plan {
    let Understanding { intent, slots, text, .. } = understanding;
    let by_words = || subjects.fact(text).unwrap_or(FactWanted::Overview);
    let doubtful = understanding.confidence < SURE && slots.aspect.is_none();
    let wanted = match FactWanted::of(*intent, slots.aspect) {
        FactWanted::Overview if *intent != Some(Intent::FormSearch) => by_words(),
        // The words for a fact are surer than a doubtful intent.
        fact if doubtful => subjects.fact(text).unwrap_or(fact),
        fact => fact,
    };
    let subject = subjects.subject(&without_date(text, slots));
    if let Some(Pending::Choice { asked: Some(asked), wanted: before, .. }) = &session.pending
        && content_length(&subject) <= SHORT_ANSWER
    {
        return answer_in_words(asked, before, text, wanted, subjects);
    }
    let topic = session.topic.clone().filter(|topic| matches!(topic, Topic::Service(_) | Topic::Enquiry(_)));
    // One character beside the words for a fact (幾時之前要交) is no subject to leave a topic for, and neither are words that
    // any service has.
    let is_follow_up = topic.is_some() && wanted != FactWanted::Overview && content_length(&subjects.specific(&subject)) <= 1;
    if !has_content(&subject) || is_follow_up {
        let names_a_fact = slots.aspect.is_some() || subjects.fact(text).is_some();
        return match (topic, otherwise) {
            (Some(topic), None) => {
                let wanted = if wanted == FactWanted::Overview { by_words() } else { wanted };
                Plan::OfTopic(topic, if wanted == FactWanted::Overview { FactWanted::Everything } else { wanted })
            }
            (Some(topic), Some(_)) if names_a_fact || subjects.is_elliptical(text) => {
                Plan::OfTopic(topic, if wanted == FactWanted::Overview { FactWanted::Everything } else { wanted })
            }
            (_, Some(otherwise)) => otherwise,
            // 「智方便點攞」: the word for a fact may be the subject itself.
            (None, None) => Plan::Search(Search {
                query: Query::new(text.clone()),
                wanted,
                topic: None,
                correction: false,
                only_variant: false,
                foreign: None,
                otherwise: Some(Box::new(Plan::AskService(wanted))),
                rule: false,
            }),
        };
    }
    let foreign = subjects.foreign(text);
    let mut query = Query::new(subject);
    query.whole = Some(text.clone());
    query.prefer_department = slots.department.as_ref().map(|slot| slot.value.clone());
    Plan::Search(Search {
        query,
        wanted,
        topic,
        correction: subjects.is_correction(text),
        only_variant: subjects.is_only_variant(text),
        foreign,
        otherwise: otherwise.map(Box::new),
        rule: *intent == Some(Intent::EnquiryGeneral),
    })
}

/// A day (「現在十一月」) is no subject of a service.
fn without_date(text: &str, slots: &Slots) -> String {
    match &slots.date {
        Some(date) => format!("{} {}", &text[..date.span.start], &text[date.span.end..]),
        None => text.to_owned(),
    }
}

/// The question back was answered in words (「遺失了」 after 「特區護照」): both together are the question.
fn answer_in_words(asked: &str, wanted_before: &str, text: &str, wanted: FactWanted, subjects: &Subjects) -> Plan {
    let mut query = Query::new(format!("{} {}", subjects.subject(asked), subjects.subject(text)));
    query.whole = Some(format!("{asked} {text}"));
    Plan::Search(Search {
        query,
        wanted: if wanted == FactWanted::Overview { FactWanted::named(wanted_before) } else { wanted },
        topic: None,
        correction: false,
        only_variant: false,
        foreign: None,
        otherwise: None,
        rule: false,
    })
}

/// The fact that is asked of the record that takes a report, while it is taken down: a question, and no place or number.
fn asks_who_takes_it(understanding: &Understanding, subjects: &Subjects) -> Option<FactWanted> {
    let Understanding { slots, text, .. } = understanding;
    if slots.place.is_some() || slots.contact.is_some() {
        return None;
    }
    let of_aspect = slots.aspect.map(|aspect| FactWanted::of(None, Some(aspect)));
    let names_nothing = || !has_content(&subjects.specific(&subjects.subject(text)));
    of_aspect.or_else(|| subjects.fact(text)).or_else(|| (subjects.asks_for_contact(text) && names_nothing()).then_some(FactWanted::Channels))
}

/// While a report is taken down, only a clear change of subject ends it.
fn continues_report(intent: Option<Intent>, confidence: f32) -> bool {
    match intent {
        None | Some(Intent::ReportProblem | Intent::OutOfScope | Intent::ContactDepartment | Intent::TransportEta) => true,
        Some(Intent::ThanksBye | Intent::Greeting | Intent::TalkToHuman) => false,
        Some(_) => confidence < 0.8,
    }
}

/// Puts an utterance into the first empty place of a report: what, where, contact.
fn next_answer(mut report: Report, understanding: &Understanding) -> Report {
    let said = understanding.text.clone();
    let place = understanding.slots.place.as_ref().map(|slot| slot.value.name.tc.clone());
    let contact = understanding.slots.contact.as_ref().map(|slot| slot.value.clone());
    if report.what.is_none() {
        report.what = Some(said);
    } else if report.place.is_none() {
        report.place = Some(said);
    } else if report.contact.is_none() {
        report.contact = contact.clone().or(Some(said));
    }
    report.place = report.place.or(place);
    report.contact = report.contact.or(contact);
    report
}

/// The words of a request for a language are no subject.
fn without_language_request(text: &str) -> String {
    let mut text = oneask_corpus::text::fold(text);
    for word in [
        "english",
        "chinese",
        "cantonese",
        "putonghua",
        "mandarin",
        "simplified",
        "traditional",
        "英文",
        "中文",
        "广东话",
        "普通话",
        "简体字",
        "简体",
        "繁体字",
        "繁体",
        "用",
        "讲",
        "答",
        "回复",
        "回答",
        "转",
        "answer",
        "reply",
        "speak",
        "switch",
        "in",
        "use",
        "字",
        "语言",
        "language",
        "转做",
        "改用",
    ] {
        text = text.replace(word, " ");
    }
    text
}
