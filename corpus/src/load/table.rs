//! From the rows of a table to records.
//!
//! A record takes as many rows as its longest list: the first row has everything that is said once, each row the next
//! form, fee, document, channel or source. Rows belong together when they have the same id, or the same department and
//! title, or when id and title are blank (the row above goes on). A column that the table does not have leaves what is
//! published; a blank cell of a column that it has means that there is none.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use csv::StringRecord;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    Mapping, Problem, Reading,
    base::Known,
    cell,
    columns::{Column, Columns, TableKind, header_key},
    problem::Severity,
    record::{Origin, Record},
};
use crate::model::{DepartmentId, Enquiry, FormKey, Service};

/// A table in memory: a CSV file, a sheet, a JSON list of flat objects.
pub(super) struct Table {
    /// The file, with the sheet where it has several: `forms.xlsx[服務]`.
    pub(super) file: Arc<str>,
    /// What the name of the file or sheet says that it is.
    pub(super) named: Option<TableKind>,
    pub(super) header_row: usize,
    pub(super) headers: Vec<String>,
    /// Rows that are not blank, with their numbers from 1.
    pub(super) rows: Vec<(usize, StringRecord)>,
    /// Whether a blank cell leaves what is published, as in JSON, where a record has only the fields that it speaks of.
    pub(super) blank_keeps: bool,
}

impl Table {
    /// What the table holds: its name says so, or its columns.
    pub(super) fn kind(&self) -> TableKind {
        let keys: BTreeSet<String> = self.headers.iter().map(|header| header_key(header)).collect();
        let has = |names: &[&str]| names.iter().any(|name| keys.contains(&header_key(name)));
        self.named.unwrap_or_else(|| {
            if has(&["question_tc", "question_en", "問題", "question"]) {
                TableKind::Enquiries
            } else if has(&["hotline", "熱線", "name_tc"]) && !has(&["title_tc", "標題", "title"]) {
                TableKind::Departments
            } else {
                TableKind::Services
            }
        })
    }

    fn problem(&self, row: usize, column: usize, reason: String) -> Problem {
        Problem { file: self.file.to_string(), row, column, severity: Severity::Error, reason }
    }

    /// The columns, with what is wrong with the headers.
    pub(super) fn columns(&self, kind: TableKind, problems: &mut Vec<Problem>) -> (Columns, Mapping) {
        let columns = Columns::of(kind, &self.headers);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut mapping = Mapping { file: self.file.to_string(), kind, columns: Vec::new(), unused: Vec::new() };
        for (i, (known, header)) in columns.known.iter().zip(&self.headers).enumerate() {
            match known {
                Some(column) => {
                    // The Chinese, English and Simplified address of a page fill one field: the first that is not blank.
                    let may_repeat = ["department", "channels[].url"].contains(&column.path);
                    if let Some(first) = seen.insert(column.path, i).filter(|_| !may_repeat) {
                        let reason = format!("`{header}` and `{}` both mean `{}`: keep one of the columns", self.headers[first], column.names[0]);
                        problems.push(self.problem(self.header_row, i + 1, reason));
                    }
                    mapping.columns.push((header.clone(), column.names[0].to_owned()));
                }
                None if header.is_empty() => {}
                None => {
                    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(&header_key(name), &header_key(header));
                    let nearest = kind.columns().flat_map(|column| column.names).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
                    let hint = nearest.filter(|name| likeness(name) > 0.6).map_or_else(String::new, |name| format!(": did you mean `{name}`?"));
                    problems.push(self.problem(self.header_row, i + 1, format!("the column `{header}` is not used{hint}")).into_warning());
                    mapping.unused.push(header.clone());
                }
            }
        }
        (columns, mapping)
    }
}

/// One record as it stands in the rows, not yet typed.
struct Draft {
    object: Map<String, Value>,
    origin: Origin<'static>,
    department: Option<DepartmentId>,
    is_sound: bool,
}

