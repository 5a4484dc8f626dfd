//! CLINC150 (Larson et al. 2019): one JSON object of `train`, `val`, `test` and the same with `oos_`, each a list of
//! pairs of text and intent. The out-of-scope rows of a part belong to it, under the label `oos`.

use std::collections::HashMap;

use anyhow::{Context, Result};
use oneask_intents::dataset::Example;

use super::Split;

pub(super) fn parse(text: &str, split: Split) -> Result<Vec<Example>> {
    let expected = "not CLINC150: an object of `train`, `val`, `test`, `oos_train`, `oos_val` and `oos_test`";
    let parts: HashMap<String, Vec<(String, String)>> = serde_json::from_str(text).context(expected)?;
    let name = if split == Split::Dev { "val" } else { split.name() };
    let names = [name.to_owned(), format!("oos_{name}")];
    Ok(names.iter().filter_map(|name| parts.get(name)).flatten().map(|(text, intent)| Example::new(text, intent)).collect())
}
