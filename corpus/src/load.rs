//! Loading data files: everything that is wrong is reported, in one run, and nothing is half-loaded.

mod base;
pub(crate) mod cell;
mod check;
pub(crate) mod columns;
mod datapackage;
mod delimited;
mod encoding;
mod json;
mod json_ld;
mod problem;
mod record;
pub(crate) mod table;
mod toml_file;
mod workbook;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

pub use base::Base;
pub use columns::TableKind;
pub use problem::{Problem, Severity};

use self::{record::Record, table::Table};
use crate::model::{Area, Corpus, Department, DepartmentCorpus, DepartmentId, District, Enquiry, HolidayYear, Service, ServiceId};

/// A file that is larger is refused before it is read.
pub const MAX_BYTES: u64 = 256 << 20;

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

/// How the columns of a table were understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The file, with its sheet.
    pub file: String,
    /// What the table holds.
    pub kind: TableKind,
    /// Each header with the column that it was taken for.
    pub columns: Vec<(String, String)>,
    /// Headers that are not used.
    pub unused: Vec<String>,
}

/// Data and what was found wrong with it; the data is whole only if no problem is an error.
#[derive(Debug, Default)]
pub struct Loaded {
    data: Data,
    /// How the tables were understood.
    pub mappings: Vec<Mapping>,
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

/// Everything that was read of all files, with its places.
#[derive(Default)]
struct Reading<'t> {
    departments: Vec<Record<'t, Department>>,
    services: Vec<(DepartmentId, Record<'t, Service>)>,
    enquiries: Vec<(DepartmentId, Record<'t, Enquiry>)>,
    /// Departments whose files hold everything that they publish; of the others, records are added and changed.
    whole: BTreeSet<DepartmentId>,
    mappings: Vec<Mapping>,
}

/// The formats that are read, by the ends of file names.
const EXTENSIONS: [&str; 11] = ["toml", "txt", "csv", "tsv", "json", "jsonl", "ndjson", "jsonld", "xlsx", "xlsm", "ods"];

/// Reads the data files under a folder (or one file); documentation and other kinds of file are passed over.
///
/// # Errors
/// When the folder or a file in it cannot be read, or is larger than [`MAX_BYTES`].
pub fn read_files(path: &Path) -> io::Result<Vec<DataFile>> {
    let mut files = Vec::new();
    if path.is_dir() {
        read_folder(path, path, &mut files)?;
    } else {
        files.push(DataFile { name: path.display().to_string(), bytes: read_file(path)? });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn read_folder(root: &Path, folder: &Path, files: &mut Vec<DataFile>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_folder(root, &path, files)?;
        } else if EXTENSIONS.contains(&extension(&path.to_string_lossy()).as_str()) {
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            files.push(DataFile { name, bytes: read_file(&path)? });
        }
    }
    Ok(())
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let size = fs::metadata(path)?.len();
    if size > MAX_BYTES {
        let reason = format!("`{}` has {} MiB, the limit is {} MiB", path.display(), size >> 20, MAX_BYTES >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    fs::read(path)
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase()
}

/// Parses and checks data files together; they stand for themselves.
#[must_use]
pub fn load(files: &[DataFile]) -> Loaded {
    load_onto(files, &Base::default(), |_, _| {})
}

/// Parses and checks data files together, and lays them over what is published.
///
/// A department's own file (TOML, or JSON with its `services`) is everything that it publishes. Rows of tables and single
/// records are added and changed, unless the base says that they replace the rest.
/// The corpus that comes back has the departments that the files speak of, each whole. `progress` is called with the rows
/// of tables that are done, and with how many there are.
#[must_use]
pub fn load_onto(files: &[DataFile], base: &Base, mut progress: impl FnMut(usize, usize)) -> Loaded {
    let mut loaded = Loaded::default();
    let mut reading = Reading::default();
    let mut tables: Vec<Table> = Vec::new();
    let mut texts: Vec<(&str, Cow<'_, str>)> = Vec::new();
    for file in files {
        if ["xlsx", "xlsm", "ods"].contains(&extension(&file.name).as_str()) {
            tables.extend(workbook::read(&file.name, &file.bytes, &mut loaded.problems));
        } else {
            match encoding::decode(&file.name, &file.bytes) {
                Ok(text) => texts.push((&file.name, text)),
                Err(problem) => loaded.problems.push(problem),
            }
        }
    }
    let package = package(&texts, &mut loaded.problems);
    for (name, text) in &texts {
        match extension(name).as_str() {
            _ if base_name(name) == PACKAGE => {}
            "csv" | "tsv" => match delimited::read(name, text, package.as_ref().and_then(|package| package.delimiter(base_name(name)))) {
                Ok(table) => tables.push(table),
                Err(problem) => loaded.problems.push(problem),
            },
            "json" | "jsonld" => tables.extend(json::read(name, text, &mut reading, &mut loaded.problems)),
            "jsonl" | "ndjson" => tables.extend(json::read_lines(name, text, &mut reading, &mut loaded.problems)),
            "toml" => toml(name, text, &mut loaded, &mut reading),
            _ => {}
        }
    }
    if let Some(package) = package {
        package.apply(&mut tables, &mut loaded.problems);
    }
    read_tables(tables, base, &mut reading, &mut loaded.problems, &mut progress);
    check::records(&reading, base, &mut loaded.problems);
    loaded.mappings = std::mem::take(&mut reading.mappings);
    loaded.data.corpus = lay_over(reading, base);
    loaded.problems.sort();
    loaded
}

/// The descriptor of the tables of a folder.
const PACKAGE: &str = "datapackage.json";

fn package(texts: &[(&str, Cow<'_, str>)], problems: &mut Vec<Problem>) -> Option<datapackage::Package> {
    let (name, text) = texts.iter().find(|(name, _)| base_name(name) == PACKAGE)?;
    datapackage::Package::parse(name, text).map_err(|problem| problems.push(problem)).ok()
}

fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

fn toml<'t>(name: &'t str, text: &'t str, loaded: &mut Loaded, reading: &mut Reading<'t>) {
    match base_name(name) {
        "holidays.toml" => loaded.data.holidays = toml_file::table::<HolidayFile>(name, text, &mut loaded.problems).year,
        "places.toml" => loaded.data.places = toml_file::table(name, text, &mut loaded.problems),
        "glossary.toml" => {
            let file: GlossaryFile = toml_file::table(name, text, &mut loaded.problems);
            loaded.data.glossary = file.glossary.into_iter().collect();
        }
        "senses.toml" => {
            let file: SensesFile = toml_file::table(name, text, &mut loaded.problems);
            let known = |id: &ServiceId| reading.services.iter().any(|(_, record)| record.value.id == *id);
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
        _ => toml_file::department(name, text, reading, &mut loaded.problems),
    }
}

/// The directory first: the other tables name its departments.
fn read_tables(tables: Vec<Table>, base: &Base, reading: &mut Reading<'_>, problems: &mut Vec<Problem>, progress: &mut dyn FnMut(usize, usize)) {
    let total = tables.iter().map(|table| table.rows.len()).sum();
    let mut done = 0;
    let mut read = |table: Table, known: &base::Known<'_>, reading: &mut Reading<'_>, problems: &mut Vec<Problem>| {
        table::read(&table, known, reading, problems, |rows| progress(done + rows, total));
        done += table.rows.len();
    };
    let (directories, others): (Vec<Table>, Vec<Table>) = tables.into_iter().partition(|table| table.kind() == TableKind::Departments);
    for directory in directories {
        let brought: Vec<Department> = reading.departments.iter().map(|record| record.value.clone()).collect();
        read(directory, &base::Known::new(base, brought.iter()), reading, problems);
    }
    if !others.is_empty() {
        let brought: Vec<Department> = reading.departments.iter().map(|record| record.value.clone()).collect();
        let known = base::Known::new(base, brought.iter());
        others.into_iter().for_each(|table| read(table, &known, reading, problems));
    }
    if base.replace {
        let named: Vec<DepartmentId> = reading.services.iter().map(|(id, _)| id).chain(reading.enquiries.iter().map(|(id, _)| id)).cloned().collect();
        reading.whole.extend(named);
    }
}

/// The departments that were read, each with everything that it publishes.
fn lay_over(reading: Reading<'_>, base: &Base) -> Corpus {
    let mut parts: BTreeMap<DepartmentId, DepartmentCorpus> = BTreeMap::new();
    let published = |id: &DepartmentId| base.corpus.departments.iter().find(|part| part.department.id == *id);
    let named: BTreeSet<DepartmentId> = (reading.services.iter().map(|(id, _)| id).chain(reading.enquiries.iter().map(|(id, _)| id)).cloned())
        .chain(reading.departments.iter().map(|record| record.value.id.clone()))
        .collect();
    for id in named {
        let brought = reading.departments.iter().find(|record| record.value.id == id).map(|record| record.value.clone());
        let Some(department) = brought.or_else(|| published(&id).map(|part| part.department.clone())) else { continue };
        let old = published(&id).filter(|_| !reading.whole.contains(&id));
        let services = old.map(|part| part.services.clone()).unwrap_or_default();
        let enquiries = old.map(|part| part.enquiries.clone()).unwrap_or_default();
        parts.insert(id, DepartmentCorpus { department, services, enquiries });
    }
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for part in parts.values() {
        places.extend(part.services.iter().enumerate().map(|(i, service)| (service.id.to_string(), i)));
    }
    let mut enquiry_places: BTreeMap<String, usize> = BTreeMap::new();
    for part in parts.values() {
        enquiry_places.extend(part.enquiries.iter().enumerate().map(|(i, enquiry)| (enquiry.id.to_string(), i)));
    }
    for (department, record) in reading.services {
        let Some(part) = parts.get_mut(&department) else { continue };
        match places.get(record.value.id.as_str()) {
            Some(&i) if part.services.get(i).is_some_and(|old| old.id == record.value.id) => part.services[i] = record.value,
            _ => part.services.push(record.value),
        }
    }
    for (department, record) in reading.enquiries {
        let Some(part) = parts.get_mut(&department) else { continue };
        match enquiry_places.get(record.value.id.as_str()) {
            Some(&i) if part.enquiries.get(i).is_some_and(|old| old.id == record.value.id) => part.enquiries[i] = record.value,
            _ => part.enquiries.push(record.value),
        }
    }
    Corpus { departments: parts.into_values().collect() }
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayFile {
    year: Vec<HolidayYear>,
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct GlossaryFile {
    glossary: BTreeMap<String, Vec<String>>,
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SensesFile {
    senses: BTreeMap<String, Vec<ServiceId>>,
}
