//! How much memory the process held.

/// The most bytes that were resident at once, where Linux tells; nothing elsewhere.
pub(super) fn peak_bytes() -> Option<u64> {
    peak_in(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn peak_in(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_high_water_mark_is_read() {
        assert_eq!(peak_in("Name:\tx\nVmPeak:\t  999 kB\nVmHWM:\t   12 kB\n"), Some(12 * 1024));
        assert_eq!(peak_in("Name:\tx\n"), None);
    }
}
