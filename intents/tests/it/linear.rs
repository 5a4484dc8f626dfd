//! The linear classifier, by the suite and by its files.

use std::fs;

use oneask_intents::{LinearModel, ModelError, TrainingError, TrainingOptions, dataset};

use crate::suite;

fn train() -> LinearModel {
    LinearModel::train(&suite::examples(), &suite::options()).unwrap()
}

#[test]
fn passes_the_suite() {
    suite::check(&train());
}

#[test]
fn is_decided_by_its_seed() {
    let other = LinearModel::train(&suite::examples(), &TrainingOptions { seed: 2, ..suite::options() }).unwrap();
    assert!(train() == train());
    assert!(train() != other);
}

#[test]
fn is_the_same_after_a_round_trip_through_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("intents.model");
    let model = train();
    model.save(&path).unwrap();
    let loaded = LinearModel::load(&path).unwrap();
    assert!(loaded == model);
    assert_eq!(loaded.data_fingerprint(), dataset::fingerprint(&suite::examples()));
    assert_eq!(suite::fingerprint(&loaded), suite::fingerprint(&model));
    // Saving again replaces the file and leaves nothing beside it.
    model.save(&path).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_broken_file_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("intents.model");
    assert!(matches!(LinearModel::load(&path), Err(ModelError::Io { .. })));
    for bytes in [&b""[..], b"ONEASKLM", b"version: 3", &[0; 4096]] {
        fs::write(&path, bytes).unwrap();
        let error = LinearModel::load(&path).unwrap_err();
        assert!(matches!(error, ModelError::Corrupt { .. }));
        assert!(error.to_string().contains("intents.model") && error.to_string().ends_with("run `oneask train`"), "{error}");
    }
    train().save(&path).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes.pop();
    fs::write(&path, bytes).unwrap();
    assert!(matches!(LinearModel::load(&path), Err(ModelError::Corrupt { .. })));
}

#[test]
fn what_cannot_be_learnt_is_an_error() {
    let one_label: Vec<_> = suite::examples().into_iter().filter(|example| example.label == "transport_eta").collect();
    let error = LinearModel::train(&one_label, &TrainingOptions::default()).unwrap_err();
    assert_eq!(error, TrainingError::TooFewLabels { labels: 1 });
    let options = TrainingOptions { out_of_scope: Some("nothing".to_owned()), ..TrainingOptions::default() };
    let error = LinearModel::train(&suite::examples(), &options).unwrap_err();
    assert_eq!(error.to_string(), "no example has the out-of-scope label `nothing`");
}
