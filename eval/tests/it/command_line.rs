//! Exit codes, JSON, the files that are written.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oneask-eval")).args(arguments).output().expect("the program was built")
}

fn json(arguments: &[&str]) -> Value {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("--json prints one object")
}

/// Forty utterances in two labels and one for out of scope.
fn utterances(folder: &Path) -> PathBuf {
    let path = folder.join("utterances.csv");
    let mut csv = String::from("text,intent\n");
    for i in 0..12 {
        csv += &format!("續車牌幾錢 {i},fee\n聽日會唔會落雨 {i},weather\n");
    }
    for i in 0..6 {
        csv += &format!("講個笑話 {i},oos\n");
    }
    std::fs::write(&path, csv).expect("the folder is new");
    path
}

#[test]
fn figures_of_the_contract_are_there_and_thresholds_decide_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let file = utterances(folder.path());
    let file = file.to_str().unwrap();
    let arguments = ["intents", "--train", file, "--dev", file, "--test", file, "--oos", "oos", "--json"];
    let report = json(&arguments);
    for figure in ["accuracy", "macro_f1", "oos_recall", "oos_auroc", "ece", "per_intent"] {
        assert!(!report[figure].is_null(), "{figure}");
    }
    assert_eq!(report["accuracy"], 1.0);
    assert_eq!(report["in_train"], 30, "every test text is in train");
    assert_eq!(run(&[&arguments[..], &["--fail-under", "accuracy=0.9"]].concat()).status.code(), Some(0));
    assert_eq!(run(&[&arguments[..], &["--fail-under", "accuracy=1.1"]].concat()).status.code(), Some(1));
    assert_eq!(run(&[&arguments[..], &["--fail-over", "in_train=3"]].concat()).status.code(), Some(1));
    assert_eq!(run(&[&arguments[..], &["--fail-under", "nothing=1"]].concat()).status.code(), Some(2));
    assert_eq!(run(&["intents", "--train", "absent.csv", "--dev", file]).status.code(), Some(2));
    assert_eq!(run(&["intents", "--train", file]).status.code(), Some(2), "nothing to score");
    assert_eq!(run(&["unknown"]).status.code(), Some(2));
}

#[test]
fn a_report_becomes_files_and_two_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let file = utterances(folder.path());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let report = run(&["intents", "--train", file.to_str().unwrap(), "--cross-validate", "3", "--json", "--html", &path("a.html")]);
    std::fs::write(path("a.json"), &report.stdout).unwrap();
    assert!(std::fs::read_to_string(path("a.html")).unwrap().contains("Confusion matrix"));
    json(&["report", &path("a.json"), "--rasa", &path("rasa"), "--json"]);
    for name in ["intent_report.json", "intent_errors.json", "intent_confusion_matrix.svg"] {
        assert!(folder.path().join("rasa").join(name).exists(), "{name}");
    }
    let comparison = json(&["compare", &path("a.json"), &path("a.json"), "--json"]);
    assert_eq!((&comparison["paired"], &comparison["metrics"]["accuracy"]["difference"]), (&30.into(), &0.0.into()));
}

#[test]
fn a_collection_is_searched_and_its_run_judged() {
    let testdata = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata");
    let folder = tempfile::tempdir().unwrap();
    let run_file = folder.path().join("run.txt");
    let searched = json(&["search", "--beir", &format!("{testdata}/beir"), "--trec", run_file.to_str().unwrap(), "--json"]);
    let judged = json(&["search", "--qrels", &format!("{testdata}/qrels.txt"), "--run", run_file.to_str().unwrap(), "--json"]);
    for figure in ["recall@1", "recall@3", "recall@10", "mrr@10", "ndcg@10"] {
        assert!(searched[figure].as_f64().unwrap() > 0.0, "{figure}");
        assert_eq!(searched[figure], judged[figure], "{figure}");
    }
    assert!(searched["queries_per_second"].is_number());
}

#[test]
fn an_experiment_that_drifted_fails() {
    let folder = tempfile::tempdir().unwrap();
    let experiments = folder.path().join("experiments");
    std::fs::create_dir(&experiments).unwrap();
    let testdata = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata");
    let text = "group = \"search\"\norder = 1\ntitle = \"T\"\ntitle_zh = \"題\"\ncommand = [\"search\", \"--beir\", \"{datasets}/beir\"]\ntolerance = 0.001\n[expected]\n\"recall@1\" = 0.25\n";
    std::fs::write(experiments.join("tiny.toml"), text).unwrap();
    let arguments = ["verify", "--experiments", experiments.to_str().unwrap(), "--datasets", testdata];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("tiny: recall@1 is 0.7500, expected 0.2500"), "{output:?}");
    assert_eq!(run(&[&arguments[..], &["--accept", "--render"]].concat()).status.code(), Some(0));
    assert_eq!(run(&arguments).status.code(), Some(0));
    assert!(std::fs::read_to_string(folder.path().join("RESULTS.md")).unwrap().contains("| recall@1 | 75.00% |"));
    assert_eq!(run(&["verify", "--only", "absent"]).status.code(), Some(2));
}
