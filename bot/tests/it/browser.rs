//! The page in headless Chromium, driven by Playwright (`bot/web/e2e`).

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::support;

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[test]
fn the_page_answers_in_a_browser() {
    let e2e = Path::new(env!("CARGO_MANIFEST_DIR")).join("web").join("e2e");
    if !Path::new("/usr/bin/chromium").exists() {
        return support::skip("Chromium is not installed (apt-get install chromium)");
    }
    if !e2e.join("node_modules").join("playwright-core").exists() {
        return support::skip("Playwright is not installed (npm ci in bot/web/e2e)");
    }
    let data = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_oneask"))
        .args(["serve", "--offline", "--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        // One of the checks embeds the widget in a page of another origin.
        .env("ONEASK__SERVER__ALLOWED_ORIGINS", "[\"*\"]")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let _server = Server(child);
    let url = first.split_whitespace().find(|word| word.starts_with("http://")).unwrap_or_else(|| panic!("no address in `{first}`"));
    let output = Command::new("node").arg("run.mjs").arg(url).current_dir(&e2e).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(said.contains(" passed, 0 failed"), "{said}");
}
