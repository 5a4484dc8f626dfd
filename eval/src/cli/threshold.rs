//! `METRIC=VALUE`.

use std::{collections::BTreeMap, str::FromStr};

use anyhow::Result;

use super::Usage;

/// A figure and the value that it must not pass.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Threshold {
    metric: String,
    value: f64,
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (metric, value) = text.split_once('=').ok_or("METRIC=VALUE is wanted, as accuracy=0.9")?;
        let value: f64 = value.parse().map_err(|_| format!("`{value}` is not a number"))?;
        if value.is_nan() { Err("a value is a number".into()) } else { Ok(Self { metric: metric.to_owned(), value }) }
    }
}

impl Threshold {
    /// A sentence, if the figure is below.
    ///
    /// # Errors
    /// When there is no such figure.
    pub(super) fn missed_below(&self, figures: &BTreeMap<String, f64>) -> Result<Option<String>> {
        let value = self.find(figures)?;
        Ok((value < self.value).then(|| format!("{} is {value:.4}, below {}", self.metric, self.value)))
    }

    /// A sentence, if the figure is above.
    ///
    /// # Errors
    /// When there is no such figure.
    pub(super) fn missed_above(&self, figures: &BTreeMap<String, f64>) -> Result<Option<String>> {
        let value = self.find(figures)?;
        Ok((value > self.value).then(|| format!("{} is {value:.4}, above {}", self.metric, self.value)))
    }

    fn find(&self, figures: &BTreeMap<String, f64>) -> Result<f64> {
        let known = || figures.keys().filter(|name| !name.contains('.')).cloned().collect::<Vec<_>>().join(", ");
        figures.get(&self.metric).copied().ok_or_else(|| Usage(format!("there is no figure `{}`; there are {}", self.metric, known())).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_missed_on_their_own_side_only() {
        let figures = BTreeMap::from([("recall@3".to_owned(), 0.9), ("latency_ms.p95".to_owned(), 2.0)]);
        let recall: Threshold = "recall@3=0.91".parse().unwrap();
        assert_eq!(recall.missed_below(&figures).unwrap().unwrap(), "recall@3 is 0.9000, below 0.91");
        assert_eq!(recall.missed_above(&figures).unwrap(), None);
        let latency: Threshold = "latency_ms.p95=2".parse().unwrap();
        assert_eq!((latency.missed_below(&figures).unwrap(), latency.missed_above(&figures).unwrap()), (None, None));
        let unknown: Threshold = "recal=1".parse().unwrap();
        assert_eq!(unknown.missed_below(&figures).unwrap_err().to_string(), "there is no figure `recal`; there are recall@3");
        assert!("recall@3".parse::<Threshold>().is_err() && "a=b".parse::<Threshold>().is_err() && "a=NaN".parse::<Threshold>().is_err());
    }
}
