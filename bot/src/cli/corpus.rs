//! `oneask corpus`: check files, publish them, go back, and describe what is published.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Subcommand;
use jiff::Timestamp;
use oneask_corpus::{
    load::{self, Severity},
    release::{Publication, Release, ReleaseStore},
    shipped,
    stats::stats,
};

use super::{Outcome, Usage, say};
use crate::{
    assistant::hong_kong,
    data::{DataDirectory, list},
};

#[derive(Debug, Subcommand)]
pub(super) enum CorpusCommand {
    /// Names everything that is wrong with data files, as `file:row:column: reason`.
    Check {
        /// A folder of data files, or one file.
        path: PathBuf,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Publishes a folder of data files as the next release.
    Publish {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[arg(long)]
        note: String,
        /// Who publishes it.
        #[arg(long, default_value = "clerk")]
        author: String,
    },
    /// Puts an earlier release in force again.
    Rollback {
        /// Its number.
        release: u64,
        /// Why.
        #[arg(long, default_value = "")]
        note: String,
        /// Who does it.
        #[arg(long, default_value = "clerk")]
        author: String,
    },
    /// Lists what was published.
    Releases {
        /// Prints one JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Counts what the release in force holds, and how much of it is verified.
    Stats {
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn check(path: &Path, json: bool) -> Result<Outcome> {
    let files = read(path)?;
    let loaded = load::load(&files);
    let errors = loaded.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    if json {
        let problems: Vec<_> = loaded
            .problems
            .iter()
            .map(|p| {
                let severity = if p.severity == Severity::Error { "error" } else { "warning" };
                serde_json::json!({ "file": p.file, "row": p.row, "column": p.column, "severity": severity, "reason": p.reason })
            })
            .collect();
        say(&serde_json::json!({ "files": files.len(), "errors": errors, "problems": problems }).to_string())?;
    } else {
        if !loaded.problems.is_empty() {
            say(&list(&loaded.problems))?;
        }
        say(&format!("{} files, {errors} errors, {} warnings", files.len(), loaded.problems.len() - errors))?;
    }
    Ok(if errors == 0 { Outcome::Done } else { Outcome::CheckFailed })
}

pub(super) fn run(data: &DataDirectory, command: CorpusCommand) -> Result<Outcome> {
    match command {
        CorpusCommand::Check { path, json } => return check(&path, json),
        CorpusCommand::Publish { path, note, author } => {
            let files = read(&path)?;
            let whole = match load::load(&files).whole() {
                Ok(whole) => whole,
                Err(problems) => {
                    say(&list(&problems))?;
                    say("nothing was published")?;
                    return Ok(Outcome::CheckFailed);
                }
            };
            let release = data.releases()?.publish(&whole.corpus, &Publication { author: &author, note: &note, at: Timestamp::now() })?;
            say(&format!("in force: {}", line(&release)))?;
        }
        CorpusCommand::Rollback { release, note, author } => {
            let release = data.releases()?.rollback(release, &Publication { author: &author, note: &note, at: Timestamp::now() })?;
            say(&format!("in force: {}", line(&release)))?;
        }
        CorpusCommand::Releases { json } => {
            let shipped = shipped_data()?;
            let (current, releases) = data.current_release(&shipped)?;
            let all = releases.list()?;
            if json {
                say(&serde_json::to_string(&all)?)?;
            } else {
                for release in &all {
                    say(&format!("{} {}", if release.number == current.number { "*" } else { " " }, line(release)))?;
                }
            }
        }
        CorpusCommand::Stats { json } => {
            let shipped = shipped_data()?;
            let (release, releases) = data.current_release(&shipped)?;
            let today = hong_kong(Timestamp::now()).date();
            let stats = stats(&releases.corpus(release.number)?.as_of(today), today);
            if json {
                say(&serde_json::to_string(&stats)?)?;
            } else {
                say(&format!(
                    "release {}: {} services, {} form numbers, {} departments, {} enquiries\n{:.1} aliases per service\nfacts verified in the last 12 months: {:.1}%\nfacts that only third parties state: {:.1}%",
                    release.number,
                    stats.services,
                    stats.forms,
                    stats.departments,
                    stats.enquiries,
                    stats.aliases_per_service,
                    stats.verified_share * 100.0,
                    stats.third_party_share * 100.0
                ))?;
                for field in &stats.fields {
                    let (share, of_applicable) = (field.share * 100.0, field.share_of_applicable * 100.0);
                    say(&format!("  {:>16} {share:5.1}%, {of_applicable:5.1}% of those that can have it", field.field.name()))?;
                }
            }
        }
    }
    Ok(Outcome::Done)
}

fn read(path: &Path) -> Result<Vec<load::DataFile>> {
    if !path.exists() {
        return Err(Usage(format!("`{}` is not there", path.display())).into());
    }
    let files = load::read_files(path).with_context(|| format!("`{}`", path.display()))?;
    if files.is_empty() {
        return Err(Usage(format!("`{}` has no data files (*.toml)", path.display())).into());
    }
    Ok(files)
}

fn shipped_data() -> Result<load::Data> {
    shipped::data().map_err(|problems| anyhow::anyhow!("the shipped corpus is not whole:\n{}", list(&problems)))
}

fn line(release: &Release) -> String {
    let Release { number, published_at, author, note, services, enquiries, departments, content_hash } = release;
    format!(
        "release {number}  {published_at:.0}  {author}  {services} services, {enquiries} enquiries, {departments} departments  {}  {note}",
        &content_hash[..8]
    )
}
