//! `corpus <- {index, intents} <- bot <- eval`, and no other edge.

use std::collections::BTreeMap;

use cargo_metadata::{CargoOpt, DependencyKind, MetadataCommand};

const ALLOWED: [(&str, &[&str]); 5] = [
    ("oneask-corpus", &[]),
    ("oneask-index", &["oneask-corpus"]),
    ("oneask-intents", &["oneask-corpus"]),
    ("oneask", &["oneask-corpus", "oneask-index", "oneask-intents"]),
    ("oneask-eval", &["oneask", "oneask-corpus", "oneask-index", "oneask-intents"]),
];

#[test]
fn our_crates_depend_on_each_other_one_way() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).features(CargoOpt::AllFeatures).no_deps().exec().unwrap();
    let allowed = BTreeMap::from(ALLOWED);
    let mut seen = Vec::new();
    for package in &metadata.packages {
        let name = package.name.to_string();
        let may = allowed.get(name.as_str()).unwrap_or_else(|| panic!("`{name}` is not in the house: add it here and to ARCHITECTURE.md"));
        for dependency in package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal) {
            let ours = allowed.contains_key(dependency.name.as_str());
            assert!(!ours || may.contains(&dependency.name.as_str()), "`{name}` must not depend on `{}`", dependency.name);
        }
        let names: Vec<&str> = package.dependencies.iter().map(|dependency| dependency.name.as_str()).collect();
        assert_eq!(names.contains(&"tantivy"), name == "oneask-index", "only `index` names tantivy");
        seen.push(name);
    }
    assert_eq!(seen.len(), ALLOWED.len());
}
