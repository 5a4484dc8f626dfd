//! Reading Rasa NLU training data (YAML, versions 2 and 3): intents and their examples, with entity markup taken out.
//!
//! Synonyms, lookups, regexes, stories and whatever else such a file holds are passed over: entities are found by
//! [`crate::slots`]. Everything that is wrong is reported in one run, each with its row.

use std::{fmt, fs, io, path::Path, sync::LazyLock};

use oneask_corpus::text::Language;
use regex::Regex;
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::Example;

/// What is wrong with one place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetProblem {
    /// The file.
    pub file: String,
    /// The row, counted from 1; 0 where the whole file is meant.
    pub row: u64,
    /// What is wrong, in lower case.
    pub reason: String,
}

impl fmt::Display for DatasetProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.row, self.reason)
    }
}

/// Everything that is wrong with training data, one problem a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetError {
    /// The problems, by file and row; never empty.
    pub problems: Vec<DatasetProblem>,
}

impl fmt::Display for DatasetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            write!(f, "{}{problem}", if i == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl std::error::Error for DatasetError {}

/// Reads one file, or every `.yml` and `.yaml` file of a folder in the order of their names.
///
/// # Errors
/// All problems of all files, when there is any.
pub fn read_rasa(path: &Path) -> Result<Vec<Example>, DatasetError> {
    let unreadable = |path: &Path, error: &io::Error| DatasetProblem { file: path.display().to_string(), row: 0, reason: error.to_string() };
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        let entries: io::Result<Vec<_>> = fs::read_dir(path).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
        files = entries.map_err(|error| DatasetError { problems: vec![unreadable(path, &error)] })?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "yml" || extension == "yaml"));
        files.sort();
    }
    let (mut examples, mut problems) = (Vec::new(), Vec::new());
    for file in files {
        match fs::read_to_string(&file) {
            Err(error) => problems.push(unreadable(&file, &error)),
            Ok(yaml) => match parse_rasa(&file.display().to_string(), &yaml) {
                Ok(more) => examples.extend(more),
                Err(error) => problems.extend(error.problems),
            },
        }
    }
    if problems.is_empty() { Ok(examples) } else { Err(DatasetError { problems }) }
}

/// Reads the text of one file; `file` names it in messages.
///
/// ```
/// use oneask_intents::dataset::parse_rasa;
/// let yaml = "version: \"3.1\"\nnlu:\n- intent: transport_eta\n  metadata:\n    language: yue\n  examples: |\n    - [234A](route) 幾時到\n";
/// let examples = parse_rasa("eta.yml", yaml).unwrap();
/// assert_eq!(examples[0].text, "234A 幾時到");
/// assert_eq!(examples[0].label, "transport_eta");
/// ```
///
/// # Errors
/// All problems of the file, when there is any.
pub fn parse_rasa(file: &str, yaml: &str) -> Result<Vec<Example>, DatasetError> {
    let problem = |row, reason: String| DatasetProblem { file: file.to_owned(), row, reason };
    let parsed: File = serde_saphyr::from_str(yaml).map_err(|error| {
        let row = error.location().map_or(0, |location| location.line());
        let reason = error.to_string().lines().next().unwrap_or_default().to_owned();
        DatasetError { problems: vec![problem(row, reason)] }
    })?;
    let (mut examples, mut problems) = (Vec::new(), Vec::new());
    if let Some(version) = &parsed.version
        && !version.value.starts_with(['2', '3'])
    {
        problems.push(problem(version.referenced.line(), format!("version `{}` is not known, versions 2 and 3 are", version.value)));
    }
    for block in parsed.nlu {
        let Some(intent) = block.intent else { continue };
        let row = intent.referenced.line();
        let mut language = None;
        if let Some(tag) = block.metadata.and_then(|metadata| metadata.language) {
            match tag.value.parse::<Language>() {
                Ok(known) => language = Some(known),
                Err(error) => problems.push(problem(tag.referenced.line(), error.to_string())),
            }
        }
        let Some(list) = block.examples else {
            problems.push(problem(row, format!("intent `{}` has no examples", intent.value)));
            continue;
        };
        // A block scalar is located at its first line of text, not at its `|`.
        for (row, line) in (list.referenced.line()..).zip(list.value.lines()) {
            match line.trim_start().strip_prefix('-').map(|text| strip_markup(text.trim())) {
                Some(text) if !text.is_empty() => examples.push(Example { text, label: intent.value.clone(), language }),
                Some(_) => problems.push(problem(row, "the example is empty".to_owned())),
                None if line.trim().is_empty() || line.trim_start().starts_with('#') => {}
                None => problems.push(problem(row, format!("`{}` does not begin with `- `", line.trim()))),
            }
        }
    }
    if problems.is_empty() { Ok(examples) } else { Err(DatasetError { problems }) }
}

/// The text of an example without `[word](entity)` and `[word]{"entity": ...}`.
fn strip_markup(text: &str) -> String {
    static MARKUP: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[([^\[\]]+)\](?:\([^()]*\)|\{[^{}]*\})").expect("the pattern is valid"));
    MARKUP.replace_all(text, "$1").into_owned()
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    version: Option<Spanned<String>>,
    #[serde(default)]
    nlu: Vec<Block>,
}

#[derive(Deserialize)]
struct Block {
    intent: Option<Spanned<String>>,
    metadata: Option<Metadata>,
    examples: Option<Spanned<String>>,
}

#[derive(Deserialize)]
struct Metadata {
    language: Option<Spanned<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(yaml: &str) -> Vec<String> {
        parse_rasa("a.yml", yaml).unwrap_err().problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn markup_goes_and_text_stays() {
        for (text, expected) in [
            ("[234A](route) 幾時到", "234A 幾時到"),
            (r#"[聽日]{"entity": "date", "value": "tomorrow"}落雨嗎"#, "聽日落雨嗎"),
            ("[九巴](company:KMB) [968](route)", "九巴 968"),
            ("表格 [a] (b)", "表格 [a] (b)"),
        ] {
            assert_eq!(strip_markup(text), expected);
        }
    }

    #[test]
    fn other_kinds_of_block_are_passed_over() {
        let yaml = "version: '3.1'\nstories: []\nnlu:\n- synonym: 八達通\n  examples: |\n    - octopus\n- intent: greeting\n  examples: |\n    - 你好\n    # a comment\n\n    - hello: there\n";
        let texts: Vec<String> = parse_rasa("a.yml", yaml).unwrap().into_iter().map(|example| example.text).collect();
        assert_eq!(texts, ["你好", "hello: there"]);
    }

    #[test]
    fn every_problem_names_its_row() {
        let yaml =
            "version: \"9\"\nnlu:\n- intent: greeting\n  metadata:\n    language: fr\n  examples: |\n    - 你好\n    早晨\n    -\n- intent: thanks_bye\n";
        assert_eq!(
            rows(yaml),
            [
                "a.yml:1: version `9` is not known, versions 2 and 3 are",
                "a.yml:5: `fr` is not a language of this assistant: yue, zh-Hant, zh-Hans, en or mix",
                "a.yml:8: `早晨` does not begin with `- `",
                "a.yml:9: the example is empty",
                "a.yml:10: intent `thanks_bye` has no examples",
            ]
        );
        assert!(rows("nlu:\n- intent: [\n")[0].starts_with("a.yml:"), "{:?}", rows("nlu:\n- intent: [\n"));
    }
}
