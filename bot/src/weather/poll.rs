//! Fetching the Observatory's feed in the background, for as long as the server runs.
//!
//! One loop: it sleeps until a feed is due, fetches what is due a few at a time, and puts each bulletin in place as it
//! arrives. A feed that fails keeps its last good bulletin, with its time, and is tried again with growing pauses.

mod fetch;
mod outage;
mod schedule;

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use arc_swap::ArcSwap;
use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use tokio::time::{Instant, sleep_until};

use fetch::Fetcher;
use outage::Outages;
use schedule::{Feed, Schedule};

use super::{Weather, feed::Product};

/// How many requests are under way at a time: enough that a slow answer holds up few others, and gentle on the server.
const REQUESTS_AT_A_TIME: usize = 4;

/// Where the feed is, and how often and how patiently to ask.
#[derive(Debug, Clone)]
pub struct PollConfig {
    /// The address up to the query: `https://data.weather.gov.hk/weatherAPI/opendata/weather.php`.
    pub base_url: String,
    /// Between two fetches of the weather now and of the local forecast, which are issued hourly and on change.
    pub observations_every: Duration,
    /// Between two fetches of the nine-day forecast, which is issued twice a day.
    pub forecast_every: Duration,
    /// Between two fetches of warnings and tips, which are issued on change.
    pub warnings_every: Duration,
    /// How long a connection may take.
    pub connect_timeout: Duration,
    /// How long a whole answer may take, connecting included.
    pub timeout: Duration,
    /// How large an answer may be when unpacked, in bytes; the largest is about 5 KiB.
    pub max_body_bytes: usize,
    /// The pause after the first failure; it doubles with each further one.
    pub first_retry: Duration,
    /// The longest pause after a failure.
    pub last_retry: Duration,
}

impl Default for PollConfig {
    fn default() -> Self {
        Self {
            base_url: "https://data.weather.gov.hk/weatherAPI/opendata/weather.php".to_owned(),
            observations_every: Duration::from_mins(10),
            forecast_every: Duration::from_mins(30),
            warnings_every: Duration::from_mins(2),
            connect_timeout: Duration::from_secs(2),
            timeout: Duration::from_secs(5),
            max_body_bytes: 1024 * 1024,
            first_retry: Duration::from_secs(15),
            last_retry: Duration::from_mins(10),
        }
    }
}

impl PollConfig {
    const fn every(&self, product: Product) -> Duration {
        match product {
            Product::Current | Product::Local => self.observations_every,
            Product::NineDays => self.forecast_every,
            Product::WarningSummary | Product::WarningDetails | Product::Tips => self.warnings_every,
        }
    }
}

/// Keeps `weather` up to date until `shutdown` completes; a request under way is then dropped.
///
/// The poller must be the only writer of `weather`. It never ends by itself, unless no HTTP client can be made on this
/// machine, which it logs.
pub async fn poll(config: PollConfig, weather: Arc<ArcSwap<Weather>>, shutdown: impl Future<Output = ()> + Send) {
    let fetcher = match Fetcher::new(&config) {
        Ok(fetcher) => fetcher,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "no weather: cannot make an HTTP client");
            return;
        }
    };
    let mut shutdown = pin!(shutdown);
    let mut schedule = Schedule::new(&config, Instant::now());
    let mut outages = Outages::default();
    loop {
        tokio::select! {
            () = &mut shutdown => return,
            () = sleep_until(schedule.next_due()) => {}
        }
        tokio::select! {
            () = &mut shutdown => return,
            () = fetch_due(&fetcher, &mut schedule, &mut outages, &weather) => {}
        }
        outages.log();
    }
}

/// Fetches what is due and puts each bulletin in place as it arrives.
async fn fetch_due(fetcher: &Fetcher, schedule: &mut Schedule, outages: &mut Outages, weather: &ArcSwap<Weather>) {
    let due: Vec<Feed> = schedule.due(Instant::now());
    let mut answers = stream::iter(due).map(|feed| async move { (feed, fetcher.fetch(feed).await) }).buffer_unordered(REQUESTS_AT_A_TIME);
    while let Some((feed, answer)) = answers.next().await {
        match answer {
            Ok(bulletin) => {
                let mut next = Weather::clone(&weather.load());
                next.receive(feed.language, bulletin, Some(Timestamp::now()));
                weather.store(Arc::new(next));
                schedule.succeeded(feed, Instant::now());
                outages.succeeded(feed);
            }
            Err(error) => {
                schedule.failed(feed, Instant::now(), jitter());
                outages.failed(feed, &error);
            }
        }
    }
}

/// A number from 0 to 1, by which many servers that failed together do not come back together.
fn jitter() -> f64 {
    // The standard library seeds each hasher's keys at random; no more randomness than that is needed here.
    f64::from(RandomState::new().build_hasher().finish() as u32) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests;
