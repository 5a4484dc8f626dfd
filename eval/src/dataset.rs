//! Labelled utterances of others, in the formats that they come in.

mod clinc;
mod massive;
mod table;

use std::path::Path;

use anyhow::{Context, Result, bail};
use oneask_intents::dataset::{Example, read_rasa};

/// Which part of a file that holds several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// To learn from.
    Train,
    /// To choose by.
    Dev,
    /// To score.
    Test,
}

impl Split {
    /// Its name in messages, and in MASSIVE's `partition`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Dev => "dev",
            Self::Test => "test",
        }
    }
}

/// Labelled utterances: Rasa NLU YAML (a file or a folder), MASSIVE JSON Lines, CLINC150 JSON, or a CSV or TSV with the
/// header `text,intent`. A format that holds several parts in one file gives the one that is asked for, others all they have.
///
/// # Errors
/// When the file cannot be read, a row is not of its format, or the part is empty; the error names file and row.
pub(crate) fn utterances(path: &Path, split: Split) -> Result<Vec<Example>> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let read = || std::fs::read_to_string(path).with_context(|| format!("`{}`", path.display()));
    let examples = match extension {
        "jsonl" => massive::parse(&read()?, split),
        "json" => clinc::parse(&read()?, split),
        "csv" => table::parse(&read()?, b','),
        "tsv" => table::parse(&read()?, b'\t'),
        _ => {
            std::fs::metadata(path).with_context(|| format!("`{}`", path.display()))?;
            read_rasa(path).map_err(anyhow::Error::from)
        }
    };
    let examples = examples.with_context(|| format!("`{}`", path.display()))?;
    if examples.is_empty() {
        bail!("`{}` has no utterances for `{}`", path.display(), split.name());
    }
    Ok(examples)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(file: &str, split: Split) -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(file);
        utterances(&path, split).unwrap().into_iter().map(|example| format!("{} = {}", example.text, example.label)).collect()
    }

    #[test]
    fn every_format_is_read() {
        assert_eq!(texts("massive.jsonl", Split::Train), ["叫醒我 = alarm_set", "聽日落雨嗎 = weather_query"]);
        assert_eq!(texts("massive.jsonl", Split::Test), ["play, \"some\" jazz = play_music"]);
        assert_eq!(texts("clinc.json", Split::Dev), ["what is my balance = balance", "a show on broadway = oos"]);
        assert_eq!(texts("utterances.csv", Split::Dev), ["續牌, 幾錢 = fee", "落雨嗎 = weather"]);
        assert_eq!(texts("utterances.tsv", Split::Test), ["續牌, 幾錢 = fee", "落雨嗎 = weather"]);
        assert_eq!(texts("nlu.yml", Split::Train), ["234A 幾時到 = eta", "早晨 = greet"]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        for (file, text, expected) in [
            ("a.jsonl", "{\"partition\":\"test\",\"intent\":\"a\",\"utt\":\"b\"}\n{\"utt\":1}\n", "row 2"),
            ("a.csv", "text,label\na,b\n", "text,intent"),
            ("a.json", "[1]", "oos_train"),
            ("b.jsonl", "{\"partition\":\"train\",\"intent\":\"a\",\"utt\":\"b\"}\n", "no utterances for `test`"),
        ] {
            let path = folder.path().join(file);
            std::fs::write(&path, text).unwrap();
            let error = format!("{:#}", utterances(&path, Split::Test).unwrap_err());
            assert!(error.contains(file) && error.contains(expected), "{error}");
        }
        assert!(utterances(&folder.path().join("absent.csv"), Split::Test).is_err());
    }
}
