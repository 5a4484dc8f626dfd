//! The data directory: releases, index and model. Every command builds what an empty directory lacks.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{Timestamp, civil::Date};
use oneask_corpus::{
    load::{Data, Problem},
    release::{Publication, Release, ReleaseStore, SqliteReleases},
    shipped,
    text::Segmenter,
};
use oneask_index::{Index, IndexError, documents};
use oneask_intents::{Classifier, Intent, LinearModel, TrainingOptions, dataset};

use crate::{Assistant, Knowledge, assistant::hong_kong};

/// The author of releases that come with the program; such a release is replaced by a newer program's.
const SHIPPED_BY: &str = "oneask";

/// Which classifier to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ClassifierKind {
    /// The linear classifier: small, fast, always there.
    Linear,
    /// The transformer (needs the feature `bert` and libtorch).
    Bert,
}

/// A directory that holds everything the assistant keeps.
#[derive(Debug, Clone)]
pub struct DataDirectory {
    path: PathBuf,
}

impl DataDirectory {
    /// The directory that was named, or the platform's own for this program; it is made if it is missing.
    ///
    /// # Errors
    /// When it cannot be made or written.
    pub fn open(named: Option<&Path>) -> Result<Self> {
        let path = match named {
            Some(path) => path.to_owned(),
            None => directories::ProjectDirs::from("hk", "OneAsk", "oneask")
                .context("this platform has no home directory: name a data directory with --data")?
                .data_dir()
                .to_owned(),
        };
        fs::create_dir_all(&path).with_context(|| format!("cannot make the data directory `{}`: name another with --data", path.display()))?;
        let probe = path.join(".writable");
        fs::write(&probe, b"").with_context(|| format!("cannot write in the data directory `{}`: name another with --data", path.display()))?;
        fs::remove_file(&probe).ok();
        Ok(Self { path })
    }

    /// The release store of a directory that is there already; nothing is made.
    #[must_use]
    pub fn published(named: Option<&Path>) -> Option<SqliteReleases> {
        let path = match named {
            Some(path) => path.to_owned(),
            None => directories::ProjectDirs::from("hk", "OneAsk", "oneask")?.data_dir().to_owned(),
        };
        let path = path.join("releases.db");
        path.exists().then(|| SqliteReleases::open(&path).ok()).flatten()
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The conversations' database.
    #[must_use]
    pub fn conversations(&self) -> PathBuf {
        self.path.join("conversations.db")
    }

    /// The release store.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn releases(&self) -> Result<SqliteReleases> {
        let path = self.path.join("releases.db");
        SqliteReleases::open(&path).with_context(|| format!("`{}`", path.display()))
    }

