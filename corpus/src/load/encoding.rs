//! From bytes to text: UTF-8 and UTF-16 with or without a byte order mark, and Big5 with the Hong Kong characters.

use std::borrow::Cow;

use encoding_rs::{BIG5, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Problem;

/// The text of a file.
///
/// A byte order mark decides; without one, what is valid UTF-8 is UTF-8, what has a zero in every second byte is UTF-16,
/// and the rest is Big5, which in the Encoding Standard includes HKSCS.
///
/// # Errors
/// Where the bytes are none of these.
pub(super) fn decode<'b>(file: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>, Problem> {
    let encoding = Encoding::for_bom(bytes).map_or_else(|| guess(bytes), |(encoding, _)| encoding);
    if encoding == UTF_8 {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
            let readable = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            Problem::at(file, &readable, readable.len(), "the file is not UTF-8 from here on: save it as UTF-8".into())
        });
    }
    let (text, _, malformed) = encoding.decode(bytes);
    match text.find('\u{FFFD}').filter(|_| malformed) {
        None => Ok(text),
        Some(at) => Err(Problem::at(file, &text, at, format!("the file is not {} from here on: save it as UTF-8", encoding.name()))),
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    // A sample is enough, but a whole one: a character may straddle its end.
    if std::str::from_utf8(bytes).is_ok() {
        // ASCII in UTF-16 is valid UTF-8 with zeros.
        let sample = &bytes[..bytes.len().min(4096)];
        let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
        return match (zeros(0), zeros(1)) {
            (0, 0) => UTF_8,
            (even, odd) if even > odd => UTF_16BE,
            _ => UTF_16LE,
        };
    }
    let sample = &bytes[..bytes.len().min(65_536)];
    let ascii = |parity: usize| sample.chunks_exact(2).filter(|pair| pair[1 - parity] == 0).count();
    let (big, little) = (ascii(1), ascii(0));
    // Line ends, commas and digits have a zero byte in UTF-16; Big5 has none at all.
    match (big, little) {
        (0, 0) if starts_as_utf8(bytes) => UTF_8,
        (0, 0) => BIG5,
        (big, little) if big > little => UTF_16BE,
        _ => UTF_16LE,
    }
}

/// A UTF-8 file with a slip in it is told as such: most of it reads as UTF-8 characters of several bytes.
fn starts_as_utf8(bytes: &[u8]) -> bool {
    let Err(error) = std::str::from_utf8(bytes) else { return true };
    bytes[..error.valid_up_to()].iter().filter(|byte| !byte.is_ascii()).count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_that_an_office_saves() {
        let text = "表格編號,標題\nTD 557,續領駕駛執照（啟、衞、綫）\n";
        // The encoder of the Encoding Standard leaves out the Hong Kong characters that its decoder knows.
        let hkscs = |wanted: char| {
            let pairs = (0x81..=0xFEu8).flat_map(|lead| (0x40..=0xFEu8).map(move |trail| [lead, trail]));
            pairs.into_iter().find(|pair| BIG5.decode_without_bom_handling(pair).0.chars().eq([wanted])).unwrap().to_vec()
        };
        let utf16 = |big: bool| text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect::<Vec<u8>>();
        let with_mark = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        let big5: Vec<u8> = text.chars().flat_map(|c| if c.is_ascii() { vec![c as u8] } else { hkscs(c) }).collect();
        for (name, bytes) in [
            ("utf-8", text.as_bytes().to_vec()),
            ("utf-8 with mark", with_mark(b"\xEF\xBB\xBF", text.as_bytes().to_vec())),
            ("utf-16le", utf16(false)),
            ("utf-16be", utf16(true)),
            ("utf-16le with mark", with_mark(b"\xFF\xFE", utf16(false))),
            ("utf-16be with mark", with_mark(b"\xFE\xFF", utf16(true))),
            ("big5-hkscs", big5),
        ] {
            assert_eq!(decode("a.csv", &bytes).unwrap_or_else(|problem| panic!("{name}: {problem}")), text, "{name}");
        }
        let slip = [text.as_bytes(), b"\xFF"].concat();
        assert_eq!(decode("a.csv", &slip).unwrap_err().row, 3);
    }
}
