//! A service: a thing that a person can get done.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    enquiry::Questions,
    id::{FormKey, ServiceId},
    money::Hkd,
    source::{Field, Source, Standing},
    text::Text,
};

/// A service (服務) with everything that a citizen asks about it. What is unknown is empty, never guessed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Unique in the whole corpus, and never changed.
    pub id: ServiceId,
    /// What the department calls it.
    pub title: Text,
    /// What people call it.
    #[serde(default)]
    pub aliases: Aliases,
    /// How people put their question, or tell what happened to them, when they need it: searched, never shown.
    #[serde(default)]
    pub questions: Questions,
    /// Broad subjects, in English, for browsing.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Whom it is for.
    #[serde(default)]
    pub audience: Option<Text>,
    /// Who can have it.
    #[serde(default)]
    pub eligibility: Vec<Text>,
    /// What to bring.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// What it costs.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// How to pay.
    #[serde(default)]
    pub payment: Vec<PaymentMethod>,
    /// Where and how.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// Any one of these signs the application.
    #[serde(default)]
    pub signature: Vec<Credential>,
    /// Why it cannot be done online, if it cannot.
    #[serde(default)]
    pub not_online: Option<NotOnline>,
    /// By when.
    #[serde(default)]
    pub deadline: Option<Text>,
    /// What follows from being late or from breaking the rule.
    #[serde(default)]
    pub penalty: Option<Text>,
    /// How long it takes, by channel.
    #[serde(default)]
    pub processing_time: Vec<ProcessingTime>,
    /// How long the result is valid.
    #[serde(default)]
    pub validity: Option<Text>,
    /// The forms, best first.
    #[serde(default)]
    pub forms: Vec<Form>,
    /// Services that people look for next.
    #[serde(default)]
    pub related: Vec<ServiceId>,
    /// In force from this day.
    #[serde(default, deserialize_with = "date::optional")]
    pub effective_from: Option<Date>,
    /// In force until this day, inclusive.
    #[serde(default, deserialize_with = "date::optional")]
    pub effective_to: Option<Date>,
    /// The facts that the service cannot have: something free has no ways to pay, something done once no validity.
    /// An editor's judgement, so it is counted and never shown.
    #[serde(default)]
    pub not_applicable: Vec<Field>,
    /// For editors, never shown.
    #[serde(default)]
    pub notes: Option<String>,
    /// Where all this was read.
    pub sources: Vec<Source>,
}

impl Service {
    /// How far a field can be relied on, on a day.
    #[must_use]
    pub fn standing(&self, field: Field, today: Date) -> Standing {
        Standing::of(&self.sources, field, today)
    }

    /// Titles and aliases in every language.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.title.tc.as_str(), self.title.en.as_str()].into_iter().chain(self.aliases.all())
    }

    /// The channels that are open on a day.
    pub fn channels_on(&self, day: Date) -> impl Iterator<Item = &Channel> {
        self.channels.iter().filter(move |channel| encloses(channel.from, channel.to, day))
    }

    /// The fees that are charged on a day; the others are history, or announced.
    pub fn fees_on(&self, day: Date) -> impl Iterator<Item = &Fee> {
        self.fees.iter().filter(move |fee| encloses(fee.from, fee.to, day))
    }
}

/// Whether a day lies in a period; an end that is not given is open.
pub(crate) fn encloses(from: Option<Date>, to: Option<Date>, day: Date) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

/// What people call a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Aliases {
    /// In Cantonese, with or without English words.
    pub yue: Vec<String>,
    /// In written Chinese.
    pub tc: Vec<String>,
    /// In English.
    pub en: Vec<String>,
}

impl Aliases {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.yue.iter().chain(&self.tc).chain(&self.en).map(String::as_str)
    }
}

/// A document to bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its name in Chinese.
    pub tc: String,
    /// Its name in English.
    pub en: String,
    /// Whether the original is needed, if known.
    #[serde(default)]
    pub copy: Option<Copy>,
    /// On what condition it is needed.
    #[serde(default)]
    pub when: Option<Text>,
}

/// Original or copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Copy {
    /// The original.
    Original,
    /// A copy.
    Copy,
    /// Either.
    Either,
}

impl Copy {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Original, Self::Copy, Self::Either];
}

/// A fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// The amount; 0 is free; none where the text explains it.
    #[serde(default)]
    pub hkd: Option<Hkd>,
    /// What it is for, in Chinese.
    pub tc: String,
    /// What it is for, in English.
    pub en: String,
    /// On what condition it applies.
    #[serde(default)]
    pub when: Option<Text>,
    /// Charged from this day.
    #[serde(default, deserialize_with = "date::optional")]
    pub from: Option<Date>,
    /// Charged until this day, inclusive.
    #[serde(default, deserialize_with = "date::optional")]
    pub to: Option<Date>,
}

/// A way to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is its own name; labels.rs writes them for people")]
pub enum PaymentMethod {
    Cash,
    Eps,
    Octopus,
    Cheque,
    ECheque,
    CashierOrder,
    BankDraft,
    CreditCard,
    Fps,
    Pps,
    Atm,
    InternetBanking,
    DigitalWallet,
    DepositAccount,
    Autopay,
    ConvenienceStore,
}