    /// The release in force. An empty store gets the corpus that ships, and so does one whose release came with an
    /// older program.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn current_release(&self, shipped: &Data) -> Result<(Release, SqliteReleases)> {
        let mut releases = self.releases()?;
        let marker = self.path.join("shipped");
        let fingerprint = shipped::fingerprint();
        let current = releases.current()?;
        let is_newest = fs::read_to_string(&marker).is_ok_and(|known| known == fingerprint);
        if let Some(release) = current.filter(|release| release.author != SHIPPED_BY || is_newest) {
            return Ok((release, releases));
        }
        let publication = Publication { author: SHIPPED_BY, note: "the corpus that comes with the program", at: Timestamp::now() };
        let release = releases.publish(&shipped.corpus, &publication)?;
        fs::write(&marker, fingerprint)?;
        Ok((release, releases))
    }

    /// Opens the index of a release, building it where there is none, where it is of other data, and where it is
    /// damaged.
    ///
    /// # Errors
    /// When it cannot be built.
    pub fn index(&self, release: &Release, releases: &SqliteReleases, shipped: &Data) -> Result<Index> {
        let root = self.path.join("index");
        let folder = root.join(&release.content_hash[..16]);
        let data = format!("{}-{}", release.content_hash, shipped.glossary.len());
        match Index::open(&folder, &data, &shipped.glossary) {
            Ok(index) => return Ok(index),
            Err(IndexError::Damaged(reason)) if folder.exists() => {
                tracing::warn!(%reason, "the index is damaged, building it again from release {}", release.number)
            }
            Err(error) => tracing::debug!(%error, "building the index of release {}", release.number),
        }
        self.build_index(&root, &folder, &data, release, releases, shipped)
    }

    /// Builds beside what is there and puts it in its place whole; one process at a time.
    fn build_index(&self, root: &Path, folder: &Path, data: &str, release: &Release, releases: &SqliteReleases, shipped: &Data) -> Result<Index> {
        fs::create_dir_all(root)?;
        let lock = fs::File::create(root.join("lock"))?;
        lock.lock().with_context(|| format!("`{}` cannot be locked", root.display()))?;
        // Whoever held the lock may have built it.
        if let Ok(index) = Index::open(folder, data, &shipped.glossary) {
            return Ok(index);
        }
        let unfinished = root.join("unfinished");
        if unfinished.exists() {
            tracing::warn!("an index that was not finished is discarded, and built again from release {}", release.number);
            fs::remove_dir_all(&unfinished)?;
        }
        let corpus = releases.corpus(release.number)?;
        let documents = documents(&corpus);
        let bar = progress("index", documents.len() as u64);
        let written = Index::build(&unfinished, data, &documents, &shipped.glossary, |done| bar.set_position(done as u64))
            .with_context(|| format!("cannot build the index in `{}`", root.display()))?;
        drop(written);
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::rename(&unfinished, folder)?;
        bar.finish_with_message(format!("index of release {} built, {} records", release.number, documents.len()));
        forget_oldest(root, folder);
        Ok(Index::open(folder, data, &shipped.glossary)?)
    }

    /// Loads the classifier, training it where there is none or where the training data has changed.
    ///
    /// # Errors
    /// When it cannot be trained or written.
    pub fn classifier(&self, kind: ClassifierKind) -> Result<Arc<dyn Classifier>> {
        match kind {
            ClassifierKind::Linear => {
                let path = self.model_path();
                match LinearModel::load(&path) {
                    Ok(model) if model.data_fingerprint() == dataset::shipped_fingerprint() => return Ok(Arc::new(model)),
                    Ok(_) => tracing::debug!("the training data has changed, training again"),
                    Err(error) if path.exists() => tracing::warn!(%error, "training the classifier again"),
                    Err(_) => {}
                }
                Ok(Arc::new(self.train_linear()?))
            }
            ClassifierKind::Bert => self.bert(),
        }
    }

    /// Trains the linear classifier on the shipped utterances and keeps it.
    ///
    /// # Errors
    /// When the model cannot be written.
    pub fn train_linear(&self) -> Result<LinearModel> {
        let examples = dataset::shipped();
        let bar = spinner("classifier");
        let model = LinearModel::train(&examples, &training_options())?;
        bar.finish_with_message(format!("classifier trained on {} utterances", examples.len()));
        let path = self.model_path();
        fs::create_dir_all(self.path.join("models"))?;
        model.save(&path)?;
        Ok(model)
    }

    /// Trains the transformer on the shipped utterances and keeps it.
    ///
    /// # Errors
    /// When this program was built without it, or the folder cannot be written.
    pub fn train_bert(&self) -> Result<()> {
        #[cfg(feature = "bert")]
        {
            let bar = spinner("transformer");
            let model = oneask_intents::bert::BertClassifier::train(&dataset::shipped(), &training_options())?;
            bar.finish_with_message("transformer trained");
            model.save(&self.path.join("models").join("bert"))?;
            Ok(())
        }
        #[cfg(not(feature = "bert"))]
        self.bert().map(|_| ())
    }

    fn model_path(&self) -> PathBuf {
        self.path.join("models").join("linear.bin")
    }

    #[cfg(not(feature = "bert"))]
    #[expect(clippy::unused_self, reason = "the other half of this pair uses the directory")]
    fn bert(&self) -> Result<Arc<dyn Classifier>> {
        bail!("this program was built without the transformer: build it with `cargo build --release --features bert`")
    }

    #[cfg(feature = "bert")]
    fn bert(&self) -> Result<Arc<dyn Classifier>> {
        let folder = self.path.join("models").join("bert");
        if !folder.join("config.json").exists() {
            bail!(
                "there is no transformer in `{}`: run `oneask train --classifier bert`, or put a folder there that was fine-tuned elsewhere",
                folder.display()
            );
        }
        Ok(Arc::new(oneask_intents::bert::BertClassifier::load(&folder)?))
    }

    /// Everything together: the assistant of the release in force.
    ///
    /// # Errors
    /// When something cannot be read, built or written.
    pub fn assistant(&self, kind: ClassifierKind) -> Result<(Assistant, Release)> {
        self.assistant_of(|| self.classifier(kind), |current, _| Ok(current))
    }

    /// The same with a classifier that is loaded already.
    ///
    /// # Errors
    /// When something cannot be read, built or written.
    pub fn assistant_with(&self, classifier: Arc<dyn Classifier>) -> Result<(Assistant, Release)> {
        self.assistant_of(|| Ok(classifier), |current, _| Ok(current))
    }

    /// The assistant of the release that was in force on a day.
    ///
    /// # Errors
    /// When something cannot be read, built or written.
    pub fn assistant_as_of(&self, kind: ClassifierKind, day: Date) -> Result<(Assistant, Release)> {
        self.assistant_of(|| self.classifier(kind), |current, releases| release_as_of(day, current, releases))
    }

    fn assistant_of(
        &self,
        classifier: impl FnOnce() -> Result<Arc<dyn Classifier>> + Send,
        choose: impl FnOnce(Release, &SqliteReleases) -> Result<Release>,
    ) -> Result<(Assistant, Release)> {
        // The dictionary, the model and the records are independent; on two cores they load side by side.
        std::thread::scope(|scope| {
            let classifier = scope.spawn(|| {
                // The dictionary is read when it is first asked for; the first question would wait for it.
                let _dictionary = Segmenter::shipped();
                classifier()
            });
            let shipped = shipped::data().map_err(|problems| anyhow::anyhow!("the shipped corpus is not whole:\n{}", list(&problems)))?;
            let (current, releases) = self.current_release(&shipped)?;
            let release = choose(current, &releases)?;
            let corpus = releases.corpus(release.number)?;
            let index = self.index(&release, &releases, &shipped)?;
            let knowledge = Arc::new(Knowledge::new(corpus, shipped.holidays, shipped.places, shipped.senses));
            let classifier = classifier.join().map_err(|_| anyhow::anyhow!("the classifier could not be loaded"))??;
            Ok((Assistant::new(knowledge, index, classifier), release))
        })
    }
}

