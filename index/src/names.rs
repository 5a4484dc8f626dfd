//! How well a question matches the names and the sentences of a document, from 0 to 1.
//!
//! BM25 adds up what a document has of a question; it does not see that 「續車牌」 is the whole of an alias and only a part
//! of another. The likeness here does: it is the weighted Dice coefficient of the units of the question and of the name.

use rustc_hash::FxHashMap;

use crate::analysis::{self, Unit};

/// The units of each document's names and of its body, and how rare each unit is.
#[derive(Default)]
pub(crate) struct Names {
    documents: Vec<Prepared>,
    /// Inverse document frequency, `ln(1 + n / df)`.
    rarity: FxHashMap<Unit, f32>,
    unknown: f32,
}

/// The units of one document.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct DocumentUnits {
    pub(crate) names: Vec<Vec<Unit>>,
    /// The body, sentence by sentence.
    pub(crate) sentences: Vec<Vec<Unit>>,
}

/// One document, laid out so that a question touches only the names and sentences that share something with it.
struct Prepared {
    /// A bit for each unit that the document may have: most units of a question are in few documents.
    may_have: Vec<u64>,
    /// Each unit once, sorted.
    units: Vec<Unit>,
    /// How usual each unit is among the names; 0 for one that only the body has.
    usual: Vec<f32>,
    /// Where each unit stands: the end of its places in `places`.
    ends: Vec<u32>,
    /// Numbers of names, then of sentences, counted on from the names.
    places: Vec<u16>,
    /// The weight of each name.
    weights: Vec<f32>,
    sentences: usize,
}

/// Bits of [`Prepared::may_have`]; a document of the shipped corpus has some hundred units.
const BITS: usize = 8192;

/// Which bit of [`Prepared::may_have`] stands for a unit. Units are hashes already.
const fn bit(unit: Unit) -> (usize, u64) {
    let bit = unit as usize % BITS;
    (bit / 64, 1 << (bit % 64))
}

/// A question's units with their weights, and the part of each weight that the citizen's own words stand for, with the sum of
/// those parts.
pub(crate) struct Weighed {
    units: Vec<(Unit, f32, f32)>,
    sum: f32,
    /// The Euclidean length of the weights of the units that some document has.
    length: f32,
}

impl Weighed {
    /// The share of the question that a text of these units, sorted, has.
    pub(crate) fn share_in(&self, units: &[Unit]) -> f32 {
        let has = self.units.iter().filter(|(unit, ..)| units.binary_search(unit).is_ok()).map(|(.., part)| part).sum::<f32>();
        if self.sum > 0.0 { has / self.sum } else { 0.0 }
    }
}

/// How a document matches a question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Likeness {
    /// With its best name, 0 to 1.
    pub(crate) name: f32,
    /// The share of the question that the document has anywhere, 0 to 1.
    pub(crate) coverage: f32,
    /// The share of the question that one sentence of the body has, 0 to 1.
    pub(crate) sentence: f32,
    /// What the sentences of a document count: the fewer names tell what it is about, the more.
    pub(crate) nameless: f32,
    /// How usual the question's words are among all the document's names: a log-likelihood up to a constant, from 0.
    pub(crate) usage: f32,
}

/// What a unit that no document has weighs beside the rarest that one has. People tell their story before they ask; at full
/// weight the story drowns the question (on the suites' dev half recall@1 91.0, and 91.8 at this value).
const UNKNOWN: f32 = 0.5;

/// What a stem weighs beside a character or a pair of them: a Chinese word of two characters is three units, an English one
/// a single unit (turns right on the suites' dev half 87.3% at 1, 88.2% at this value, less above).
const STEM: f32 = 1.5;

fn worth(unit: Unit) -> f32 {
    if analysis::is_stem(unit) { STEM } else { 1.0 }
}

/// What is added to the count of every unit in every document's names.
const SMOOTHING: f32 = 0.2;

impl Names {
    pub(crate) fn new(documents: Vec<DocumentUnits>) -> Self {
        let mut frequency: FxHashMap<Unit, u32> = FxHashMap::default();
        for document in &documents {
            let mut all: Vec<Unit> = document.names.iter().flatten().chain(document.sentences.iter().flatten()).copied().collect();
            all.sort_unstable();
            all.dedup();
            for unit in all {
                *frequency.entry(unit).or_default() += 1;
            }
        }
        let n = documents.len() as f32;
        let rarity: FxHashMap<Unit, f32> = frequency.into_iter().map(|(unit, df)| (unit, (1.0 + n / df as f32).ln() * worth(unit))).collect();
        let documents = documents.into_iter().map(|document| Prepared::new(document, &rarity)).collect();
        Self { documents, rarity, unknown: (1.0 + n).ln() * UNKNOWN }
    }

