//! The program as a process: what it says of bad input, and how it ends.

use std::{
    fs,
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

use crate::support;

fn oneask(data: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_oneask"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may end before it has read everything.
    child.stdin.take().unwrap().write_all(input).ok();
    child.wait_with_output().unwrap()
}

fn code_and_error(output: &Output) -> (i32, String) {
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn wrong_usage_is_code_2() {
    let data = support::data();
    assert_eq!(oneask(&data, &["dance"], b"").status.code(), Some(2));
    let (code, error) = code_and_error(&oneask(&data, &["corpus", "check", "no/such/folder"], b""));
    assert!(code == 2 && error.contains("no/such/folder"), "{error}");
    let (code, error) = code_and_error(&oneask(&data, &["ask", "--offline", "--weather", "no/such", "你好"], b""));
    assert!(code == 2 && error.contains("rhrread_tc.json"), "{error}");
    let (code, error) = code_and_error(&oneask(&data, &["ask", "--offline", &"車".repeat(600)], b""));
    assert!(code == 2 && error.contains("600 characters, the limit is 500"), "{error}");
}

#[test]
fn a_port_in_use_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (code, error) = code_and_error(&oneask(&support::data(), &["serve", "--offline", "--listen", &address], b""));
    assert!(code == 1 && error.contains(&address) && error.contains("--listen"), "{error}");
}

#[test]
fn a_data_directory_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let (code, error) = code_and_error(&oneask(&file.path().join("data"), &["ask", "--offline", "你好"], b""));
    assert!(code == 1 && error.contains("data directory") && error.contains("--data"), "{error}");
}

#[test]
fn a_damaged_index_is_built_again() {
    let folder = tempfile::tempdir().unwrap();
    let ask = |question: &str| oneask(folder.path(), &["ask", "--offline", question], b"");
    let before = ask("個車牌就到期，點續？");
    assert!(before.status.success());
    let index = fs::read_dir(folder.path().join("index")).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    for file in fs::read_dir(&index).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension != "json" && extension != "lock") {
            fs::write(path, b"rubbish").unwrap();
        }
    }
    let after = ask("個車牌就到期，點續？");
    let error = String::from_utf8_lossy(&after.stderr);
    assert!(after.status.success() && error.contains("damaged"), "{error}");
    assert_eq!(after.stdout, before.stdout);
}

#[test]
fn a_broken_corpus_file_is_reported_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("xx.toml");
    fs::write(
        &file,
        "[department]\nid = \"xx\"\nname = { tc = \"某署\", en = \"Some 署\" }\n\n[[service]]\nid = \"Bad Id\"\ntitle = { tc = \"甲\", en = \"A\" }\nsources = []\n\n\
         [[service]]\nid = \"good\"\ntitle = { tc = \"乙\", en = \"B\" }\nfees = [{ hkd = -1, tc = \"費\", en = \"Fee\" }]\nsources = []\n\n\
         [[service]]\nid = \"third\"\ntitle = { tc = \"丙\", en = \"C\" }\nrelated = [\"tihrd\"]\ndeadline = { tc = \"三日\", en = \"3 days\" }\nsources = [{ url = \"nowhere\", checked = 2026-11-24, covers = [\"fees\"] }]\n",
    )
    .unwrap();
    let output = oneask(&support::data(), &["corpus", "check", folder.path().to_str().unwrap()], b"");
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    for expected in [
        "xx.toml:3:26: the English text has the Chinese character `署`",
        "xx.toml:6:6: `Bad Id` is not an identifier",
        "xx.toml:13:",
        "xx.toml:19:12: there is no service `tihrd`: did you mean `third`?",
        "xx.toml:20:12: no source of `third` covers `deadline`",
        "xx.toml:21:20: `nowhere` is not an address",
    ] {
        assert!(text.contains(expected), "{expected}\n---\n{text}");
    }
    let publish = oneask(&support::data(), &["corpus", "publish", folder.path().to_str().unwrap(), "--note", "x"], b"");
    assert_eq!(publish.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&publish.stdout).contains("nothing was published"));
}

#[test]
fn lines_of_json_are_answered_in_order_and_bad_ones_are_named() {
    let input = [
        "{\"id\":\"1\",\"session\":\"s\",\"text\":\"個車牌就到期，點續？\"}\n".as_bytes(),
        b"{nonsense\n",
        b"{\"id\":\"2\",\"text\":\"\xff\xfe\"}\n",
        b"\n",
        "{\"id\":\"3\",\"session\":\"s\",\"text\":\"網上得唔得？\",\"unknown\":1}\n".as_bytes(),
        b"{\"id\":\"4\",\"text\":\"   \"}\n",
        "{\"id\":\"5\",\"session\":\"s\",\"text\":\"what about the fee?\"}".as_bytes(),
    ]
    .concat();
    let output = oneask(&support::data(), &["ask", "--json", "--offline", "--now", "2026-11-24T10:00:00+08:00"], &input);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<Value> = String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 6);
    assert_eq!((&lines[0]["id"], &lines[0]["forms"][0]["number"]), (&"1".into(), &"TD 557".into()));
    assert_eq!((&lines[1]["id"], &lines[1]["error"]["code"]), (&Value::Null, &"bad_json".into()));
    assert_eq!((&lines[2]["id"], &lines[2]["error"]["code"]), (&Value::Null, &"bad_utf8".into()));
    assert_eq!((&lines[3]["intent"], &lines[3]["service"]), (&"procedure_channel".into(), &"driving-licence-full-renewal".into()));
    assert_eq!(lines[4]["error"]["code"], "bad_utterance");
    assert_eq!((&lines[5]["language"], &lines[5]["service"]), (&"en".into(), &"driving-licence-full-renewal".into()));
    for key in [
        "id",
        "session",
        "language",
        "intent",
        "confidence",
        "aspect",
        "slots",
        "decision",
        "service",
        "enquiry",
        "forms",
        "services",
        "text",
        "parts",
        "suggestions",
        "sources",
    ] {
        assert!(lines[0].get(key).is_some(), "{key}");
    }
}