impl PaymentMethod {
    /// Every one of them.
    pub const ALL: [Self; 16] = [
        Self::Cash,
        Self::Eps,
        Self::Octopus,
        Self::Cheque,
        Self::ECheque,
        Self::CashierOrder,
        Self::BankDraft,
        Self::CreditCard,
        Self::Fps,
        Self::Pps,
        Self::Atm,
        Self::InternetBanking,
        Self::DigitalWallet,
        Self::DepositAccount,
        Self::Autopay,
        Self::ConvenienceStore,
    ];
}

/// A way to get it done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Which way.
    #[serde(rename = "type")]
    pub kind: ChannelKind,
    /// The page, for online channels.
    #[serde(default)]
    pub url: Option<String>,
    /// The place, address, number or name.
    #[serde(default)]
    pub at: Option<Text>,
    /// What one must have to use it.
    #[serde(default)]
    pub needs: Option<Credential>,
    /// Open from this day.
    #[serde(default, deserialize_with = "date::optional")]
    pub from: Option<Date>,
    /// Open until this day, inclusive.
    #[serde(default, deserialize_with = "date::optional")]
    pub to: Option<Date>,
}

/// The kinds of channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is its own name; labels.rs writes them for people")]
pub enum ChannelKind {
    Online,
    App,
    Post,
    Dropbox,
    InPerson,
    Agent,
    Email,
    Fax,
    Kiosk,
    Phone,
}

impl ChannelKind {
    /// Every one of them.
    pub const ALL: [Self; 10] =
        [Self::Online, Self::App, Self::Post, Self::Dropbox, Self::InPerson, Self::Agent, Self::Email, Self::Fax, Self::Kiosk, Self::Phone];
}

impl ChannelKind {
    /// Whether it can be done at home with a computer or a telephone.
    #[must_use]
    pub const fn is_online(self) -> bool {
        matches!(self, Self::Online | Self::App)
    }
}

/// What identifies or signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// Nothing.
    None,
    /// Ink on paper.
    Wet,
    /// iAM Smart.
    IamSmart,
    /// iAM Smart+, which can sign.
    IamSmartPlus,
    /// A digital certificate.
    DigitalCert,
    /// A password or account of the department.
    Password,
}

impl Credential {
    /// Every one of them.
    pub const ALL: [Self; 6] = [Self::None, Self::Wet, Self::IamSmart, Self::IamSmartPlus, Self::DigitalCert, Self::Password];
}

/// Why a service cannot be done online.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotOnline {
    /// The kind of reason.
    pub reason: NotOnlineReason,
    /// In words, Chinese.
    #[serde(default)]
    pub tc: Option<String>,
    /// In words, English.
    #[serde(default)]
    pub en: Option<String>,
}

/// Kinds of reason why a service cannot be done online.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotOnlineReason {
    /// The law asks for paper.
    Statute,
    /// The person has to be there.
    Presence,
    /// There is too much to hand in.
    BulkyDocuments,
    /// An original certificate has to be shown or handed out.
    Certificate,
    /// Another reason, in the text.
    Other,
}

impl NotOnlineReason {
    /// Every one of them.
    pub const ALL: [Self; 5] = [Self::Statute, Self::Presence, Self::BulkyDocuments, Self::Certificate, Self::Other];
}

/// How long it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessingTime {
    /// In Chinese.
    pub tc: String,
    /// In English.
    pub en: String,
    /// By which channel, if it matters.
    #[serde(default)]
    pub channel: Option<ChannelKind>,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its number as the department writes it; none where it has none or it is not known.
    #[serde(default)]
    pub number: Option<String>,
    /// Other ways the number is written.
    #[serde(default)]
    pub also: Vec<String>,
    /// Its title.
    pub title: Text,
    /// Where it can be had.
    #[serde(default)]
    pub url: Option<String>,
    /// The languages that it comes in.
    #[serde(default)]
    pub languages: Vec<String>,
}

impl Form {
    /// The keys under which the form is found: of its number and of the other ways to write it.
    pub fn keys(&self) -> impl Iterator<Item = FormKey> {
        self.number.iter().chain(&self.also).map(|number| FormKey::of(number))
    }
}

/// Dates are bare in TOML and strings in JSON.
pub(crate) mod date {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, de::Error};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Toml(toml::value::Datetime),
        Text(String),
    }

    fn parse<E: Error>(written: Written) -> Result<Date, E> {
        let text = match written {
            Written::Toml(datetime) => datetime.to_string(),
            Written::Text(text) => text,
        };
        text.parse().map_err(|_| E::custom(format!("`{text}` is not a date: write 2026-11-24")))
    }

    /// A date that must be there.
    pub(crate) fn required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        parse(Written::deserialize(deserializer).map_err(|_| D::Error::custom("a date is written 2026-11-24"))?)
    }

    /// A date that may be missing.
    pub(crate) fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        match Option::<Written>::deserialize(deserializer).map_err(|_| D::Error::custom("a date is written 2026-11-24"))? {
            Some(written) => parse(written).map(Some),
            None => Ok(None),
        }
    }
}