/// Adds the records of a table to a reading; `progress` hears how many rows are done.
pub(super) fn read(table: &Table, known: &Known<'_>, reading: &mut Reading<'_>, problems: &mut Vec<Problem>, mut progress: impl FnMut(usize)) {
    let kind = table.kind();
    let (columns, mapping) = table.columns(kind, problems);
    reading.mappings.push(mapping);
    if !columns.has("title.tc") && !columns.has("title.en") && !columns.has("id") && kind == TableKind::Services {
        let reason = format!("no column has the services' titles: name one `標題` or `title_en` (found: {})", table.headers.join(", "));
        problems.push(table.problem(table.header_row, 1, reason));
        return;
    }
    let columns = Arc::new(columns);
    let mut done = 0;
    for group in groups(table, &columns) {
        done += group.len();
        progress(done);
        let mut draft = assemble(table, &columns, &group, known, kind, problems);
        draft.object.values_mut().filter_map(Value::as_object_mut).for_each(drop_converted);
        match kind {
            TableKind::Departments => {
                let id = draft.object.get("id").and_then(Value::as_str).map(str::to_owned);
                let base = id.and_then(|id| known.department(&id)).map(to_map);
                complete(&mut draft, base, &columns, table.blank_keeps);
                default_checked(&mut draft.object, known);
                if let Some(record) = typed(draft, problems) {
                    reading.departments.push(record);
                }
            }
            TableKind::Services | TableKind::Enquiries => {
                let Some(department) = draft.department.take() else { continue };
                let base = match kind {
                    TableKind::Services => known.service_like(&department, &draft.object).map(to_map),
                    _ => known.enquiry_like(&department, &draft.object).map(to_map),
                };
                complete(&mut draft, base, &columns, table.blank_keeps);
                set_id(&mut draft, &department, kind);
                default_sources(&mut draft, &department, known);
                default_checked(&mut draft.object, known);
                if kind == TableKind::Services {
                    title_is_whole(&mut draft, problems);
                    default_texts(&mut draft.object);
                    if let Some(record) = typed::<Service>(draft, problems) {
                        reading.services.push((department, record));
                    }
                } else if let Some(record) = typed::<Enquiry>(draft, problems) {
                    reading.enquiries.push((department, record));
                }
            }
        }
    }
}

/// Which rows make a record: positions in `table.rows`.
fn groups(table: &Table, columns: &Columns) -> Vec<Vec<usize>> {
    let cells_of = |paths: &'static [&'static str]| -> Vec<usize> {
        columns.known.iter().enumerate().filter(|(_, column)| column.is_some_and(|column| paths.contains(&column.path))).map(|(i, _)| i).collect()
    };
    let (id, names) = (cells_of(&["id"]), cells_of(&["department", "title.tc", "title.en", "questions.tc", "questions.en"]));
    let of = |row: &StringRecord, cells: &[usize]| cells.iter().map(|&i| row.get(i).unwrap_or("").trim()).collect::<Vec<_>>().join("\u{1}");
    let is_blank = |key: &str| key.chars().all(|c| c == '\u{1}');
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for (position, (_, row)) in table.rows.iter().enumerate() {
        let id_key = of(row, &id);
        let key = if is_blank(&id_key) { of(row, &names) } else { id_key };
        let found = if is_blank(&key) { groups.len().checked_sub(1) } else { by_key.get(&key).copied() };
        match found {
            Some(group) => groups[group].push(position),
            None => {
                by_key.insert(key, groups.len());
                groups.push(vec![position]);
            }
        }
    }
    groups
}

