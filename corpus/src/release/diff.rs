//! What would change: records that come, go and change, field by field.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::{Corpus, DepartmentCorpus, DepartmentId, Text};

/// What kind of record it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A department's own record.
    Department,
    /// A service.
    Service,
    /// An enquiry.
    Enquiry,
}

/// What happens to a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Fate {
    /// It is new.
    Added,
    /// It is withdrawn.
    Removed,
    /// Some of its fields are other.
    Changed {
        /// The fields, in the order of their names.
        fields: Vec<FieldChange>,
    },
}

/// A field before and after; null where it says nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldChange {
    /// The path of the field: `fees`, `title.en`.
    pub field: String,
    /// Before.
    pub before: Value,
    /// After.
    pub after: Value,
}

/// One record that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Whose it is.
    pub department: DepartmentId,
    /// What it is.
    pub kind: RecordKind,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What happens to it.
    #[serde(flatten)]
    pub fate: Fate,
}

/// What differs between two states of the corpus, by department, kind and id.
#[must_use]
pub fn diff(before: &Corpus, after: &Corpus) -> Vec<Change> {
    let parts = |corpus: &Corpus| -> BTreeMap<DepartmentId, DepartmentCorpus> {
        corpus.departments.iter().map(|part| (part.department.id.clone(), part.clone())).collect()
    };
    let (before, after) = (parts(before), parts(after));
    let ids: BTreeSet<&DepartmentId> = before.keys().chain(after.keys()).collect();
    ids.into_iter().filter(|id| before.get(*id) != after.get(*id)).flat_map(|id| part(id, before.get(id), after.get(id))).collect()
}

/// How many records come, go and change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New records.
    pub added: usize,
    /// Withdrawn records.
    pub removed: usize,
    /// Records with other fields.
    pub changed: usize,
}

impl Counts {
    /// Of changes that were told already.
    #[must_use]
    pub fn of(changes: &[Change]) -> Self {
        let mut counts = Self::default();
        for change in changes {
            match change.fate {
                Fate::Added => counts.added += 1,
                Fate::Removed => counts.removed += 1,
                Fate::Changed { .. } => counts.changed += 1,
            }
        }
        counts
    }

    /// Of departments that will be published over what is; much cheaper than [`diff`], for large imports.
    #[must_use]
    pub fn between(published: &Corpus, parts: &[DepartmentCorpus]) -> Self {
        let mut counts = Self::default();
        for part in parts {
            let old = published.departments.iter().find(|old| old.department.id == part.department.id);
            counts.add(old.map(|old| ("", &old.department)), [("", &part.department)]);
            counts.add(old.iter().flat_map(|old| &old.services).map(|s| (s.id.as_str(), s)), part.services.iter().map(|s| (s.id.as_str(), s)));
            counts.add(old.iter().flat_map(|old| &old.enquiries).map(|e| (e.id.as_str(), e)), part.enquiries.iter().map(|e| (e.id.as_str(), e)));
        }
        counts
    }

    fn add<'r, T: PartialEq + 'r>(&mut self, before: impl IntoIterator<Item = (&'r str, &'r T)>, after: impl IntoIterator<Item = (&'r str, &'r T)>) {
        let mut before: HashMap<&str, &T> = before.into_iter().collect();
        for (id, new) in after {
            match before.remove(id) {
                None => self.added += 1,
                Some(old) if old != new => self.changed += 1,
                Some(_) => {}
            }
        }
        self.removed += before.len();
    }
}

type Records = BTreeMap<(RecordKind, String), (Text, Map<String, Value>)>;

fn part(department: &DepartmentId, before: Option<&DepartmentCorpus>, after: Option<&DepartmentCorpus>) -> Vec<Change> {
    let (before, after) = (before.map(records).unwrap_or_default(), after.map(records).unwrap_or_default());
    let keys: BTreeSet<&(RecordKind, String)> = before.keys().chain(after.keys()).collect();
    keys.into_iter()
        .filter_map(|key| {
            let (title, fate) = match (before.get(key), after.get(key)) {
                (None, Some((title, _))) => (title, Fate::Added),
                (Some((title, _)), None) => (title, Fate::Removed),
                (Some((_, old)), Some((title, new))) if old != new => (title, Fate::Changed { fields: fields(old, new) }),
                _ => return None,
            };
            Some(Change { department: department.clone(), kind: key.0, id: key.1.clone(), title: title.clone(), fate })
        })
        .collect()
}

fn records(part: &DepartmentCorpus) -> Records {
    let map = |value: Result<Value, serde_json::Error>| match value {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    };
    let question = |list: &[String]| list.first().cloned().unwrap_or_default();
    let department = ((RecordKind::Department, part.department.id.to_string()), (part.department.name.clone(), map(serde_json::to_value(&part.department))));
    let services = part.services.iter().map(|s| ((RecordKind::Service, s.id.to_string()), (s.title.clone(), map(serde_json::to_value(s)))));
    let enquiries = part.enquiries.iter().map(|e| {
        let title = Text::new(question(&e.questions.tc), question(&e.questions.en));
        ((RecordKind::Enquiry, e.id.to_string()), (title, map(serde_json::to_value(e))))
    });
    std::iter::once(department).chain(services).chain(enquiries).collect()
}

fn fields(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    compare("", before, after, &mut changes);
    changes
}

fn compare(prefix: &str, before: &Map<String, Value>, after: &Map<String, Value>, changes: &mut Vec<FieldChange>) {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for key in keys {
        let field = format!("{prefix}{key}");
        match (before.get(key).unwrap_or(&Value::Null), after.get(key).unwrap_or(&Value::Null)) {
            (old, new) if old == new => {}
            (Value::Object(old), Value::Object(new)) => compare(&format!("{field}."), old, new, changes),
            (old, new) => changes.push(FieldChange { field, before: old.clone(), after: new.clone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped;

    #[test]
    fn a_change_is_told_field_by_field() {
        let before = shipped::data().unwrap().corpus;
        let mut after = before.clone();
        assert_eq!(diff(&before, &after), []);
        let part = after.departments.iter_mut().find(|part| part.department.id.as_str() == "td").unwrap();
        part.services[0].title.en = "Another title".into();
        part.services[0].fees.clear();
        let removed = part.services.pop().unwrap().id.to_string();
        let changes = diff(&before, &after);
        assert_eq!(changes.len(), 2);
        assert_eq!(Counts::of(&changes), Counts { added: 0, removed: 1, changed: 1 });
        assert_eq!(Counts::between(&before, &after.departments), Counts::of(&changes));
        let Some(Change { fate: Fate::Changed { fields }, .. }) = changes.iter().find(|change| change.id != removed) else { panic!("{changes:?}") };
        assert_eq!(fields.iter().map(|change| change.field.as_str()).collect::<Vec<_>>(), ["fees", "title.en"]);
        assert_eq!(fields[1].after, "Another title");
        assert_eq!(changes.iter().find(|change| change.id == removed).unwrap().fate, Fate::Removed);
        assert_eq!(diff(&after, &before).iter().filter(|change| change.fate == Fate::Added).count(), 1);
    }
}
