//! A recorded feed: a folder of the Observatory's answers.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::Weather;
use crate::weather::feed::{Bulletin, FeedError, FeedLanguage, Product};

/// Why a recorded feed cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is no such folder.
    #[error("`{}` is not a folder of recorded weather", .0.display())]
    NoFolder(PathBuf),
    /// A file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not what the Observatory sends.
    #[error("`{}` is not an answer of the Observatory: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl Weather {
    /// Reads a recorded feed: files `{dataType}_{lang}.json`, as `rhrread_tc.json`. A file that is missing, or in which
    /// nothing of its product is found, is a feed that is down; other files are passed over.
    ///
    /// A recording does not say when it was made. It is taken to be as late as the latest bulletin in it, which is what
    /// the age of its warnings counts from.
    ///
    /// # Errors
    /// When the folder is not there, or a file in it cannot be read or is not a JSON object; the error names it.
    pub fn from_folder(folder: &Path) -> Result<Self, FolderError> {
        if !folder.is_dir() {
            return Err(FolderError::NoFolder(folder.to_owned()));
        }
        let mut bulletins = Vec::new();
        for product in Product::ALL {
            for language in FeedLanguage::ALL {
                let path = folder.join(format!("{}_{}.json", product.data_type(), language.tag()));
                if let Some(bulletin) = read(product, &path)? {
                    bulletins.push((language, bulletin));
                }
            }
        }
        let recorded_at: Option<Timestamp> = bulletins.iter().filter_map(|(_, bulletin)| bulletin.issued_at()).max();
        let mut weather = Self::default();
        for (language, bulletin) in bulletins {
            weather.receive(language, bulletin, recorded_at);
        }
        Ok(weather)
    }
}

fn read(product: Product, path: &Path) -> Result<Option<Bulletin>, FolderError> {
    let body = match fs::read(path) {
        Ok(body) => body,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(FolderError::Unreadable { path: path.to_owned(), source }),
    };
    match Bulletin::read(product, &body) {
        Ok(bulletin) => Ok(Some(bulletin)),
        Err(FeedError::Empty(_)) => Ok(None),
        Err(error) => {
            let reason = match &error {
                FeedError::NotJson(cause) => format!("{error}: {cause}"),
                _ => error.to_string(),
            };
            Err(FolderError::Malformed { path: path.to_owned(), reason })
        }
    }
}
