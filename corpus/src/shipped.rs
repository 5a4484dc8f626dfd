//! The corpus that is part of the binary: records, holidays, places and words of `corpus/data`.

use include_dir::{Dir, include_dir};

use crate::load::{Data, DataFile, Problem, load};

static DATA: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// The shipped data files.
#[must_use]
pub fn files() -> Vec<DataFile> {
    fn walk(dir: &Dir<'_>, files: &mut Vec<DataFile>) {
        for file in dir.files().filter(|file| file.path().extension().is_some_and(|e| e == "toml" || e == "txt")) {
            files.push(DataFile { name: format!("corpus/data/{}", file.path().display()), bytes: file.contents().to_vec() });
        }
        dir.dirs().for_each(|dir| walk(dir, files));
    }
    let mut files = Vec::new();
    walk(&DATA, &mut files);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// The shipped data, loaded and checked.
///
/// # Errors
/// What is wrong with it; a test keeps this from happening to a build that passes.
pub fn data() -> Result<Data, Vec<Problem>> {
    load(&files()).whole()
}

/// Identifies the shipped records.
#[must_use]
pub fn fingerprint() -> String {
    let mut hash = blake3::Hasher::new();
    for file in files() {
        hash.update(file.name.as_bytes());
        hash.update(&file.bytes);
    }
    hash.finalize().to_hex()[..16].to_owned()
}
