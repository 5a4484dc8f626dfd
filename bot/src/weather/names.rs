//! The Observatory's names in the languages of an answer, by code or by the name in another language.

use std::{collections::BTreeMap, sync::LazyLock};

use oneask_corpus::{model::Text, text::fold};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    rain_chances: Vec<Text>,
    stations: Vec<Text>,
    districts: Vec<Text>,
    warnings: BTreeMap<String, Text>,
    icons: BTreeMap<String, Text>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| toml::from_str(include_str!("names.toml")).expect("a test parses names.toml"));

/// The name of a warning or of a degree of one, by its code.
pub(crate) fn warning_name(code: &str) -> Option<&'static Text> {
    NAMES.warnings.get(code)
}

/// The weather for which an icon stands, by its number.
pub(crate) fn icon_name(number: &str) -> Option<&'static Text> {
    NAMES.icons.get(number)
}

/// A chance of rain in all languages, by its name in any of them.
pub(crate) fn rain_chance_name(word: &str) -> Option<&'static Text> {
    let word = fold(word);
    NAMES.rain_chances.iter().find(|chance| fold(&chance.tc) == word || fold(&chance.en) == word)
}

/// Whether a place of the feed, in whatever language, is a place of ours.
///
/// Districts are 「灣仔」 and `Central & Western District` in the feed, and 「灣仔區」 and `Central and Western` with us.
pub(crate) fn same_place(in_feed: &str, ours: &Text) -> bool {
    let (in_feed, tc, en) = (place_key(in_feed), place_key(&ours.tc), place_key(&ours.en));
    if in_feed == tc || in_feed == en {
        return true;
    }
    // The feed may spell a name in a way of its own in the other language: its own pair of names decides.
    NAMES.stations.iter().chain(&NAMES.districts).any(|name| {
        let (known_tc, known_en) = (place_key(&name.tc), place_key(&name.en));
        (in_feed == known_tc || in_feed == known_en) && (tc == known_tc || en == known_en)
    })
}

/// A station or district of the feed in all languages, by its name in any of them.
pub(crate) fn place_name(in_feed: &str) -> Option<&'static Text> {
    let key = place_key(in_feed);
    NAMES.stations.iter().chain(&NAMES.districts).find(|name| place_key(&name.tc) == key || place_key(&name.en) == key)
}

/// The letters of a place's name: one script, no case, no spaces or marks, no word for a district.
fn place_key(name: &str) -> String {
    let name = fold(name).replace('&', "and");
    let name = name.trim().trim_end_matches('区').trim_end_matches(" district");
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!((NAMES.stations.len(), NAMES.districts.len(), NAMES.rain_chances.len()), (27, 18, 5));
        assert_eq!(warning_name("TC8NE").unwrap().tc, "八號東北烈風或暴風信號");
        assert_eq!(icon_name("62").unwrap().en, "Light Rain");
        assert!(warning_name("WXYZ").is_none() && icon_name("99").is_none() && rain_chance_name("可能").is_none());
    }

    #[test]
    fn places_meet_across_languages() {
        for (in_feed, tc, en) in [
            ("灣仔", "灣仔區", "Wan Chai"),
            ("湾仔", "灣仔區", "Wan Chai"),
            ("Central & Western District", "中西區", "Central and Western"),
            ("京士柏", "京士柏", "King's Park"),
            ("King’s Park", "京士柏", "King's Park"),
            ("North District", "北區", "North"),
        ] {
            assert!(same_place(in_feed, &Text::new(tc, en)), "{in_feed} {tc} {en}");
        }
        assert!(!same_place("東區", &Text::new("北區", "North")));
        assert!(!same_place("九龍城", &Text::new("黃大仙區", "Wong Tai Sin")));
    }

    #[test]
    fn chances_of_rain_meet_across_languages() {
        for word in ["中低", "Medium Low", "medium low"] {
            assert_eq!(rain_chance_name(word).unwrap().tc, "中低");
        }
    }
}
