//! The suites and what the assistant learns from are written apart; these tests keep near-duplicates out.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use oneask_corpus::{shipped, text::fold};

use super::{Part, dialogues, forms, intents};

/// The Jaccard coefficient of the character trigrams of two folded texts from which one is a near-duplicate of the other.
const NEAR: f64 = 0.8;
/// Shorter texts (幾錢, thank you) are everybody's words.
const SHORT: usize = 10;

type Trigram = [char; 3];

fn trigrams(text: &str) -> HashSet<Trigram> {
    let bare: Vec<char> = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
    if bare.len() < SHORT { HashSet::new() } else { bare.windows(3).map(|window| [window[0], window[1], window[2]]).collect() }
}

/// Texts that near-duplicates are looked for in.
struct Pool {
    texts: Vec<(String, HashSet<Trigram>)>,
    having: HashMap<Trigram, Vec<usize>>,
}

impl Pool {
    fn new(texts: impl IntoIterator<Item = String>) -> Self {
        let texts: Vec<(String, HashSet<Trigram>)> = texts.into_iter().map(|text| (trigrams(&text), text)).map(|(units, text)| (text, units)).collect();
        let mut having: HashMap<Trigram, Vec<usize>> = HashMap::new();
        for (number, (_, units)) in texts.iter().enumerate() {
            for unit in units {
                having.entry(*unit).or_default().push(number);
            }
        }
        Self { texts, having }
    }

    fn near(&self, text: &str) -> Option<&str> {
        let units = trigrams(text);
        let mut common: HashMap<usize, usize> = HashMap::new();
        for number in units.iter().filter_map(|unit| self.having.get(unit)).flatten() {
            *common.entry(*number).or_default() += 1;
        }
        let jaccard = |number: usize, common: usize| common as f64 / (units.len() + self.texts[number].1.len() - common) as f64;
        common.into_iter().find(|&(number, common)| jaccard(number, common) >= NEAR).map(|(number, _)| self.texts[number].0.as_str())
    }
}

fn suites() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("suites")
}

fn names_of_records() -> Pool {
    let data = shipped::data().unwrap();
    let services = data.corpus.services().flat_map(|(_, service)| service.names().chain(service.questions.all()));
    let enquiries = data.corpus.enquiries().flat_map(|(_, enquiry)| enquiry.names());
    Pool::new(services.chain(enquiries).map(str::to_owned))
}

fn training_data() -> Pool {
    Pool::new(oneask_intents::dataset::shipped().into_iter().map(|example| example.text))
}

fn is_apart(texts: impl Iterator<Item = String>, pool: &Pool) {
    let near: Vec<String> = texts.filter_map(|text| pool.near(&text).map(|known| format!("{text} = {known}"))).collect();
    assert!(near.is_empty(), "near-duplicates:\n{}", near.join("\n"));
}

#[test]
fn near_duplicates_are_seen_through_script_width_and_marks() {
    let pool = Pool::new(["我想補領身份證，要幾多錢？".to_owned(), "renew my driving licence".to_owned()]);
    assert!(pool.near("我想补领身份证 要几多钱").is_some());
    assert!(pool.near("Renew my driving licence!").is_some());
    assert!(pool.near("我想補領出世紙，要等幾多日").is_none());
    assert!(pool.near("renew my dog licence").is_none());
}

/// Terse questions and form numbers are names, and may be those of the records.
#[test]
fn questions_for_forms_are_not_the_names_of_records() {
    let cases = forms(&suites(), Part::All).unwrap();
    let whole = || cases.iter().filter(|case| !matches!(case.style.as_str(), "terse" | "number")).map(|case| case.text.clone());
    is_apart(whole(), &names_of_records());
    is_apart(whole(), &training_data());
}

#[test]
fn utterances_are_not_the_training_data() {
    is_apart(intents(&suites(), Part::All).unwrap().into_iter().map(|case| case.text), &training_data());
}

/// What begins a conversation; how one goes on (幾時截止, how long does it take) has few ways to be said.
#[test]
fn conversations_do_not_begin_with_the_names_of_records() {
    let cases = dialogues(&suites(), Part::All).unwrap();
    let first = cases.into_iter().filter_map(|mut case| case.turns.swap_remove(0).say);
    is_apart(first, &names_of_records());
}
