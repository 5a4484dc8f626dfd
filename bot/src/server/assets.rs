//! The pages and the widget, as they stand in `bot/web/dist`, from the binary.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use include_dir::{Dir, include_dir};
use oneask_corpus::model::DepartmentId;

use super::Server;

static DIST: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/web/dist");

/// What a page may load: itself and its server. No inline script or style. Who may frame it comes after.
const POLICY: &str = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; frame-ancestors 'self'";

/// The page of which `/embed/{department}` shows all departments.
const ALL_DEPARTMENTS: &str = "all";

const NOT_FOUND: &str = "<!doctype html>
<html lang=\"zh-Hant-HK\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>沒有這個頁面 There is no such page</title>
<main>
<h1>沒有這個頁面</h1>
<p><a href=\"/\">返回一問通</a></p>
<div lang=\"en\">
<h1>There is no such page</h1>
<p><a href=\"/\">Back to OneAsk</a></p>
</div>
</main>
</html>
";

/// The full page.
pub(super) async fn page(headers: HeaderMap) -> Response {
    file("index.html", &headers)
}

/// The widget for a page that allows no script: shown in a frame by the sites on the list.
pub(super) async fn embed(State(server): State<Arc<Server>>, Path(department): Path<String>, headers: HeaderMap) -> Response {
    let known = |id: DepartmentId| server.assistant.load().knowledge().department(&id).is_some();
    if department != ALL_DEPARTMENTS && !department.parse().is_ok_and(known) {
        return not_found();
    }
    let mut response = file("embed.html", &headers);
    let policy = format!("{POLICY} {}", server.config.allowed_origins.join(" "));
    match HeaderValue::from_str(policy.trim_end()) {
        Ok(policy) => drop(response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy)),
        Err(error) => tracing::error!(%error, "server.allowed_origins cannot stand in a header: no other site can frame this page"),
    }
    response
}

/// The widget's documentation and playground.
pub(super) async fn playground(headers: HeaderMap) -> Response {
    file("widget.html", &headers)
}

/// The same without the stroke at the end.
pub(super) async fn to_playground() -> Redirect {
    Redirect::permanent("/widget/")
}

/// A file of the widget; any site may load it.
pub(super) async fn widget(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let mut response = file(&format!("widget/v1/{name}"), &headers);
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response.headers_mut().insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    response
}

/// Scripts and styles of the pages.
pub(super) async fn of_page(Path(name): Path<String>, headers: HeaderMap) -> Response {
    file(&format!("page/{name}"), &headers)
}

/// The icons of the installed page.
pub(super) async fn icon(Path(name): Path<String>, headers: HeaderMap) -> Response {
    file(&format!("icons/{name}"), &headers)
}

/// The service worker, for the whole site.
pub(super) async fn worker(headers: HeaderMap) -> Response {
    let mut response = file("sw.js", &headers);
    response.headers_mut().insert(HeaderName::from_static("service-worker-allowed"), HeaderValue::from_static("/"));
    response
}

/// What makes the page an app.
pub(super) async fn manifest(headers: HeaderMap) -> Response {
    file("manifest.webmanifest", &headers)
}

/// There is no such page, in both languages.
pub(super) async fn nowhere() -> Response {
    not_found()
}

fn not_found() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, POLICY)];
    (StatusCode::NOT_FOUND, headers, NOT_FOUND).into_response()
}

/// A file as it was built; pages have their policy.
fn file(path: &str, headers: &HeaderMap) -> Response {
    let Some(found) = DIST.get_file(path) else { return not_found() };
    let content_type = match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    };
    let mut response = cached(found.contents(), content_type, headers);
    if path.ends_with(".html") {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    response
}

/// A body that a browser keeps and asks whether it still holds.
pub(super) fn cached(body: impl AsRef<[u8]> + Into<axum::body::Body>, content_type: &'static str, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", &blake3::hash(body.as_ref()).to_hex()[..16]);
    let kept = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, [(header::CONTENT_TYPE, content_type)], body.into()).into_response()
}