fn assemble(table: &Table, columns: &Arc<Columns>, group: &[usize], known: &Known<'_>, kind: TableKind, problems: &mut Vec<Problem>) -> Draft {
    let first = table.rows[group[0]].0;
    let mut draft = Draft {
        object: Map::new(),
        origin: Origin::Rows { file: Arc::clone(&table.file), first, items: Vec::new(), columns: Arc::clone(columns) },
        department: None,
        is_sound: true,
    };
    let mut items: Vec<(&'static str, usize)> = Vec::new();
    let before = problems.len();
    let mut names_department = false;
    for (nth, &position) in group.iter().enumerate() {
        let (number, row) = &table.rows[position];
        if let Some(&twin) = group[..nth].iter().find(|&&earlier| table.rows[earlier].1 == *row && table.rows[earlier].0 != *number) {
            problems.push(table.problem(*number, 1, format!("this row repeats row {}: take one of them out", table.rows[twin].0)));
            continue;
        }
        let mut in_row: BTreeMap<&'static str, Map<String, Value>> = BTreeMap::new();
        for (i, column) in columns.known.iter().enumerate() {
            let Some(column) = column else { continue };
            let cell = unescape_formula(row.get(i).unwrap_or("").trim());
            if cell.is_empty() {
                continue;
            }
            let value = match cell::read(column.kind, cell) {
                Ok(value) => value,
                Err(reason) => {
                    problems.push(table.problem(*number, i + 1, reason));
                    continue;
                }
            };
            if column.path == "department" && kind != TableKind::Departments {
                names_department = true;
                match known.find_department(cell) {
                    Ok(id) => draft.department = draft.department.take().or(Some(id)),
                    Err(reason) => problems.push(table.problem(*number, i + 1, reason)),
                }
                continue;
            }
            match column.path.split_once("[].") {
                Some((list, path)) => {
                    let item = in_row.entry(list).or_default();
                    // Of several addresses of a page the first one stands.
                    if lookup(item, path).is_none() {
                        set(item, path, value);
                    }
                }
                None => match lookup(&draft.object, column.path) {
                    Some(earlier) if *earlier != value => {
                        let reason = format!("`{cell}` differs from what row {first} says of the same record: `{}`", as_cell(earlier));
                        problems.push(table.problem(*number, i + 1, reason));
                    }
                    _ => set(&mut draft.object, column.path, value),
                },
            }
        }
        for (list, item) in in_row {
            items.push((list, *number));
            if let Some(Value::Array(list)) = draft.object.entry(list).or_insert_with(|| Value::Array(Vec::new())).into() {
                list.push(Value::Object(item));
            }
        }
    }
    if kind != TableKind::Departments && draft.department.is_none() && !names_department {
        draft.department = known.default_department.clone().or_else(|| {
            let id = draft.object.get("id").and_then(Value::as_str)?;
            known.department_of(kind, id).cloned()
        });
        if draft.department.is_none() {
            let reason = "no department is named: add a column `部門` or `department`, or name one with --department".to_owned();
            problems.push(table.problem(first, columns.nearest("department"), reason));
        }
    }
    items.shrink_to_fit();
    draft.is_sound = problems[before..].iter().all(|problem| problem.severity == Severity::Warning);
    draft.origin = Origin::Rows { file: Arc::clone(&table.file), first, items, columns: Arc::clone(columns) };
    draft
}

/// A Simplified text that the conversion gives anyway need not be kept.
fn drop_converted(text: &mut Map<String, Value>) {
    let words = |language| text.get(language).and_then(Value::as_str);
    if let (Some(tc), Some(sc)) = (words("tc"), words("sc"))
        && crate::text::simplify(tc) == sc
    {
        text.remove("sc");
    }
}

fn as_cell(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn lookup<'m>(object: &'m Map<String, Value>, path: &str) -> Option<&'m Value> {
    match path.split_once('.') {
        None => object.get(path),
        Some((key, rest)) => lookup(object.get(key)?.as_object()?, rest),
    }
}

fn set(object: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            object.insert(path.to_owned(), value);
        }
        Some((key, rest)) => {
            if let Value::Object(inner) = object.entry(key).or_insert_with(|| Value::Object(Map::new())) {
                set(inner, rest, value);
            }
        }
    }
}

