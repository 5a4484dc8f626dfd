//! Hand-made records, and the shipped corpus.

use oneask_corpus::{
    model::{Aliases, Corpus, DepartmentCorpus, Form, Text},
    shipped,
};

use super::*;

/// One department of the shipped corpus with two services whose names are these.
fn knowledge() -> Knowledge {
    let mut part: DepartmentCorpus = shipped::data().unwrap().corpus.departments.into_iter().find(|part| part.department.id.as_str() == "td").unwrap();
    part.services.truncate(3);
    part.enquiries.truncate(1);
    let form =
        |number: &str| Form { number: Some(number.into()), also: Vec::new(), title: Text::new("申請書", "Application"), url: None, languages: Vec::new() };
    let names = [
        (
            "renewal",
            "續領正式駕駛執照",
            "Renewal of full driving licence",
            vec!["續車牌", "車牌到期點續"],
            vec!["renew driver's license"],
            vec![form("TD 557")],
        ),
        ("first", "申領正式駕駛執照", "First full driving licence", vec!["P牌轉正式"], vec!["full licence"], vec![form("TD 557"), form("TD 63A")]),
        ("parking", "駕駛者泊車許可", "Parking permit", vec![], vec!["blue badge"], vec![form("SF(E) 55")]),
    ];
    for (service, (id, tc, en, yue, english, forms)) in part.services.iter_mut().zip(names) {
        service.id = id.parse().unwrap();
        service.title = Text::new(tc, en);
        service.aliases = Aliases { yue: yue.into_iter().map(str::to_owned).collect(), tc: Vec::new(), en: english.into_iter().map(str::to_owned).collect() };
        service.forms = forms;
        (service.effective_from, service.effective_to) = (None, None);
    }
    part.enquiries[0].questions.tc = vec!["單車可唔可以喺行人路踩？".into()];
    part.enquiries[0].questions.en = vec!["May I cycle on the pavement?".into()];
    Knowledge::new(Corpus { departments: vec![part] }, Vec::new(), shipped::data().unwrap().places, Vec::new())
}

fn typed(text: &str, language: Language) -> Typed<'_> {
    Typed { text, language, department: None, limit: MAX_SUGGESTIONS, day: "2026-11-24".parse().unwrap() }
}

fn titles(text: &str, language: Language, knowledge: &Knowledge) -> Vec<String> {
    Suggester::new(knowledge).suggest(&typed(text, language), knowledge).into_iter().map(|suggestion| suggestion.title).collect()
}

#[test]
fn names_are_found_by_prefix_fragment_and_word() {
    let knowledge = knowledge();
    for (text, language, expected) in [
        // A prefix of a title before a fragment; both scripts, any width.
        ("續領", Language::Traditional, &["續領正式駕駛執照"][..]),
        ("续领正", Language::Traditional, &["續領正式駕駛執照"]),
        ("駕駛", Language::Traditional, &["駕駛者泊車許可", "續領正式駕駛執照", "申領正式駕駛執照"]),
        ("驾驶执照", Language::Simplified, &["续领正式驾驶执照", "申领正式驾驶执照"]),
        ("到期", Language::Traditional, &["車牌到期點續"]),
        ("ｐ牌", Language::Traditional, &["P牌轉正式"]),
        // Words by their beginning, never from the middle; in any order.
        ("driv", Language::English, &["First full driving licence", "Renewal of full driving licence"]),
        ("riving", Language::English, &[]),
        ("licence driving", Language::English, &["First full driving licence", "Renewal of full driving licence"]),
        // A whole alias is the service.
        ("FULL LICENSE", Language::English, &["First full driving licence", "Renewal of full driving licence"]),
        ("full lic", Language::English, &["full licence", "Renewal of full driving licence"]),
        ("bl", Language::English, &["blue badge"]),
        // On a Chinese page English words find a service by its Chinese title.
        ("parking", Language::Traditional, &["駕駛者泊車許可"]),
        ("行人路", Language::Traditional, &["單車可唔可以喺行人路踩？"]),
        ("行人路", Language::English, &["May I cycle on the pavement?"]),
        ("", Language::English, &[]),
        ("？", Language::Traditional, &[]),
        ("火星", Language::Traditional, &[]),
    ] {
        assert_eq!(titles(text, language, &knowledge), expected, "{text}");
    }
}

