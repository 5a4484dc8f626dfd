//! `oneask corpus links`: does every address still answer? Asked politely.

use std::{
    collections::{BTreeMap, HashMap},
    num::NonZeroU32,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result};
use clap::Args;
use futures_util::{StreamExt, stream};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use oneask_corpus::model::Corpus;
use reqwest::{Client, StatusCode, Url};
use serde::Serialize;
use texting_robots::Robot;
use tokio::sync::Mutex;

use crate::{
    cli::{Outcome, say},
    data::progress,
};

/// Who asks.
pub(super) const USER_AGENT: &str = concat!("OneAsk/", env!("CARGO_PKG_VERSION"), " (link check)");
/// As robots.txt names us.
const ROBOT_NAME: &str = "OneAsk";
/// Tries of an address that fails for a reason that may pass.
const TRIES: u32 = 3;

#[derive(Debug, Args)]
pub(in crate::cli) struct LinksArgs {
    /// Addresses asked at a time.
    #[arg(long, default_value_t = 8)]
    concurrency: usize,
    /// Requests a second to one site.
    #[arg(long, default_value = "1")]
    per_second: NonZeroU32,
    /// Seconds that one request may take.
    #[arg(long, default_value_t = 20)]
    timeout: u64,
    /// Only addresses that contain this.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Writes the report as a JSON array.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// What became of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "result")]
enum Finding {
    /// It answers.
    Ok,
    /// It leads elsewhere now.
    Moved { to: String },
    /// It answers with an error.
    Broken { status: u16 },
    /// It does not answer.
    Unreachable { reason: String },
    /// robots.txt asks not to come.
    Disallowed,
}

#[derive(Debug, Serialize)]
struct Checked {
    url: String,
    /// The records that name it.
    records: Vec<String>,
    #[serde(flatten)]
    finding: Finding,
}

pub(super) fn run(corpus: &Corpus, args: &LinksArgs) -> Result<Outcome> {
    let addresses: Vec<(String, Vec<String>)> =
        addresses(corpus).into_iter().filter(|(url, _)| args.only.as_ref().is_none_or(|only| url.contains(only.as_str()))).collect();
    let bar = progress("links", addresses.len() as u64);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut checked: Vec<Checked> = runtime.block_on(async {
        let checker = Arc::new(Checker::new(args)?);
        let asked = stream::iter(addresses).map(|(url, records)| {
            let checker = Arc::clone(&checker);
            async move { Checked { finding: checker.check(&url).await, url, records } }
        });
        Ok::<_, anyhow::Error>(asked.buffer_unordered(args.concurrency.max(1)).inspect(|_| bar.inc(1)).collect().await)
    })?;
    bar.finish_and_clear();
    checked.sort_by(|a, b| a.url.cmp(&b.url));
    if let Some(path) = &args.report {
        std::fs::write(path, serde_json::to_vec_pretty(&checked)?).with_context(|| format!("`{}`", path.display()))?;
    }
    for Checked { url, records, finding } in &checked {
        let what = match finding {
            Finding::Ok => continue,
            Finding::Moved { to } => format!("moved to {to}"),
            Finding::Broken { status } => format!("answers {status}"),
            Finding::Unreachable { reason } => format!("does not answer: {reason}"),
            Finding::Disallowed => "not asked: robots.txt forbids it".to_owned(),
        };
        say(&format!("{url}: {what} ({})", records.join(", ")))?;
    }
    let count = |wanted: fn(&Finding) -> bool| checked.iter().filter(|checked| wanted(&checked.finding)).count();
    let broken = count(|finding| matches!(finding, Finding::Broken { .. } | Finding::Unreachable { .. }));
    let moved = count(|finding| matches!(finding, Finding::Moved { .. }));
    say(&format!("{} addresses: {} answer, {moved} moved, {broken} broken", checked.len(), count(|finding| *finding == Finding::Ok)))?;
    Ok(if broken == 0 { Outcome::Done } else { Outcome::CheckFailed })
}

/// Every address with the records that name it.
fn addresses(corpus: &Corpus) -> BTreeMap<String, Vec<String>> {
    let mut addresses: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |url: &str, record: &str| {
        let records = addresses.entry(url.to_owned()).or_default();
        if records.last().is_none_or(|last| last != record) {
            records.push(record.to_owned());
        }
    };
    for part in &corpus.departments {
        let department = &part.department;
        department.website.iter().chain(department.sources.iter().map(|source| &source.url)).for_each(|url| add(url, department.id.as_str()));
        for service in &part.services {
            let channels = service.channels.iter().filter_map(|channel| channel.url.as_ref());
            let forms = service.forms.iter().filter_map(|form| form.url.as_ref());
            channels.chain(forms).chain(service.sources.iter().map(|source| &source.url)).for_each(|url| add(url, service.id.as_str()));
        }
        for enquiry in &part.enquiries {
            enquiry.sources.iter().for_each(|source| add(&source.url, enquiry.id.as_str()));
        }
    }
    addresses
}

struct Checker {
    client: Client,
    /// By site, so that no site is asked more often than it can bear.
    limiter: DefaultKeyedRateLimiter<String>,
    /// What the robots.txt of each site says; none where it has none.
    robots: Mutex<HashMap<String, Option<Arc<Robot>>>>,
}

impl Checker {
    fn new(args: &LinksArgs) -> Result<Self> {
        let client = Client::builder().user_agent(USER_AGENT).timeout(Duration::from_secs(args.timeout)).build()?;
        Ok(Self { client, limiter: RateLimiter::keyed(Quota::per_second(args.per_second)), robots: Mutex::new(HashMap::new()) })
    }

