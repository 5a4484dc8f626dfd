//! What the enumerations are called when they are shown to a person.

use super::{
    service::{ChannelKind, Copy, Credential, NotOnlineReason, PaymentMethod},
    text::Text,
};

/// A value that has a name for people.
pub trait Label {
    /// The name.
    fn label(self) -> Text;
}

impl Label for PaymentMethod {
    fn label(self) -> Text {
        let (tc, en) = match self {
            Self::Cash => ("現金", "cash"),
            Self::Eps => ("易辦事（EPS）", "EPS"),
            Self::Octopus => ("八達通", "Octopus"),
            Self::Cheque => ("支票", "cheque"),
            Self::ECheque => ("電子支票", "e-Cheque"),
            Self::CashierOrder => ("本票", "cashier's order"),
            Self::BankDraft => ("銀行匯票", "bank draft"),
            Self::CreditCard => ("信用卡", "credit card"),
            Self::Fps => ("轉數快（FPS）", "FPS (Faster Payment System)"),
            Self::Pps => ("繳費靈（PPS）", "PPS"),
            Self::Atm => ("自動櫃員機", "ATM"),
            Self::InternetBanking => ("網上銀行", "internet banking"),
            Self::DigitalWallet => ("電子錢包", "digital wallet"),
            Self::DepositAccount => ("按金帳戶", "deposit account"),
            Self::Autopay => ("自動轉帳", "autopay"),
            Self::ConvenienceStore => ("便利店", "convenience store"),
        };
        Text::new(tc, en)
    }
}

impl Label for ChannelKind {
    fn label(self) -> Text {
        let (tc, en) = match self {
            Self::Online => ("網上", "Online"),
            Self::App => ("手機應用程式", "Mobile app"),
            Self::Post => ("郵寄", "By post"),
            Self::Dropbox => ("投遞箱", "Drop-in box"),
            Self::InPerson => ("親身", "In person"),
            Self::Agent => ("授權他人代辦", "Through an agent"),
            Self::Email => ("電郵", "By e-mail"),
            Self::Fax => ("傳真", "By fax"),
            Self::Kiosk => ("自助服務機", "Self-service kiosk"),
            Self::Phone => ("電話", "By telephone"),
        };
        Text::new(tc, en)
    }
}

impl Label for Credential {
    fn label(self) -> Text {
        let (tc, en) = match self {
            Self::None => ("無須登入", "no login"),
            Self::Wet => ("親筆簽署", "a handwritten signature"),
            Self::IamSmart => ("「智方便」", "iAM Smart"),
            Self::IamSmartPlus => ("「智方便+」", "iAM Smart+"),
            Self::DigitalCert => ("數碼證書", "a digital certificate"),
            Self::Password => ("帳戶或密碼", "an account or password"),
        };
        Text::new(tc, en)
    }
}

impl Label for NotOnlineReason {
    fn label(self) -> Text {
        let (tc, en) = match self {
            Self::Statute => ("法例規定須以書面或正本提交", "the law asks for paper or originals"),
            Self::Presence => ("申請人須親身到場", "the applicant has to be there in person"),
            Self::BulkyDocuments => ("須遞交的文件體積太大", "the documents to hand in are too bulky"),
            Self::Certificate => ("須出示或領取證明文件正本", "an original certificate has to be shown or collected"),
            Self::Other => ("部門未能接受網上申請", "the department does not take it online"),
        };
        Text::new(tc, en)
    }
}

impl Label for Copy {
    fn label(self) -> Text {
        let (tc, en) = match self {
            Self::Original => ("正本", "original"),
            Self::Copy => ("副本", "copy"),
            Self::Either => ("正本或副本", "original or copy"),
        };
        Text::new(tc, en)
    }
}
