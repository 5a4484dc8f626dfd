//! Form numbers in order, so that one is found by how it begins: `td5`, `TD-55`, and `557` for the digits alone.

use oneask_corpus::{
    model::{Corpus, FormKey},
    text::fold,
};

use super::names::Record;

/// Letters and digits from which a number is looked for.
const ENOUGH: usize = 2;
/// Words that people type before a number.
const FORM_WORDS: [&str; 4] = ["表格", "form no", "form", "表"];

/// A form of a service, under one way to write its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FormPlace {
    key: Box<str>,
    pub(super) record: Record,
    /// Which form of the service it is.
    pub(super) form: u16,
    /// Where it stands here.
    pub(super) position: u32,
}

/// The numbers of all forms.
pub(super) struct Forms {
    by_key: Box<[FormPlace]>,
    /// The positions of those that begin with letters, by what follows the letters.
    by_digits: Box<[u32]>,
}

impl Forms {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let mut by_key = Vec::new();
        for (department, part) in (0_u16..).zip(&corpus.departments) {
            for (service, record) in (0_u16..).zip(&part.services) {
                for (form, entry) in (0_u16..).zip(&record.forms).filter(|(_, entry)| entry.number.is_some()) {
                    by_key.extend(entry.keys().map(|key| FormPlace {
                        key: key.as_str().into(),
                        record: Record::Service { department, service },
                        form,
                        position: 0,
                    }));
                }
            }
        }
        by_key.sort_by(|a, b| a.key.cmp(&b.key));
        (0_u32..).zip(&mut by_key).for_each(|(position, place)| place.position = position);
        let lettered = (0_u32..).zip(&by_key).filter(|(_, place)| place.key.starts_with(|c: char| !c.is_ascii_digit()));
        let mut by_digits: Vec<u32> = lettered.map(|(position, _)| position).collect();
        by_digits.sort_by(|&a, &b| digits(&by_key[a as usize].key).cmp(digits(&by_key[b as usize].key)));
        Self { by_key: by_key.into(), by_digits: by_digits.into() }
    }

    pub(super) fn at(&self, position: u32) -> &FormPlace {
        &self.by_key[position as usize]
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.by_key) + self.by_key.iter().map(|place| place.key.len()).sum::<usize>() + size_of_val(&*self.by_digits)
    }

    /// The forms whose number begins as typed, with the length of the number.
    pub(super) fn find(&self, typed: &str) -> impl Iterator<Item = (&FormPlace, u32)> {
        let folded = fold(typed);
        let mut found = self.beginning(&FormKey::of(&folded));
        if found.0.is_empty()
            && let Some(bare) = FORM_WORDS.iter().find_map(|word| folded.strip_prefix(word))
        {
            found = self.beginning(&FormKey::of(bare));
        }
        let (exact, by_digits) = found;
        exact.iter().chain(by_digits.iter().map(|&position| self.at(position))).map(|place| (place, place.key.len() as u32))
    }

    /// Those whose key begins with this one, and the positions of those that do so after their letters.
    fn beginning(&self, key: &FormKey) -> (&[FormPlace], &[u32]) {
        let key = key.as_str();
        if key.len() < ENOUGH || !key.is_ascii() {
            return (&[], &[]);
        }
        let begins = |text: &str| text.starts_with(key);
        let from = self.by_key.partition_point(|place| &*place.key < key);
        let count = self.by_key[from..].partition_point(|place| begins(&place.key));
        let exact = &self.by_key[from..from + count];
        if !key.starts_with(|c: char| c.is_ascii_digit()) {
            return (exact, &[]);
        }
        let of = |position: &u32| digits(&self.by_key[*position as usize].key);
        let from = self.by_digits.partition_point(|position| of(position) < key);
        let count = self.by_digits[from..].partition_point(|position| begins(of(position)));
        (exact, &self.by_digits[from..from + count])
    }
}

/// A number without the letters before its first digit.
fn digits(key: &str) -> &str {
    key.trim_start_matches(|c: char| !c.is_ascii_digit())
}
