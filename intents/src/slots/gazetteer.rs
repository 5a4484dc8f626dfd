//! Departments and places by name, in either language and script.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use oneask_corpus::{
    load::Places,
    model::{Corpus, DepartmentId, Text as Words},
    text::{Span, fold},
};

use super::slot::{Slot, Text, overlaps, stands_alone};

/// A district, or an area in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRef {
    /// What the place is called.
    pub name: Words,
    /// What its district is called; the same where the place is a district.
    pub district: Words,
    /// Its district's identifier: `yau-tsim-mong`.
    pub district_id: String,
    /// The Observatory's station for it, by the name that its feed uses: the area's own, else the district's.
    pub station: Option<Words>,
}

/// The names of departments.
pub(super) struct Departments(Names<DepartmentId>);

impl Departments {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let mut names = Vec::new();
        for department in corpus.departments.iter().map(|part| &part.department) {
            let mut add = |name: &str, typed| names.push((Name { folded: fold(name), typed }, department.id.clone()));
            // 房屋委員會／房屋署 are two names.
            for name in department.name.tc.split(['／', '/']).chain(department.name.en.split(" / ")) {
                let name = name.trim().trim_start_matches("The ");
                add(name, None);
                if let Some(subject) = name.strip_suffix(" Department") {
                    add(&format!("{subject} Dept"), None);
                    // "Inland revenue" is the department; "transport", "labour" and "buildings" are not.
                    if subject.contains(' ') || subject == "Immigration" {
                        add(subject, None);
                    }
                }
            }
            for abbreviation in &department.abbreviations {
                add(abbreviation, capitals(abbreviation));
            }
        }
        // Of two departments with one abbreviation (HA) the one that goes by it comes first.
        names.sort_by_key(|(name, id)| id.as_str() != name.folded);
        Self(Names::new(names))
    }

    /// The department with the longest name in the text, outside of where a form number stands.
    pub(super) fn find(&self, text: &Text<'_>, taken: Option<Span>) -> Option<Slot<DepartmentId>> {
        self.0.longest(text, |range| taken.as_ref().is_none_or(|taken| !overlaps(taken, &text.normalized.span(range.clone()))))
    }
}

/// The names of places.
pub(super) struct PlaceNames(Names<PlaceRef>);

impl PlaceNames {
    pub(super) fn new(places: &Places) -> Self {
        let mut names = Vec::new();
        let mut add = |name: &Words, aliases: &[String], place: &PlaceRef| {
            let aliases = aliases.iter().filter(|alias| !NO_NAMES.contains(&alias.as_str()));
            for written in [&name.tc, &name.en].into_iter().chain(aliases) {
                let typed = if ORDINARY_WORDS.contains(&written.as_str()) { Some(written.clone()) } else { capitals(written) };
                names.push((Name { folded: fold(written), typed }, place.clone()));
            }
        };
        for district in &places.districts {
            let place =
                PlaceRef { name: district.name.clone(), district: district.name.clone(), district_id: district.id.clone(), station: district.station.clone() };
            add(&district.name, &district.aliases, &place);
        }
        for area in &places.areas {
            // A check of the corpus keeps areas without a district out.
            let Some(district) = places.districts.iter().find(|district| district.id == area.district) else { continue };
            let place = PlaceRef {
                name: area.name.clone(),
                district: district.name.clone(),
                district_id: district.id.clone(),
                station: area.station.clone().or_else(|| district.station.clone()),
            };
            add(&area.name, &area.aliases, &place);
        }
        Self(Names::new(names))
    }

    /// The place with the longest name in the text.
    pub(super) fn find(&self, text: &Text<'_>) -> Option<Slot<PlaceRef>> {
        self.0.longest(text, |range| {
            // 幾天後 is some days later, not some Tin Hau.
            let counted = text.as_str()[..range.start].trim_end().ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十几两数".contains(c));
            !(counted && text.as_str()[range.clone()].starts_with('天'))
        })
    }
}

/// Names that are ordinary English words unless they are written as names.
const ORDINARY_WORDS: [&str; 10] = ["Central", "Admiralty", "Olympic", "Jordan", "Stanley", "Austin", "Soho", "Gold Coast", "The Peak", "City Garden"];
/// Short forms of estates that mean something else more often: smoothly, Chinese and western, friendship.
const NO_NAMES: [&str; 7] = ["順利", "中西", "友愛", "長發", "利安", "愛民", "大興"];

/// A short name in Latin letters counts only as it is written: had, lad and ha are words. One of three letters or more
/// that is no word counts in any case.
fn capitals(name: &str) -> Option<String> {
    const WORDS: [&str; 5] = ["HAD", "LAD", "JUD", "CAD", "MOS"];
    let short = name.is_ascii() && name.len() < 3;
    (short && name.bytes().all(|b| b.is_ascii_uppercase()) || WORDS.contains(&name)).then(|| name.to_owned())
}

struct Name {
    folded: String,
    /// How it has to be typed, where that matters.
    typed: Option<String>,
}

/// Names of things, found longest first.
struct Names<T> {
    automaton: AhoCorasick,
    names: Vec<(Name, T)>,
}

impl<T: Clone> Names<T> {
    fn new(mut names: Vec<(Name, T)>) -> Self {
        names.retain(|(name, _)| !name.folded.is_empty());
        let automaton = AhoCorasick::new(names.iter().map(|(name, _)| &name.folded)).expect("names are few and short");
        Self { automaton, names }
    }

    fn longest(&self, text: &Text<'_>, admits: impl Fn(&Range<usize>) -> bool) -> Option<Slot<T>> {
        let normalized = text.as_str();
        let mut best: Option<(Range<usize>, usize)> = None;
        for found in self.automaton.find_overlapping_iter(normalized) {
            let range = found.range();
            let (name, _) = &self.names[found.pattern().as_usize()];
            let as_typed = name.typed.as_ref().is_none_or(|typed| text.typed(range.clone()) == typed);
            let longer = best.as_ref().is_none_or(|(best, _)| {
                range.len() > best.len()
                    || (range.len() == best.len() && (range.start, found.pattern().as_usize()) < (best.start, usize::MAX) && range.start < best.start)
            });
            if longer && as_typed && stands_alone(normalized, &range) && admits(&range) {
                best = Some((range, found.pattern().as_usize()));
            }
        }
        best.map(|(range, pattern)| text.slot(range, self.names[pattern].1.clone()))
    }
}
