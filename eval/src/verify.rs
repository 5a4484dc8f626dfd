//! Experiments: runs those in a folder, and tells where a score has drifted from what is expected.

mod experiment;
mod results;

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use clap::Parser;
use serde::Serialize;

use crate::cli::{Cli, Usage, VerifyArgs, measured};
use experiment::Experiment;

/// What became of the experiments.
#[derive(Debug, Serialize)]
pub(crate) struct Verification {
    experiments: Vec<Outcome>,
}

/// What became of one experiment.
#[derive(Debug, Serialize)]
struct Outcome {
    name: String,
    seconds: f64,
    scores: Vec<Score>,
}

/// A figure, what it should be and what it is.
#[derive(Debug, Serialize)]
struct Score {
    metric: String,
    expected: f64,
    found: f64,
    tolerance: f64,
}

impl Score {
    fn has_drifted(&self) -> bool {
        (self.found - self.expected).abs() > self.tolerance
    }
}

impl Verification {
    /// One line for each score.
    pub(crate) fn lines(&self) -> Vec<String> {
        let line = |outcome: &Outcome, score: &Score| {
            let mark = if score.has_drifted() { "DRIFT" } else { "ok" };
            format!("{mark:>5}  {:<24} {:<24} {:.4} (expected {:.4} ± {})", outcome.name, score.metric, score.found, score.expected, score.tolerance)
        };
        self.experiments.iter().flat_map(|outcome| outcome.scores.iter().map(move |score| line(outcome, score))).collect()
    }

    /// One sentence for each score that has drifted.
    pub(crate) fn drift(&self) -> Vec<String> {
        let all = self.experiments.iter().flat_map(|outcome| outcome.scores.iter().map(move |score| (outcome, score)));
        let drifted = all.filter(|(_, score)| score.has_drifted());
        drifted
            .map(|(outcome, score)| format!("{}: {} is {:.4}, expected {:.4} ± {}", outcome.name, score.metric, score.found, score.expected, score.tolerance))
            .collect()
    }
}

/// Runs the experiments that are asked for.
///
/// # Errors
/// When an experiment cannot be read or run, or its data are not those that it was made with.
pub(crate) fn verify(args: &VerifyArgs) -> Result<Verification> {
    let mut experiments = experiment::read_all(&args.experiments)?;
    if let Some(name) = args.only.iter().find(|name| !experiments.iter().any(|experiment| experiment.name == **name)) {
        let known: Vec<&str> = experiments.iter().map(|experiment| experiment.name.as_str()).collect();
        return Err(Usage(format!("there is no experiment `{name}`; there are {}", known.join(", "))).into());
    }
    let chosen = |experiment: &Experiment| args.only.is_empty() || args.only.contains(&experiment.name);
    let only_render = args.render && !args.accept && args.only.is_empty() && args.datasets.is_none();
    let mut verification = Verification { experiments: Vec::new() };
    if !only_render {
        // What somebody's own data directory holds is not what the program ships.
        let fresh = tempfile::tempdir()?;
        for experiment in experiments.iter_mut().filter(|experiment| chosen(experiment)) {
            verification.experiments.push(run(experiment, args, fresh.path())?);
        }
    }
    if args.render {
        let path = args.experiments.parent().unwrap_or(Path::new(".")).join("RESULTS.md");
        let notes = args.experiments.join("NOTES.md");
        let notes = if notes.exists() { fs::read_to_string(&notes)? } else { String::new() };
        fs::write(&path, results::render(&experiments, &notes)).with_context(|| format!("`{}`", path.display()))?;
    }
    Ok(verification)
}

fn run(experiment: &mut Experiment, args: &VerifyArgs, data: &Path) -> Result<Outcome> {
    experiment.check_datasets(args.datasets.as_deref())?;
    let mut words = experiment.command_line(args.datasets.as_deref())?;
    words.extend(["--data".to_owned(), data.to_string_lossy().into_owned()]);
    let cli = Cli::try_parse_from(words).map_err(|error| Usage(format!("{}: {error}", experiment.name)))?;
    let started = std::time::Instant::now();
    let figures = measured(&cli).with_context(|| experiment.name.clone())?.figures();
    let seconds = started.elapsed().as_secs_f64();
    if args.accept {
        experiment.accept(&figures)?;
    }
    let mut scores = Vec::new();
    for (metric, expected) in &experiment.expected {
        let Some(&found) = figures.get(metric) else { bail!("{}: there is no figure `{metric}`", experiment.name) };
        scores.push(Score { metric: metric.clone(), expected: *expected, found, tolerance: experiment.tolerance });
    }
    Ok(Outcome { name: experiment.name.clone(), seconds, scores })
}
