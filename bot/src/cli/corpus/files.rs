//! Where files come from: a path, a folder, standard input, an address.

use std::{
    io::{Read, stdin},
    path::Path,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use oneask_corpus::load::{self, DataFile, MAX_BYTES};

use crate::cli::Usage;

/// How long a file on the web may take.
const TIMEOUT: Duration = Duration::from_secs(60);

pub(super) fn read(paths: &[String], stdin_format: &str) -> Result<Vec<DataFile>> {
    let mut files = Vec::new();
    for path in paths {
        if path == "-" {
            let mut bytes = Vec::new();
            stdin().take(MAX_BYTES + 1).read_to_end(&mut bytes).context("standard input")?;
            files.push(within_limit(DataFile { name: format!("stdin.{stdin_format}"), bytes })?);
        } else if path.starts_with("https://") || path.starts_with("http://") {
            files.push(fetch(path)?);
        } else {
            let path = Path::new(path);
            if !path.exists() {
                return Err(Usage(format!("`{}` is not there", path.display())).into());
            }
            let found = load::read_files(path).with_context(|| format!("`{}`", path.display()))?;
            if found.is_empty() {
                return Err(Usage(format!("`{}` has no data files (TOML, CSV, TSV, XLSX, ODS, JSON)", path.display())).into());
            }
            files.extend(found);
        }
    }
    Ok(files)
}

fn within_limit(file: DataFile) -> Result<DataFile> {
    if file.bytes.len() as u64 > MAX_BYTES {
        bail!("`{}` has more than {} MiB, which is the limit", file.name, MAX_BYTES >> 20);
    }
    Ok(file)
}

/// Downloads a file; its name is the last part of the address, whose ending says the format.
fn fetch(url: &str) -> Result<DataFile> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = reqwest::Client::builder().timeout(TIMEOUT).user_agent(super::links::USER_AGENT).build()?;
        let mut response = client.get(url).send().await.and_then(reqwest::Response::error_for_status).with_context(|| format!("`{url}`"))?;
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() as u64 > MAX_BYTES {
                bail!("`{url}` has more than {} MiB, which is the limit", MAX_BYTES >> 20);
            }
        }
        let last = url.split(['?', '#']).next().unwrap_or(url).rsplit('/').next().unwrap_or_default();
        let name = if last.contains('.') { last.to_owned() } else { format!("{last}.json") };
        Ok(DataFile { name, bytes })
    })
}
