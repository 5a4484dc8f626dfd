//! The intents of the assistant, and the aspect of a service that a question is about. No classifier: labels are text
//! there, so that any set of intents can be trained; these are the ones that ship.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A closed set of names: the enum, all its values in order, its names, and both directions of parsing.
macro_rules! names {
    (
        $(#[$doc:meta])* $set:ident, $unknown:ident, $noun:literal;
        $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)+
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $set {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $set {
            /// All of them, in the order in which reports list them.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The name in labels, logs, the protocol and reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }

        impl fmt::Display for $set {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        #[doc = concat!("A name that is not ", $noun, ".")]
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[error("`{0}` is not {noun}", noun = $noun)]
        pub struct $unknown(String);

        impl FromStr for $set {
            type Err = $unknown;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                Self::ALL.into_iter().find(|value| value.name() == name).ok_or_else(|| $unknown(name.to_owned()))
            }
        }
    };
}

names! {
    /// What the citizen wants.
    ///
    /// ```
    /// use oneask_intents::Intent;
    /// assert_eq!("form_search".parse(), Ok(Intent::FormSearch)); // 續車牌要填咩表
    /// assert_eq!(Intent::WeatherWarning.name(), "weather_warning"); // 掛幾號波
    /// ```
    Intent, UnknownIntent, "an intent of this assistant";
    /// The form or service for something: 續車牌要填咩表.
    FormSearch = "form_search",
    /// How much a service costs: 收幾多費用.
    ProcedureFee = "procedure_fee",
    /// What to bring: 要帶咩文件.
    ProcedureDocuments = "procedure_documents",
    /// Where and how, and whether it can be online: 網上得唔得.
    ProcedureChannel = "procedure_channel",
    /// How long it takes, or by when: 要等幾耐.
    ProcedureTime = "procedure_time",
    /// A rule or fact that is not a form: 士多可唔可以擺貨喺行人路.
    EnquiryGeneral = "enquiry_general",
    /// Something is broken, dirty, noisy or dangerous: 街燈壞咗.
    ReportProblem = "report_problem",
    /// What became of a report or an application: 我上星期投訴嗰單點呀.
    CaseStatus = "case_status",
    /// The weather now: 而家幾多度.
    WeatherCurrent = "weather_current",
    /// The weather later: 聽日會唔會落雨.
    WeatherForecast = "weather_forecast",
    /// Signals and warnings: 掛幾號波.
    WeatherWarning = "weather_warning",
    /// Which days are holidays: 聽日係咪紅日.
    PublicHoliday = "public_holiday",
    /// When the next bus or train comes: 234A 幾時到.
    TransportEta = "transport_eta",
    /// A telephone number, address or opening hours: 入境處電話幾多號.
    ContactDepartment = "contact_department",
    /// A person instead of the assistant: 我想搵真人.
    TalkToHuman = "talk_to_human",
    /// Hello: 你好.
    Greeting = "greeting",
    /// Thanks and goodbye: 唔該晒.
    ThanksBye = "thanks_bye",
    /// Complaint about or praise of the assistant: 你答非所問.
    FeedbackAboutBot = "feedback_about_bot",
    /// Anything else: 教我整蛋糕.
    OutOfScope = "out_of_scope",
}

names! {
    /// Which fact of a service or rule is wanted, beside the intent.
    ///
    /// ```
    /// use oneask_intents::Aspect;
    /// assert_eq!("payment".parse(), Ok(Aspect::Payment)); // 可唔可以用八達通
    /// ```
    Aspect, UnknownAspect, "an aspect";
    /// How to pay: 點俾錢.
    Payment = "payment",
    /// Which login or signature: 使唔使智方便.
    Credential = "credential",
    /// Why it cannot be done online: 點解唔可以網上.
    NotOnlineReason = "not_online_reason",
    /// Who may have it: 我夠唔夠資格.
    Eligibility = "eligibility",
    /// By when: 幾時之前要交.
    Deadline = "deadline",
    /// What follows from being late or breaking a rule: 罰幾多.
    Penalty = "penalty",
    /// How long the result is good for: 有效期幾耐.
    Validity = "validity",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_as_text_and_as_json() {
        for intent in Intent::ALL {
            assert_eq!(intent.name().parse(), Ok(intent));
            assert_eq!(serde_json::to_string(&intent).unwrap(), format!("\"{intent}\""));
        }
        for aspect in Aspect::ALL {
            assert_eq!(aspect.name().parse(), Ok(aspect));
            assert_eq!(serde_json::to_string(&aspect).unwrap(), format!("\"{aspect}\""));
        }
    }

    #[test]
    fn unknown_names_are_refused() {
        assert_eq!("天氣".parse::<Intent>().unwrap_err().to_string(), "`天氣` is not an intent of this assistant");
        assert!("price".parse::<Aspect>().is_err());
    }
}
