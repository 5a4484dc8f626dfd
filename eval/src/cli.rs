//! `oneask-eval`: `intents`, `search`, `dialogues`.

use std::{io::Write, path::PathBuf, process::ExitCode};

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use oneask::{
    Assistant, World, config,
    data::{ClassifierKind, DataDirectory},
    hong_kong,
    weather::Weather,
};
use oneask_intents::{Intent, dataset::Example};
use serde::Serialize;

use crate::{
    dialogues, intents, search,
    suite::{self, Part},
};

/// Measures how often the assistant is right.
#[derive(Debug, Parser)]
#[command(name = "oneask-eval", version, about)]
struct Cli {
    /// Where the assistant keeps everything (or the variable ONEASK_DATA).
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Which classifier.
    #[arg(long, global = true, value_enum, default_value = "linear")]
    classifier: ClassifierKind,
    /// Prints one JSON object.
    #[arg(long, global = true)]
    json: bool,
    /// Fails (exit code 1) if a figure is below a value, as recall@3=0.92. May be given several times.
    #[arg(long, global = true, value_name = "METRIC=VALUE")]
    fail_under: Vec<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Intents: the project's own suite, or a data set of others with --train and --test.
    Intents(IntentArgs),
    /// Search: the project's own suite, or a BEIR folder.
    Search(SearchArgs),
    /// Conversations: the project's own suite.
    Dialogues(SuiteArgs),
}

#[derive(Debug, Args)]
struct SuiteArgs {
    /// The folder of the suites.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/suites"))]
    suites: PathBuf,
    /// Which half of the suite.
    #[arg(long, value_enum, default_value = "all")]
    part: Part,
    /// A folder of recorded feeds of the Observatory: files `{dataType}_{lang}_{day}.json`.
    #[arg(long, value_name = "DIR")]
    feeds: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct IntentArgs {
    /// Train on this file instead of using the product's classifier. May be given several times.
    #[arg(long, requires = "test")]
    train: Vec<PathBuf>,
    /// Learnt as well, after selection.
    #[arg(long, requires = "train")]
    dev: Option<PathBuf>,
    /// Score on this file.
    #[arg(long, requires = "train")]
    test: Option<PathBuf>,
    /// The label of what is out of scope; without it nothing is refused.
    #[arg(long, requires = "train")]
    oos: Option<String>,
    #[command(flatten)]
    suite: SuiteArgs,
}

#[derive(Debug, Args)]
struct SearchArgs {
    /// A folder with corpus.jsonl, queries.jsonl and qrels/test.tsv.
    #[arg(long, value_name = "DIR")]
    beir: Option<PathBuf>,
    #[command(flatten)]
    suite: SuiteArgs,
}

/// Runs the command line; exit code 0 is done, 1 a threshold missed or an error, 2 wrong usage or a missing file.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    match measure(&cli) {
        Ok(missed) if missed.is_empty() => ExitCode::SUCCESS,
        Ok(missed) => {
            writeln!(std::io::stderr(), "{}", missed.join("\n")).ok();
            ExitCode::from(1)
        }
        Err(error) => {
            writeln!(std::io::stderr(), "oneask-eval: {error:#}").ok();
            let missing = error.chain().filter_map(|cause| cause.downcast_ref::<std::io::Error>()).any(|io| io.kind() == std::io::ErrorKind::NotFound);
            ExitCode::from(if missing { 2 } else { 1 })
        }
    }
}

