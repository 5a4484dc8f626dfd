//! The names of all records as a sorted array of their suffixes, of which those are kept that begin at a Chinese
//! character or at a word: a prefix search over it finds fragments, in time that does not grow with the corpus.

use oneask_corpus::model::Corpus;

use super::key;

/// Ends each name; smaller than any character of a key.
const END: u8 = b'\n';

/// A record of the corpus by its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Record {
    Service { department: u16, service: u16 },
    Enquiry { department: u16, enquiry: u16 },
}

impl Record {
    pub(super) fn department(self) -> usize {
        let (Self::Service { department, .. } | Self::Enquiry { department, .. }) = self;
        usize::from(department)
    }
}

/// Whose a name is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) record: Record,
    /// The number of the record among all.
    pub(super) number: u32,
    /// Which of the record's names it is.
    pub(super) which: u16,
}

impl Place {
    /// Whether it is what the department calls a service.
    pub(super) fn is_title(self) -> bool {
        matches!(self.record, Record::Service { .. }) && self.which < 2
    }
}

/// A name that has what was typed, `at` so many bytes from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NameHit {
    pub(super) name: u32,
    pub(super) at: u32,
}

struct Suffix {
    at: u32,
    name: u32,
}

/// The names, ready to be searched.
pub(super) struct Names {
    /// The keys of all names, each with its end.
    text: Box<[u8]>,
    /// Where each name begins; one more entry for the end.
    begins: Box<[u32]>,
    places: Box<[Place]>,
    suffixes: Box<[Suffix]>,
    records: u32,
}

impl Names {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let (mut text, mut begins, mut places, mut records) = (Vec::new(), vec![0], Vec::new(), 0);
        let mut add = |record: Record, names: &mut dyn Iterator<Item = &str>| {
            for (which, name) in (0_u16..).zip(names) {
                text.extend_from_slice(key::of(name).as_bytes());
                text.push(END);
                begins.push(text.len() as u32);
                places.push(Place { record, number: records, which });
            }
            records += 1;
        };
        for (department, part) in (0_u16..).zip(&corpus.departments) {
            for (service, record) in (0_u16..).zip(&part.services) {
                add(Record::Service { department, service }, &mut record.names());
            }
            for (enquiry, record) in (0_u16..).zip(&part.enquiries) {
                add(Record::Enquiry { department, enquiry }, &mut record.names());
            }
        }
        let suffixes = sorted(&text, &begins);
        Self { text: text.into(), begins: begins.into(), places: places.into(), suffixes, records }
    }

    pub(super) fn records(&self) -> usize {
        self.records as usize
    }

    pub(super) fn place(&self, name: u32) -> Place {
        self.places[name as usize]
    }

    /// Bytes of the key of a name.
    pub(super) fn length(&self, name: u32) -> u32 {
        self.begins[name as usize + 1] - self.begins[name as usize] - 1
    }

    pub(super) fn bytes(&self) -> usize {
        self.text.len() + size_of_val(&*self.begins) + size_of_val(&*self.places) + size_of_val(&*self.suffixes)
    }

    /// The places where a key stands in names, at a character or the beginning of a word.
    pub(super) fn find(&self, key: &str) -> impl Iterator<Item = NameHit> {
        self.range(key).iter().map(|suffix| NameHit { name: suffix.name, at: suffix.at - self.begins[suffix.name as usize] })
    }

    /// The names that have every word of a key, in any order, each by its beginning; of one word there are none, as
    /// [`Self::find`] finds it.
    pub(super) fn find_words(&self, key: &str) -> Vec<u32> {
        let words: Vec<&str> = key.split(' ').collect();
        if words.len() < 2 {
            return Vec::new();
        }
        let rarest = words.iter().map(|word| self.range(word)).min_by_key(|range| range.len()).unwrap_or_default();
        let has = |name: u32, word: &str| {
            let name = &self.text[self.begins[name as usize] as usize..self.begins[name as usize + 1] as usize - 1];
            std::str::from_utf8(name).is_ok_and(|name| key::starts(name).any(|at| name[at..].starts_with(word)))
        };
        rarest.iter().map(|suffix| suffix.name).filter(|&name| words.iter().all(|word| has(name, word))).collect()
    }

    fn range(&self, key: &str) -> &[Suffix] {
        if key.is_empty() {
            return &[];
        }
        let head = |suffix: &Suffix| {
            let rest = &self.text[suffix.at as usize..];
            &rest[..rest.len().min(key.len())]
        };
        let from = self.suffixes.partition_point(|suffix| head(suffix) < key.as_bytes());
        let count = self.suffixes[from..].partition_point(|suffix| head(suffix) == key.as_bytes());
        &self.suffixes[from..from + count]
    }
}

fn sorted(text: &[u8], begins: &[u32]) -> Box<[Suffix]> {
    // The first eight bytes decide most comparisons without a look at the text.
    let head = |at: usize| {
        let mut bytes = [0; 8];
        let rest = &text[at..text.len().min(at + 8)];
        bytes[..rest.len()].copy_from_slice(rest);
        u64::from_be_bytes(bytes)
    };
    let mut keyed: Vec<(u64, Suffix)> = Vec::new();
    for (name, bounds) in (0_u32..).zip(begins.windows(2)) {
        let Ok(key) = std::str::from_utf8(&text[bounds[0] as usize..bounds[1] as usize - 1]) else { continue };
        keyed.extend(key::starts(key).map(|at| {
            let at = bounds[0] + at as u32;
            (head(at as usize), Suffix { at, name })
        }));
    }
    // To the end of its name and no further: names repeat, and so may what follows them.
    let rest = |suffix: &Suffix| &text[suffix.at as usize..begins[suffix.name as usize + 1] as usize];
    keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| rest(&a.1).cmp(rest(&b.1))).then(a.1.name.cmp(&b.1.name)));
    keyed.into_iter().map(|(_, suffix)| suffix).collect()
}
