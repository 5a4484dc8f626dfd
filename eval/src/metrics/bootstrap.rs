//! The paired bootstrap: between which bounds a difference lies.

use fastrand::Rng;

use super::mean;

/// How often the examples are drawn again.
pub(crate) const RESAMPLES: usize = 10_000;

/// A difference, and bounds that hold it 95 times of 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Interval {
    /// The mean of the differences.
    pub(crate) difference: f64,
    /// 2.5% of the resamples lie below.
    pub(crate) low: f64,
    /// 2.5% of the resamples lie above.
    pub(crate) high: f64,
}

/// The percentile interval of a mean of paired differences (Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
/// chapter 13; Koehn, EMNLP 2004, for pairs): so many samples of the same size are drawn with replacement.
pub(crate) fn bootstrap_difference(differences: &[f64], seed: u64) -> Interval {
    let n = differences.len();
    let difference = mean(differences.iter().copied());
    if n == 0 {
        return Interval { difference, low: 0.0, high: 0.0 };
    }
    let mut random = Rng::with_seed(seed);
    let mut means: Vec<f64> = (0..RESAMPLES).map(|_| mean((0..n).map(|_| differences[random.usize(..n)]))).collect();
    means.sort_unstable_by(f64::total_cmp);
    Interval { difference, low: super::percentile(&means, 0.025), high: super::percentile(&means, 0.975) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_normal_interval() {
        // 400 differences, 100 of them 1: the mean is 0.25, its standard error sqrt(0.25 * 0.75 / 400) = 0.02165.
        let differences: Vec<f64> = (0..400).map(|i| f64::from(u8::from(i % 4 == 0))).collect();
        let interval = bootstrap_difference(&differences, 7);
        assert_eq!(interval.difference, 0.25);
        assert!((interval.low - (0.25 - 1.96 * 0.02165)).abs() < 0.003, "{interval:?}");
        assert!((interval.high - (0.25 + 1.96 * 0.02165)).abs() < 0.003, "{interval:?}");
    }

    #[test]
    fn equal_differences_have_no_width() {
        assert_eq!(bootstrap_difference(&[0.5, 0.5], 7), Interval { difference: 0.5, low: 0.5, high: 0.5 });
    }
}