    /// A question with its own words.
    pub(crate) fn weigh(&self, units: &[Unit]) -> Weighed {
        self.weigh_rewritten(units, &[], &[])
    }

    /// A question in which `formal` stands for `colloquial`. However many units the formal words have, they count for as much
    /// of the question as the words that they replaced: else two English words that became a title of nine characters would
    /// drown the rest.
    pub(crate) fn weigh_rewritten(&self, units: &[Unit], colloquial: &[Unit], formal: &[Unit]) -> Weighed {
        let weight = |unit: &Unit| self.rarity.get(unit).copied().unwrap_or_else(|| self.unknown * worth(*unit));
        let sum = |units: &[Unit]| units.iter().map(weight).sum::<f32>();
        let share = if formal.is_empty() { 1.0 } else { (sum(colloquial) / sum(formal)).min(1.0) };
        let units: Vec<(Unit, f32, f32)> = units
            .iter()
            .map(|unit| {
                let weight = weight(unit);
                (*unit, weight, if formal.binary_search(unit).is_ok() { weight * share } else { weight })
            })
            .collect();
        let sum = units.iter().map(|(_, _, part)| part).sum();
        let known = units.iter().filter(|(unit, ..)| self.rarity.contains_key(unit));
        let length = known.map(|(_, _, part)| part * part).sum::<f32>().sqrt();
        Weighed { units, sum, length }
    }

    /// How a document matches the best of several ways to put the question.
    pub(crate) fn likeness(&self, document: u32, questions: &[Weighed]) -> Likeness {
        let Some(document) = self.documents.get(document as usize) else { return Likeness::default() };
        let mut best = Likeness { nameless: 1.0 / (document.weights.len().max(1) as f32).sqrt(), ..Likeness::default() };
        let names = document.weights.len();
        // What each name and each sentence has of the question, by the question's weights and by the name's own.
        let mut common = vec![(0.0, 0.0); names + document.sentences];
        for question in questions.iter().filter(|question| question.sum > 0.0) {
            let (mut covered, mut usage) = (0.0, 0.0);
            common.fill((0.0, 0.0));
            for &(unit, weight, part) in &question.units {
                let Some((usual, places)) = document.find(unit) else { continue };
                covered += part;
                usage += part / question.length * usual;
                for &place in places {
                    let common = &mut common[usize::from(place)];
                    *common = (common.0 + part, common.1 + weight);
                }
            }
            best.coverage = best.coverage.max(covered / question.sum);
            best.usage = best.usage.max(usage);
            let (in_names, in_sentences) = common.split_at(names);
            best.sentence = in_sentences.iter().fold(best.sentence, |most, (has, _)| most.max(has / question.sum));
            for (common, own) in in_names.iter().zip(&document.weights).filter(|(common, _)| common.0 > 0.0) {
                let (of_question, of_name) = (common.0 / question.sum, common.1 / own);
                best.name = best.name.max(2.0 * of_question * of_name / (of_question + of_name));
            }
        }
        best
    }
}

impl Prepared {
    fn new(document: DocumentUnits, rarity: &FxHashMap<Unit, f32>) -> Self {
        let DocumentUnits { names, sentences } = document;
        let names = at_most(&names, usize::from(u16::MAX));
        let sentences = at_most(&sentences, usize::from(u16::MAX) - names.len());
        let usual_in_names = usual(names, rarity);
        let weights = names.iter().map(|name| name.iter().filter_map(|unit| rarity.get(unit)).sum()).collect();
        let mut postings: Vec<(Unit, u16)> =
            (0u16..).zip(names.iter().chain(sentences)).flat_map(|(place, units)| units.iter().map(move |&unit| (unit, place))).collect();
        postings.sort_unstable();
        let mut prepared = Self {
            may_have: vec![0; BITS / 64],
            units: Vec::new(),
            usual: Vec::new(),
            ends: Vec::new(),
            places: Vec::new(),
            weights,
            sentences: sentences.len(),
        };
        for of_one in postings.chunk_by(|(one, _), (other, _)| one == other) {
            let unit = of_one[0].0;
            let (word, bit) = bit(unit);
            prepared.may_have[word] |= bit;
            prepared.units.push(unit);
            prepared.usual.push(usual_in_names.get(&unit).copied().unwrap_or(0.0));
            prepared.places.extend(of_one.iter().map(|(_, place)| place));
            prepared.ends.push(prepared.places.len() as u32);
        }
        prepared
    }

