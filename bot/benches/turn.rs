//! How long a search turn takes.
//!
//! What: `Assistant::respond` on a first question, from the typed text to the finished reply, on one core.
//! Corpus: the shipped one; 20 questions in every kind of language, short and long, 10,000 turns in one process.
//! Notes: dictionaries are warmed by 200 turns; the figures are of single turns, so the clock's own cost is in them.
//!
//! `cargo bench -p oneask --bench turn`

use std::{
    io::Write,
    sync::Arc,
    time::{Duration, Instant},
};

use oneask::{
    Input, Session, World,
    data::{ClassifierKind, DataDirectory},
    weather::Weather,
};
use oneask_corpus::text::Utterance;

const QUESTIONS: [&str; 20] = [
    "個車牌就到期，點續？",
    "補領身份證幾錢",
    "公屋",
    "申請公共租住房屋需要甚麼文件",
    "點樣幫隻狗攞狗牌",
    "生果金同長者生活津貼有咩分別",
    "how do I renew my driving licence",
    "dog licence fee",
    "What documents do I need to register a new company in Hong Kong?",
    "passport 唔見咗點算",
    "办理商业登记要多久",
    "怎么申请受养人签证",
    "IR56F",
    "td 558",
    "工傷要幾多日內報勞工處，唔報有冇罰",
    "我想喺屋企附近開間餐廳，要攞咩牌照同埋要等幾耐先批到",
    "打釐印",
    "renew liquor licence",
    "樓上漏水滴落嚟邊個部門負責",
    "The tenant of my flat has moved out and I want to notify the Rating and Valuation Department of a new letting",
];
const TURNS: usize = 10_000;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = DataDirectory::open(Some(folder.path())).expect("a data directory");
    let (assistant, _) = data.assistant(ClassifierKind::Linear).expect("an assistant");
    let world = World::now(Arc::new(Weather::default()));
    let inputs: Vec<Input> = QUESTIONS.iter().map(|text| Input::Utterance(Utterance::parse(text).expect("a question"))).collect();
    let session = Session::default();
    let turn = |i: usize| {
        let started = Instant::now();
        std::hint::black_box(assistant.respond(&session, &inputs[i % inputs.len()], &world).expect("an answer"));
        started.elapsed()
    };
    (0..200).for_each(|i| {
        turn(i);
    });
    let mut times: Vec<Duration> = (0..TURNS).map(turn).collect();
    times.sort();
    let at = |share: f64| times[((TURNS as f64 * share) as usize).min(TURNS - 1)].as_secs_f64() * 1e3;
    let total: f64 = times.iter().map(Duration::as_secs_f64).sum();
    writeln!(
        std::io::stdout(),
        "{TURNS} turns: median {:.3} ms, p95 {:.3} ms, p99 {:.3} ms, max {:.3} ms, {:.0} turns/s",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        TURNS as f64 / total
    )
    .expect("standard output");
}
