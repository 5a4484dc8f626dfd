//! The form in which names and what is typed are compared: folded, without marks, with spaces only between words of
//! letters.

use oneask_corpus::text::{fold, is_han};

/// The key of a text. Keys of the same words in either script, width and case are equal.
pub(super) fn of(text: &str) -> String {
    // Both spellings of the noun stand in records and are typed; half a word tells them apart no more.
    let folded = fold(text).replace('\'', "").replace("licens", "licenc");
    let mut key = String::with_capacity(folded.len());
    let mut gap = false;
    for character in folded.chars() {
        if !character.is_alphanumeric() {
            gap = true;
            continue;
        }
        // A Chinese character needs no space before or after it.
        let between_words = gap && key.chars().next_back().is_some_and(|last| !is_han(last)) && !is_han(character);
        if between_words {
            key.push(' ');
        }
        gap = false;
        key.push(character);
    }
    key
}

/// Where a search may begin in a key, in bytes: at each Chinese character and at the beginning of each word.
pub(super) fn starts(key: &str) -> impl Iterator<Item = usize> {
    let mut last = ' ';
    key.char_indices().filter_map(move |(at, character)| {
        let before = std::mem::replace(&mut last, character);
        let begins = character != ' ' && (is_han(character) || before == ' ' || is_han(before));
        begins.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_width_case_and_marks_fold() {
        for (text, key) in [
            ("續領正式駕駛執照（車牌續期）", "续领正式驾驶执照车牌续期"),
            ("renew 車牌", "renew车牌"),
            ("Ｒｅｎｅｗ  driver’s license!", "renew drivers licence"),
            ("licens", "licenc"),
            (" ？ ", ""),
        ] {
            assert_eq!(of(text), key, "{text}");
        }
    }

    #[test]
    fn searches_begin_at_characters_and_words() {
        let begin = |key: &'static str| starts(key).map(|at| &key[at..]).collect::<Vec<_>>();
        assert_eq!(begin("renew车牌 td"), ["renew车牌 td", "车牌 td", "牌 td", "td"]);
    }
}
