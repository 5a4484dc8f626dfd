//! The configuration: defaults, then `config.toml` in the data directory, then the environment, then the command line.
//!
//! The only module that reads the environment.

#![expect(clippy::disallowed_methods, reason = "this is the module that may")]

use std::{env, fs, net::SocketAddr, path::Path, path::PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// Everything that can be set, with the defaults of `config.example.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub struct Config {
    /// The server.
    pub server: ServerConfig,
    /// The Observatory's feed.
    pub weather: WeatherConfig,
}

/// The server's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Sites whose pages may open a conversation or show it in a frame, as `https://www.td.gov.hk`; the server's own page always may. `*` lets
    /// every site in.
    pub allowed_origins: Vec<String>,
    /// Messages that one conversation may send in a minute.
    pub messages_per_minute: u32,
    /// Seconds without a frame after which a connection is closed.
    pub idle_seconds: u64,
    /// Days after which a conversation is erased.
    pub retention_days: u32,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 1823)), allowed_origins: Vec::new(), messages_per_minute: 60, idle_seconds: 900, retention_days: 30 }
    }
}

/// The weather's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WeatherConfig {
    /// The Observatory's open data.
    pub url: String,
}

impl Default for WeatherConfig {
    fn default() -> Self {
        Self { url: "https://data.weather.gov.hk/weatherAPI/opendata/weather.php".into() }
    }
}

impl Config {
    /// Reads `config.toml` in the data directory, if there is one, and the environment: `ONEASK__SERVER__LISTEN` and the
    /// like.
    ///
    /// # Errors
    /// When a value or a name is wrong; the message says where.
    pub fn load(data: &Path) -> Result<Self> {
        let path = data.join("config.toml");
        let text = if path.exists() { fs::read_to_string(&path).with_context(|| format!("`{}`", path.display()))? } else { String::new() };
        let variables = env::vars().filter(|(name, _)| name.starts_with("ONEASK__"));
        Self::from_parts(&path.display().to_string(), &text, variables)
    }

    fn from_parts(name: &str, text: &str, variables: impl Iterator<Item = (String, String)>) -> Result<Self> {
        let mut table: toml::Table = text.parse().map_err(|error| anyhow::anyhow!("{name}: {error}"))?;
        for (variable, value) in variables {
            let path = variable.trim_start_matches("ONEASK__").to_lowercase();
            let Some((section, key)) = path.split_once("__") else {
                bail!("`{variable}` names no setting: write ONEASK__SECTION__KEY, as ONEASK__SERVER__LISTEN");
            };
            let section = table.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            let toml::Value::Table(section) = section else { bail!("{name}: `{variable}`: not a section") };
            // A number or a list is read as TOML, anything else is text.
            let value = format!("value = {value}").parse::<toml::Table>().ok().and_then(|mut t| t.remove("value")).unwrap_or(toml::Value::String(value));
            section.insert(key.to_owned(), value);
        }
        table.try_into().map_err(|error: toml::de::Error| anyhow::anyhow!("{name}: {}", error.to_string().trim()))
    }
}

/// The data directory that the environment names, if it does.
#[must_use]
pub fn data_from_environment() -> Option<PathBuf> {
    env::var_os("ONEASK_DATA").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// What the log shows: `ONEASK_LOG`, else warnings and what the server does.
#[must_use]
pub fn log_filter() -> String {
    env::var("ONEASK_LOG").unwrap_or_else(|_| "warn,oneask=info,tantivy=error".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, variables: &[(&str, &str)]) -> Result<Config> {
        Config::from_parts("config.toml", text, variables.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())))
    }

    #[test]
    fn the_example_is_the_default() {
        assert_eq!(parse(include_str!("../config.example.toml"), &[]).unwrap(), Config::default());
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let config = parse("[server]\nlisten = \"127.0.0.1:1\"\n", &[("ONEASK__SERVER__LISTEN", "0.0.0.0:80"), ("ONEASK__SERVER__IDLE_SECONDS", "5")]).unwrap();
        assert_eq!(config.server.listen, SocketAddr::from(([0, 0, 0, 0], 80)));
        assert_eq!(config.server.idle_seconds, 5);
    }

    #[test]
    fn mistakes_are_named() {
        assert!(parse("[server]\nlisten = \"nowhere\"\n", &[]).unwrap_err().to_string().contains("config.toml"));
        assert!(parse("[sever]\n", &[]).unwrap_err().to_string().contains("sever"));
        assert!(parse("", &[("ONEASK__LISTEN", "x")]).unwrap_err().to_string().contains("ONEASK__SECTION__KEY"));
    }
}
