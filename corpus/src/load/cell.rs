//! Reading one cell of a table: amounts, dates, choices and lists as people type them.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::{
    model::{ChannelKind, Copy, Credential, Field, Label, NotOnlineReason, PaymentMethod},
    text::fold,
};

/// How a cell is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// As it stands.
    Text,
    /// Several texts, joined by `|` or line ends.
    Texts,
    /// An address on the web.
    Url,
    /// Dollars.
    Amount,
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
    /// One of the channels.
    Channel,
    /// One of the credentials.
    Credential,
    /// Several credentials.
    Credentials,
    /// Several ways to pay.
    Payments,
    /// Original, copy or either.
    Copy,
    /// A reason why not online.
    Reason,
    /// Several fields of a service.
    Fields,
}

impl Kind {
    /// The type of Frictionless Table Schema: <https://specs.frictionlessdata.io/table-schema/>.
    pub(crate) const fn table_schema_type(self) -> &'static str {
        match self {
            Self::Amount => "number",
            Self::Date => "date",
            _ => "string",
        }
    }
}

/// What joins the values of a cell that holds several.
pub(crate) const SEPARATOR: &str = " | ";

/// Reads a cell that is not blank.
///
/// # Errors
/// What is wrong with it and what would be right.
pub(super) fn read(kind: Kind, cell: &str) -> Result<Value, String> {
    let several = || cell.split(['|', '\n']).map(str::trim).filter(|part| !part.is_empty());
    match kind {
        Kind::Text => Ok(cell.into()),
        Kind::Texts => Ok(several().map(Value::from).collect()),
        Kind::Url => super::check::address(cell).map(|()| cell.into()),
        Kind::Amount => amount(cell),
        Kind::Date => date(cell).map(|date| date.to_string().into()),
        Kind::YesNo => yes_no(cell),
        Kind::Channel => choice(cell, &ChannelKind::ALL),
        Kind::Credential => choice(cell, &Credential::ALL),
        Kind::Copy => choice(cell, &Copy::ALL),
        Kind::Reason => choice(cell, &NotOnlineReason::ALL),
        Kind::Credentials => several().map(|part| choice(part, &Credential::ALL)).collect(),
        // Shops write 「現金、八達通」.
        Kind::Payments => {
            cell.split(['|', '\n', '、', ',', ';', '；']).map(str::trim).filter(|part| !part.is_empty()).map(|part| choice(part, &PaymentMethod::ALL)).collect()
        }
        Kind::Fields => several().map(field).collect(),
    }
}

fn amount(cell: &str) -> Result<Value, String> {
    let folded = fold(cell);
    let bare = folded.trim_start_matches("hk").trim_start_matches('$').trim_end_matches('元').replace(',', "");
    let bare = bare.trim();
    if ["免费", "free", "nil", "不收费"].contains(&bare) {
        return Ok(0.into());
    }
    let wrong = || format!("`{cell}` is not an amount: write dollars as 420 or 0.5, 0 for free, and words in the column of the description");
    let is_decimal = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || c == '.');
    match bare.parse::<f64>() {
        Ok(number) if is_decimal && number.fract() == 0.0 && number < 1e12 => Ok((number as u64).into()),
        Ok(number) if is_decimal => Ok(number.into()),
        _ => Err(wrong()),
    }
}

/// 2026-11-24, 24/11/2026 (day first, as Hong Kong writes it), 2026年11月24日.
fn date(cell: &str) -> Result<Date, String> {
    let wrong = || format!("`{cell}` is not a day: write 2026-11-24");
    let parts: Vec<&str> = cell.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    // What an office program adds to a day: 2026-11-24 00:00:00.
    let [one, two, three] = parts.get(..3).and_then(|parts| <[&str; 3]>::try_from(parts).ok()).ok_or_else(wrong)?;
    let (year, month, day) = if one.len() == 4 { (one, two, three) } else { (three, two, one) };
    if year.len() != 4 {
        return Err(wrong());
    }
    let number = |text: &str| text.parse::<i8>().map_err(|_| wrong());
    let year = year.parse::<i16>().map_err(|_| wrong())?;
    Date::new(year, number(month)?, number(day)?).map_err(|_| format!("there is no day `{cell}`: write 2026-11-24"))
}