fn to_map<T: serde::Serialize>(value: &T) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// Lays the record over what is published: only the fields of the table's columns change.
fn complete(draft: &mut Draft, base: Option<Map<String, Value>>, columns: &Columns, blank_keeps: bool) {
    let Some(mut whole) = base else { return };
    let given = std::mem::take(&mut draft.object);
    let touched: BTreeSet<(&str, Option<&str>)> = columns
        .known
        .iter()
        .flatten()
        .filter(|column| column.path != "department")
        .map(|column| match column.path.split_once("[].") {
            Some((list, _)) => (list, None),
            None => column.path.split_once('.').map_or((column.path, None), |(key, part)| (key, Some(part))),
        })
        .collect();
    for (key, part) in touched {
        let new = given.get(key);
        match part {
            // One language of a text, one list of the aliases.
            Some(part) => {
                let new = new.and_then(Value::as_object).and_then(|object| object.get(part)).cloned();
                let mut inner = whole.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
                match new {
                    Some(new) => inner.insert(part.to_owned(), new),
                    None if blank_keeps => None,
                    None => inner.remove(part),
                };
                if inner.values().all(Value::is_null) {
                    whole.remove(key)
                } else {
                    whole.insert(key.to_owned(), Value::Object(inner))
                };
            }
            None => match new.cloned() {
                Some(Value::Array(items)) if columns.has_list(key) => {
                    let published = whole.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                    let items = lay_items(key, items, published, columns);
                    whole.insert(key.to_owned(), Value::Array(items));
                }
                Some(new) => {
                    whole.insert(key.to_owned(), new);
                }
                None if blank_keeps || key == "id" || key == "sources" => {}
                None => {
                    whole.remove(key);
                }
            },
        }
    }
    draft.object = whole;
}

/// Items of a list keep what the table has no column for: a fee its condition, a form (known by its number) its title.
fn lay_items(list: &str, items: Vec<Value>, published: &[Value], columns: &Columns) -> Vec<Value> {
    let number = |item: &Value| item.get("number").and_then(Value::as_str).map(FormKey::of);
    let is_same = |new: &Value, old: &Value| match (number(new), number(old)) {
        (Some(new), Some(old)) => new == old,
        _ => new.as_object().is_some_and(|new| new.iter().all(|(key, value)| agrees(value, old.get(key)))),
    };
    // A feed of addresses knows of no other way than the web: the others stay.
    let adds_only = list == "channels" && !columns.has("channels[].type");
    let mut laid: Vec<Value> = if adds_only { published.to_vec() } else { Vec::new() };
    for (i, mut item) in items.into_iter().enumerate() {
        let old = published.get(i).filter(|old| is_same(&item, old)).or_else(|| published.iter().find(|old| is_same(&item, old)));
        if adds_only && old.is_some() {
            continue;
        }
        if let (Some(old), Some(new)) = (old.and_then(Value::as_object), item.as_object_mut()) {
            for (name, value) in old.iter().filter(|(name, _)| !columns.has_under(&format!("{list}[].{name}"))) {
                new.entry(name).or_insert_with(|| value.clone());
            }
        }
        laid.push(item);
    }
    laid
}

/// Whether a published value says the same as far as the new one goes.
fn agrees(new: &Value, old: Option<&Value>) -> bool {
    match (new, old) {
        (Value::Object(new), Some(Value::Object(old))) => new.iter().all(|(key, value)| agrees(value, old.get(key))),
        (new, old) => old == Some(new),
    }
}

/// A new record without an id gets one of its department and its English title.
fn set_id(draft: &mut Draft, department: &DepartmentId, kind: TableKind) {
    if draft.object.get("id").is_some_and(Value::is_string) {
        return;
    }
    let name = match kind {
        TableKind::Enquiries => lookup(&draft.object, "questions.en").and_then(|list| list.get(0)),
        _ => lookup(&draft.object, "title.en"),
    };
    let Some(name) = name.and_then(Value::as_str) else { return };
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase);
    let mut id = department.to_string();
    for word in words {
        if id.len() + 1 + word.len() > 80 {
            break;
        }
        id.push('-');
        id.push_str(&word);
    }
    draft.object.insert("id".to_owned(), id.into());
}

/// A department that states no sources in its own table is the source: its page, on the day of the import.
fn default_sources(draft: &mut Draft, department: &DepartmentId, known: &Known<'_>) {
    let has_some = |value: &Value| value.as_array().is_some_and(|list| !list.is_empty());
    if draft.object.get("sources").is_some_and(has_some) {
        return;
    }
    let first_url = |list: &str| {
        draft.object.get(list).and_then(Value::as_array).into_iter().flatten().find_map(|item| item.get("url")).filter(|url| url.is_string()).cloned()
    };
    let website = || known.department(department.as_str()).and_then(|department| department.website.clone()).map(Value::from);
    let sources = match first_url("channels").or_else(|| first_url("forms")).or_else(website) {
        Some(url) => serde_json::json!([{ "url": url, "checked": known.today.to_string() }]),
        // The check says that there is none.
        None => Value::Array(Vec::new()),
    };
    draft.object.insert("sources".to_owned(), sources);
}

