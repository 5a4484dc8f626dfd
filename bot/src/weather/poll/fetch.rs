//! One request for one product in one language.

use reqwest::{Client, StatusCode, Url, redirect};

use super::{PollConfig, schedule::Feed};
use crate::weather::feed::{Bulletin, FeedError};

/// Why a fetch brought no bulletin.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    /// The base address, or the machine's TLS.
    #[error("the weather's address `{0}` is not a URL")]
    Address(String),
    /// Connecting, sending, receiving, or the time that it took.
    #[error("the request failed")]
    Request(#[from] reqwest::Error),
    #[error("the answer has the status {0}")]
    Status(StatusCode),
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    #[error("the answer is not a bulletin")]
    Malformed(#[from] FeedError),
}

/// Fetches from one server.
pub(super) struct Fetcher {
    client: Client,
    base: Url,
    max_body_bytes: usize,
}

impl Fetcher {
    pub(super) fn new(config: &PollConfig) -> Result<Self, FetchError> {
        let base = Url::parse(&config.base_url).map_err(|_| FetchError::Address(config.base_url.clone()))?;
        let mut client = Client::builder()
            .user_agent(concat!("oneask/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(config.connect_timeout)
            .timeout(config.timeout)
            .redirect(redirect::Policy::limited(3));
        if base.host_str().is_some_and(|host| host == "localhost" || host.starts_with("127.")) {
            // A proxy leads to the world outside, never to this machine.
            client = client.no_proxy();
        }
        Ok(Self { client: client.build()?, base, max_body_bytes: config.max_body_bytes })
    }

    pub(super) async fn fetch(&self, feed: Feed) -> Result<Bulletin, FetchError> {
        let mut url = self.base.clone();
        url.query_pairs_mut().append_pair("dataType", feed.product.data_type()).append_pair("lang", feed.language.tag());
        let mut response = self.client.get(url).send().await?;
        if !response.status().is_success() {
            return Err(FetchError::Status(response.status()));
        }
        // Counted as it arrives and unpacked: a stated length may be missing, or false.
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > self.max_body_bytes {
                return Err(FetchError::TooLarge(self.max_body_bytes));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Bulletin::read(feed.product, &body)?)
    }
}
