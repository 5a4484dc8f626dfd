//! Cases of all slots together, on the corpus that ships.

use std::sync::LazyLock;

use jiff::civil::date;
use oneask_corpus::shipped;
use proptest::prelude::*;

use super::*;

static FILLER: LazyLock<SlotFiller> = LazyLock::new(|| {
    let data = shipped::data().expect("the shipped corpus is whole");
    SlotFiller::new(&data.corpus, &data.places)
});

fn fill(utterance: &str) -> Slots {
    FILLER.fill(utterance, date(2026, 11, 24))
}

#[test]
fn known_form_numbers_however_typed() {
    for (utterance, written, typed) in [
        ("td557", "TD 557", "td557"),
        ("我要 TD 557", "TD 557", "TD 557"),
        ("搵表格 TD-557", "TD 557", "TD-557"),
        ("ＴＤ５５７喺邊", "TD 557", "ＴＤ５５７"),
        ("ID(E) 91", "ID 91", "ID(E) 91"),
        ("id91嗰份", "ID 91", "id91"),
        ("ir56b", "IR56B", "ir56b"),
        ("IR 56 B 點填", "IR56B", "IR 56 B"),
        ("表格IR56B幾時交", "IR56B", "IR56B"),
        ("lr164", "L.R. 164", "lr164"),
        ("表格 TD557 幾時到", "TD 557", "TD557"),
    ] {
        let slot = fill(utterance).form_number.unwrap_or_else(|| panic!("{utterance}"));
        assert_eq!((slot.value.written.as_str(), slot.value.known, &utterance[slot.span]), (written, true, typed), "{utterance}");
    }
    assert!(fill("Form 1(a) of CR").form_number.is_some_and(|slot| slot.value.known));
}

#[test]
fn unknown_form_numbers() {
    for (utterance, typed) in [
        ("TD 9999", "TD 9999"),
        ("td9999", "td9999"),
        ("搵 I-485", "I-485"),
        ("DS-160 點填", "DS-160"),
        ("W-2", "W-2"),
        ("我要填 XYZ123 表格", "XYZ123"),
        ("form 9876", "form 9876"),
        ("表格 8765 喺邊", "表格 8765"),
    ] {
        let slot = fill(utterance).form_number.unwrap_or_else(|| panic!("{utterance}"));
        assert_eq!((slot.value.known, slot.value.written.as_str(), &utterance[slot.span]), (false, typed, typed), "{utterance}");
    }
}

#[test]
fn what_is_no_form_number() {
    for utterance in [
        "A123456(7)",
        "我身份證號碼 Z683365(5)",
        "98765432",
        "巴士 N21",
        "968號車幾時到",
        "route E33P",
        "A21 去機場幾時到",
        "in 2026",
        "HK$500",
        "HKD 500",
        "掛緊 T8",
        "我有 3 個仔",
        "my 2 kids",
        "age 65",
        "covid-19",
        "2份表格",
        "要幾多份表",
        "flat 5",
        "it takes 3 days",
        "I RENEWED MY ID 2 YEARS AGO TODAY",
        "iphone 15",
    ] {
        assert_eq!(fill(utterance).form_number, None, "{utterance}");
    }
}

#[test]
fn departments() {
    for (utterance, id, typed) in [
        ("入境處電話幾多號", "immd", "入境處"),
        ("入境事務處喺邊", "immd", "入境事務處"),
        ("食环署几点收工", "fehd", "食环署"),
        ("食物環境衞生署", "fehd", "食物環境衞生署"),
        ("食物環境衛生署", "fehd", "食物環境衛生署"),
        ("phone of the Transport Department", "td", "Transport Department"),
        ("transport dept hotline", "td", "transport dept"),
        ("fehd hotline", "fehd", "fehd"),
        ("TD 電話", "td", "TD"),
        ("inland revenue office hours", "ird", "inland revenue"),
        ("房屋署地址", "hd", "房屋署"),
        ("HAD 電話", "had", "HAD"),
        ("HA hotline", "ha", "HA"),
    ] {
        let slot = fill(utterance).department.unwrap_or_else(|| panic!("{utterance}"));
        assert_eq!((slot.value.as_str(), &utterance[slot.span]), (id, typed), "{utterance}");
    }
    for utterance in ["I had a form", "TD 557", "a standard form", "haha", "td"] {
        assert_eq!(fill(utterance).department, None, "{utterance}");
    }
}

#[test]
fn places() {
    for (utterance, name, district, typed) in [
        ("旺角而家幾多度", "旺角", "yau-tsim-mong", "旺角"),
        ("weather in mong kok", "旺角", "yau-tsim-mong", "mong kok"),
        ("九龙城今日", "九龍城區", "kowloon-city", "九龙城"),
        ("沙田落雨", "沙田區", "sha-tin", "沙田"),
        ("尖東有冇雨", "尖東", "yau-tsim-mong", "尖東"),
        ("將軍澳", "將軍澳", "sai-kung", "將軍澳"),
        ("office in Central", "中環", "central-and-western", "Central"),
        ("TST 天氣", "尖沙咀", "yau-tsim-mong", "TST"),
    ] {
        let slot = fill(utterance).place.unwrap_or_else(|| panic!("{utterance}"));
        assert_eq!((slot.value.name.tc.as_str(), slot.value.district_id.as_str(), &utterance[slot.span]), (name, district, typed), "{utterance}");
        assert!(slot.value.station.is_some(), "{utterance}");
    }
    for utterance in ["central library card", "申請順利完成", "olympic games", "中西醫", "gold coasts", "幾天後收到"] {
        assert_eq!(fill(utterance).place, None, "{utterance}");
    }
}

