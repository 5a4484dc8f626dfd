//! How long suggestions take while a citizen types.
//!
//! What: `Suggester::suggest`, from what was typed so far to the finished lines, on one core; and how long the suggester takes
//! to prepare, and how much it keeps.
//! Corpus: the shipped one, and the same ten times over. Every prefix of 20 questions in every kind of language, as a
//! citizen types them, 200 times over.
//! Notes: percentiles of single calls, which is what a person waits for; the clock's own cost is in them.
//!
//! `cargo bench -p oneask --bench suggest`

use std::{
    io::Write,
    time::{Duration, Instant},
};

use oneask::{
    Knowledge,
    suggest::{MAX_SUGGESTIONS, Suggester, Typed},
};
use oneask_corpus::{model::Corpus, shipped, text::Language};

const TYPED: [&str; 20] = [
    "續領正式駕駛執照",
    "個車牌就到期",
    "补领身份证",
    "公屋申請",
    "申請",
    "生果金",
    "商业登记",
    "狗牌",
    "車牌",
    "工傷",
    "td557",
    "IR56F",
    "ID(E) 91",
    "driving licence renewal",
    "passport",
    "register a new company",
    "a",
    "liquor licence renew",
    "renew 車牌",
    "no such thing",
];
const ROUNDS: usize = 200;

fn main() {
    let data = shipped::data().expect("the shipped corpus");
    let once = data.corpus;
    let tenfold = Corpus {
        departments: once
            .departments
            .iter()
            .map(|part| {
                let mut part = part.clone();
                part.services = (0..10).flat_map(|_| part.services.clone()).collect();
                part.enquiries = (0..10).flat_map(|_| part.enquiries.clone()).collect();
                part
            })
            .collect(),
    };
    for (what, corpus) in [("shipped", once), ("tenfold", tenfold)] {
        let (services, enquiries) = (corpus.services().count(), corpus.enquiries().count());
        let knowledge = Knowledge::new(corpus, Vec::new(), data.places.clone(), Vec::new());
        let started = Instant::now();
        let suggester = Suggester::new(&knowledge);
        let prepared = started.elapsed();
        let day = "2026-11-24".parse().expect("a date");
        let prefixes: Vec<&str> = TYPED.iter().flat_map(|text| text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()])).collect();
        let mut times: Vec<Duration> = Vec::with_capacity(prefixes.len() * ROUNDS);
        for _ in 0..ROUNDS {
            for text in &prefixes {
                let typed = Typed { text, language: Language::Traditional, department: None, limit: MAX_SUGGESTIONS, day };
                let started = Instant::now();
                std::hint::black_box(suggester.suggest(&typed, &knowledge));
                times.push(started.elapsed());
            }
        }
        times.sort();
        let at = |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)].as_secs_f64() * 1e3;
        writeln!(
            std::io::stdout(),
            "{what}: {services} services, {enquiries} enquiries; prepared in {:.0} ms, {:.1} MB; {} calls: median {:.3} ms, p95 {:.3} ms, p99 {:.3} ms, max {:.3} ms",
            prepared.as_secs_f64() * 1e3,
            suggester.bytes() as f64 / 1e6,
            times.len(),
            at(0.5),
            at(0.95),
            at(0.99),
            at(1.0),
        )
        .expect("standard output");
    }
}
