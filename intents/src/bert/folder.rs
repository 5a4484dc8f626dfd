//! A network as a folder in the layout of Hugging Face, with what is ours under the key `oneask` of `config.json`.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::{Arc, Mutex, PoisonError},
};

use oneask_corpus::text;
use rust_bert::bert::BertConfig;
use serde::{Deserialize, Serialize};

use super::{
    BertClassifier, BertError, Origin, first_line,
    network::{Network, NetworkError, alone},
};
use crate::{calibration::Calibration, classifier::Gate};

const CONFIG: &str = "config.json";
const VOCABULARY: &str = "vocab.txt";
const WEIGHTS: &str = "rust_model.ot";
const TOKENIZER_CONFIG: &str = "tokenizer_config.json";

/// What this crate adds to `config.json`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Oneask {
    text_pipeline: String,
    data: String,
    sharpness: f32,
    noise: f32,
    threshold: f32,
    out_of_scope: Option<usize>,
}

/// `config.json`: rust-bert's part and ours.
#[derive(Serialize, Deserialize)]
struct Config {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    oneask: Option<Oneask>,
}

#[derive(Deserialize)]
struct TokenizerConfig {
    do_lower_case: Option<bool>,
}

pub(super) fn save(classifier: &BertClassifier, folder: &Path) -> Result<(), BertError> {
    let network = classifier.network.lock().unwrap_or_else(PoisonError::into_inner);
    fs::create_dir_all(folder).map_err(|error| failure(folder, &error))?;
    whole(&folder.join(VOCABULARY), |path| fs::write(path, network.vocabulary.join("\n") + "\n"))?;
    let tokenizer_config = format!("{{\"do_lower_case\": {}}}\n", network.lower_case);
    whole(&folder.join(TOKENIZER_CONFIG), |path| fs::write(path, tokenizer_config))?;
    whole(&folder.join(WEIGHTS), |path| network.variables.save(path).map_err(|error| io::Error::other(first_line(&error))))?;

    let path = folder.join(CONFIG);
    let mut config = serde_json::to_value(&network.config).map_err(|error| failure(&path, &error))?;
    config["model_type"] = "bert".into();
    config["architectures"] = ["BertForSequenceClassification"].as_slice().into();
    if let Origin::Here { data_fingerprint } = &classifier.origin {
        let Calibration { sharpness, noise, gate } = classifier.calibration;
        let oneask = Oneask {
            text_pipeline: text::fingerprint(),
            data: data_fingerprint.clone(),
            sharpness,
            noise,
            threshold: gate.threshold,
            out_of_scope: gate.out_of_scope,
        };
        config["oneask"] = serde_json::to_value(oneask).map_err(|error| failure(&path, &error))?;
    }
    whole(&path, |path| fs::write(path, format!("{config:#}\n")))
}

/// Writes beside a file and renames, so that a reader finds the old one or the new one.
fn whole(path: &Path, write: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), BertError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.partial", process::id()));
    let beside = PathBuf::from(beside);
    write(&beside).and_then(|()| fs::rename(&beside, path)).map_err(|error| {
        // What is left of the attempt is of no use; the first error is the one to report.
        let _ = fs::remove_file(&beside);
        failure(path, &error)
    })
}

pub(super) fn load(folder: &Path) -> Result<BertClassifier, BertError> {
    let path = folder.join(CONFIG);
    let json = read(&path)?;
    let config: BertConfig = serde_json::from_str(&json).map_err(|error| failure(&path, &error))?;
    let ours: Config = serde_json::from_str(&json).map_err(|error| failure(&path, &error))?;
    let labels = labels(&config).map_err(|reason| failure(&path, &reason))?;
    let (calibration, origin) = reading(ours, labels.len(), &path)?;

    let vocabulary_path = folder.join(VOCABULARY);
    let vocabulary: Vec<String> = read(&vocabulary_path)?.lines().map(str::to_owned).collect();
    let lower_case = lower_case(&folder.join(TOKENIZER_CONFIG))?;
    let made = {
        let _alone = alone();
        Network::new(config, vocabulary, lower_case)
    };
    let mut network = made.map_err(|error| match error {
        NetworkError::Config(reason) => failure(&path, &reason),
        NetworkError::Vocabulary(reason) => failure(&vocabulary_path, &reason),
    })?;

    let weights = folder.join(WEIGHTS);
    // libtorch reports a missing file by a stack trace.
    fs::metadata(&weights).map_err(|error| failure(&weights, &error))?;
    network.variables.load(&weights).map_err(|error| failure(&weights, &first_line(&error)))?;
    network.variables.freeze();
    Ok(BertClassifier { labels: Arc::from(labels), network: Mutex::new(network), calibration, origin })
}

/// How scores are read: as it was fitted here, or, for a network from elsewhere, as its softmax with nothing refused.
fn reading(config: Config, n_labels: usize, path: &Path) -> Result<(Calibration, Origin), BertError> {
    let Some(ours) = config.oneask else {
        let gate = Gate { threshold: 0.0, out_of_scope: None };
        return Ok((Calibration { sharpness: 1.0, noise: 0.0, gate }, Origin::Elsewhere));
    };
    if ours.text_pipeline != text::fingerprint() {
        return Err(BertError::OtherTextPipeline { path: path.to_owned(), found: ours.text_pipeline, expected: text::fingerprint() });
    }
    if let Some(label) = ours.out_of_scope.filter(|&label| label >= n_labels) {
        return Err(failure(path, &format!("the out-of-scope label is number {label} of {n_labels}")));
    }
    let gate = Gate { threshold: ours.threshold, out_of_scope: ours.out_of_scope };
    Ok((Calibration { sharpness: ours.sharpness, noise: ours.noise, gate }, Origin::Here { data_fingerprint: ours.data }))
}

/// The labels in the order of their numbers, which have to be 0, 1, 2 and so on.
fn labels(config: &BertConfig) -> Result<Vec<String>, String> {
    let id2label = config.id2label.as_ref().filter(|labels| !labels.is_empty()).ok_or("`id2label` is missing")?;
    (0..id2label.len() as i64).map(|id| id2label.get(&id).cloned().ok_or_else(|| format!("`id2label` has no label {id}"))).collect()
}

/// Whether the network was trained on lower-case text; it is where nothing says otherwise.
fn lower_case(path: &Path) -> Result<bool, BertError> {
    if !path.exists() {
        return Ok(true);
    }
    let config: TokenizerConfig = serde_json::from_str(&read(path)?).map_err(|error| failure(path, &error))?;
    Ok(config.do_lower_case.unwrap_or(true))
}

fn read(path: &Path) -> Result<String, BertError> {
    fs::read_to_string(path).map_err(|error| failure(path, &error))
}

fn failure(path: &Path, reason: &impl ToString) -> BertError {
    BertError::File { path: path.to_owned(), reason: reason.to_string() }
}
