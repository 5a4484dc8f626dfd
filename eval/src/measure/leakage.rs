//! Which scored texts stand in the training data as well.

use std::collections::HashSet;

use oneask_corpus::text::fold;
use oneask_intents::dataset::Example;

use super::intents::Labelled;

/// Marks the cases whose text, after folding and without white space and marks, is that of a training example.
pub(super) fn mark(mut cases: Vec<Labelled>, train: &[Example]) -> Vec<Labelled> {
    let known: HashSet<String> = train.iter().map(|example| bare(&example.text)).collect();
    for case in &mut cases {
        case.in_train = known.contains(&bare(&case.text));
    }
    cases
}

fn bare(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_width_case_and_marks_hide_nothing() {
        let train = [Example::new("續領車牌 幾錢？", "fee"), Example::new("Renew it", "how")];
        let cases = ["续领车牌幾錢", "renew IT!", "續領車牌"].map(|text| (crate::report::Tags::new(), text.to_owned(), "fee".to_owned()).into());
        let marked: Vec<bool> = mark(cases.into(), &train).iter().map(|case| case.in_train).collect();
        assert_eq!(marked, [true, true, false]);
    }
}
