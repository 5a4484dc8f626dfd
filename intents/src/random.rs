//! A small seeded generator for shuffles and initial weights: SplitMix64 (Steele et al. 2014). Not for secrets.

/// A stream of numbers that its seed decides.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Shuffles in place (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = (self.next() % (last as u64 + 1)) as usize;
            items.swap(last, other);
        }
    }
}

/// Deals examples into folds, each label evenly: the fold of each example.
pub(crate) fn folds(labels: &[usize], n_folds: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    Random::new(seed).shuffle(&mut order);
    order.sort_by_key(|&example| labels[example]);
    let mut folds = vec![0; labels.len()];
    for (dealt, example) in order.into_iter().enumerate() {
        folds[example] = dealt % n_folds;
    }
    folds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_hold_each_label_evenly_and_follow_the_seed() {
        let labels: Vec<usize> = (0..100).map(|i| i % 4).collect();
        let dealt = folds(&labels, 5, 1);
        for label in 0..4 {
            for fold in 0..5 {
                assert_eq!((0..100).filter(|&i| labels[i] == label && dealt[i] == fold).count(), 5);
            }
        }
        assert_eq!(dealt, folds(&labels, 5, 1));
        assert_ne!(dealt, folds(&labels, 5, 2));
    }
}
