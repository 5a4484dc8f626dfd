//! One experiment: a file with its data, its command and what it is expected to score.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml_edit::{DocumentMut, value};

use crate::cli::Usage;

/// What stands in a command for the folder of the data sets.
const DATASETS: &str = "{datasets}";

/// What stands in a command for the folder of the project.
const PROJECT: &str = "{project}";

/// An experiment as its file has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Experiment {
    /// The name of the file without its ending.
    #[serde(skip)]
    pub(super) name: String,
    #[serde(skip)]
    path: PathBuf,
    /// Where it stands in the results: `intents`, `search` or `dialogues`.
    pub(super) group: String,
    /// Ascending within its group.
    pub(super) order: u32,
    pub(super) title: String,
    pub(super) title_zh: String,
    /// The command, after `oneask-eval`; `{datasets}` stands for the folder of the data sets, `{project}` for this one.
    pub(super) command: Vec<String>,
    /// The seed of training and folds; the command is given it where it takes one.
    #[serde(default)]
    pub(super) seed: Option<u64>,
    /// How far a score may be from what is expected.
    pub(super) tolerance: f64,
    /// Files of others with their checksums.
    #[serde(default)]
    pub(super) dataset: Vec<Dataset>,
    /// What is to be reached, by figure.
    #[serde(default)]
    pub(super) goal: BTreeMap<String, f64>,
    /// What is checked, by figure.
    pub(super) expected: BTreeMap<String, f64>,
    /// What was measured when the expected scores were taken and depends on the machine: shown, not checked.
    #[serde(default)]
    pub(super) measured: BTreeMap<String, f64>,
}

/// A file of others.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dataset {
    /// Within the folder of the data sets.
    file: String,
    sha256: String,
}

/// Reads every `.toml` file of a folder, by group and order.
///
/// # Errors
/// When one cannot be read.
pub(super) fn read_all(folder: &Path) -> Result<Vec<Experiment>> {
    let mut experiments = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("`{}`", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(&path)?;
            let mut experiment: Experiment = toml::from_str(&text).with_context(|| format!("`{}`", path.display()))?;
            experiment.name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            experiment.path = path;
            experiments.push(experiment);
        }
    }
    experiments.sort_by(|a, b| (&a.group, a.order, &a.name).cmp(&(&b.group, b.order, &b.name)));
    Ok(experiments)
}

impl Experiment {
    /// Compares the data sets with their checksums.
    ///
    /// # Errors
    /// When a file is missing or is another one.
    pub(super) fn check_datasets(&self, folder: Option<&Path>) -> Result<()> {
        for Dataset { file, sha256 } in &self.dataset {
            let folder = folder.ok_or_else(|| Usage(format!("{} needs `{file}`: name the folder of the data sets with --datasets", self.name)))?;
            let path = folder.join(file);
            let mut hasher = Sha256::new();
            let mut opened = fs::File::open(&path).with_context(|| format!("{}: `{}`", self.name, path.display()))?;
            io::copy(&mut opened, &mut hasher)?;
            let found = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            if found != *sha256 {
                bail!("{}: `{}` is another file than the one it was made with: its SHA-256 is {found}", self.name, path.display());
            }
        }
        Ok(())
    }

    /// The words of the command line.
    ///
    /// # Errors
    /// When the folder of the data sets is wanted and not named.
    pub(super) fn command_line(&self, folder: Option<&Path>) -> Result<Vec<String>> {
        let mut words = vec!["oneask-eval".to_owned()];
        for word in self.words() {
            let word = word.replace(PROJECT, concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
            match (word.contains(DATASETS), folder) {
                (true, None) => return Err(Usage(format!("{} needs data sets of others: name their folder with --datasets", self.name)).into()),
                (true, Some(folder)) => words.push(word.replace(DATASETS, &folder.to_string_lossy())),
                (false, _) => words.push(word),
            }
        }
        Ok(words)
    }

    /// The command as one would type it in the folder of the project.
    pub(super) fn shown_command(&self) -> String {
        let words = self.words().into_iter().map(|word| word.replace("{project}/", "").replace("{datasets}", "$DATASETS"));
        words.fold("oneask-eval".to_owned(), |line, word| line + " " + &word)
    }

    fn words(&self) -> Vec<String> {
        let seed = self.seed.map(|seed| ["--seed".to_owned(), seed.to_string()]);
        self.command.iter().cloned().chain(seed.into_iter().flatten()).collect()
    }

    /// Takes what was found for what is expected, here and in the file, which keeps its comments.
    ///
    /// # Errors
    /// When a figure is not there, or the file cannot be written.
    pub(super) fn accept(&mut self, figures: &BTreeMap<String, f64>) -> Result<()> {
        let text = fs::read_to_string(&self.path)?;
        let mut document: DocumentMut = text.parse().with_context(|| format!("`{}`", self.path.display()))?;
        for (table, values, digits) in [("expected", &mut self.expected, 4), ("measured", &mut self.measured, 3)] {
            for (metric, expected) in values {
                let Some(found) = figures.get(metric) else { bail!("{}: there is no figure `{metric}`", self.name) };
                *expected = rounded(*found, digits);
                document[table][metric.as_str()] = value(*expected);
            }
        }
        fs::write(&self.path, document.to_string()).with_context(|| format!("`{}`", self.path.display()))
    }
}

/// Rounded to so many digits behind the point; large numbers to none.
fn rounded(value: f64, digits: i32) -> f64 {
    let scale = if value.abs() >= 1000.0 { 1.0 } else { 10f64.powi(digits) };
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPERIMENT: &str = r#"# Kept.
group = "intents"
order = 1
title = "A"
title_zh = "甲"
command = ["intents", "--train", "{datasets}/a.csv"]
seed = 7
tolerance = 0.001

[[dataset]]
file = "a.csv"
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

[expected]
accuracy = 0.5

[measured]
"latency_ms.p50" = 1.0
"#;

    fn experiment(folder: &Path) -> Experiment {
        fs::write(folder.join("one.toml"), EXPERIMENT).unwrap();
        read_all(folder).unwrap().remove(0)
    }

    #[test]
    fn data_of_another_checksum_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let experiment = experiment(folder.path());
        assert!(experiment.check_datasets(None).is_err());
        fs::write(folder.path().join("a.csv"), "abc").unwrap();
        experiment.check_datasets(Some(folder.path())).unwrap();
        fs::write(folder.path().join("a.csv"), "abd").unwrap();
        assert!(experiment.check_datasets(Some(folder.path())).unwrap_err().to_string().contains("is another file"));
    }

    #[test]
    fn the_command_is_whole_and_shown_without_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let experiment = experiment(folder.path());
        assert_eq!(experiment.command_line(Some(Path::new("/d"))).unwrap(), ["oneask-eval", "intents", "--train", "/d/a.csv", "--seed", "7"]);
        assert_eq!(experiment.shown_command(), "oneask-eval intents --train $DATASETS/a.csv --seed 7");
    }

    #[test]
    fn accepting_keeps_comments_and_changes_figures() {
        let folder = tempfile::tempdir().unwrap();
        let mut experiment = experiment(folder.path());
        experiment.accept(&BTreeMap::from([("accuracy".into(), 0.81236), ("latency_ms.p50".into(), 12345.6)])).unwrap();
        let text = fs::read_to_string(folder.path().join("one.toml")).unwrap();
        assert!(text.starts_with("# Kept.") && text.contains("accuracy = 0.8124") && text.contains("\"latency_ms.p50\" = 12346.0"), "{text}");
        assert_eq!(read_all(folder.path()).unwrap()[0].expected["accuracy"], 0.8124);
    }
}
