//! The pages and the widget in headless Chromium, driven by Playwright (`bot/web/e2e`), and whether what the binary holds
//! is what their sources give.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::support;

fn web() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("web")
}

/// Runs a script of Node and returns whether it was content, and what it said.
fn node(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new("node").args(arguments).current_dir(folder).output().unwrap();
    (output.status.success(), format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn the_pages_answer_in_a_browser() {
    let e2e = web().join("e2e");
    if !Path::new("/usr/bin/chromium").exists() {
        return support::skip("Chromium is not installed (apt-get install chromium)");
    }
    if !e2e.join("node_modules").join("playwright-core").exists() {
        return support::skip("Playwright is not installed (npm ci --prefix bot/web/e2e)");
    }
    let data = tempfile::tempdir().unwrap();
    // The script starts the server itself, because it also kills it.
    let (content, said) = node(&e2e, &["run.mjs", "--server", env!("CARGO_BIN_EXE_oneask"), "--data", data.path().to_str().unwrap()]);
    assert!(content && said.contains(" passed, 0 failed"), "{said}");
}

#[test]
fn the_window_in_the_binary_is_what_its_sources_give() {
    let web = web();
    if !web.join("node_modules").join("esbuild").exists() {
        return support::skip("esbuild is not installed (npm ci --prefix bot/web)");
    }
    let (content, said) = node(&web, &["build.mjs", "--check"]);
    assert!(content, "{said}");
}
