//! Loading data files: everything that is wrong is reported, in one run, and nothing is half-loaded.

mod check;
mod problem;
mod toml_file;

use std::{fs, io, path::Path};

pub use problem::{Problem, Severity};

use crate::model::{Area, Corpus, DepartmentCorpus, District, HolidayYear, ServiceId};

/// A data file in memory: its name for messages, and its bytes.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// The path, relative to the folder that was named.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The districts and neighbourhoods that people name.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// The 18 districts.
    #[serde(rename = "district")]
    pub districts: Vec<District>,
    /// Neighbourhoods.
    #[serde(rename = "area", default)]
    pub areas: Vec<Area>,
}

/// Glossary: what people say, and what departments write.
pub type Glossary = Vec<(String, Vec<String>)>;

/// Names that mean several things, and the services that may be meant, the likeliest first.
pub type Senses = Vec<(String, Vec<ServiceId>)>;

/// All that a folder of data files holds.
#[derive(Debug, Clone, Default)]
pub struct Data {
    /// The records of all departments.
    pub corpus: Corpus,
    /// General holidays by year.
    pub holidays: Vec<HolidayYear>,
    /// Districts and neighbourhoods.
    pub places: Places,
    /// Colloquial words and their formal ones, sorted.
    pub glossary: Glossary,
    /// Ambiguous names and their services, sorted.
    pub senses: Senses,
}

/// Data and what was found wrong with it; the data is whole only if no problem is an error.
#[derive(Debug, Default)]
pub struct Loaded {
    data: Data,
    /// All problems, by file, row and column.
    pub problems: Vec<Problem>,
}

impl Loaded {
    /// The data, unless something is wrong with it.
    ///
    /// # Errors
    /// All problems, when any of them is an error.
    pub fn whole(self) -> Result<Data, Vec<Problem>> {
        if self.problems.iter().any(|problem| problem.severity == Severity::Error) { Err(self.problems) } else { Ok(self.data) }
    }
}

/// Reads the data files under a folder (or one file); documentation and other kinds of file are passed over.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn read_files(path: &Path) -> io::Result<Vec<DataFile>> {
    let mut files = Vec::new();
    if path.is_dir() {
        read_folder(path, path, &mut files)?;
    } else {
        files.push(DataFile { name: path.display().to_string(), bytes: fs::read(path)? });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn read_folder(root: &Path, folder: &Path, files: &mut Vec<DataFile>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_folder(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml" || extension == "txt") {
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            files.push(DataFile { name, bytes: fs::read(&path)? });
        }
    }
    Ok(())
}

/// Parses and checks data files together.
#[must_use]
pub fn load(files: &[DataFile]) -> Loaded {
    let mut loaded = Loaded::default();
    let mut parts: Vec<toml_file::DepartmentFile<'_>> = Vec::new();
    for file in files {
        let text = match std::str::from_utf8(&file.bytes) {
            Ok(text) => text,
            Err(error) => {
                let readable = String::from_utf8_lossy(&file.bytes[..error.valid_up_to()]).into_owned();
                loaded.problems.push(Problem::at(&file.name, &readable, readable.len(), "the file is not UTF-8 from here on: save it as UTF-8".into()));
                continue;
            }
        };
        let name = file.name.as_str();
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
        match base {
            "holidays.toml" => loaded.data.holidays = toml_file::table::<HolidayFile>(name, text, &mut loaded.problems).year,
            "places.toml" => loaded.data.places = toml_file::table(name, text, &mut loaded.problems),
            "glossary.toml" => {
                let file: GlossaryFile = toml_file::table(name, text, &mut loaded.problems);
                loaded.data.glossary = file.glossary.into_iter().collect();
            }
            "senses.toml" => {
                let file: SensesFile = toml_file::table(name, text, &mut loaded.problems);
                let known = |id: &ServiceId| parts.iter().flat_map(|part| &part.services).any(|record| record.value.id == *id);
                // The words come last in the order of names, so the records are read by now.
                for (word, unknown) in file.senses.iter().flat_map(|(word, ids)| ids.iter().filter(|id| !known(id)).map(move |id| (word, id))) {
                    let at = text.find(&format!("\"{word}\"")).unwrap_or(0);
                    loaded.problems.push(Problem::at(name, text, at, format!("there is no service `{unknown}`")));
                }
                loaded.data.senses = file.senses.into_iter().collect();
            }
            "variants.toml" => {
                let _: toml::Table = toml_file::table(name, text, &mut loaded.problems);
            }
            _ if base.ends_with(".txt") => {}
            _ => parts.push(toml_file::department(name, text, &mut loaded.problems)),
        }
    }
    check::records(&parts, &mut loaded.problems);
    let mut departments: Vec<DepartmentCorpus> = parts.into_iter().filter_map(toml_file::DepartmentFile::into_corpus).collect();
    departments.sort_by(|a, b| a.department.id.cmp(&b.department.id));
    loaded.data.corpus = Corpus { departments };
    loaded.problems.sort();
    loaded
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayFile {
    year: Vec<HolidayYear>,
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct GlossaryFile {
    glossary: std::collections::BTreeMap<String, Vec<String>>,
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SensesFile {
    senses: std::collections::BTreeMap<String, Vec<ServiceId>>,
}
