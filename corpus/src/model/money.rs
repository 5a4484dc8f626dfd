//! Amounts in Hong Kong dollars.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// An amount in cents of the Hong Kong dollar; shown as `HK$1,740` or `HK$0.33`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hkd(u64);

impl Hkd {
    /// From whole dollars.
    #[must_use]
    pub const fn dollars(dollars: u64) -> Self {
        Self(dollars * 100)
    }

    /// Whether nothing is charged.
    #[must_use]
    pub const fn is_free(self) -> bool {
        self.0 == 0
    }

    fn from_number(number: f64) -> Option<Self> {
        let cents = (number * 100.0).round();
        let exact = (cents / 100.0 - number).abs() < 1e-9;
        (exact && (0.0..1e12).contains(&cents)).then_some(Self(cents as u64))
    }
}

impl fmt::Display for Hkd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dollars, cents) = (self.0 / 100, self.0 % 100);
        let digits = dollars.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        if cents == 0 { write!(f, "HK${grouped}") } else { write!(f, "HK${grouped}.{cents:02}") }
    }
}

impl Serialize for Hkd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(100) { serializer.serialize_u64(self.0 / 100) } else { serializer.serialize_f64(self.0 as f64 / 100.0) }
    }
}

impl<'de> Deserialize<'de> for Hkd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Number {
            Whole(i64),
            Decimal(f64),
        }
        let number = match Number::deserialize(deserializer).map_err(|_| D::Error::custom("an amount is a number of dollars: 900 or 0.5"))? {
            Number::Whole(whole) => whole as f64,
            Number::Decimal(decimal) => decimal,
        };
        Self::from_number(number).ok_or_else(|| D::Error::custom(format!("`{number}` is not an amount: dollars with at most two decimals, not below 0")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_people_read_them() {
        for (number, shown) in [("0", "HK$0"), ("75", "HK$75"), ("1740", "HK$1,740"), ("1234567", "HK$1,234,567"), ("0.33", "HK$0.33"), ("2.5", "HK$2.50")] {
            let amount: Hkd = serde_json::from_str(number).unwrap();
            assert_eq!(amount.to_string(), shown);
            assert_eq!(serde_json::from_str::<Hkd>(&serde_json::to_string(&amount).unwrap()).unwrap(), amount);
        }
        for bad in ["-1", "0.333", "\"900\"", "1e20"] {
            assert!(serde_json::from_str::<Hkd>(bad).is_err(), "{bad}");
        }
    }
}
