//! `oneask serve`: the assistant as a server.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use clap::Args;
use oneask_corpus::release::{Release, ReleaseStore};
use oneask_intents::Classifier;
use tokio::net::TcpListener;

use super::{Outcome, WeatherArgs, recorded_weather, say};
use crate::{
    Assistant,
    config::Config,
    data::{ClassifierKind, DataDirectory},
    server::Server,
    store::SqliteStore,
    weather::{self, PollConfig},
};

/// How often the release store is asked whether something was published.
const LOOK_EVERY: Duration = Duration::from_millis(250);

#[derive(Debug, Default, Args)]
pub(super) struct ServeArgs {
    /// Address and port, as 127.0.0.1:1823.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    weather: WeatherArgs,
}

pub(super) fn run(data: &DataDirectory, classifier: ClassifierKind, args: ServeArgs) -> Result<Outcome> {
    let mut config = Config::load(data.path())?;
    config.server.listen = args.listen.unwrap_or(config.server.listen);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(data, classifier, config, args.weather))?;
    Ok(Outcome::Done)
}

async fn serve(data: &DataDirectory, classifier: ClassifierKind, config: Config, weather_args: WeatherArgs) -> Result<()> {
    // The port first: a port that is taken is said at once, not after a build.
    let address = config.server.listen;
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}: is another OneAsk running there? Choose another with --listen"))?;
    let address = listener.local_addr()?;
    let weather = recorded_weather(&weather_args)?;
    let classifier = data.classifier(classifier)?;
    let (assistant, release) = data.assistant_with(Arc::clone(&classifier))?;
    let store = SqliteStore::open(&data.conversations()).with_context(|| format!("`{}`", data.conversations().display()))?;
    let server = Server::new(assistant, Arc::clone(&weather), Arc::new(store), config.server);
    if weather_args.weather.is_none() && !weather_args.offline {
        let poll = PollConfig { base_url: config.weather.url, ..PollConfig::default() };
        tokio::spawn(weather::poll(poll, weather, std::future::pending()));
    }
    tokio::task::spawn_blocking({
        let (server, data, release) = (Arc::clone(&server), data.clone(), release.clone());
        move || follow_releases(&server, &data, &classifier, release)
    });
    say(&format!("OneAsk 一問通: http://{address} (release {}, {} services)", release.number, release.services))?;
    server.serve(listener, stopped()).await
}

/// Takes what the command line publishes while the server runs, within a second.
///
/// The new index is built beside the one that answers, and put in its place when it is whole. The assistant that
/// answered before is kept, so that taking a release back is a swap and nothing else.
fn follow_releases(server: &Server, data: &DataDirectory, classifier: &Arc<dyn Classifier>, mut release: Release) {
    let Ok(releases) = data.releases() else { return };
    let mut before: Option<(Release, Arc<Assistant>)> = None;
    let mut version = None;
    while !server.is_draining() {
        std::thread::sleep(LOOK_EVERY);
        let now = releases.data_version().ok();
        if now == version {
            continue;
        }
        version = now;
        let Some(published) = releases.current().ok().flatten().filter(|published| published.number != release.number) else { continue };
        let kept = before.take().filter(|(kept, _)| kept.number == published.number).map(|(_, assistant)| assistant);
        let assistant = match kept {
            Some(assistant) => Ok(assistant),
            None => data.assistant_with(Arc::clone(classifier)).map(|(assistant, _)| Arc::new(assistant)),
        };
        match assistant {
            Ok(assistant) => {
                assistant.suggester();
                let replaced = server.assistant.swap(assistant);
                tracing::info!(release = published.number, "answering from another release");
                before = Some((std::mem::replace(&mut release, published), replaced));
            }
            Err(error) => tracing::error!("release {} cannot be used, still answering from {}: {error:#}", published.number, release.number),
        }
    }
}

/// Resolves when the process is told to stop.
async fn stopped() {
    let interrupt = async { tokio::signal::ctrl_c().await.ok() };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} },
            Err(_) => {
                interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