fn measure(cli: &Cli) -> Result<Vec<String>> {
    match &cli.command {
        Command::Intents(args) => {
            let report = match &args.test {
                Some(test) => {
                    intents::on_files(&intents::Files { train: args.train.clone(), dev: args.dev.clone(), test: test.clone(), out_of_scope: args.oos.clone() })?
                }
                None => {
                    let cases = suite::intents(&args.suite.suites, args.suite.part)?;
                    let cases: Vec<(Example, String)> = cases.into_iter().map(|case| (Example::new(case.text, case.intent), case.language)).collect();
                    let classifier = data(cli)?.classifier(cli.classifier)?;
                    intents::score(classifier.as_ref(), &cases, Some(Intent::OutOfScope.name()))
                }
            };
            let mut lines = vec![
                format!("{} utterances", report.utterances),
                percent("accuracy", report.accuracy),
                percent("macro F1", report.macro_f1),
                percent("in-scope accuracy", report.in_scope_accuracy),
                percent("out-of-scope recall", report.oos_recall),
                percent("false refusals", report.false_refusals),
                percent("out-of-scope AUROC", report.oos_auroc),
                percent("calibration error", report.ece),
                format!("{:>22} {:8.0}/s", "predictions", report.predictions_per_second),
            ];
            lines.extend(report.training_seconds.map(|seconds| format!("{:>22} {seconds:8.1} s", "training")));
            lines.extend(report.by_language.iter().map(|(language, accuracy)| percent(language, *accuracy)));
            lines.extend(report.wrong.iter().map(|wrong| format!("  {} -> {} ({:.2})  {}", wrong.intent, wrong.predicted, wrong.confidence, wrong.text)));
            finish(cli, &report, &lines)
        }
        Command::Search(args) => {
            let report = match &args.beir {
                Some(folder) => {
                    let bar = bar("search", 0);
                    search::on_collection(folder, || bar.inc(1))?
                }
                None => {
                    let cases = suite::forms(&args.suite.suites, args.suite.part)?;
                    let bar = bar("search", cases.len() as u64);
                    search::on_suite(&assistant(cli)?, &world()?, &cases, || bar.inc(1))?
                }
            };
            let mut lines = vec![
                format!("{} questions", report.questions),
                percent("recall@1", report.recall_1),
                percent("recall@3", report.recall_3),
                percent("recall@10", report.recall_10),
                percent("MRR@10", report.mrr_10),
                percent("nDCG@10", report.ndcg_10),
                percent("forms right", report.forms_right),
                percent("refused of none", report.refused),
                percent("false refusals", report.false_refusals),
                format!("{:>22} {:8.0}/s", "questions", report.queries_per_second),
            ];
            lines.extend(report.by_slice.iter().map(|(slice, recall)| percent(&format!("recall@3 {slice}"), *recall)));
            lines.extend(report.wrong.iter().map(|wrong| {
                let intent = wrong.intent.as_deref().unwrap_or("-");
                format!("  {}\n      wanted {}  got {} [{intent}, {:?}]", wrong.text, wrong.wanted.join(" | "), wrong.found.join(" "), wrong.decision)
            }));
            finish(cli, &report, &lines)
        }
        Command::Dialogues(args) => {
            let cases = suite::dialogues(&args.suites, args.part)?;
            let bar = bar("dialogues", cases.len() as u64);
            let report = dialogues::play(&assistant(cli)?, &cases, args.feeds.as_deref(), || bar.inc(1))?;
            let mut lines = vec![
                format!("{} dialogues, {} turns", report.dialogues, report.turns),
                percent("turns right", report.turns_right),
                percent("dialogues right", report.dialogues_right),
            ];
            if !report.skipped.is_empty() {
                lines.push(format!("left out, their recorded feed is not there (--feeds): {}", report.skipped.join(", ")));
            }
            for wrong in &report.wrong {
                lines.push(format!("  {} turn {}: {}", wrong.dialogue, wrong.turn, wrong.said));
                lines.extend(wrong.missed.iter().map(|missed| format!("      {missed}")));
            }
            finish(cli, &report, &lines)
        }
    }
}

fn data(cli: &Cli) -> Result<DataDirectory> {
    DataDirectory::open(cli.data.clone().or_else(config::data_from_environment).as_deref())
}

fn assistant(cli: &Cli) -> Result<Assistant> {
    Ok(data(cli)?.assistant(cli.classifier)?.0)
}

/// The day on which the suites were written, with no feed.
fn world() -> Result<World> {
    Ok(World { now: hong_kong("2026-11-24T10:00:00+08:00".parse()?), weather: Weather::default().into() })
}

/// Prints the report; what comes back are the thresholds that were missed.
fn finish(cli: &Cli, report: &impl Serialize, lines: &[String]) -> Result<Vec<String>> {
    let object = serde_json::to_value(report)?;
    let mut out = std::io::stdout().lock();
    if cli.json {
        writeln!(out, "{object}")?;
    } else {
        writeln!(out, "{}", lines.join("\n"))?;
    }
    let mut missed = Vec::new();
    for threshold in &cli.fail_under {
        let (name, least) = threshold.split_once('=').with_context(|| format!("`{threshold}` is not METRIC=VALUE"))?;
        let least: f64 = least.parse().with_context(|| format!("`{threshold}` is not METRIC=VALUE"))?;
        let value = object.get(name).and_then(serde_json::Value::as_f64).with_context(|| format!("there is no figure `{name}`"))?;
        if value < least {
            missed.push(format!("{name} is {value:.4}, below {least}"));
        }
    }
    Ok(missed)
}

fn percent(name: &str, value: f64) -> String {
    format!("{name:>22} {:8.2}%", value * 100.0)
}

/// A bar on a terminal, nothing in a pipe.
fn bar(what: &'static str, total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {per_sec} {eta}").expect("a fixed template");
    ProgressBar::new(total).with_style(style).with_prefix(what)
}
