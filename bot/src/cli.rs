//! The command line: `serve`, `ask`, `corpus`, `train`, `config`.

mod ask;
mod corpus;
mod serve;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context, Result};
use arc_swap::ArcSwap;
use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;

use crate::{
    World,
    assistant::hong_kong,
    config::{self, Config},
    data::{ClassifierKind, DataDirectory},
    weather::Weather,
};

/// One question, asked in one's own words: the right government form, its procedure, or the weather.
#[derive(Debug, Parser)]
#[command(name = "oneask", version, about)]
struct Cli {
    /// Where everything is kept (or the variable ONEASK_DATA); by default the platform's own place.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Which classifier understands the questions.
    #[arg(long, global = true, value_enum, default_value = "linear")]
    classifier: ClassifierKind,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Starts the assistant: page, widget and WebSocket. This is what happens without a command.
    Serve(serve::ServeArgs),
    /// Answers one question; without one, chats on the terminal; with --json, answers lines of JSON.
    Ask(ask::AskArgs),
    /// Checks, publishes and describes the records.
    #[command(subcommand)]
    Corpus(corpus::CorpusCommand),
    /// Builds the search index of the release in force again.
    Index,
    /// Trains the classifier on the utterances that ship.
    Train,
    /// Shows the settings and where they are kept.
    Config,
}

/// Where the weather comes from.
#[derive(Debug, Clone, Default, Args)]
struct WeatherArgs {
    /// A recorded feed instead of the network: files `{dataType}_{lang}.json`, as `rhrread_tc.json`.
    #[arg(long, value_name = "DIR")]
    weather: Option<PathBuf>,
    /// No network: no weather but a recorded one.
    #[arg(long)]
    offline: bool,
}

/// Success, or a check that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    CheckFailed,
}

/// A mistake in how the command was used, or a file that is not there: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

/// Runs the command line; exit code 0 is done, 1 a check that failed or an error, 2 wrong usage or a missing file.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let filter = tracing_subscriber::EnvFilter::try_new(config::log_filter()).unwrap_or_default();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    match dispatch(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::CheckFailed) => ExitCode::from(1),
        Err(error) => {
            // A reader that went away is no failure.
            if error.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe) {
                return ExitCode::SUCCESS;
            }
            writeln!(std::io::stderr(), "oneask: {error:#}").ok();
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}

fn dispatch(cli: Cli) -> Result<Outcome> {
    let named = cli.data.or_else(config::data_from_environment);
    // Checking files needs no data directory.
    if let Some(Command::Corpus(corpus::CorpusCommand::Check { files, json })) = &cli.command {
        return corpus::check(named.as_deref(), files, *json);
    }
    let data = DataDirectory::open(named.as_deref())?;
    match cli.command.unwrap_or(Command::Serve(serve::ServeArgs::default())) {
        Command::Serve(args) => serve::run(&data, cli.classifier, args),
        Command::Ask(args) => ask::run(&data, cli.classifier, &args),
        Command::Corpus(command) => corpus::run(&data, command),
        Command::Index => {
            std::fs::remove_dir_all(data.path().join("index"))
                .or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
            let (_, release) = data.assistant(ClassifierKind::Linear)?;
            say(&format!("index of release {} built", release.number))?;
            Ok(Outcome::Done)
        }
        Command::Train => train(&data, cli.classifier),
        Command::Config => {
            let settings = Config::load(data.path())?;
            say(&format!("# {}\n{}", data.path().join("config.toml").display(), toml::to_string_pretty(&settings)?))?;
            Ok(Outcome::Done)
        }
    }
}

fn train(data: &DataDirectory, classifier: ClassifierKind) -> Result<Outcome> {
    match classifier {
        ClassifierKind::Linear => {
            data.train_linear()?;
        }
        ClassifierKind::Bert => data.train_bert()?,
    }
    Ok(Outcome::Done)
}

/// A line on standard output.
fn say(text: &str) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(())
}

/// The weather of a recorded feed, or none yet.
fn recorded_weather(args: &WeatherArgs) -> Result<Arc<ArcSwap<Weather>>> {
    let weather = match &args.weather {
        Some(folder) => recorded(folder)?,
        None => Weather::default(),
    };
    Ok(Arc::new(ArcSwap::from_pointee(weather)))
}

fn recorded(folder: &Path) -> Result<Weather> {
    if !folder.is_dir() {
        return Err(Usage(format!("`{}` is not a folder: --weather names one with files such as rhrread_tc.json", folder.display())).into());
    }
    Weather::from_folder(folder).with_context(|| format!("--weather {}", folder.display()))
}

/// The world of a turn.
fn world(fixed: Option<Timestamp>, weather: &ArcSwap<Weather>) -> World {
    World { now: hong_kong(fixed.unwrap_or_else(Timestamp::now)), weather: weather.load_full() }
}
