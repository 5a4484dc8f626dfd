//! Conversion of text for people from Traditional to Simplified Chinese, word by word (OpenCC `hk2s`).

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

static HK2S: LazyLock<OpenCC> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::Hk2s).expect("the table is part of the binary"));

/// Hong Kong Traditional Chinese as Simplified Chinese, for showing to a person.
///
/// ```
/// assert_eq!(oneask_corpus::text::simplify("續領駕駛執照"), "续领驾驶执照");
/// ```
#[must_use]
pub fn simplify(traditional: &str) -> String {
    // OpenCC's Hong Kong table leaves this one character, which stands in a department's name.
    HK2S.convert(traditional).replace('衞', "卫")
}
