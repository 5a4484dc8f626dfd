//! The walk of the clerk: template, a workbook with ten mistakes, check, import, diff, publish under load, rollback.

use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use rust_xlsxwriter::Workbook;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::client::{Client, reply};

pub(crate) fn oneask(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oneask")).arg("--data").arg(data).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A server as a process, killed when it is dropped.
pub(crate) struct Serving {
    pub(crate) address: SocketAddr,
    child: Child,
}

impl Serving {
    pub(crate) fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_oneask"))
            .arg("--data")
            .arg(data)
            .args(["serve", "--offline", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap().by_ref()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_else(|| panic!("{line}"));
        Self { address: address.parse().unwrap(), child }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

const HEADERS: [&str; 12] =
    ["部門", "標題 Title (Chinese)", "title_en", "表格編號", "費用", "付款方法", "辦理方法", "相關服務", "生效日期", "失效日期", "來源", "俗稱"];

/// Rows of a workbook: all right, except for the cells that `spoil` overwrites (row and column from 1).
fn workbook(path: &Path, spoil: &[(usize, usize, &str)]) {
    let mut rows = vec![HEADERS.map(str::to_owned).to_vec()];
    for n in 1..=9 {
        rows.push(vec![
            "運輸署".into(),
            format!("申領測試飛行器牌照第{n}類"),
            format!("Test flyer licence class {n}"),
            format!("TD 90{n:02}"),
            format!("{n}23"),
            "現金、八達通".into(),
            "郵寄".into(),
            "driving-licence-full-renewal".into(),
            "2026-01-01".into(),
            "2036-12-31".into(),
            format!("https://www.td.gov.hk/flyer/{n}"),
            format!("飛行器第{n}類牌"),
        ]);
    }
    for (row, column, cell) in spoil {
        rows[row - 1][column - 1] = (*cell).to_owned();
    }
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("服務 services").unwrap();
    for (r, row) in (0u32..).zip(&rows) {
        for (c, cell) in (0u16..).zip(row) {
            sheet.write_string(r, c, cell).unwrap();
        }
    }
    workbook.save(path).unwrap();
}

#[test]
fn ten_mistakes_are_ten_problems() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("forms.xlsx"));
    let template = oneask(&data, &["corpus", "template", file.to_str().unwrap()]);
    assert!(template.status.success(), "{}", String::from_utf8_lossy(&template.stderr));
    let empty = oneask(&data, &["corpus", "check", file.to_str().unwrap()]);
    assert!(empty.status.success() && said(&empty).contains("0 errors"), "{}", said(&empty));

    workbook(
        &file,
        &[
            (2, 1, "運輸處"),
            (3, 2, ""),
            (4, 3, "測試 licence"),
            (5, 5, "about 500"),
            (6, 6, "現金、八達痛"),
            (7, 7, "pigeon"),
            (8, 8, "driving-licence-full-renwal"),
            (9, 10, "2025-12-31"),
            (10, 11, "www.td.gov.hk"),
            (10, 9, "31/2/2026"),
        ],
    );
    let output = oneask(&data, &["corpus", "check", "--json", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let problems: Vec<(u64, u64, String)> = found["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["severity"] == "error")
        .map(|problem| (problem["row"].as_u64().unwrap(), problem["column"].as_u64().unwrap(), problem["reason"].as_str().unwrap().to_owned()))
        .collect();
    let expected = [
        (2, 1, "did you mean 運輸署"),
        (3, 2, "`tc`"),
        (4, 3, "Chinese character"),
        (5, 5, "`about 500` is not an amount"),
        (6, 6, "did you mean `octopus`?"),
        (7, 7, "`pigeon` is not known here"),
        (8, 8, "did you mean `driving-licence-full-renewal`?"),
        (9, 10, "it ends on 2025-12-31, before it begins on 2026-01-01"),
        (10, 9, "there is no day `31/2/2026`"),
        (10, 11, "`www.td.gov.hk` is not an address"),
    ];
    for (row, column, reason) in expected {
        assert!(problems.iter().any(|problem| problem.0 == row && problem.1 == column && problem.2.contains(reason)), "{row}:{column} {reason}\n{problems:#?}");
    }
    assert_eq!(problems.len(), expected.len(), "{problems:#?}");
    let import = oneask(&data, &["corpus", "import", file.to_str().unwrap()]);
    assert!(import.status.code() == Some(1) && said(&import).contains("nothing was imported"));
}

/// Citizens who ask one question after another until they are told to stop, each waiting for the answer.
struct Crowd {
    stop: Arc<AtomicBool>,
    answered: Arc<AtomicUsize>,
    chats: Vec<tokio::task::JoinHandle<usize>>,
}

impl Crowd {
    fn start(address: SocketAddr, size: usize) -> Self {
        let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let chats = (0..size)
            .map(|_| {
                let (stop, answered) = (Arc::clone(&stop), Arc::clone(&answered));
                tokio::spawn(async move {
                    let mut client = Client::connect(address).await;
                    client.hello(None, None).await;
                    let mut asked = 0;
                    while !stop.load(Ordering::Relaxed) {
                        let (_, answer) = client.ask(&asked.to_string(), "個車牌就到期，點續？").await;
                        assert_eq!(reply(answer).service.as_deref(), Some("driving-licence-full-renewal"));
                        asked += 1;
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                    asked
                })
            })
            .collect();
        Self { stop, answered, chats }
    }

    async fn end(self) -> usize {
        self.stop.store(true, Ordering::Relaxed);
        let mut asked = 0;
        for chat in self.chats {
            asked += chat.await.expect("no turn is dropped");
        }
        assert_eq!(asked, self.answered.load(Ordering::Relaxed));
        asked
    }
}

/// Asks until the answer is of this service, or no longer; the server looks for releases twice a second.
async fn ask_until(client: &mut Client, id: &str, wanted: Option<&str>) -> String {
    for n in 0..2000 {
        let answer = reply(client.ask(&format!("{id}-{n}"), "飛行器第3類牌要填咩表").await.1);
        if answer.service.as_deref().filter(|service| service.starts_with("td-test-flyer")) == wanted {
            return answer.text;
        }
        assert!(is_ready(client_address(client)).await, "/readyz flickers");
    }
    panic!("the release was not taken")
}

fn client_address(client: &Client) -> SocketAddr {
    match client.0.get_ref() {
        tokio_tungstenite::MaybeTlsStream::Plain(stream) => stream.peer_addr().unwrap(),
        _ => panic!("the tests use no TLS"),
    }
}

async fn is_ready(address: SocketAddr) -> bool {
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /readyz HTTP/1.0\r\n\r\n").await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text.starts_with("HTTP/1.0 200") || text.starts_with("HTTP/1.1 200")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_workbook_is_published_while_citizens_chat_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("forms.xlsx"));
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("config.toml"), "[server]\nmessages_per_minute = 1000000\n").unwrap();
    let server = Serving::start(&data);
    let crowd = Crowd::start(server.address, 4);
    let mut client = Client::connect(server.address).await;
    client.hello(None, None).await;
    ask_until(&mut client, "before", None).await;

    workbook(&file, &[]);
    let file = file.to_str().unwrap();
    let import = oneask(&data, &["corpus", "import", file, "--author", "陳文員"]);
    assert!(import.status.success(), "{}", said(&import));
    assert!(said(&import).contains("9 added, 0 removed, 0 changed"), "{}", said(&import));
    ask_until(&mut client, "drafted", None).await;
    let differences = said(&oneask(&data, &["corpus", "diff"]));
    assert!(differences.contains("+ service td/td-test-flyer-licence-class-3"), "{differences}");
    let page = folder.path().join("diff.html");
    assert!(oneask(&data, &["corpus", "diff", "--html", page.to_str().unwrap()]).status.success());
    assert!(std::fs::read_to_string(page).unwrap().contains("申領測試飛行器牌照第3類"));

    let publish = oneask(&data, &["corpus", "publish", "--note", "飛行器牌照", "--author", "陳文員"]);
    assert!(said(&publish).contains("in force: release 2"), "{}", said(&publish));
    let text = ask_until(&mut client, "published", Some("td-test-flyer-licence-class-3")).await;
    assert!(text.contains("TD 9003") && text.contains("HK$323"), "{text}");

    let rollback = oneask(&data, &["corpus", "rollback", "1", "--note", "擺錯咗"]);
    assert!(said(&rollback).contains("in force: release 1"), "{}", said(&rollback));
    ask_until(&mut client, "taken back", None).await;
    let turns = crowd.end().await;
    assert!(turns > 0);

    let audit = said(&oneask(&data, &["corpus", "audit"]));
    let actions: Vec<&str> = audit.lines().filter_map(|line| line.split_whitespace().nth(2)).collect();
    assert_eq!(actions, ["rollback", "publish", "import", "publish"], "{audit}");
    // What is published later comes by itself on its day.
    let on = |day: &str| said(&oneask(&data, &["corpus", "as-of", day]));
    assert!(on("2026-11-24").contains("release"), "{}", on("2026-11-24"));
}

#[test]
fn a_question_is_answered_by_what_is_in_force_on_its_day() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("future.csv"));
    std::fs::write(
        &file,
        "部門,標題,title_en,表格編號,俗稱,生效日期,失效日期,來源\n運輸署,申領時光機牌照,Time machine licence,TD 9999,時光機牌,2030-01-01,2030-12-31,https://www.td.gov.hk/time\n",
    )
    .unwrap();
    let publish = oneask(&data, &["corpus", "publish", file.to_str().unwrap(), "--note", "future"]);
    assert!(publish.status.success(), "{}", said(&publish));
    let on = |day: &str| said(&oneask(&data, &["ask", "--offline", "--as-of", day, "時光機牌要填咩表"]));
    assert!(on("2030-06-01").contains("TD 9999"), "{}", on("2030-06-01"));
    assert!(!on("2029-12-31").contains("TD 9999") && !on("2031-01-01").contains("TD 9999"));
    assert!(said(&oneask(&data, &["corpus", "as-of", "2030-06-01"])).contains("td-time-machine-licence"));
    assert!(!said(&oneask(&data, &["corpus", "as-of", "2026-11-24"])).contains("td-time-machine-licence"));
}
