//! What holds of any classifier that has learnt the small set below.

use oneask_intents::{Classifier, TrainingOptions, dataset::Example};

/// Three labels that share few words, in three languages, and one for everything else.
const SMALL: [(&str, &[&str]); 4] = [
    (
        "transport_eta",
        &[
            "234A 幾時到",
            "968 巴士幾時到",
            "下班車仲有幾耐",
            "巴士仲有幾多分鐘",
            "巴士几时到",
            "when is the next bus",
            "when does the bus arrive",
            "next 104 bus",
            "下一班小巴幾時到",
            "小巴仲有幾耐",
        ],
    ),
    (
        "weather_forecast",
        &[
            "聽日會唔會落雨",
            "聽日天氣點",
            "星期日天氣點",
            "明天会下雨吗",
            "明天天气怎么样",
            "will it rain tomorrow",
            "weather tomorrow",
            "rain this weekend",
            "後日會唔會落雨",
            "下個星期天氣",
        ],
    ),
    (
        "procedure_fee",
        &[
            "續牌幾錢",
            "換領身份證幾錢",
            "要交幾多費用",
            "收費幾多",
            "办护照多少钱",
            "费用多少",
            "how much does it cost",
            "what is the fee",
            "how much is the fee",
            "fee for a passport",
        ],
    ),
    (
        "out_of_scope",
        &[
            "教我整蛋糕",
            "講個笑話",
            "你鍾意食咩",
            "买什么股票好",
            "写一首诗",
            "tell me a joke",
            "write a poem",
            "who won the match",
            "幫我做功課",
            "邊隻股票好",
        ],
    ),
];

pub(crate) fn examples() -> Vec<Example> {
    SMALL.iter().flat_map(|(label, texts)| texts.iter().map(|text| Example::new(*text, *label))).collect()
}

pub(crate) fn options() -> TrainingOptions {
    TrainingOptions { out_of_scope: Some("out_of_scope".to_owned()), ..TrainingOptions::default() }
}

/// Runs every check.
pub(crate) fn check(classifier: &dyn Classifier) {
    learns_what_it_was_shown(classifier);
    ranks_every_label_with_shares_of_one(classifier);
    refuses_what_is_out_of_scope(classifier);
    refuses_text_of_which_it_knows_nothing(classifier);
    says_something_to_any_text(classifier);
}

fn learns_what_it_was_shown(classifier: &dyn Classifier) {
    let examples = examples();
    let n_right = examples.iter().filter(|example| classifier.rank(&example.text).best().label == example.label).count();
    assert!(n_right * 10 >= examples.len() * 9, "{n_right} of {}", examples.len());
    for (text, label) in [("聽日落唔落雨", "weather_forecast"), ("架巴士幾時到", "transport_eta"), ("續證幾錢", "procedure_fee")] {
        assert_eq!(classifier.rank(text).best().label, label, "{text}");
    }
}

fn ranks_every_label_with_shares_of_one(classifier: &dyn Classifier) {
    let mut expected = classifier.labels().to_vec();
    expected.sort_unstable();
    for text in ["聽日 bus 幾錢", "續牌幾錢", "", "龘"] {
        let ranking = classifier.rank(text);
        let ranked: Vec<_> = ranking.ranked().collect();
        assert_eq!(ranked.len(), classifier.labels().len());
        assert_eq!(ranked[0].confidence, ranking.best().confidence);
        assert!(ranked.is_sorted_by(|a, b| a.confidence >= b.confidence), "{text}: {ranked:?}");
        let sum: f32 = ranked.iter().map(|scored| scored.confidence.get()).sum();
        assert!((sum - 1.0).abs() < 1e-4, "{text}: {sum}");
        let mut labels: Vec<&str> = ranked.iter().map(|scored| scored.label).collect();
        labels.sort_unstable();
        assert_eq!(labels, expected);
    }
}

fn refuses_what_is_out_of_scope(classifier: &dyn Classifier) {
    for text in ["講個笑話", "tell me a joke"] {
        let ranking = classifier.rank(text);
        assert_eq!(ranking.best().label, "out_of_scope", "{text}");
        assert!(ranking.top().is_none(), "{text}");
    }
    let clear = classifier.rank("聽日會唔會落雨");
    assert_eq!(clear.top().map(|scored| scored.label), Some("weather_forecast"));
}

fn refuses_text_of_which_it_knows_nothing(classifier: &dyn Classifier) {
    for text in ["", "龘龘龘", "🙂"] {
        assert!(classifier.rank(text).top().is_none(), "{text}");
    }
}

fn says_something_to_any_text(classifier: &dyn Classifier) {
    for text in ["", " ", "\u{0}", "🙂🙂", &"車".repeat(5000), &"a b ".repeat(2000), "e\u{301}\u{200b}㍿"] {
        let _ = classifier.rank(text);
    }
}

/// The confidences of some utterances, to compare two classifiers by.
pub(crate) fn fingerprint(classifier: &dyn Classifier) -> Vec<f32> {
    ["聽日 bus 幾錢", "續牌", "weather"]
        .iter()
        .flat_map(|text| classifier.rank(text).ranked().map(|scored| scored.confidence.get()).collect::<Vec<_>>())
        .collect()
}