    /// How usual a unit is among the names, and where it stands.
    fn find(&self, unit: Unit) -> Option<(f32, &[u16])> {
        let (word, bit) = bit(unit);
        if self.may_have[word] & bit == 0 {
            return None;
        }
        let at = self.units.binary_search(&unit).ok()?;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        Some((self.usual[at], &self.places[start as usize..self.ends[at] as usize]))
    }
}

/// No more than places can number.
fn at_most(lists: &[Vec<Unit>], most: usize) -> &[Vec<Unit>] {
    &lists[..lists.len().min(most)]
}

/// How usual each unit is among a document's names: `ln(1 + t / SMOOTHING)`, where `t` sums the unit's share in each name, the
/// name scaled to length 1. It is the multinomial naive Bayes log-likelihood ratio of the unit with additive smoothing; the
/// denominator, which the size of the vocabulary makes nearly the same for all documents, is left out. It counts by the names
/// beyond the first: nothing is usual for a document with one name, and the match with that name is known already.
fn usual(names: &[Vec<Unit>], rarity: &FxHashMap<Unit, f32>) -> FxHashMap<Unit, f32> {
    let mut sums: FxHashMap<Unit, f32> = FxHashMap::default();
    for name in names {
        let weight = |unit: &Unit| rarity.get(unit).copied().unwrap_or(0.0);
        let length = name.iter().map(|unit| weight(unit).powi(2)).sum::<f32>().sqrt();
        for unit in name {
            *sums.entry(*unit).or_default() += weight(unit) / length;
        }
    }
    let beyond_the_first = 1.0 - 1.0 / names.len().max(1) as f32;
    sums.values_mut().for_each(|sum| *sum = beyond_the_first * (*sum / SMOOTHING).ln_1p());
    sums
}

impl DocumentUnits {
    /// As bytes for the index: the number of names, the number of sentences, each list's length, then the units, little-endian.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let lists = || self.names.iter().chain(&self.sentences);
        let mut numbers: Vec<u32> = vec![self.names.len() as u32, self.sentences.len() as u32];
        numbers.extend(lists().map(|list| list.len() as u32));
        numbers.extend(lists().flatten());
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    /// The reverse; `None` where the bytes are not what [`Self::to_bytes`] writes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let numbers: Vec<u32> = bytes.chunks(4).map(|chunk| chunk.try_into().ok().map(u32::from_le_bytes)).collect::<Option<_>>()?;
        let (&[names, sentences], rest) = numbers.split_first_chunk()?;
        let count = (names as usize).checked_add(sentences as usize)?;
        let lengths = rest.get(..count)?;
        let mut at = count;
        let mut lists = Vec::with_capacity(count);
        for &length in lengths {
            let end = at.checked_add(length as usize)?;
            lists.push(rest.get(at..end)?.to_vec());
            at = end;
        }
        let sentences = lists.split_off(names as usize);
        (at == rest.len()).then_some(Self { names: lists, sentences })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_name_beats_a_part_of_one() {
        let names = Names::new(vec![
            DocumentUnits { names: vec![vec![1, 2, 3, 4, 5, 6]], sentences: vec![] },
            DocumentUnits { names: vec![vec![9], vec![1, 2, 3]], sentences: vec![vec![7]] },
        ]);
        let question = [names.weigh(&[1, 2, 3])];
        let (part, whole) = (names.likeness(0, &question), names.likeness(1, &question));
        assert!((whole.name - 1.0).abs() < 1e-6);
        assert!(part.name < 0.8 && (part.coverage - 1.0).abs() < 1e-6);
    }

    #[test]
    fn units_survive_the_index() {
        let units = DocumentUnits { names: vec![vec![1, 5], vec![]], sentences: vec![vec![2, 3], vec![4]] };
        assert_eq!(DocumentUnits::from_bytes(&units.to_bytes()), Some(units));
        assert_eq!(DocumentUnits::from_bytes(&[1, 0, 0]), None);
        assert_eq!(DocumentUnits::from_bytes(&[9, 0, 0, 0]), None);
    }
}