fn yes_no(cell: &str) -> Result<Value, String> {
    match fold(cell).as_str() {
        "yes" | "y" | "true" | "1" | "是" | "有" => Ok(true.into()),
        "no" | "n" | "false" | "0" | "否" | "无" => Ok(false.into()),
        _ => Err(format!("`{cell}` is neither yes nor no")),
    }
}

fn token<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A token of the data files (`iam_smart`), or the name that people read (「智方便」).
fn choice<T: Label + Serialize + std::marker::Copy>(cell: &str, all: &[T]) -> Result<Value, String> {
    let key = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric() || *c == '+').collect::<String>();
    let wanted = key(cell);
    let names = |value: T| {
        let label = value.label();
        [token(value), label.tc, label.en]
    };
    // 「易辦事（EPS）」 is known by either half.
    let matches = |name: &str| key(name) == wanted || name.split(['（', '）', '(', ')']).any(|half| !half.trim().is_empty() && key(half) == wanted);
    if let Some(value) = all.iter().find(|value| names(**value).iter().any(|name| matches(name))) {
        return Ok(token(*value).into());
    }
    let likeness = |value: &T| names(*value).iter().map(|name| strsim::normalized_damerau_levenshtein(&key(name), &wanted)).fold(0.0, f64::max);
    let nearest = all.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|value| likeness(value) >= 0.5);
    let hint = nearest.map_or_else(
        || format!("one of {}", all.iter().map(|value| token(*value)).collect::<Vec<_>>().join(", ")),
        |value| format!("did you mean `{}`?", token(*value)),
    );
    Err(format!("`{cell}` is not known here: {hint}"))
}

fn field(cell: &str) -> Result<Value, String> {
    let names = || Field::FACTS.iter().chain(&[Field::About]).map(|field| field.name());
    match names().find(|name| *name == cell) {
        Some(name) => Ok(name.into()),
        None => Err(format!("`{cell}` is not a field: one of {}", names().collect::<Vec<_>>().join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_offices_type_them() {
        for (kind, cell, value) in [
            (Kind::Amount, "HK$1,740", serde_json::json!(1740)),
            (Kind::Amount, "＄420", serde_json::json!(420)),
            (Kind::Amount, "420元", serde_json::json!(420)),
            (Kind::Amount, "0.5", serde_json::json!(0.5)),
            (Kind::Amount, "免費", serde_json::json!(0)),
            (Kind::Date, "24/11/2026", serde_json::json!("2026-11-24")),
            (Kind::Date, "2026年1月5日", serde_json::json!("2026-01-05")),
            (Kind::Date, "2026-11-24 00:00:00", serde_json::json!("2026-11-24")),
            (Kind::YesNo, "是", serde_json::json!(true)),
            (Kind::Payments, "現金、八達通", serde_json::json!(["cash", "octopus"])),
            (Kind::Payments, "EPS | 轉數快", serde_json::json!(["eps", "fps"])),
            (Kind::Channel, "郵寄", serde_json::json!("post")),
            (Kind::Credential, "智方便+", serde_json::json!("iam_smart_plus")),
            (Kind::Texts, "續車牌 | 換車牌", serde_json::json!(["續車牌", "換車牌"])),
        ] {
            assert_eq!(read(kind, cell), Ok(value), "{cell}");
        }
        for (kind, cell, hint) in [
            (Kind::Amount, "about 420", "write dollars"),
            (Kind::Amount, "1e3", "write dollars"),
            (Kind::Amount, "-5", "write dollars"),
            (Kind::Date, "31/2/2026", "no day"),
            (Kind::Date, "soon", "write 2026-11-24"),
            (Kind::Payments, "八達痛", "did you mean `octopus`?"),
            (Kind::Channel, "pigeon", "one of online, app"),
        ] {
            let reason = read(kind, cell).expect_err(cell);
            assert!(reason.contains(hint), "{reason}");
        }
    }
}
