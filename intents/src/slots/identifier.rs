//! Numbers of cases, telephone numbers and e-mail addresses.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    pattern::pattern,
    slot::{Slot, Text, overlaps},
};

/// A case number: 1823's own form, or whatever follows words such as 個案編號 and has three digits or more. In capitals.
pub(super) fn case_number(text: &Text<'_>) -> Option<Slot<String>> {
    /// 1823 numbers its cases 3-1234567890.
    static OF_1823: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?-u:\b)(?<id>[0-9]-[0-9]{6,12})(?-u:\b)"));
    static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"(?:(?:個案|案件|檔案|參考|申請|投訴|查詢)(?:編號|號碼|號)|(?-u:\b)(?:case|ref(?:erence)?|application|complaint)(?: (?:no|number|id|ref)(?-u:\b)\.?| ?#))",
            r"(?: |:|#|is|係|是|為)*(?<id>[a-z0-9][a-z0-9/-]{3,24})",
        ))
    });
    [&OF_1823, &ANNOUNCED].into_iter().find_map(|pattern| {
        let id = pattern.captures(text.as_str())?.name("id")?;
        let n_digits = id.as_str().bytes().filter(u8::is_ascii_digit).count();
        (n_digits >= 3).then(|| text.slot(id.range(), id.as_str().to_ascii_uppercase()))
    })
}

/// An e-mail address as it was typed, or the 8 digits of a Hong Kong telephone number, outside of a case number.
pub(super) fn contact(text: &Text<'_>, case_number: Option<&Slot<String>>) -> Option<Slot<String>> {
    static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"));
    static TELEPHONE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:^|[^0-9a-z-])(?<number>(?:\+?852[ -]?)?(?<local>[2-9][0-9]{3}[ -]?[0-9]{4}))(?:$|[^0-9a-z-])"));
    if let Some(address) = EMAIL.find(text.as_str()) {
        return Some(text.slot(address.range(), text.typed(address.range()).to_owned()));
    }
    let captures = TELEPHONE.captures(text.as_str())?;
    let digits = captures["local"].chars().filter(char::is_ascii_digit).collect();
    let slot = text.slot(captures.name("number")?.range(), digits);
    case_number.is_none_or(|case| !overlaps(&case.span, &slot.span)).then_some(slot)
}
