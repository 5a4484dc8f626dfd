//! Which pages may talk to this server: its own, and those of the sites on the list.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::Server;

/// How long a browser may remember that it may ask, in seconds: a day.
const PREFLIGHT_SECONDS: &str = "86400";

/// Refuses requests of pages of other sites, answers the browser's question whether it may ask, and lets the pages of
/// the sites on the list read the answers.
pub(super) async fn check(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    if !may_connect(request.headers(), &server.config.allowed_origins) {
        return (StatusCode::FORBIDDEN, "this site may not open conversations here: add it to server.allowed_origins").into_response();
    }
    let origin = request.headers().get(header::ORIGIN).cloned();
    let asks_first = request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if asks_first { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    }
    if asks_first {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type, last-event-id"));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(PREFLIGHT_SECONDS));
    }
    response
}

/// A browser names the page's origin. The server's own may connect, and those on the list, compared whole.
fn may_connect(headers: &HeaderMap, allowed: &[String]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let (Ok(origin), host) = (origin.to_str(), headers.get(header::HOST).and_then(|host| host.to_str().ok())) else { return false };
    let own = host.is_some_and(|host| origin.split_once("://").is_some_and(|(scheme, rest)| matches!(scheme, "http" | "https") && rest == host));
    own || allowed.iter().any(|site| site == "*" || site == origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_compared_whole() {
        let headers = |origin: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "bot.gov.hk".parse().unwrap());
            headers.insert(header::ORIGIN, origin.parse().unwrap());
            headers
        };
        let allowed = ["https://www.td.gov.hk".to_owned()];
        for (origin, may) in [
            ("https://bot.gov.hk", true),
            ("https://www.td.gov.hk", true),
            ("https://www.td.gov.hk.evil.example", false),
            ("https://evil.example/https://www.td.gov.hk", false),
            ("http://www.td.gov.hk", false),
            ("https://WWW.td.gov.hk", false),
            ("ftp://bot.gov.hk", false),
            ("null", false),
        ] {
            assert_eq!(may_connect(&headers(origin), &allowed), may, "{origin}");
        }
        assert!(may_connect(&headers("https://any.example"), &["*".to_owned()]));
        assert!(may_connect(&HeaderMap::new(), &[]), "no browser");
    }
}
