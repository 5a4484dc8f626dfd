//! When each feed is due. It reads no clock: the time is handed in.

use std::time::Duration;

use tokio::time::Instant;

use super::PollConfig;
use crate::weather::feed::{FeedLanguage, Product};

/// One address of the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Feed {
    pub(super) product: Product,
    pub(super) language: FeedLanguage,
}

impl std::fmt::Display for Feed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}_{}", self.product.data_type(), self.language.tag())
    }
}

/// When each feed is due.
pub(super) struct Schedule {
    entries: Vec<Entry>,
    first_retry: Duration,
    last_retry: Duration,
}

struct Entry {
    feed: Feed,
    every: Duration,
    due: Instant,
    /// Failures since the last success.
    failures: u32,
}

impl Schedule {
    /// Everything is due at once, warnings first.
    pub(super) fn new(config: &PollConfig, now: Instant) -> Self {
        let feeds = Product::ALL.into_iter().flat_map(|product| FeedLanguage::ALL.map(|language| Feed { product, language }));
        let entries = feeds.map(|feed| Entry { feed, every: config.every(feed.product), due: now, failures: 0 }).collect();
        Self { entries, first_retry: config.first_retry, last_retry: config.last_retry }
    }

    /// When the next feed is due.
    pub(super) fn next_due(&self) -> Instant {
        self.entries.iter().map(|entry| entry.due).min().expect("there are products and languages")
    }

    /// What is due at a time.
    pub(super) fn due(&self, now: Instant) -> Vec<Feed> {
        self.entries.iter().filter(|entry| entry.due <= now).map(|entry| entry.feed).collect()
    }

    /// A fetch brought a bulletin: the next is due after the usual while.
    pub(super) fn succeeded(&mut self, feed: Feed, now: Instant) {
        let entry = self.entry(feed);
        entry.failures = 0;
        entry.due = now + entry.every;
    }

    /// A fetch failed: the next is due after a pause that doubles with each failure, shortened by up to a half.
    pub(super) fn failed(&mut self, feed: Feed, now: Instant, jitter: f64) {
        let (first, last) = (self.first_retry, self.last_retry);
        let entry = self.entry(feed);
        let pause = first.saturating_mul(2_u32.saturating_pow(entry.failures)).min(last);
        entry.failures += 1;
        entry.due = now + pause.mul_f64(1.0 - jitter.clamp(0.0, 1.0) / 2.0);
    }

    fn entry(&mut self, feed: Feed) -> &mut Entry {
        self.entries.iter_mut().find(|entry| entry.feed == feed).expect("every feed has an entry from the beginning")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WARNINGS: Feed = Feed { product: Product::WarningSummary, language: FeedLanguage::Traditional };
    const NOW_TC: Feed = Feed { product: Product::Current, language: FeedLanguage::Traditional };

    /// A schedule on which everything was fetched at `start`.
    fn fetched(start: Instant) -> Schedule {
        let mut schedule = Schedule::new(&PollConfig::default(), start);
        let feeds = schedule.due(start);
        assert_eq!(feeds.len(), 18);
        feeds.into_iter().for_each(|feed| schedule.succeeded(feed, start));
        schedule
    }

    #[test]
    fn each_product_has_its_pace() {
        let start = Instant::now();
        let schedule = fetched(start);
        let due_after = |minutes| {
            let mut due: Vec<&str> = schedule.due(start + Duration::from_mins(minutes)).iter().map(|feed| feed.product.data_type()).collect();
            due.dedup();
            due
        };
        assert_eq!(due_after(1), [""; 0]);
        assert_eq!(due_after(2), ["warnsum", "warningInfo", "swt"]);
        assert_eq!(due_after(10), ["warnsum", "warningInfo", "swt", "rhrread", "flw"]);
        assert_eq!(due_after(30), ["warnsum", "warningInfo", "swt", "rhrread", "flw", "fnd"]);
        assert_eq!(schedule.next_due(), start + Duration::from_mins(2));
    }

    #[test]
    fn failures_wait_longer_and_longer_up_to_a_limit() {
        let start = Instant::now();
        let mut schedule = fetched(start);
        let mut pauses = Vec::new();
        for _ in 0..9 {
            schedule.failed(NOW_TC, start, 0.0);
            pauses.push(schedule.entry(NOW_TC).due.duration_since(start).as_secs());
        }
        assert_eq!(pauses, [15, 30, 60, 120, 240, 480, 600, 600, 600]);
        schedule.failed(NOW_TC, start, 1.0);
        assert_eq!(schedule.entry(NOW_TC).due.duration_since(start).as_secs(), 300, "jitter takes up to a half");
        schedule.succeeded(NOW_TC, start);
        schedule.failed(NOW_TC, start, 0.0);
        assert_eq!(schedule.entry(NOW_TC).due.duration_since(start).as_secs(), 15, "a success starts anew");
        assert_eq!(schedule.entry(WARNINGS).due.duration_since(start).as_secs(), 120, "others keep their pace");
    }

    #[test]
    fn a_thousand_failures_do_not_overflow() {
        let start = Instant::now();
        let mut schedule = fetched(start);
        (0..1000).for_each(|_| schedule.failed(NOW_TC, start, 0.5));
    }
}