#[test]
fn routes_and_stops() {
    for (utterance, route) in [
        ("234A 幾時到", Some("234A")),
        ("968幾時到", Some("968")),
        ("next n21 bus", Some("N21")),
        ("過海 104 仲有幾耐", Some("104")),
        ("E33P 巴士", Some("E33P")),
        ("12號小巴", Some("12")),
        ("等咗20分鐘，118 仲未嚟緊", Some("118")),
        ("聽日幾點有車，1A", Some("1A")),
        ("when is the 23 coming", Some("23")),
        ("N118 今晚仲有冇車", Some("N118")),
        ("現在離 81C 還有多遠", Some("81C")),
        ("where is the 170, waiting 30 minutes", Some("170")),
        ("i have been waiting 3 weeks", None),
        ("TD 557 幾時到", None),
        ("巴士仲有 5 分鐘到", None),
        ("968", None),
        ("我份表 3 個月未到", None),
        ("bus in 10 minutes", None),
    ] {
        assert_eq!(fill(utterance).route.map(|slot| slot.value).as_deref(), route, "{utterance}");
    }
    for (utterance, stop) in [
        ("我喺荃灣站等 234A", Some("荃灣")),
        ("喺彩虹港鐵站", Some("彩虹")),
        ("968 bus at Causeway Bay stop", Some("Causeway Bay")),
        ("到咗邊個站", None),
        ("巴士到站未", None),
    ] {
        assert_eq!(fill(utterance).stop.map(|slot| slot.value).as_deref(), stop, "{utterance}");
    }
}

#[test]
fn identifiers() {
    for (utterance, case, contact) in [
        ("個案編號 3-1234567890 進度", Some("3-1234567890"), None),
        ("3-12345678", Some("3-12345678"), None),
        ("my case no. is ab12345", Some("AB12345"), None),
        ("參考編號：HK20250312", Some("HK20250312"), None),
        ("打 9123 4567 俾我", None, Some("91234567")),
        ("電話 +852 91234567", None, Some("91234567")),
        ("email me at Chan.Tai-Man@example.com.hk", None, Some("Chan.Tai-Man@example.com.hk")),
        ("A123456(7)", None, None),
        ("case status", None, None),
        ("我有2024年嘅單", None, None),
    ] {
        let slots = fill(utterance);
        assert_eq!(slots.case_number.map(|slot| slot.value).as_deref(), case, "{utterance}");
        assert_eq!(slots.contact.map(|slot| slot.value).as_deref(), contact, "{utterance}");
    }
}

#[test]
fn several_slots_at_once() {
    let slots = fill("下星期三去沙田入境處換 ID 91，可唔可以用八達通");
    assert_eq!(slots.form_number.unwrap().value.written, "ID 91");
    assert_eq!(slots.department.unwrap().value.as_str(), "immd");
    assert_eq!(slots.place.unwrap().value.district_id, "sha-tin");
    assert_eq!(slots.date.unwrap().value.from, date(2026, 12, 2));
    assert_eq!(slots.aspect, Some(Aspect::Payment));
}

/// Pieces that slots are made of, so that random utterances have many.
const PIECES: [&str; 24] = [
    "TD 557",
    "ＩＤ（Ｅ）９１",
    "表格",
    "1",
    "沙田",
    "Central",
    "衞生署",
    "FEHD",
    "聽日",
    "下個星期三",
    "12月25日",
    "25/12",
    "next Monday",
    "234A",
    "巴士",
    "喺",
    "站",
    "3-1234567",
    "9123 4567",
    "a@b.hk",
    "㍿",
    "e\u{301}",
    " ",
    "號",
];

proptest! {
    #[test]
    fn spans_lie_in_the_original_on_borders_of_characters(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..8), noise in "\\PC{0,6}") {
        let utterance = pieces.concat() + &noise + &pieces.join("");
        let slots = fill(&utterance);
        let spans = [
            slots.form_number.map(|slot| slot.span),
            slots.department.map(|slot| slot.span),
            slots.place.map(|slot| slot.span),
            slots.date.map(|slot| slot.span),
            slots.route.map(|slot| slot.span),
            slots.stop.map(|slot| slot.span),
            slots.case_number.map(|slot| slot.span),
            slots.contact.map(|slot| slot.span),
        ];
        for span in spans.into_iter().flatten() {
            prop_assert!(utterance.get(span.clone()).is_some(), "{:?} of {:?}", span, utterance);
        }
    }
}
