//! The page and the widget, as they stand in `bot/web`, from the binary.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use include_dir::{Dir, include_dir};

static PAGE: &str = include_str!("../../web/index.html");
static WIDGET: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/web/widget/v1");

/// What the page may load: itself and its socket. No inline script or style.
const POLICY: &str = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'";

/// The page.
pub(super) async fn page(headers: HeaderMap) -> Response {
    let mut response = file("index.html", PAGE.as_bytes(), &headers);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(POLICY));
    response
}

/// A file of the widget; any site may load it.
pub(super) async fn widget(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(found) = WIDGET.get_file(&name) else {
        return (StatusCode::NOT_FOUND, "there is no such page").into_response();
    };
    let mut response = file(&name, found.contents(), &headers);
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
    response.headers_mut().insert("cross-origin-resource-policy", header::HeaderValue::from_static("cross-origin"));
    response
}

fn file(path: &str, contents: &'static [u8], headers: &HeaderMap) -> Response {
    let content_type = match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/json",
        _ => "application/octet-stream",
    };
    let tag = format!("\"{}\"", &blake3::hash(contents).to_hex()[..16]);
    let cached = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, cached).into_response();
    }
    (cached, [(header::CONTENT_TYPE, content_type)], contents).into_response()
}