/// The release that was in force at the end of a day in Hong Kong; before the first one, the first.
///
/// # Errors
/// When the store cannot be read.
pub fn release_as_of(day: Date, current: Release, releases: &SqliteReleases) -> Result<Release> {
    let audit = releases.audit()?;
    let put_in_force = || audit.iter().filter(|entry| entry.action == "publish" || entry.action == "rollback");
    let entry = put_in_force().find(|entry| hong_kong(entry.at).date() <= day).or_else(|| put_in_force().next_back());
    let number = entry.map_or(current.number, |entry| entry.release);
    Ok(releases.list()?.into_iter().find(|release| release.number == number).unwrap_or(current))
}

/// How many indexes are kept: going back to a release whose index is here takes no building.
const KEPT_INDEXES: usize = 4;

/// Indexes of other releases are projections that can be built again; the newest are kept for going back.
fn forget_oldest(root: &Path, newest: &Path) {
    let folders = fs::read_dir(root).into_iter().flatten().flatten().filter(|entry| entry.path().is_dir() && entry.path() != newest);
    let mut others: Vec<(SystemTime, PathBuf)> = folders.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()))).collect();
    others.sort();
    let surplus = others.len().saturating_sub(KEPT_INDEXES - 1);
    for (_, path) in others.into_iter().take(surplus) {
        // Whoever still reads it keeps its open files.
        fs::remove_dir_all(path).ok();
    }
}

/// How the shipped utterances are learnt.
#[must_use]
pub fn training_options() -> TrainingOptions {
    TrainingOptions { out_of_scope: Some(Intent::OutOfScope.name().to_owned()), ..TrainingOptions::default() }
}

/// Problems, one a line.
#[must_use]
pub fn list(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// A bar on a terminal, nothing in a pipe.
pub(crate) fn progress(what: &str, total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:>10} {wide_bar} {pos}/{len} {per_sec} {eta} {msg}").expect("a fixed template");
    ProgressBar::new(total).with_style(style).with_prefix(what.to_owned())
}

fn spinner(what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:>10} {spinner} {elapsed} {msg}").expect("a fixed template");
    let bar = ProgressBar::new_spinner().with_style(style).with_prefix(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
