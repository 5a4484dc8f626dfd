//! The paired permutation test: how often chance alone makes such a difference.

use fastrand::Rng;

use super::mean;

/// How often the signs are drawn.
const PERMUTATIONS: usize = 10_000;

/// The two-sided p-value of paired differences whose signs are as likely either way (Fisher's randomisation test; Smucker,
/// Allan and Carterette, CIKM 2007, for search): `(1 + as extreme) / (1 + drawn)`, so never 0.
pub(crate) fn sign_flip_p_value(differences: &[f64], seed: u64) -> f64 {
    // Examples that did not change cannot, whatever their sign.
    let changed: Vec<f64> = differences.iter().copied().filter(|difference| *difference != 0.0).collect();
    let observed = mean(changed.iter().copied()).abs();
    let mut random = Rng::with_seed(seed);
    let flipped = |random: &mut Rng| mean(changed.iter().map(|&difference| if random.bool() { difference } else { -difference })).abs();
    let as_extreme = (0..PERMUTATIONS).filter(|_| flipped(&mut random) >= observed - 1e-12).count();
    (1 + as_extreme) as f64 / (1 + PERMUTATIONS) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_exact_binomial() {
        // Eight of ten differences are positive: P(at least 8 or at most 2 heads of 10) = 2 * (45 + 10 + 1) / 1024 = 0.109.
        let mut differences = vec![1.0; 8];
        differences.extend([-1.0; 2]);
        differences.extend([0.0; 50]);
        assert!((sign_flip_p_value(&differences, 7) - 0.109).abs() < 0.012);
    }

    #[test]
    fn no_change_is_no_evidence() {
        assert_eq!(sign_flip_p_value(&[0.0; 5], 7), 1.0);
        assert!(sign_flip_p_value(&[1.0; 40], 7) < 0.001);
    }
}
