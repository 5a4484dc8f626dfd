//! The arguments of each command.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use oneask::data::ClassifierKind;

use super::Usage;
use crate::suite::Part;

/// Where the assistant is, and with which classifier.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Where the assistant keeps everything (or the variable ONEASK_DATA).
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Which classifier; `both` is the mean of the two and needs --train.
    #[arg(long, global = true, value_enum, default_value = "linear")]
    pub(crate) classifier: ClassifierChoice,
}

/// Which classifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClassifierChoice {
    /// The linear classifier: small, fast, always there.
    Linear,
    /// The transformer (needs the feature `bert` and libtorch).
    Bert,
    /// The mean of both.
    Both,
}

impl ClassifierChoice {
    /// Its name in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Bert => "bert",
            Self::Both => "both",
        }
    }

    /// The one that the product would load.
    ///
    /// # Errors
    /// For both: the product has one at a time.
    pub(crate) fn of_product(self) -> Result<ClassifierKind, Usage> {
        match self {
            Self::Linear => Ok(ClassifierKind::Linear),
            Self::Bert => Ok(ClassifierKind::Bert),
            Self::Both => Err(Usage("the assistant has one classifier at a time: `--classifier both` needs --train".into())),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct SuiteArgs {
    /// The folder of the suites.
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/suites"))]
    pub(crate) suites: PathBuf,
    /// Which half of the suite.
    #[arg(long, value_enum, default_value = "all")]
    pub(crate) part: Part,
    /// Asks a running server instead of this process, as ws://127.0.0.1:1823.
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct IntentArgs {
    /// Trains on this file instead of using the product's classifier. May be given several times.
    #[arg(long, value_name = "FILE", conflicts_with = "url")]
    pub(crate) train: Vec<PathBuf>,
    /// Chooses the threshold by this file, and learns it as well before --test is scored; without --test it is scored itself.
    #[arg(long, value_name = "FILE", requires = "train")]
    pub(crate) dev: Option<PathBuf>,
    /// Scores this file.
    #[arg(long, value_name = "FILE", requires = "train")]
    pub(crate) test: Option<PathBuf>,
    /// The label of what is out of scope; without it nothing is refused.
    #[arg(long, value_name = "LABEL", requires = "train")]
    pub(crate) oos: Option<String>,
    /// Scores each K-th part of what --train and --dev hold by a model of the others.
    #[arg(long, value_name = "K", requires = "train", conflicts_with = "test", value_parser = clap::value_parser!(u8).range(2..=100))]
    pub(crate) cross_validate: Option<u8>,
    /// The seed of training and of folds.
    #[arg(long, default_value_t = 1823)]
    pub(crate) seed: u64,
    /// Writes intent_report.json, intent_errors.json and intent_confusion_matrix.svg, as `rasa test nlu` names them.
    #[arg(long, value_name = "DIR")]
    pub(crate) rasa: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) suite: SuiteArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// A folder with corpus.jsonl, queries.jsonl and qrels/test.tsv.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["url", "qrels"])]
    pub(crate) beir: Option<PathBuf>,
    /// Judgements, as trec_eval reads them, for a run of any program.
    #[arg(long, value_name = "FILE", requires = "run")]
    pub(crate) qrels: Option<PathBuf>,
    /// The run that is judged.
    #[arg(long, value_name = "FILE", requires = "qrels")]
    pub(crate) run: Option<PathBuf>,
    /// Writes what was found as a run of trec_eval.
    #[arg(long, value_name = "FILE")]
    pub(crate) trec: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) suite: SuiteArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DialogueArgs {
    /// A folder of recorded feeds of the Observatory: files `{dataType}_{lang}_{day}.json`.
    #[arg(long, value_name = "DIR")]
    pub(crate) feeds: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) suite: SuiteArgs,
}

#[derive(Debug, Args)]
pub(crate) struct LoadArgs {
    /// The server, as ws://127.0.0.1:1823.
    #[arg(long, value_name = "URL")]
    pub(crate) url: String,
    /// How many conversations at once.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) connections: u32,
    /// Messages a second, over all conversations.
    #[arg(long, default_value_t = 5.0)]
    pub(crate) rate: f64,
    /// For how long.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) seconds: u64,
    /// The folder of the suites, whose form questions are asked.
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/suites"))]
    pub(crate) suites: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// The report before.
    pub(crate) before: PathBuf,
    /// The report after.
    pub(crate) after: PathBuf,
    /// The seed of the resampling.
    #[arg(long, default_value_t = 1823)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// What --json wrote.
    pub(crate) report: PathBuf,
    /// Writes the files of `rasa test nlu` to a folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) rasa: Option<PathBuf>,
    /// Writes a run of trec_eval.
    #[arg(long, value_name = "FILE")]
    pub(crate) trec: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The folder of the experiments.
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/experiments"))]
    pub(crate) experiments: PathBuf,
    /// Where the data sets of others lie, which do not come with the program.
    #[arg(long, value_name = "DIR")]
    pub(crate) datasets: Option<PathBuf>,
    /// Only experiments of this name. May be given several times.
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,
    /// Takes what was measured for what is expected, and writes it into the experiments.
    #[arg(long)]
    pub(crate) accept: bool,
    /// Writes RESULTS.md beside the folder of the experiments; alone, without running any.
    #[arg(long)]
    pub(crate) render: bool,
}
