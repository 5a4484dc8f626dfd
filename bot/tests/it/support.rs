//! What several of these tests need.

use std::{path::PathBuf, sync::OnceLock};

use tempfile::TempDir;

/// A data directory with everything built, made once for all tests of this binary.
pub(crate) fn data() -> PathBuf {
    static DATA: OnceLock<TempDir> = OnceLock::new();
    let folder = DATA.get_or_init(|| {
        let folder = TempDir::with_prefix("oneask-").unwrap();
        oneask::data::DataDirectory::open(Some(folder.path())).unwrap().assistant(oneask::data::ClassifierKind::Linear).unwrap();
        folder
    });
    folder.path().to_owned()
}

/// Says plainly that a test was skipped, or fails where nothing may be absent.
pub(crate) fn skip(why: &str) {
    #[expect(clippy::disallowed_methods, reason = "a switch of the tests, not of the program")]
    let all = std::env::var("ONEASK_REQUIRE").is_ok_and(|value| value == "all");
    assert!(!all, "ONEASK_REQUIRE=all, and {why}");
    #[expect(clippy::print_stderr, reason = "a skipped test has to be seen")]
    {
        eprintln!("SKIPPED: {why}");
    }
}
