//! `oneask corpus`: from a department's files to a release, and back.

mod differences;
mod files;
mod links;

use std::{
    io::{IsTerminal, stderr},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::{Args, Subcommand, ValueEnum};
use jiff::{Timestamp, civil::Date};
use oneask_corpus::{
    export::{self, Format},
    load::{self, Base, Loaded, Severity},
    model::{Corpus, DepartmentId},
    release::{
        Publication, Release, ReleaseStore,
        diff::{Change, Counts, diff},
    },
    shipped,
    stats::stats,
};

use super::{Outcome, Usage, say};
use crate::{
    assistant::hong_kong,
    data::{DataDirectory, list, progress, release_as_of},
};

#[derive(Debug, Subcommand)]
pub(super) enum CorpusCommand {
    /// Names everything that is wrong with files, as `file:row:column: reason`.
    Check {
        #[command(flatten)]
        files: FileArgs,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Makes a draft of files: checked, and seen by nobody who asks.
    Import {
        #[command(flatten)]
        files: FileArgs,
        #[command(flatten)]
        who: Who,
        /// What it is about.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Shows what the draft would change, field by field.
    Diff {
        /// Prints one JSON array.
        #[arg(long)]
        json: bool,
        /// Writes a page.
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
    },
    /// Publishes the draft as the next release; with files, imports them first.
    Publish {
        #[command(flatten)]
        files: OptionalFileArgs,
        /// Why.
        #[arg(long)]
        note: String,
        #[command(flatten)]
        who: Who,
    },
    /// Throws the draft away.
    Discard {
        /// Only this department's.
        #[arg(long, value_name = "ID")]
        department: Option<DepartmentId>,
        #[command(flatten)]
        who: Who,
    },
    /// Puts an earlier release in force again.
    Rollback {
        /// Its number.
        release: u64,
        /// Why.
        #[arg(long, default_value = "")]
        note: String,
        #[command(flatten)]
        who: Who,
    },
    /// Lists what was published.
    Releases {
        /// Prints one JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Lists who did what, newest first.
    Audit {
        /// Prints one JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Writes the release in force to a file or folder.
    Export {
        /// `forms.xlsx`, `all.json`, …: the ending says the format; a folder is TOML unless --format says otherwise.
        path: PathBuf,
        /// The format.
        #[arg(long, value_enum)]
        format: Option<FormatName>,
        /// Another release than the one in force.
        #[arg(long)]
        release: Option<u64>,
        /// Only this department's part.
        #[arg(long, value_name = "ID")]
        department: Option<DepartmentId>,
    },
    /// Writes an empty workbook to fill in: headers, examples, explanations.
    Template {
        /// The file, as `forms.xlsx`.
        path: PathBuf,
    },
    /// Counts what the release in force holds, and how much of it is verified.
    Stats {
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Lists what was, or will be, in force on a day.
    AsOf {
        /// The day, as 2026-11-24.
        date: Date,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Asks every address of the release in force whether it still answers.
    Links(links::LinksArgs),
}

/// Files to read, and how.
#[derive(Debug, Args)]
pub(super) struct FileArgs {
    /// Files, folders, addresses (https://…), or `-` for standard input.
    #[arg(required = true, value_name = "FILES")]
    paths: Vec<String>,
    #[command(flatten)]
    how: HowToRead,
}

#[derive(Debug, Args)]
pub(super) struct OptionalFileArgs {
    /// Files, folders, addresses (https://…), or `-` for standard input.
    #[arg(value_name = "FILES")]
    paths: Vec<String>,
    #[command(flatten)]
    how: HowToRead,
}

#[derive(Debug, Args)]
pub(super) struct HowToRead {
    /// The department of rows that name none, or the only one to publish.
    #[arg(long, value_name = "ID")]
    department: Option<DepartmentId>,
    /// The tables hold everything that their departments publish: what they leave out is withdrawn.
    #[arg(long)]
    replace: bool,
    /// The format of standard input.
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    stdin_format: String,
}

#[derive(Debug, Args)]
pub(super) struct Who {
    /// Who does it.
    #[arg(long, default_value = "clerk")]
    author: String,
}

impl Who {
    fn says<'a>(&'a self, note: &'a str) -> Publication<'a> {
        Publication { author: &self.author, note, at: Timestamp::now() }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FormatName {
    Csv,
    Tsv,
    Xlsx,
    Ods,
    Json,
    Jsonl,
    Toml,
    /// schema.org's `GovernmentService`.
    Jsonld,
    /// The government app's list of electronic forms.
    Eform,
    /// The government app's list of departments' services.
    GovDepData,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Csv => Self::Csv,
            FormatName::Tsv => Self::Tsv,
            FormatName::Xlsx => Self::Xlsx,
            FormatName::Ods => Self::Ods,
            FormatName::Json => Self::Json,
            FormatName::Jsonl => Self::JsonLines,
            FormatName::Toml => Self::Toml,
            FormatName::Jsonld => Self::JsonLd,
            FormatName::Eform => Self::Eform,
            FormatName::GovDepData => Self::GovDepData,
        }
    }
}

/// Checks files against what is published in the directory that was named, or against what ships; makes nothing.
pub(super) fn check(named: Option<&Path>, args: &FileArgs, json: bool) -> Result<Outcome> {
    let store = DataDirectory::published(named);
    let published = store.as_ref().and_then(|store| Some((store, store.current().ok()??)));
    let corpus = match published {
        Some((store, release)) => store.corpus(release.number)?,
        None => shipped_data()?.corpus,
    };
    let (count, loaded) = load(&args.paths, &args.how, corpus)?;
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
        say(&serde_json::json!({ "files": count, "errors": errors, "problems": problems }).to_string())?;
    } else {
        show_mappings(&loaded)?;
        if !loaded.problems.is_empty() {
            say(&list(&loaded.problems))?;
        }
        say(&format!("{count} files, {errors} errors, {} warnings", loaded.problems.len() - errors))?;
    }
    Ok(if errors == 0 { Outcome::Done } else { Outcome::CheckFailed })
}

pub(super) fn run(data: &DataDirectory, command: CorpusCommand) -> Result<Outcome> {
    let shipped = shipped_data()?;
    let (current, mut releases) = data.current_release(&shipped)?;
    match command {
        CorpusCommand::Check { files, json } => return check(Some(data.path()), &files, json),
        CorpusCommand::Import { files, who, note } => return import(&mut releases, &current, &files.paths, &files.how, &who.says(&note)),
        CorpusCommand::Diff { json, html } => {
            let changes = drafted_changes(&releases, &current)?;
            if let Some(path) = &html {
                std::fs::write(path, differences::page(&changes, current.number)).with_context(|| format!("`{}`", path.display()))?;
                say(&format!("{}: {}", path.display(), differences::summary(Counts::of(&changes))))?;
            } else if json {
                say(&serde_json::to_string(&changes)?)?;
            } else {
                say(differences::text(&changes).trim_end())?;
            }
        }
        CorpusCommand::Publish { files, note, who } => {
            let publication = who.says(&note);
            if !files.paths.is_empty() && import(&mut releases, &current, &files.paths, &files.how, &publication)? == Outcome::CheckFailed {
                say("nothing was published")?;
                return Ok(Outcome::CheckFailed);
            }
            // Files that were read with a default department may speak of others as well.
            let only = files.how.department.filter(|_| files.paths.is_empty());
            let release = releases.publish_drafts(only.as_ref(), &publication)?;
            let same = if release.number == current.number { " (nothing has changed)" } else { "" };
            say(&format!("in force: {}{same}", line(&release)))?;
        }
        CorpusCommand::Discard { department, who } => {
            let gone = releases.discard(department.as_ref(), &who.says(""))?;
            say(&format!("{gone} drafts discarded"))?;
        }
        CorpusCommand::Rollback { release, note, who } => {
            let release = releases.rollback(release, &who.says(&note))?;
            say(&format!("in force: {}", line(&release)))?;
        }
        CorpusCommand::Releases { json } => {
            let all = releases.list()?;
            if json {
                say(&serde_json::to_string(&all)?)?;
            } else {
                for release in &all {
                    say(&format!("{} {}", if release.number == current.number { "*" } else { " " }, line(release)))?;
                }
            }
        }
        CorpusCommand::Audit { json } => {
            let entries = releases.audit()?;
            if json {
                say(&serde_json::to_string(&entries)?)?;
            } else {
                for entry in &entries {
                    say(&format!("{:.0}  {:<12} {:<8} release {}  {}", entry.at, entry.author, entry.action, entry.release, entry.note))?;
                }
            }
        }
        CorpusCommand::Export { path, format, release, department } => {
            let format = format.map(Format::from).or_else(|| Format::of(&path));
            let Some(format) = format else {
                return Err(
                    Usage(format!("what format is `{}`? End it in .xlsx, .ods, .json, .jsonl or .jsonld, or name one with --format", path.display())).into()
                );
            };
            let mut corpus = releases.corpus(release.unwrap_or(current.number))?;
            if let Some(id) = department {
                corpus.departments.retain(|part| part.department.id == id);
                if corpus.departments.is_empty() {
                    return Err(Usage(format!("there is no department `{id}`")).into());
                }
            }
            export::export(&corpus, format, &path).with_context(|| format!("`{}`", path.display()))?;
            say(&format!("{}: {} services, {} enquiries", path.display(), corpus.services().count(), corpus.enquiries().count()))?;
        }
        CorpusCommand::Template { path } => {
            export::template(&examples(&shipped.corpus), &path).with_context(|| format!("`{}`", path.display()))?;
            say(&format!("{}: fill it in, then `oneask corpus check {}`", path.display(), path.display()))?;
        }
        CorpusCommand::Stats { json } => show_stats(&releases.corpus(current.number)?, current.number, json)?,
        CorpusCommand::AsOf { date, json } => {
            let release = release_as_of(date, current, &releases)?;
            let corpus = releases.corpus(release.number)?;
            show_as_of(&corpus, &release, date, json)?;
        }
        CorpusCommand::Links(args) => return links::run(&releases.corpus(current.number)?, &args),
    }
    Ok(Outcome::Done)
}

/// Reads files over what is drafted already, else over what is published.
fn import(releases: &mut impl ReleaseStore, current: &Release, paths: &[String], how: &HowToRead, publication: &Publication<'_>) -> Result<Outcome> {
    let published = releases.corpus(current.number)?;
    let (_, loaded) = load(paths, how, with_drafts(published.clone(), releases)?)?;
    show_mappings(&loaded)?;
    if !loaded.problems.is_empty() {
        say(&list(&loaded.problems))?;
    }
    let Ok(whole) = loaded.whole() else {
        say("nothing was imported")?;
        return Ok(Outcome::CheckFailed);
    };
    releases.draft(&whole.corpus.departments, publication)?;
    let counts = Counts::between(&published, &whole.corpus.departments);
    say(&format!("draft on release {}: {}", current.number, differences::summary(counts)))?;
    Ok(Outcome::Done)
}

fn load(paths: &[String], how: &HowToRead, corpus: Corpus) -> Result<(usize, Loaded)> {
    let files = files::read(paths, &how.stdin_format)?;
    let base = Base { corpus, department: how.department.clone(), replace: how.replace, today: hong_kong(Timestamp::now()).date() };
    let bar = progress("rows", 0);
    let loaded = load::load_onto(&files, &base, |done, total| {
        if done % 1000 == 0 || done == total {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        }
    });
    bar.finish_and_clear();
    Ok((files.len(), loaded))
}

/// What is published, with the drafts in the places of their departments.
fn with_drafts(mut corpus: Corpus, releases: &impl ReleaseStore) -> Result<Corpus> {
    for draft in releases.drafts()? {
        match corpus.departments.binary_search_by(|part| part.department.id.cmp(&draft.part.department.id)) {
            Ok(at) => corpus.departments[at] = draft.part,
            Err(at) => corpus.departments.insert(at, draft.part),
        }
    }
    Ok(corpus)
}

fn drafted_changes(releases: &impl ReleaseStore, current: &Release) -> Result<Vec<Change>> {
    let published = releases.corpus(current.number)?;
    let drafted = with_drafts(published.clone(), releases)?;
    Ok(diff(&published, &drafted))
}

/// How the columns were understood; on a terminal only, where someone can read it.
fn show_mappings(loaded: &Loaded) -> Result<()> {
    if !stderr().is_terminal() {
        return Ok(());
    }
    for mapping in &loaded.mappings {
        let columns: Vec<String> =
            mapping.columns.iter().map(|(header, column)| if header == column { header.clone() } else { format!("{header} → {column}") }).collect();
        let unused = if mapping.unused.is_empty() { String::new() } else { format!("; not used: {}", mapping.unused.join(", ")) };
        say(&format!("{} ({}): {}{unused}", mapping.file, mapping.kind.name().0, columns.join(", ")))?;
    }
    Ok(())
}

/// A few records that show every column in use.
fn examples(corpus: &Corpus) -> Corpus {
    let part = corpus.departments.iter().find(|part| part.department.id.as_str() == "td");
    let departments = part.map(|part| {
        let mut part = part.clone();
        part.services.truncate(2);
        part.enquiries.truncate(2);
        part
    });
    Corpus { departments: departments.into_iter().collect() }
}

fn show_stats(corpus: &Corpus, number: u64, json: bool) -> Result<()> {
    let today = hong_kong(Timestamp::now()).date();
    let stats = stats(&corpus.as_of(today), today);
    if json {
        return say(&serde_json::to_string(&stats)?);
    }
    say(&format!(
        "release {number}: {} services, {} form numbers, {} departments, {} enquiries\n{:.1} aliases per service\nfacts verified in the last 12 months: {:.1}%\nfacts that only third parties state: {:.1}%",
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
    Ok(())
}

fn show_as_of(corpus: &Corpus, release: &Release, date: Date, json: bool) -> Result<()> {
    let in_force = corpus.as_of(date);
    let services: Vec<_> = in_force.services().collect();
    if json {
        let services: Vec<_> =
            services.iter().map(|(department, service)| serde_json::json!({ "id": service.id, "department": department.id, "title": service.title })).collect();
        let enquiries: Vec<_> =
            in_force.enquiries().map(|(department, enquiry)| serde_json::json!({ "id": enquiry.id, "department": department.id })).collect();
        return say(&serde_json::json!({ "date": date, "release": release.number, "services": services, "enquiries": enquiries }).to_string());
    }
    say(&format!("{date}: release {}, {} services and {} enquiries in force", release.number, services.len(), in_force.enquiries().count()))?;
    for (department, service) in services {
        say(&format!("  {:<8} {}  {} / {}", department.id, service.id, service.title.tc, service.title.en))?;
    }
    Ok(())
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
