//! Small numbers as people write them in dates: 25, 廿五, 二十五, 十二, 兩.

/// What the numerals are made of, for patterns.
pub(super) const NUMERAL: &str = "(?:[0-9]{1,2}|[一二三四五六七八九十廿卅兩]{1,4})";

/// The number from 1 to 99 that folded text writes, if it writes one.
pub(super) fn number(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let mut tens = 0;
    let mut units = None;
    for character in text.chars() {
        let digit = match character {
            '十' => {
                tens = units.take().unwrap_or(1) * 10;
                continue;
            }
            '廿' => {
                tens = 20;
                continue;
            }
            '卅' => {
                tens = 30;
                continue;
            }
            '两' => 2,
            other => "一二三四五六七八九".chars().position(|digit| digit == other)? as u32 + 1,
        };
        if units.replace(digit).is_some() {
            return None;
        }
    }
    Some(tens + units.unwrap_or(0)).filter(|&number| number > 0)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numerals_count() {
        for (text, expected) in [("25", 25), ("十", 10), ("十二", 12), ("二十", 20), ("二十五", 25), ("廿五", 25), ("卅一", 31), ("两", 2), ("九", 9)]
        {
            assert_eq!(number(text), Some(expected), "{text}");
        }
        for text in ["", "一二", "百", "日"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