/// The title is what a person misses first, so it is named before what follows from its absence.
fn title_is_whole(draft: &mut Draft, problems: &mut Vec<Problem>) {
    for (language, name) in [("tc", "Chinese"), ("en", "English")] {
        if lookup(&draft.object, &format!("title.{language}")).is_none() && draft.is_sound {
            let path = [super::record::Step::Key("title"), super::record::Step::Key(language)];
            problems.push(draft.origin.problem(&path, format!("`{language}` is missing: a service has a title in {name}")));
            draft.is_sound = false;
        }
    }
}

/// A source without a day was read on the day of the import.
fn default_checked(object: &mut Map<String, Value>, known: &Known<'_>) {
    for source in object.get_mut("sources").and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut) {
        source.entry("checked").or_insert_with(|| known.today.to_string().into());
    }
}

/// What a short table leaves out and goes without saying: a form's title is its service's, a fee is a fee, an address
/// on the web is an online channel.
fn default_texts(object: &mut Map<String, Value>) {
    let title = object.get("title").cloned();
    let items = |object: &mut Map<String, Value>, list: &str, with: &dyn Fn(&mut Map<String, Value>)| {
        object.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut).for_each(with);
    };
    items(object, "forms", &|form| {
        if let Some(title) = &title {
            form.entry("title").or_insert_with(|| title.clone());
        }
    });
    items(object, "fees", &|fee| {
        if !fee.contains_key("tc") && !fee.contains_key("en") {
            fee.insert("tc".into(), "費用".into());
            fee.insert("en".into(), "Fee".into());
        }
    });
    items(object, "channels", &|channel| {
        if channel.contains_key("url") {
            channel.entry("type").or_insert_with(|| "online".into());
        }
    });
}

/// The typed record; a draft with something wrong in a cell has been reported and is not read further.
fn typed<T: DeserializeOwned>(draft: Draft, problems: &mut Vec<Problem>) -> Option<Record<'static, T>> {
    if !draft.is_sound {
        return None;
    }
    let Draft { object, origin, .. } = draft;
    match super::json::typed(Value::Object(object)) {
        Ok(value) => Some(Record { value, origin }),
        Err((path, reason)) => {
            let steps: Vec<_> = path.iter().map(super::json::OwnedStep::as_step).collect();
            problems.push(origin.problem(&steps, reason));
            None
        }
    }
}

/// The records of a kind as rows again: the inverse of reading. Every list takes as many rows as it needs.
pub(crate) fn rows_of(object: &Map<String, Value>, department: Option<&str>, columns: &[&'static Column]) -> Vec<Vec<String>> {
    let length = |list: &str| object.get(list).and_then(Value::as_array).map_or(0, Vec::len);
    let height = columns.iter().filter_map(|column| column.path.split_once("[].")).map(|(list, _)| length(list)).max().unwrap_or(0).max(1);
    (0..height)
        .map(|row| {
            columns
                .iter()
                .map(|column| {
                    let value = match column.path.split_once("[].") {
                        Some((list, path)) => object.get(list).and_then(|list| list.get(row)).and_then(Value::as_object).and_then(|item| lookup(item, path)),
                        None if column.path == "department" && row == 0 && department.is_some() => return department.unwrap_or_default().to_owned(),
                        None if column.path == "id" || row == 0 => lookup(object, column.path),
                        None => None,
                    };
                    value.map_or_else(String::new, written)
                })
                .collect()
        })
        .collect()
}

/// Spreadsheet programs run a cell that begins like a formula; an apostrophe keeps it text, and is taken off when read.
pub(crate) fn escape_formula(cell: &str) -> String {
    if cell.starts_with(FORMULA) || cell.starts_with('\'') { format!("'{cell}") } else { cell.to_owned() }
}

/// The inverse.
pub(super) fn unescape_formula(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA) || rest.starts_with('\'')).unwrap_or(cell)
}

/// What a formula begins with.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// A value as a cell.
fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(list) => list.iter().map(written).collect::<Vec<_>>().join(cell::SEPARATOR),
        other => other.to_string(),
    }
}