    async fn check(&self, address: &str) -> Finding {
        let url = match Url::parse(address) {
            Ok(url) => url,
            Err(error) => return Finding::Unreachable { reason: error.to_string() },
        };
        if self.robots_of(&url).await.is_some_and(|robot| !robot.allowed(address)) {
            return Finding::Disallowed;
        }
        let mut tried = 0;
        loop {
            tried += 1;
            let finding = self.ask(&url).await;
            let may_pass = match &finding {
                Finding::Unreachable { .. } => true,
                Finding::Broken { status } => *status == StatusCode::TOO_MANY_REQUESTS.as_u16() || *status >= 500,
                _ => false,
            };
            if !may_pass || tried == TRIES {
                return finding;
            }
            tokio::time::sleep(Duration::from_millis(250 << tried)).await;
        }
    }

    /// HEAD, and GET where a site does not know HEAD.
    async fn ask(&self, url: &Url) -> Finding {
        self.limiter.until_key_ready(&site(url)).await;
        let answer = match self.client.head(url.clone()).send().await {
            Ok(answer) if matches!(answer.status(), StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_IMPLEMENTED | StatusCode::FORBIDDEN) => {
                self.limiter.until_key_ready(&site(url)).await;
                self.client.get(url.clone()).send().await
            }
            answer => answer,
        };
        match answer {
            Ok(answer) if !answer.status().is_success() => Finding::Broken { status: answer.status().as_u16() },
            Ok(answer) if same_page(answer.url(), url) => Finding::Ok,
            Ok(answer) => Finding::Moved { to: answer.url().to_string() },
            Err(error) => Finding::Unreachable { reason: error.without_url().to_string() },
        }
    }

    async fn robots_of(&self, url: &Url) -> Option<Arc<Robot>> {
        let site = site(url);
        // Held while fetching, so that a site is asked for its robots.txt once.
        let mut known = self.robots.lock().await;
        if let Some(robot) = known.get(&site) {
            return robot.clone();
        }
        self.limiter.until_key_ready(&site).await;
        let fetched = async {
            let answer = self.client.get(url.join("/robots.txt").ok()?).send().await.ok()?;
            if !answer.status().is_success() {
                return None;
            }
            Robot::new(ROBOT_NAME, &answer.bytes().await.ok()?).ok().map(Arc::new)
        };
        let robot = fetched.await;
        known.insert(site, robot.clone());
        robot
    }
}

fn site(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Whether a redirect only added a slash or the s of https.
fn same_page(one: &Url, other: &Url) -> bool {
    let bare = |url: &Url| (url.host_str().map(str::to_owned), url.path().trim_end_matches('/').to_owned(), url.query().map(str::to_owned));
    bare(one) == bare(other)
}
