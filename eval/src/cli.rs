//! The command line: what can be asked for, and what comes of it.

mod arguments;
mod summary;
mod threshold;

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

pub(crate) use arguments::VerifyArgs;
pub(crate) use arguments::{ClassifierChoice, DialogueArgs, IntentArgs, LoadArgs, Place, SearchArgs};
use arguments::{CompareArgs, ReportArgs};
use threshold::Threshold;

use crate::{compare, measure, report::Report, verify, write};

/// Measures how often the assistant is right.
#[derive(Debug, Parser)]
#[command(name = "oneask-eval", version, about, max_term_width = 120)]
pub(crate) struct Cli {
    /// Prints one JSON object: every figure, and what came of every example.
    #[arg(long, global = true)]
    json: bool,
    /// Writes a page with plots, all in one file.
    #[arg(long, global = true, value_name = "FILE")]
    html: Option<std::path::PathBuf>,
    /// Fails (exit code 1) if a figure is below a value, as recall@3=0.92. May be given several times.
    #[arg(long, global = true, value_name = "METRIC=VALUE")]
    fail_under: Vec<Threshold>,
    /// Fails (exit code 1) if a figure is above a value, as wrong_confident=0.03 or latency_ms.p95=5.
    #[arg(long, global = true, value_name = "METRIC=VALUE")]
    fail_over: Vec<Threshold>,
    /// Where, and with which classifier.
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Intents: the project's own suite, or a data set of others with --train and --test.
    Intents(IntentArgs),
    /// Search: the project's own suite of form questions, a BEIR folder, or judgements and a run of trec_eval.
    Search(SearchArgs),
    /// Conversations: the project's own suite.
    Dialogues(DialogueArgs),
    /// What a running server bears: many conversations at a fixed rate.
    Load(LoadArgs),
    /// Two reports of --json: by how much they differ, how sure that is, and which examples changed.
    Compare(CompareArgs),
    /// A page with plots, or the files of `rasa test nlu` or trec_eval, from a report of --json.
    Report(ReportArgs),
    /// Runs the experiments in eval/experiments and fails where a score has drifted.
    Verify(VerifyArgs),
}

/// Runs the command line; exit code 0 is done, 1 a threshold missed or an error, 2 wrong usage or a missing file.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    match execute(&cli) {
        Ok(missed) if missed.is_empty() => ExitCode::SUCCESS,
        Ok(missed) => {
            writeln!(io::stderr(), "{}", missed.join("\n")).ok();
            ExitCode::from(1)
        }
        Err(error) => {
            writeln!(io::stderr(), "oneask-eval: {error:#}").ok();
            let missing = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|io| io.kind() == io::ErrorKind::NotFound);
            ExitCode::from(if missing || error.is::<Usage>() { 2 } else { 1 })
        }
    }
}

/// Wrong usage that clap cannot see.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Usage(pub(crate) String);

/// Does it; what comes back are the checks that failed.
fn execute(cli: &Cli) -> Result<Vec<String>> {
    match &cli.command {
        Command::Compare(args) => {
            let comparison = compare::compare(&Report::read(&args.before)?, &Report::read(&args.after)?, args.seed)?;
            print(cli, &serde_json::to_value(&comparison)?, &summary::comparison(&comparison))?;
            Ok(Vec::new())
        }
        Command::Verify(args) => {
            let outcome = verify::verify(args)?;
            print(cli, &serde_json::to_value(&outcome)?, &outcome.lines())?;
            Ok(outcome.drift())
        }
        Command::Report(args) => {
            let report = Report::read(&args.report)?;
            write_files(cli, &report, args.rasa.as_deref(), args.trec.as_deref())?;
            finish(cli, &report)
        }
        Command::Intents(IntentArgs { rasa, .. }) => {
            let report = measured(cli)?;
            write_files(cli, &report, rasa.as_deref(), None)?;
            finish(cli, &report)
        }
        Command::Search(SearchArgs { trec, .. }) => {
            let report = measured(cli)?;
            write_files(cli, &report, None, trec.as_deref())?;
            finish(cli, &report)
        }
        Command::Dialogues(_) | Command::Load(_) => {
            let report = measured(cli)?;
            write_files(cli, &report, None, None)?;
            finish(cli, &report)
        }
    }
}

