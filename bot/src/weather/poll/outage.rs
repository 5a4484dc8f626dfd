//! Which feeds are down: logged once when they go and once when they come back, however often they are tried.

use std::collections::BTreeSet;

use super::{fetch::FetchError, schedule::Feed};

/// Which feeds are down, and what changed since the last line of the log.
#[derive(Debug, Default)]
pub(super) struct Outages {
    down: BTreeSet<Feed>,
    went: Vec<Feed>,
    /// Why the first of those went.
    why: Option<String>,
    came_back: Vec<Feed>,
}

impl Outages {
    pub(super) fn succeeded(&mut self, feed: Feed) {
        if self.down.remove(&feed) {
            self.came_back.push(feed);
        }
    }

    pub(super) fn failed(&mut self, feed: Feed, error: &FetchError) {
        if self.down.insert(feed) {
            self.went.push(feed);
            self.why.get_or_insert_with(|| with_causes(error));
        }
    }

    /// Writes at most one line for what went and one for what came back since the last call.
    pub(super) fn log(&mut self) {
        if let Some(reason) = self.why.take() {
            let feeds = names(&std::mem::take(&mut self.went));
            tracing::warn!(weather.feeds = feeds, weather.down = self.down.len(), reason, "the Observatory's feed is down; the last bulletins are kept");
        }
        if !self.came_back.is_empty() {
            let feeds = names(&std::mem::take(&mut self.came_back));
            tracing::info!(weather.feeds = feeds, weather.down = self.down.len(), "the Observatory's feed is back");
        }
    }
}

fn names(feeds: &[Feed]) -> String {
    feeds.iter().map(Feed::to_string).collect::<Vec<_>>().join(" ")
}

/// An error with what caused it, in one line.
fn with_causes(error: &FetchError) -> String {
    let mut line = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weather::feed::{FeedError, FeedLanguage, Product};

    const NOW: Feed = Feed { product: Product::Current, language: FeedLanguage::Traditional };
    const TIPS: Feed = Feed { product: Product::Tips, language: FeedLanguage::English };

    #[test]
    fn one_line_per_outage_and_one_per_recovery() {
        let mut outages = Outages::default();
        let error = FetchError::Malformed(FeedError::NotAnObject);
        outages.succeeded(NOW);
        assert!(outages.came_back.is_empty(), "it was never down");
        outages.failed(NOW, &error);
        outages.failed(TIPS, &error);
        assert_eq!((names(&outages.went).as_str(), outages.why.as_deref()), ("rhrread_tc swt_en", Some("the answer is not a bulletin: not a JSON object")));
        outages.log();
        outages.failed(NOW, &error);
        assert_eq!((outages.went.len(), &outages.why), (0, &None), "nothing new");
        outages.succeeded(NOW);
        assert_eq!(names(&outages.came_back), "rhrread_tc");
        outages.log();
        outages.succeeded(NOW);
        assert!(outages.came_back.is_empty());
        assert_eq!(outages.down.len(), 1);
    }
}
