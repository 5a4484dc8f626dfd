//! Measuring: each command from its arguments to its report.

mod collection;
mod dialogues;
mod forms;
mod intents;
mod leakage;
mod load;
mod memory;
mod training;

use anyhow::Result;
use oneask::{World, config, data::DataDirectory, hong_kong, weather::Weather};
use oneask_intents::Intent;

use crate::{
    cli::{DialogueArgs, IntentArgs, LoadArgs, Place, SearchArgs, bar},
    report::{DialogueReport, IntentReport, LoadReport, SearchReport},
    respondent::Respondent,
    suite,
};

/// The clock of a suite that sets none.
const NOW: &str = "2026-11-24T10:00:00+08:00";

/// Scores a classifier: the product's on the suite, or one trained here.
///
/// # Errors
/// When a file cannot be read, nothing can be learnt, or the server cannot be reached.
pub(crate) fn intents(args: &IntentArgs, place: &Place) -> Result<IntentReport> {
    if !args.train.is_empty() {
        return training::measure(args, place.classifier);
    }
    let cases = suite::intents(&args.suite.suites, args.suite.part)?;
    let data = format!("suite of intents, {}", args.suite.part.name());
    let bar = bar("intents", cases.len());
    let refused_label = Intent::OutOfScope.name();
    if args.suite.url.is_some() {
        return intents::ask(&respondent(args.suite.url.as_deref(), place)?, &cases, data, refused_label, || bar.inc(1));
    }
    let classifier = data_directory(place)?.classifier(place.classifier.of_product()?)?;
    let cases: Vec<intents::Labelled> = cases.into_iter().map(|case| (case.tags(), case.text, case.intent).into()).collect();
    let cases = leakage::mark(cases, &oneask_intents::dataset::shipped());
    let outcomes = intents::classify(classifier.as_ref(), &cases, Some(refused_label), || bar.inc(1));
    let mut report = IntentReport::of(data, place.classifier.name().to_owned(), refused_label.to_owned(), outcomes);
    report.peak_memory_bytes = memory::peak_bytes();
    Ok(report)
}

/// Searches: the suite of form questions, a collection of others, or a run of others.
///
/// # Errors
/// When a file cannot be read, or the server cannot be reached.
pub(crate) fn search(args: &SearchArgs, place: &Place) -> Result<SearchReport> {
    if let Some(folder) = &args.beir {
        return collection::search(folder);
    }
    if let (Some(qrels), Some(run)) = (&args.qrels, &args.run) {
        return collection::judge(qrels, run);
    }
    let cases = suite::forms(&args.suite.suites, args.suite.part)?;
    let bar = bar("search", cases.len());
    let data = format!("suite of forms, {}", args.suite.part.name());
    forms::ask(&respondent(args.suite.url.as_deref(), place)?, &world()?, &cases, data, || bar.inc(1))
}

/// Plays the conversations.
///
/// # Errors
/// When a file cannot be read, or the server cannot be reached.
pub(crate) fn dialogues(args: &DialogueArgs, place: &Place) -> Result<DialogueReport> {
    let cases = suite::dialogues(&args.suite.suites, args.suite.part)?;
    let bar = bar("dialogues", cases.len());
    let data = format!("suite of dialogues, {}", args.suite.part.name());
    dialogues::play(&respondent(args.suite.url.as_deref(), place)?, &cases, args.feeds.as_deref(), data, || bar.inc(1))
}

/// Loads a server with the suite's form questions.
///
/// # Errors
/// When the server cannot be reached at all.
pub(crate) fn load(args: &LoadArgs) -> Result<LoadReport> {
    let texts: Vec<String> = suite::forms(&args.suites, suite::Part::All)?.into_iter().map(|case| case.text).collect();
    load::load(&load::Plan { url: args.url.clone(), connections: args.connections, rate: args.rate, seconds: args.seconds }, &texts)
}

fn respondent(url: Option<&str>, place: &Place) -> Result<Respondent> {
    match url {
        Some(url) => Respondent::server(url),
        None => Ok(Respondent::in_process(data_directory(place)?.assistant(place.classifier.of_product()?)?.0)),
    }
}

fn data_directory(place: &Place) -> Result<DataDirectory> {
    DataDirectory::open(place.data.clone().or_else(config::data_from_environment).as_deref())
}

/// The day on which the suites were written, with no feed.
fn world() -> Result<World> {
    Ok(World { now: hong_kong(NOW.parse()?), weather: Weather::default().into() })
}