/// Measures what a command line asks for.
///
/// # Errors
/// When something cannot be read, built or reached, or the command measures nothing.
pub(crate) fn measured(cli: &Cli) -> Result<Report> {
    let report = match &cli.command {
        Command::Intents(args) => Report::Intents(Box::new(measure::intents(args, &cli.place)?)),
        Command::Search(args) => Report::Search(Box::new(measure::search(args, &cli.place)?)),
        Command::Dialogues(args) => Report::Dialogues(Box::new(measure::dialogues(args, &cli.place)?)),
        Command::Load(args) => Report::Load(Box::new(measure::load(args)?)),
        Command::Compare(_) | Command::Report(_) | Command::Verify(_) => {
            return Err(Usage("an experiment measures: `intents`, `search` or `dialogues`".into()).into());
        }
    };
    if let Report::Intents(report) = &report
        && report.in_train > 0
    {
        let without = report.accuracy_without_in_train.unwrap_or_default();
        note(&format!("{} scored utterances stand in the training data as well; without them the accuracy is {:.2}%", report.in_train, without * 100.0));
    }
    Ok(report)
}

fn write_files(cli: &Cli, report: &Report, rasa: Option<&Path>, trec: Option<&Path>) -> Result<()> {
    if let Some(path) = &cli.html {
        fs::write(path, write::html(report)).with_context(|| format!("`{}`", path.display()))?;
    }
    match (rasa, trec, report) {
        (None, None, _) => Ok(()),
        (Some(folder), None, Report::Intents(report)) => write::rasa(report, folder),
        (None, Some(path), Report::Search(report)) => fs::write(path, write::trec(report)).with_context(|| format!("`{}`", path.display())),
        _ => Err(Usage("--rasa is for reports of `intents`, --trec for those of `search`".into()).into()),
    }
}

/// Prints the report; what comes back are the thresholds that were missed.
fn finish(cli: &Cli, report: &Report) -> Result<Vec<String>> {
    print(cli, &serde_json::to_value(report)?, &summary::of(report))?;
    let figures = report.figures();
    let under = cli.fail_under.iter().map(|threshold| threshold.missed_below(&figures));
    let over = cli.fail_over.iter().map(|threshold| threshold.missed_above(&figures));
    let missed: Vec<Option<String>> = under.chain(over).collect::<Result<_>>()?;
    Ok(missed.into_iter().flatten().collect())
}

fn print(cli: &Cli, object: &serde_json::Value, lines: &[String]) -> Result<()> {
    let mut out = io::stdout().lock();
    if cli.json {
        writeln!(out, "{object}")?
    } else {
        writeln!(out, "{}", lines.join("\n"))?
    }
    Ok(())
}

/// Says something beside the report.
pub(crate) fn note(text: &str) {
    writeln!(io::stderr(), "note: {text}").ok();
}

/// A bar on a terminal, nothing in a pipe.
pub(crate) fn bar(what: &'static str, total: usize) -> indicatif::ProgressBar {
    if !io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let style = indicatif::ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {per_sec} {eta}").expect("a fixed template");
    indicatif::ProgressBar::new(total as u64).with_style(style).with_prefix(what)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_whole() {
        Cli::command().debug_assert();
    }

    #[test]
    fn contracts_of_others_scripts_parse() {
        for line in [
            "oneask-eval intents --train a.jsonl --train b.jsonl --dev c.jsonl --test d.jsonl --classifier linear --oos oos --json",
            "oneask-eval intents --train a --cross-validate 5",
            "oneask-eval search --beir folder --json",
            "oneask-eval search --qrels q.txt --run r.txt",
            "oneask-eval search --part dev --fail-under recall@3=0.9 --fail-over wrong_confident=0.03",
            "oneask-eval dialogues --url ws://127.0.0.1:1823 --feeds folder",
            "oneask-eval load --url ws://127.0.0.1:1823 --connections 10 --rate 20",
            "oneask-eval compare a.json b.json",
            "oneask-eval report a.json --html a.html",
            "oneask-eval verify --only massive-zh-tw --render",
        ] {
            Cli::try_parse_from(line.split(' ')).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
        for line in ["oneask-eval", "oneask-eval intents --test a", "oneask-eval search --fail-under recall", "oneask-eval search --qrels q.txt"] {
            assert!(Cli::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
