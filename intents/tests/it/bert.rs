//! The transformer, by the suite and by its folders. Training it on the small set takes seconds, so it is trained once.

use std::{fs, path::Path, sync::LazyLock};

use oneask_intents::{
    Classifier, TrainingOptions,
    bert::{BertClassifier, BertError},
    dataset,
};

use crate::suite;

fn train() -> BertClassifier {
    BertClassifier::train(&suite::examples(), &suite::options()).unwrap()
}

static TRAINED: LazyLock<BertClassifier> = LazyLock::new(train);

#[test]
fn passes_the_suite() {
    suite::check(&*TRAINED);
}

#[test]
fn is_decided_by_its_seed() {
    assert_eq!(suite::fingerprint(&train()), suite::fingerprint(&*TRAINED));
}

#[test]
fn is_the_same_after_a_round_trip_through_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    TRAINED.save(folder.path()).unwrap();
    TRAINED.save(folder.path()).unwrap();
    let mut files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["config.json", "rust_model.ot", "tokenizer_config.json", "vocab.txt"]);
    let loaded = BertClassifier::load(folder.path()).unwrap();
    assert_eq!(suite::fingerprint(&loaded), suite::fingerprint(&*TRAINED));
    assert_eq!(loaded.data_fingerprint(), Some(dataset::fingerprint(&suite::examples()).as_str()));
}

#[test]
fn a_folder_from_elsewhere_has_its_own_labels_and_refuses_nothing() {
    let folder = saved();
    edit(folder.path(), "config.json", |config| {
        let mut config: serde_json::Value = serde_json::from_str(config).unwrap();
        config.as_object_mut().unwrap().remove("oneask");
        config["id2label"]["0"] = "joke".into();
        config.to_string()
    });
    fs::remove_file(folder.path().join("tokenizer_config.json")).unwrap();
    let loaded = BertClassifier::load(folder.path()).unwrap();
    assert_eq!(loaded.data_fingerprint(), None);
    assert_eq!(loaded.rank("tell me a joke").top().map(|scored| scored.label), Some("joke"));
}

#[test]
fn a_broken_folder_is_an_error_that_names_the_file() {
    for file in ["config.json", "vocab.txt", "rust_model.ot"] {
        let folder = saved();
        fs::remove_file(folder.path().join(file)).unwrap();
        assert_names(folder.path(), file);
        let folder = saved();
        fs::write(folder.path().join(file), "no such thing").unwrap();
        assert_names(folder.path(), file);
    }
    for (file, from, to) in [
        ("vocab.txt", "[SEP]", "SEP"),
        ("vocab.txt", "[MASK]", "[MASK]\none\nmore"),
        ("config.json", "\"num_attention_heads\": 2", "\"num_attention_heads\": 3"),
        ("config.json", "\"1\":", "\"7\":"),
    ] {
        let folder = saved();
        edit(folder.path(), file, |text| text.replace(from, to));
        assert_names(folder.path(), file);
    }
    let folder = saved();
    let weights = folder.path().join("rust_model.ot");
    let bytes = fs::read(&weights).unwrap();
    fs::write(&weights, &bytes[..bytes.len() / 2]).unwrap();
    assert_names(folder.path(), "rust_model.ot");
}

#[test]
fn another_text_pipeline_is_an_error() {
    let folder = saved();
    edit(folder.path(), "config.json", |text| text.replace(&oneask_corpus::text::fingerprint(), "0123"));
    assert!(matches!(BertClassifier::load(folder.path()), Err(BertError::OtherTextPipeline { .. })));
}

#[test]
fn what_cannot_be_learnt_is_an_error() {
    assert!(matches!(BertClassifier::train(&[], &TrainingOptions::default()), Err(BertError::Training(_))));
}

fn saved() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    TRAINED.save(folder.path()).unwrap();
    folder
}

fn edit(folder: &Path, file: &str, change: impl FnOnce(&str) -> String) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    let changed = change(&text);
    assert_ne!(text, changed, "{file}");
    fs::write(path, changed).unwrap();
}

fn assert_names(folder: &Path, file: &str) {
    let Err(error) = BertClassifier::load(folder) else { panic!("{file} was accepted") };
    assert!(error.to_string().contains(file), "{file}: {error}");
    assert!(!error.to_string().contains('\n'), "{error}");
}
