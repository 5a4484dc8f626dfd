//! A transformer classifier: BERT by rust-bert over libtorch, behind the feature `bert`.
//!
//! Useful where a fine-tuned Chinese BERT is at hand: a folder in the layout of Hugging Face is all it takes. Trained here,
//! from scratch, it is small and learns less from a few thousand examples than [`LinearModel`](crate::LinearModel): 71% of
//! the held-out fifth of the shipped ones in two minutes, against 87% in a third of a second. Not useful for speed, either:
//! it ranks 1,800 utterances a second.

mod tokenizer;

mod network;

mod train;

mod folder;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use oneask_corpus::text::fold;

use self::network::Network;
use crate::{
    calibration::Calibration,
    classifier::{Classifier, Ranking, TrainingError, TrainingOptions},
    dataset::Example,
};

/// A transformer that ranks labels.
///
/// ```no_run
/// use oneask_intents::{Classifier, bert::BertClassifier};
/// let classifier = BertClassifier::load("models/bert-base-chinese-oneask".as_ref())?;
/// let ranking = classifier.rank("個車牌就到期，點續？");
/// # Ok::<(), oneask_intents::bert::BertError>(())
/// ```
pub struct BertClassifier {
    labels: Arc<[String]>,
    /// Tensors can be sent to another thread, not shared by two.
    network: Mutex<Network>,
    calibration: Calibration,
    origin: Origin,
}

/// Whose folder it is, which decides in what form the network sees a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Origin {
    /// Trained by this crate on folded text; identifies its examples.
    Here { data_fingerprint: String },
    /// Fine-tuned elsewhere, on text as it is typed.
    Elsewhere,
}

impl BertClassifier {
    /// Learns from examples, from scratch: nine tenths for the weights, the last for the confidences.
    ///
    /// # Errors
    /// When there is nothing to learn from the examples, or libtorch fails.
    pub fn train(examples: &[Example], options: &TrainingOptions) -> Result<Self, BertError> {
        train::train(examples, options)
    }

    /// Writes `vocab.txt`, `rust_model.ot` and `config.json` to a folder, which is made if need be, in this order and each
    /// whole or not at all.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn save(&self, folder: &Path) -> Result<(), BertError> {
        folder::save(self, folder)
    }

    /// Reads a folder that was written here or fine-tuned elsewhere (`config.json` with `id2label`, `vocab.txt`,
    /// `rust_model.ot`; `tokenizer_config.json` with `do_lower_case` where there is one).
    ///
    /// # Errors
    /// When a file is missing or does not fit the others; the error names the file.
    pub fn load(folder: &Path) -> Result<Self, BertError> {
        folder::load(folder)
    }

    /// Identifies the examples that it was trained on here: see [`crate::dataset::fingerprint`]. `None` for a folder that
    /// was fine-tuned elsewhere.
    #[must_use]
    pub fn data_fingerprint(&self) -> Option<&str> {
        match &self.origin {
            Origin::Here { data_fingerprint } => Some(data_fingerprint),
            Origin::Elsewhere => None,
        }
    }
}

impl Classifier for BertClassifier {
    fn labels(&self) -> &[String] {
        &self.labels
    }

    fn rank(&self, utterance: &str) -> Ranking {
        let text = match self.origin {
            Origin::Here { .. } => fold(utterance),
            Origin::Elsewhere => utterance.to_owned(),
        };
        // A panic in another thread leaves weights as they were: nothing writes to them.
        let network = self.network.lock().unwrap_or_else(PoisonError::into_inner);
        let tokens = network.encode(&text);
        let mut shares = network.scores(&tokens);
        let known = network.knows_any(&tokens);
        drop(network);
        self.calibration.confidences(&mut shares);
        let ranking = Ranking::new(Arc::clone(&self.labels), shares, self.calibration.gate);
        if known { ranking } else { ranking.refuse() }
    }
}

/// Why there is no transformer.
#[derive(Debug, thiserror::Error)]
pub enum BertError {
    /// Nothing can be learnt from the examples.
    #[error(transparent)]
    Training(#[from] TrainingError),
    /// A file of a folder is missing, broken, or does not fit the others.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The text pipeline has changed since the folder was written.
    #[error("{}: trained by another text pipeline (`{found}`, this one is `{expected}`): train it again", path.display())]
    OtherTextPipeline {
        /// The file that says so.
        path: PathBuf,
        /// The fingerprint in it.
        found: String,
        /// The fingerprint of this build.
        expected: String,
    },
    /// libtorch failed.
    #[error("libtorch: {0}")]
    Torch(String),
}

impl From<tch::TchError> for BertError {
    fn from(error: tch::TchError) -> Self {
        Self::Torch(first_line(&error))
    }
}

/// libtorch puts a stack trace after its message.
fn first_line(error: &impl ToString) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
