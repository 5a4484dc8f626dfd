//! The program is killed at points of an import, a publication or a build: the last release stays whole, and the next
//! start finishes or discards the rest.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use oneask_corpus::release::{ReleaseStore, SqliteReleases};

use crate::clerk::oneask;

/// How often the program is killed.
const KILLS: u64 = 50;

#[test]
fn a_kill_at_any_moment_leaves_a_whole_release() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("round.csv");
    // Every round publishes something else, so that there is an index to build.
    let prepare = |n: u64| {
        let row = format!("運輸署,申領測試牌照,Crash test licence,TD 8{n:03},撞車測試牌,https://www.td.gov.hk/crash/{n}\n");
        std::fs::write(&file, format!("部門,標題,title_en,表格編號,俗稱,來源\n{row}")).unwrap();
    };
    let commands: [&[&str]; 3] =
        [&["corpus", "import", file.to_str().unwrap()], &["corpus", "publish", file.to_str().unwrap(), "--note", "crash"], &["ask", "--offline", "撞車測試牌"]];
    assert!(oneask(&data, &["ask", "--offline", "你好"]).status.success());
    prepare(999);
    // How long each takes when nobody kills it.
    let whole: Vec<Duration> = commands
        .iter()
        .map(|command| {
            let started = Instant::now();
            let output = oneask(&data, command);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
            started.elapsed()
        })
        .collect();
    let mut interrupted = 0;
    for n in 0..KILLS {
        prepare(n);
        let which = (n % 3) as usize;
        let mut child = Command::new(env!("CARGO_BIN_EXE_oneask"))
            .arg("--data")
            .arg(&data)
            .args(commands[which])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Points spread over the whole run by the golden ratio, so that no two are alike.
        let point = whole[which].mul_f64((n as f64 * 0.618_034).fract());
        wait(point);
        interrupted += u64::from(child.try_wait().unwrap().is_none());
        child.kill().ok();
        child.wait().unwrap();

        let store = SqliteReleases::open(&data.join("releases.db")).unwrap();
        let current = store.current().unwrap().expect("a release is in force");
        let corpus = store.corpus(current.number).unwrap();
        assert_eq!(corpus.services().count() as u64, current.services, "after kill {n}");
    }
    assert!(interrupted > KILLS / 4, "only {interrupted} of {KILLS} kills came in time");
    let after = oneask(&data, &["ask", "--offline", "個車牌就到期，點續？"]);
    assert!(after.status.success() && String::from_utf8_lossy(&after.stdout).contains("TD 557"));
    let publish = oneask(&data, &["corpus", "publish", file.to_str().unwrap(), "--note", "at last"]);
    assert!(publish.status.success());
    let found = oneask(&data, &["ask", "--offline", "撞車測試牌要填咩表"]);
    assert!(String::from_utf8_lossy(&found.stdout).contains("TD 8049"), "{}", String::from_utf8_lossy(&found.stdout));
    assert!(!data.join("index").join("unfinished").exists());
}

/// Waits for a moment of another process, which nothing announces.
fn wait(time: Duration) {
    std::thread::sleep(time);
}
