//! The pages, the widget's files and what they load first, from a real server.

use oneask::{
    config::ServerConfig,
    store::SqliteStore,
    wire::{OfflineForms, Start},
};
use oneask_corpus::text::is_han;

use crate::running::{Running, recorded_weather, start, start_with};

/// What of a response these tests look at.
struct Page {
    status: u16,
    headers: reqwest::header::HeaderMap,
    body: String,
}

impl Page {
    async fn of(running: &Running, path: &str) -> Self {
        let response = running.http.get(running.url(path)).send().await.unwrap();
        Self { status: response.status().as_u16(), headers: response.headers().clone(), body: response.text().await.unwrap() }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

#[tokio::test]
async fn pages_have_their_policy_and_files_their_kind() {
    let sites = vec!["https://www.td.gov.hk".to_owned(), "https://www.gov.hk".to_owned()];
    let running = start(ServerConfig { allowed_origins: sites, ..ServerConfig::default() }).await;
    for (path, kind, frames) in [
        ("/", "text/html; charset=utf-8", "frame-ancestors 'self'"),
        ("/widget/", "text/html; charset=utf-8", "frame-ancestors 'self'"),
        ("/page/offline.html", "text/html; charset=utf-8", "frame-ancestors 'self'"),
        ("/embed/td", "text/html; charset=utf-8", "frame-ancestors 'self' https://www.td.gov.hk https://www.gov.hk"),
        ("/embed/all", "text/html; charset=utf-8", "frame-ancestors 'self' https://www.td.gov.hk https://www.gov.hk"),
    ] {
        let page = Page::of(&running, path).await;
        assert_eq!((page.status, page.header("content-type")), (200, kind), "{path}");
        let policy = page.header("content-security-policy");
        assert!(policy.ends_with(frames) && policy.contains("require-trusted-types-for 'script'"), "{path}: {policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
    }
    for (path, kind) in [
        ("/page/page.js", "text/javascript; charset=utf-8"),
        ("/page/page.css", "text/css; charset=utf-8"),
        ("/icons/icon.svg", "image/svg+xml"),
        ("/icons/icon-192.png", "image/png"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/widget/v1/oneask.js", "text/javascript; charset=utf-8"),
    ] {
        let response = running.http.get(running.url(path)).send().await.unwrap();
        assert_eq!((response.status().as_u16(), &response.headers()["content-type"]), (200, &kind.parse().unwrap()), "{path}");
        let tag = response.headers()["etag"].clone();
        let again = running.http.get(running.url(path)).header("if-none-match", tag).send().await.unwrap();
        assert_eq!(again.status(), 304, "{path}");
    }
    assert_eq!(Page::of(&running, "/sw.js").await.header("service-worker-allowed"), "/");
    let widget = Page::of(&running, "/widget/v1/loader.js").await;
    assert_eq!((widget.header("access-control-allow-origin"), widget.header("cross-origin-resource-policy")), ("*", "cross-origin"));
}

#[tokio::test]
async fn what_is_not_there_is_said_in_both_languages() {
    let running = start(ServerConfig::default()).await;
    for path in ["/nowhere", "/embed/no-such", "/embed/TD", "/page/none.js", "/widget/v1/..%2f..%2findex.html", "/icons/..%2findex.html"] {
        let page = Page::of(&running, path).await;
        assert_eq!((page.status, page.header("content-type")), (404, "text/html; charset=utf-8"), "{path}");
        assert!(page.body.contains("沒有這個頁面") && page.body.contains("There is no such page"), "{path}");
    }
}

#[tokio::test]
async fn the_first_screen_has_what_is_asked_most_and_the_warnings() {
    let running = start_with(ServerConfig::default(), SqliteStore::in_memory().unwrap(), recorded_weather()).await;
    let of = async |query: &[(&str, &str)]| serde_json::from_str::<Start>(&running.get("/start/v1", query).await.1).unwrap();
    let chinese = of(&[("lang", "zh-Hant")]).await;
    assert_eq!(chinese.services[0].payload, "service:driving-licence-full-renewal");
    let warning = &chinese.warnings[0];
    assert_eq!(warning.title, "黃色火災危險警告");
    // The recording is of a day that is long past.
    assert!(warning.stale && warning.issued.contains("可能已經過時"), "{warning:?}");
    let english = of(&[("lang", "en"), ("dept", "immd")]).await;
    assert!(english.services.len() == 6 && english.services.iter().all(|service| !service.title.chars().any(is_han)));
    assert_eq!(english.warnings[0].title, "Yellow Fire Danger Warning");
    for choice in english.services.into_iter().chain(chinese.services) {
        running.press(&choice.payload).await;
    }
}

#[tokio::test]
async fn the_list_for_the_offline_page_has_every_form() {
    let running = start(ServerConfig::default()).await;
    let list: OfflineForms = serde_json::from_str(&running.get("/offline/v1/forms.json", &[]).await.1).unwrap();
    let form = list.forms.iter().find(|form| form.0 == "TD 557" && form.1.contains("正式駕駛執照")).unwrap();
    assert!(form.5.contains("正式驾驶执照") && form.3 == "td");
    assert_eq!(list.departments["td"], ("運輸署".to_owned(), "Transport Department".to_owned()));
    assert!(list.forms.iter().all(|form| list.departments.contains_key(&form.3)));
    assert!(list.forms.len() > 600, "{}", list.forms.len());
}
