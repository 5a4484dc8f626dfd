//! How many utterances a second the linear classifier ranks and the slot filler reads on one core, and how long training
//! on the shipped examples takes.
//!
//! Corpus: the shipped training data, whose questions are short, and one long question. The dictionary and the models are
//! built before the clock starts; the seed is the default one.

use std::{hint::black_box, sync::LazyLock};

use divan::{Bencher, counter::ItemsCount};
use jiff::civil::date;
use oneask_corpus::shipped;
use oneask_intents::{
    Classifier, LinearModel, TrainingOptions,
    dataset::{self, Example},
    slots::SlotFiller,
};

static EXAMPLES: LazyLock<Vec<Example>> = LazyLock::new(dataset::shipped);
static MODEL: LazyLock<LinearModel> = LazyLock::new(|| LinearModel::train(&EXAMPLES, &TrainingOptions::default()).expect("the shipped data is whole"));
const LONG: &str = "請問我個香港駕駛執照下個月就到期，但係我而家人喺外國，想問可唔可以用智方便喺網上續領，定係要授權屋企人代我去運輸署牌照事務處交 TD 557 表格同埋地址證明，費用係幾多，有冇得用八達通？";

fn main() {
    divan::main();
}

#[divan::bench]
fn rank_shipped_examples(bencher: Bencher<'_, '_>) {
    let (model, examples) = (&*MODEL, &*EXAMPLES);
    bencher.counter(ItemsCount::new(examples.len())).bench(|| {
        for example in examples {
            black_box(model.rank(&example.text));
        }
    });
}

#[divan::bench]
fn rank_a_long_question(bencher: Bencher<'_, '_>) {
    let model = &*MODEL;
    bencher.counter(ItemsCount::new(1_usize)).bench(|| model.rank(black_box(LONG)));
}

#[divan::bench]
fn fill_slots_of_shipped_examples(bencher: Bencher<'_, '_>) {
    let data = shipped::data().expect("the shipped corpus is whole");
    let filler = SlotFiller::new(&data.corpus, &data.places);
    let examples = &*EXAMPLES;
    bencher.counter(ItemsCount::new(examples.len())).bench(|| {
        for example in examples {
            black_box(filler.fill(&example.text, date(2026, 11, 24)));
        }
    });
}

#[divan::bench(sample_count = 5)]
fn train_on_shipped_examples() -> LinearModel {
    LinearModel::train(&EXAMPLES, &TrainingOptions::default()).expect("the shipped data is whole")
}
