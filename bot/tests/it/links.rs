//! `oneask corpus links` against a server that plays the web.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex},
    thread,
};

use crate::clerk::oneask;

/// Answers by path, and counts what was asked.
fn web() -> (SocketAddr, Arc<Mutex<BTreeMap<String, usize>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let asked: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
    let counting = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let counting = Arc::clone(&counting);
            thread::spawn(move || {
                let mut reader = BufReader::new(stream);
                let mut request = String::new();
                while reader.read_line(&mut request).is_ok_and(|read| read > 2) {}
                let mut words = request.split_whitespace();
                let (method, path) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
                let times = {
                    let mut asked = counting.lock().unwrap();
                    let times = asked.entry(path.clone()).or_default();
                    *times += 1;
                    *times
                };
                let (status, body) = match path.as_str() {
                    "/robots.txt" => ("200 OK", "User-agent: *\nDisallow: /private\n"),
                    "/gone" => ("404 Not Found", ""),
                    "/shaky" if times < 3 => ("503 Service Unavailable", ""),
                    "/get-only" if method == "HEAD" => ("405 Method Not Allowed", ""),
                    "/moved" => ("301 Moved Permanently\r\nLocation: /here", ""),
                    _ => ("200 OK", ""),
                };
                let mut stream = reader.into_inner();
                write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).ok();
            });
        }
    });
    (address, asked)
}

#[test]
fn every_address_is_asked_politely() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (address, asked) = web();
    let mut table = "部門,標題,title_en,網址,來源\n".to_owned();
    for (n, path) in ["fine", "gone", "shaky", "get-only", "moved", "private/x"].into_iter().enumerate() {
        table.push_str(&format!("運輸署,測試連結{n},Link test {n},http://{address}/{path},http://{address}/{path}\n"));
    }
    let file = folder.path().join("links.csv");
    std::fs::write(&file, table).unwrap();
    assert!(oneask(&data, &["corpus", "publish", file.to_str().unwrap(), "--note", "links"]).status.success());

    let report = folder.path().join("report.json");
    let arguments = ["corpus", "links", "--only", &address.to_string(), "--per-second", "1000", "--report", report.to_str().unwrap()];
    let output = oneask(&data, &arguments);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("6 addresses: 3 answer, 1 moved, 1 broken"), "{text}");
    assert!(text.contains(&format!("http://{address}/gone: answers 404 (td-link-test-1)")), "{text}");
    assert!(text.contains("robots.txt forbids it"), "{text}");
    let asked = asked.lock().unwrap();
    assert_eq!((asked["/robots.txt"], asked["/gone"], asked["/shaky"]), (1, 1, 3), "{asked:?}");
    assert!(!asked.contains_key("/private/x"), "{asked:?}");
    assert_eq!(serde_json::from_slice::<Vec<serde_json::Value>>(&std::fs::read(report).unwrap()).unwrap().len(), 6);
}
