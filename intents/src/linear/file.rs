//! The file of a linear model: little-endian, in the order of [`encode`], with a checksum at its end.
//!
//! The text pipeline's fingerprint stands in the file, since a model that was trained on text cut another way would see
//! other features. Nothing in a file can make reading it panic or ask for more memory than the file is long.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process,
    sync::Arc,
};

use oneask_corpus::text;

use super::{LinearModel, quantized::QuantizedWeights, vocabulary::Vocabulary};
use crate::{
    calibration::Calibration,
    classifier::{Gate, ModelError, TrainingOptions},
};

const MAGIC: &[u8; 8] = b"ONEASKLM";
/// Raised whenever the layout or the making of features changes.
const VERSION: u32 = 2;
/// Bytes of the checksum, which covers everything before it.
const CHECKSUM: usize = blake3::OUT_LEN;
/// Written for a model without an out-of-scope label.
const NO_LABEL: u32 = u32::MAX;

/// Writes beside the file and renames, so that a reader finds the old file or the new one.
pub(super) fn save(model: &LinearModel, path: &Path) -> Result<(), ModelError> {
    let bytes = encode(model);
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.partial", process::id()));
    let beside = PathBuf::from(beside);
    let written = File::create(&beside)
        .and_then(|mut file| {
            file.write_all(&bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|source| {
        // What is left of the attempt is of no use; the first error is the one to report.
        let _ = fs::remove_file(&beside);
        ModelError::Io { path: path.to_owned(), source }
    })
}

pub(super) fn load(path: &Path) -> Result<LinearModel, ModelError> {
    let bytes = fs::read(path).map_err(|source| ModelError::Io { path: path.to_owned(), source })?;
    decode(&bytes).map_err(|failure| match failure {
        Failure::Corrupt(reason) => ModelError::Corrupt { path: path.to_owned(), reason },
        Failure::OtherTextPipeline(found) => ModelError::OtherTextPipeline { path: path.to_owned(), found, expected: text::fingerprint() },
    })
}

fn encode(model: &LinearModel) -> Vec<u8> {
    let LinearModel { labels, data_fingerprint, vocabulary, weights, calibration } = model;
    let mut bytes = Vec::with_capacity(vocabulary.len() * (labels.len() + 12) + 4096);
    bytes.extend_from_slice(MAGIC);
    put_u32s(&mut bytes, [VERSION]);
    put_text(&mut bytes, &text::fingerprint());
    put_text(&mut bytes, data_fingerprint);
    put_u32s(&mut bytes, [labels.len() as u32]);
    labels.iter().for_each(|label| put_text(&mut bytes, label));
    put_u32s(&mut bytes, [calibration.gate.out_of_scope.map_or(NO_LABEL, |label| label as u32)]);
    put_f32s(&mut bytes, &[calibration.gate.threshold, calibration.sharpness, calibration.noise, vocabulary.unseen_idf()]);
    put_u32s(&mut bytes, [vocabulary.len() as u32]);
    put_u32s(&mut bytes, vocabulary.hashes().iter().copied());
    put_f32s(&mut bytes, vocabulary.idf());
    put_f32s(&mut bytes, &weights.scales);
    put_f32s(&mut bytes, &weights.bias);
    bytes.extend(weights.rows().flatten().map(|cell| cell.cast_unsigned()));
    let checksum = blake3::hash(&bytes);
    bytes.extend_from_slice(checksum.as_bytes());
    bytes
}

fn put_u32s(bytes: &mut Vec<u8>, values: impl IntoIterator<Item = u32>) {
    values.into_iter().for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
}

fn put_f32s(bytes: &mut Vec<u8>, values: &[f32]) {
    values.iter().for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_u32s(bytes, [text.len() as u32]);
    bytes.extend_from_slice(text.as_bytes());
}

/// Why bytes are not a model.
#[derive(Debug)]
enum Failure {
    Corrupt(String),
    OtherTextPipeline(String),
}

impl Failure {
    fn corrupt(reason: &str) -> Self {
        Self::Corrupt(reason.to_owned())
    }
}

fn decode(bytes: &[u8]) -> Result<LinearModel, Failure> {
    let mut reader = Reader(bytes);
    if reader.take(MAGIC.len()).ok() != Some(MAGIC) {
        return Err(Failure::corrupt("not a model of this assistant"));
    }
    let version = reader.u32()?;
    if version != VERSION {
        return Err(Failure::Corrupt(format!("a model file of version {version}, this program reads version {VERSION}")));
    }
    let body = bytes.len().checked_sub(CHECKSUM).ok_or_else(|| Failure::corrupt("the file is cut short"))?;
    if blake3::hash(&bytes[..body]) != bytes[body..] {
        return Err(Failure::corrupt("the checksum does not match: the file is damaged or cut short"));
    }
    let pipeline = reader.text()?;
    if pipeline != text::fingerprint() {
        return Err(Failure::OtherTextPipeline(pipeline));
    }
    let data_fingerprint = reader.text()?;
    let n_labels = reader.u32()? as usize;
    if !(2..=TrainingOptions::MAX_LABELS).contains(&n_labels) {
        return Err(Failure::Corrupt(format!("{n_labels} labels")));
    }
    let labels: Vec<String> = (0..n_labels).map(|_| reader.text()).collect::<Result<_, _>>()?;
    let out_of_scope = match reader.u32()? {
        NO_LABEL => None,
        label if (label as usize) < n_labels => Some(label as usize),
        label => return Err(Failure::Corrupt(format!("the out-of-scope label is number {label} of {n_labels}"))),
    };
    let [threshold, sharpness, noise, unseen_idf] = reader.f32s(4)?[..] else { unreachable!("four were asked for") };
    let n_features = reader.u32()? as usize;
    let hashes = reader.u32s(n_features)?;
    if !hashes.is_sorted_by(|a, b| a < b) {
        return Err(Failure::corrupt("the features are not in order"));
    }
    let idf = reader.f32s(n_features)?;
    let scales = reader.f32s(n_features)?;
    let bias = reader.f32s(n_labels)?;
    let cells = reader.take(n_features.checked_mul(n_labels).ok_or_else(|| Failure::corrupt("too many weights"))?)?;
    let cells: Vec<i8> = cells.iter().map(|byte| byte.cast_signed()).collect();
    if reader.0.len() != CHECKSUM {
        return Err(Failure::corrupt("the file is longer than its parts"));
    }
    Ok(LinearModel {
        labels: Arc::from(labels),
        data_fingerprint,
        vocabulary: Vocabulary::new(hashes, idf, unseen_idf),
        weights: QuantizedWeights::new(bias, scales, &cells),
        calibration: Calibration { sharpness, noise, gate: Gate { threshold, out_of_scope } },
    })
}

/// The bytes that are still to be read.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, n_bytes: usize) -> Result<&'b [u8], Failure> {
        let (taken, rest) = self.0.split_at_checked(n_bytes).ok_or_else(|| Failure::corrupt("the file is cut short"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn words(&mut self, n: usize) -> Result<impl Iterator<Item = [u8; 4]> + use<'b>, Failure> {
        let bytes = self.take(n.checked_mul(4).ok_or_else(|| Failure::corrupt("the file is cut short"))?)?;
        Ok(bytes.as_chunks::<4>().0.iter().copied())
    }

    fn u32(&mut self) -> Result<u32, Failure> {
        Ok(self.words(1)?.map(u32::from_le_bytes).sum())
    }

    fn u32s(&mut self, n: usize) -> Result<Vec<u32>, Failure> {
        Ok(self.words(n)?.map(u32::from_le_bytes).collect())
    }

    fn f32s(&mut self, n: usize) -> Result<Vec<f32>, Failure> {
        let values: Vec<f32> = self.words(n)?.map(f32::from_le_bytes).collect();
        if values.iter().all(|value| value.is_finite()) { Ok(values) } else { Err(Failure::corrupt("a number is not finite")) }
    }

    fn text(&mut self) -> Result<String, Failure> {
        let n_bytes = self.u32()? as usize;
        String::from_utf8(self.take(n_bytes)?.to_vec()).map_err(|_| Failure::corrupt("a name is not UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Example;

    fn bytes() -> Vec<u8> {
        let examples = [("續車牌幾錢", "fee"), ("聽日落雨嗎", "weather")].map(|(text, label)| Example::new(text, label));
        encode(&LinearModel::train(&examples, &TrainingOptions::default()).unwrap())
    }

    /// The same bytes with a checksum that fits them.
    fn signed(mut bytes: Vec<u8>) -> Vec<u8> {
        bytes.truncate(bytes.len() - CHECKSUM);
        let checksum = blake3::hash(&bytes);
        bytes.extend_from_slice(checksum.as_bytes());
        bytes
    }

    #[test]
    fn any_changed_byte_is_noticed() {
        let bytes = bytes();
        assert!(decode(&bytes).is_ok());
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(decode(&changed).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_file_that_ends_early_is_an_error_even_with_a_fitting_checksum() {
        let bytes = bytes();
        for length in CHECKSUM..bytes.len() {
            assert!(decode(&signed(bytes[..length].to_vec())).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn another_text_pipeline_is_named() {
        let mut bytes = bytes();
        bytes[16] = b'x';
        assert!(matches!(decode(&signed(bytes)), Err(Failure::OtherTextPipeline(found)) if found.starts_with('x')));
    }
}