#[test]
fn forms_are_found_however_the_number_is_typed() {
    let knowledge = knowledge();
    let numbers = |text: &str| -> Vec<String> {
        let found = Suggester::new(&knowledge).suggest(&typed(text, Language::English), &knowledge);
        found.into_iter().filter(|suggestion| suggestion.kind == SuggestionKind::Form).map(|suggestion| suggestion.text).collect()
    };
    for text in ["td557", "TD 557", "ＴＤ５５７", "td-55", "表格 td557", "form TD 557", "557"] {
        assert_eq!(numbers(text), ["TD 557"], "{text}");
    }
    assert_eq!(numbers("td"), ["TD 557", "TD 63A"], "one line for a form that two services use");
    assert_eq!(numbers("sf55"), ["SF(E) 55"]);
    assert_eq!(numbers("td 558"), [""; 0]);
}

#[test]
fn a_press_sends_the_record_and_people_s_own_words_are_sent_as_they_are() {
    let knowledge = knowledge();
    let found = |text, language| Suggester::new(&knowledge).suggest(&typed(text, language), &knowledge).remove(0);
    let service = found("續領", Language::Traditional);
    assert_eq!((service.kind, service.payload.as_deref(), service.detail.as_str()), (SuggestionKind::Service, Some("service:renewal"), "TD 557 · 運輸署"));
    let question = found("續車", Language::Simplified);
    assert_eq!((question.kind, question.payload, question.text.as_str()), (SuggestionKind::Question, None, "续车牌"));
    assert_eq!(question.detail, "续领正式驾驶执照 · 运输署");
    let enquiry = found("單車", Language::Traditional);
    assert_eq!(enquiry.kind, SuggestionKind::Enquiry);
    assert!(enquiry.payload.is_some_and(|payload| payload.starts_with("enquiry:")));
}

#[test]
fn what_is_not_in_force_is_not_suggested() {
    let corpus = {
        let mut corpus = knowledge().corpus().clone();
        corpus.departments[0].services[0].effective_to = Some("2026-11-23".parse().unwrap());
        corpus
    };
    let knowledge = Knowledge::new(corpus, Vec::new(), shipped::data().unwrap().places, Vec::new());
    assert_eq!(titles("正式駕駛", Language::Traditional, &knowledge), ["申領正式駕駛執照"]);
}

/// Every title, whole and by its second half, finds its service or another of the same words; every number finds a form.
#[test]
fn the_shipped_corpus_is_found_by_its_own_names() {
    let data = shipped::data().unwrap();
    let knowledge = Knowledge::new(data.corpus, data.holidays, data.places, data.senses);
    let suggester = Suggester::new(&knowledge);
    let day = "2026-11-24".parse().unwrap();
    let ask = |text: &str, language: Language| suggester.suggest(&Typed { text, language, department: None, limit: MAX_SUGGESTIONS, day }, &knowledge);
    for (_, service) in knowledge.corpus().services().filter(|(_, service)| knowledge.is_in_force(&DocumentId::Service(service.id.clone()), day)) {
        for (title, language) in [(&service.title.tc, Language::Traditional), (&service.title.en, Language::English)] {
            let found = ask(title, language);
            assert!(found.iter().any(|suggestion| suggestion.title == *title), "{title}: {found:?}");
            assert!(found.len() <= MAX_SUGGESTIONS);
            if language == Language::English {
                assert!(!found.iter().any(|suggestion| suggestion.title.chars().any(is_han)), "{title}: {found:?}");
            }
        }
        for form in service.forms.iter().filter_map(|form| form.number.as_deref()) {
            let found = ask(&form.to_lowercase().replace(' ', ""), Language::English);
            let same = |text: &str| oneask_corpus::model::FormKey::of(text) == oneask_corpus::model::FormKey::of(form);
            assert!(found.iter().any(|suggestion| suggestion.kind == SuggestionKind::Form && same(&suggestion.text)), "{form}: {found:?}");
        }
    }
}

#[test]
fn the_page_s_own_department_comes_first() {
    let data = shipped::data().unwrap();
    let knowledge = Knowledge::new(data.corpus, data.holidays, data.places, data.senses);
    let department: DepartmentId = "td".parse().unwrap();
    let asked = Typed { department: Some(department), ..typed("申請", Language::Traditional) };
    let found = Suggester::new(&knowledge).suggest(&asked, &knowledge);
    assert!(found.first().is_some_and(|first| first.detail.ends_with("運輸署")), "{found:?}");
    assert!(Suggester::new(&knowledge).suggest(&typed("申請", Language::Traditional), &knowledge).iter().any(|any| !any.detail.ends_with("運輸署")));
}
