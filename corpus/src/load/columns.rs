//! The columns that a table of records can have, and the names that offices give them.

use std::collections::BTreeMap;

use super::cell::Kind;
use crate::text::fold;

/// What a table holds; each has its own columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableKind {
    /// Services and their forms.
    Services,
    /// Questions with a short answer.
    Enquiries,
    /// The directory.
    Departments,
}

/// A column: the field of a record that it fills, its kind of cell, and its names; the first name is the one that the
/// template and exports write. `fees[].hkd` is the amount of one of several fees, each in a row of its own.
#[derive(Debug)]
pub(crate) struct Column {
    /// The field, as a path.
    pub(crate) path: &'static str,
    /// How its cells are read.
    pub(crate) kind: Kind,
    /// Its names, in any language.
    pub(crate) names: &'static [&'static str],
    /// What it is, for the sheet of explanations.
    pub(crate) about: (&'static str, &'static str),
}

const fn column(path: &'static str, kind: Kind, names: &'static [&'static str], about: (&'static str, &'static str)) -> Column {
    Column { path, kind, names, about }
}

/// The columns of sources, which every kind of record has.
const SOURCES: [Column; 6] = [
    column("sources[].url", Kind::Url, &["source", "source_url", "來源", "資料來源", "來源網址"], ("讀到這些資料的網頁", "The page where the facts were read")),
    column(
        "sources[].covers",
        Kind::Fields,
        &["source_covers", "來源範圍"],
        ("該網頁載列的欄目，以 | 分隔；留空即全部", "The facts that the page states, joined by |; empty means all"),
    ),
    column(
        "sources[].page_date",
        Kind::Date,
        &["source_page_date", "page_date", "網頁日期", "修訂日期"],
        ("網頁本身所載的日期", "The date that the page itself states"),
    ),
    column("sources[].checked", Kind::Date, &["source_checked", "checked", "查核日期", "核對日期"], ("核對當日", "The day that it was read")),
    column("sources[].third_party", Kind::YesNo, &["source_third_party", "第三方來源"], ("是否並非官方網頁", "Whether it is not an official page")),
    column("sources[].note", Kind::Text, &["source_note", "來源備註"], ("供編輯參考", "For editors")),
];

const PERIOD: [Column; 3] = [
    column("effective_from", Kind::Date, &["effective_from", "生效日期", "開始日期"], ("由當日起生效", "In force from this day")),
    column("effective_to", Kind::Date, &["effective_to", "失效日期", "結束日期", "屆滿日期"], ("生效至當日（包括當日）", "In force until this day, inclusive")),
    column("notes", Kind::Text, &["notes", "note", "remarks", "備註"], ("供編輯參考，不會顯示", "For editors, never shown")),
];

const SERVICE: [Column; 60] = [
    column(
        "id",
        Kind::Text,
        &["id", "service_id", "服務編號", "識別碼"],
        ("固定不變的編號；留空即按部門及標題編配", "Never changes; empty: made from department and title"),
    ),
    column(
        "department",
        Kind::Text,
        &["department", "dept", "部門", "所屬部門", "部門名稱", "tc_department", "en_department", "sc_department"],
        ("部門的名稱或簡稱", "The department's name or abbreviation"),
    ),
    column(
        "title.tc",
        Kind::Text,
        &["title_tc", "標題", "中文標題", "服務名稱", "服務", "名稱", "中文名稱", "tc_title", "tc_fun", "title (chinese)", "chinese title"],
        ("部門如何稱呼這項服務", "What the department calls the service, in Chinese"),
    ),
    column(
        "title.en",
        Kind::Text,
        &["title_en", "title", "service", "service name", "英文標題", "英文名稱", "en_title", "en_fun", "title (english)", "english title"],
        ("英文標題", "The same in English"),
    ),
    column("title.sc", Kind::Text, &["title_sc", "簡體標題", "sc_title", "sc_fun"], ("留空即由繁體轉換", "Empty: converted from the traditional one")),
    column(
        "aliases.yue",
        Kind::Texts,
        &["aliases_yue", "俗稱", "口語", "口語別名"],
        ("市民口語上的叫法，以 | 分隔", "What people call it in Cantonese, joined by |"),
    ),
    column("aliases.tc", Kind::Texts, &["aliases_tc", "別名", "中文別名"], ("書面語別名，以 | 分隔", "Other written Chinese names, joined by |")),
    column("aliases.en", Kind::Texts, &["aliases_en", "aliases", "keywords", "英文別名"], ("英文別名，以 | 分隔", "Other English names, joined by |")),
    column(
        "questions.tc",
        Kind::Texts,
        &["questions_tc", "市民問法", "問法"],
        ("市民會怎樣問，以 | 分隔；只供搜尋，不會顯示", "How people ask for it in Chinese, joined by |; searched, never shown"),
    ),
    column(
        "questions.en",
        Kind::Texts,
        &["questions_en", "英文問法"],
        ("市民會怎樣問（英文），以 | 分隔；只供搜尋", "How people ask for it, joined by |; searched, never shown"),
    ),
    column("topics", Kind::Texts, &["topics", "topic", "主題"], ("主題，以 | 分隔", "Broad subjects in English, joined by |")),
    column("audience.tc", Kind::Text, &["audience_tc", "對象", "服務對象"], ("服務對象", "Whom it is for, in Chinese")),
    column("audience.en", Kind::Text, &["audience_en", "audience"], ("服務對象（英文）", "Whom it is for")),
    column("eligibility[].tc", Kind::Text, &["eligibility_tc", "資格", "申請資格"], ("申請資格，每行一項", "Who can have it, one a row, in Chinese")),
    column("eligibility[].en", Kind::Text, &["eligibility_en", "eligibility"], ("申請資格（英文）", "Who can have it, one a row")),
    column(
        "documents[].tc",
        Kind::Text,
        &["document_tc", "所需文件", "文件", "證明文件"],
        ("所需文件，每行一份", "A document to bring, one a row, in Chinese"),
    ),
    column(
        "documents[].en",
        Kind::Text,
        &["document_en", "document", "documents", "documents required"],
        ("所需文件（英文）", "A document to bring, one a row"),
    ),
    column("documents[].copy", Kind::Copy, &["document_copy", "正本或副本", "正副本"], ("正本、副本，或兩者皆可", "original, copy or either")),
    column("documents[].when.tc", Kind::Text, &["document_when_tc", "何時需要該文件"], ("在甚麼情況下需要", "On what condition, in Chinese")),
    column("documents[].when.en", Kind::Text, &["document_when_en"], ("在甚麼情況下需要（英文）", "On what condition")),
    column(
        "fees[].hkd",
        Kind::Amount,
        &["fee_hkd", "費用", "收費", "fee", "fees", "fee (hk$)", "金額", "費用（港元）"],
        ("金額（港元）；0 即免費", "Dollars; 0 is free"),
    ),
    column("fees[].tc", Kind::Text, &["fee_tc", "費用說明", "收費項目"], ("費用說明", "What the fee is for, in Chinese")),
    column("fees[].en", Kind::Text, &["fee_en", "fee description"], ("費用說明（英文）", "What the fee is for")),
    column("fees[].when.tc", Kind::Text, &["fee_when_tc", "收費條件"], ("在甚麼情況下收取", "On what condition, in Chinese")),
    column("fees[].when.en", Kind::Text, &["fee_when_en"], ("在甚麼情況下收取（英文）", "On what condition")),
    column("fees[].from", Kind::Date, &["fee_from", "收費開始日期"], ("由當日起收取", "Charged from this day")),
    column("fees[].to", Kind::Date, &["fee_to", "收費結束日期"], ("收取至當日", "Charged until this day")),
    column("payment", Kind::Payments, &["payment", "payment methods", "付款方法", "繳費方法", "付款方式"], ("付款方法，以 | 分隔", "Ways to pay, joined by |")),
    column("channels[].type", Kind::Channel, &["channel", "辦理方法", "渠道", "途徑", "遞交方法"], ("辦理方法，每行一種", "A way to do it, one a row")),
    column(
        "channels[].url",
        Kind::Url,
        &["channel_url", "url", "link", "online url", "網址", "網上服務網址", "en_url", "tc_url", "sc_url"],
        ("網上辦理的網址", "The page where it is done online"),
    ),
    column("channels[].at.tc", Kind::Text, &["channel_at_tc", "地點", "辦理地點"], ("地點、地址或號碼", "The place, address or number, in Chinese")),
    column("channels[].at.en", Kind::Text, &["channel_at_en", "place", "where"], ("地點（英文）", "The place, address or number")),
    column(
        "channels[].needs",
        Kind::Credential,
        &["channel_needs", "credential", "登入方式"],
        ("該途徑需要甚麼登入", "What the channel needs: none, iam_smart, ..."),
    ),
    column("channels[].from", Kind::Date, &["channel_from", "途徑開始日期"], ("由當日起開放", "Open from this day")),
    column("channels[].to", Kind::Date, &["channel_to", "途徑結束日期"], ("開放至當日", "Open until this day")),
    column("signature", Kind::Credentials, &["signature", "簽署", "簽署方式"], ("簽署方式，以 | 分隔", "What signs it, joined by |")),
    column("not_online.reason", Kind::Reason, &["not_online", "不能網上辦理原因"], ("不能網上辦理的原因", "Why it cannot be done online")),
    column("not_online.tc", Kind::Text, &["not_online_tc", "不能網上辦理說明"], ("以文字說明", "The reason in words, in Chinese")),
    column("not_online.en", Kind::Text, &["not_online_en"], ("以文字說明（英文）", "The reason in words")),
    column("deadline.tc", Kind::Text, &["deadline_tc", "限期", "截止日期", "期限"], ("限期", "By when, in Chinese")),
    column("deadline.en", Kind::Text, &["deadline_en", "deadline"], ("限期（英文）", "By when")),
    column("penalty.tc", Kind::Text, &["penalty_tc", "罰則", "罰款"], ("逾期或違規的後果", "What follows from being late, in Chinese")),
    column("penalty.en", Kind::Text, &["penalty_en", "penalty"], ("逾期或違規的後果（英文）", "What follows from being late")),
    column("processing_time[].tc", Kind::Text, &["time_tc", "所需時間", "處理時間", "辦理時間"], ("所需時間", "How long it takes, in Chinese")),
    column("processing_time[].en", Kind::Text, &["time_en", "processing time", "time"], ("所需時間（英文）", "How long it takes")),
    column("processing_time[].channel", Kind::Channel, &["time_channel", "時間適用途徑"], ("適用於哪種辦理方法", "By which channel, if it matters")),
    column("validity.tc", Kind::Text, &["validity_tc", "有效期"], ("有效期", "How long it is valid, in Chinese")),
    column("validity.en", Kind::Text, &["validity_en", "validity"], ("有效期（英文）", "How long it is valid")),
    column(
        "forms[].number",
        Kind::Text,
        &["form_number", "form no.", "form no", "form", "表格編號", "表格號碼", "表格", "表格代號"],
        ("表格編號，每行一份", "The number of a form, one a row"),
    ),
    column("forms[].also", Kind::Texts, &["form_also", "表格其他寫法"], ("編號的其他寫法", "Other ways the number is written")),
    column("forms[].title.tc", Kind::Text, &["form_title_tc", "表格名稱", "表格標題"], ("表格名稱", "The form's title, in Chinese")),
    column("forms[].title.en", Kind::Text, &["form_title_en", "form title", "form name", "表格英文名稱"], ("表格名稱（英文）", "The form's title")),
    column("forms[].title.sc", Kind::Text, &["form_title_sc"], ("表格名稱（簡體）", "The form's title in Simplified Chinese")),
    column("forms[].url", Kind::Url, &["form_url", "form link", "download", "表格網址", "下載網址"], ("下載表格的網址", "Where the form can be had")),
    column("related", Kind::Texts, &["related", "相關服務"], ("相關服務的編號，以 | 分隔", "Ids of related services, joined by |")),
    column("not_applicable", Kind::Fields, &["not_applicable", "不適用欄目"], ("不適用的欄目，以 | 分隔", "Facts that the service cannot have, joined by |")),
    column("audience.sc", Kind::Text, &["audience_sc"], ("服務對象（簡體）", "Whom it is for, in Simplified Chinese")),
    column("deadline.sc", Kind::Text, &["deadline_sc"], ("限期（簡體）", "By when, in Simplified Chinese")),
    column("penalty.sc", Kind::Text, &["penalty_sc"], ("後果（簡體）", "What follows, in Simplified Chinese")),
    column("validity.sc", Kind::Text, &["validity_sc"], ("有效期（簡體）", "How long it is valid, in Simplified Chinese")),
];

const ENQUIRY: [Column; 8] = [
    column("id", Kind::Text, &["id", "enquiry_id", "查詢編號", "識別碼"], ("固定不變的編號", "Never changes; empty: made from department and question")),
    column("department", Kind::Text, &["department", "dept", "部門", "所屬部門", "部門名稱"], ("部門的名稱或簡稱", "The department's name or abbreviation")),
    column("questions.tc", Kind::Texts, &["question_tc", "問題", "中文問題"], ("問法，以 | 分隔", "Ways to ask in Chinese, joined by |")),
    column("questions.en", Kind::Texts, &["question_en", "question", "英文問題"], ("問法（英文），以 | 分隔", "Ways to ask, joined by |")),
    column("answer.tc", Kind::Text, &["answer_tc", "答案", "答覆", "中文答案"], ("簡短答案", "The short answer, in Chinese")),
    column("answer.en", Kind::Text, &["answer_en", "answer", "英文答案"], ("簡短答案（英文）", "The short answer")),
    column("answer.sc", Kind::Text, &["answer_sc", "簡體答案"], ("簡短答案（簡體）", "The short answer in Simplified Chinese")),
    column("related", Kind::Texts, &["related", "相關服務"], ("相關服務的編號，以 | 分隔", "Ids of related services, joined by |")),
];

const DEPARTMENT: [Column; 12] = [
    column("id", Kind::Text, &["id", "department_id", "部門編號", "部門代號"], ("英文小寫簡稱", "The short name in lower case")),
    column("name.tc", Kind::Text, &["name_tc", "部門", "部門名稱", "名稱"], ("部門名稱", "The name, in Chinese")),
    column("name.en", Kind::Text, &["name_en", "name", "department", "department name", "英文名稱"], ("部門名稱（英文）", "The name")),
    column("name.sc", Kind::Text, &["name_sc"], ("部門名稱（簡體）", "The name in Simplified Chinese")),
    column("abbreviations", Kind::Texts, &["abbreviations", "簡稱"], ("簡稱，以 | 分隔", "Short names, joined by |")),
    column("hotline", Kind::Text, &["hotline", "telephone", "phone", "熱線", "電話", "查詢電話"], ("查詢電話", "The number to call")),
    column("address.tc", Kind::Text, &["address_tc", "地址"], ("地址", "Where it is, in Chinese")),
    column("address.en", Kind::Text, &["address_en", "address"], ("地址（英文）", "Where it is")),
    column("hours.tc", Kind::Text, &["hours_tc", "辦公時間", "服務時間"], ("辦公時間", "When it is open, in Chinese")),
    column("hours.en", Kind::Text, &["hours_en", "hours", "office hours"], ("辦公時間（英文）", "When it is open")),
    column("website", Kind::Url, &["website", "網站", "網址"], ("網站", "Its site")),
    column("served_by_1823", Kind::YesNo, &["served_by_1823", "1823"], ("1823 是否代答", "Whether 1823 answers for it")),
];

impl TableKind {
    /// Every kind, in the order in which a reader needs them.
    pub const ALL: [Self; 3] = [Self::Departments, Self::Services, Self::Enquiries];

    /// The columns of such a table, in the order in which they are written.
    pub(crate) fn columns(self) -> impl Iterator<Item = &'static Column> {
        let own: &'static [Column] = match self {
            Self::Services => &SERVICE,
            Self::Enquiries => &ENQUIRY,
            Self::Departments => &DEPARTMENT,
        };
        own.iter().chain(&PERIOD).chain(&SOURCES)
    }

    /// The name of a file or sheet of it, in English and Chinese.
    #[must_use]
    pub const fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Services => ("services", "服務"),
            Self::Enquiries => ("enquiries", "查詢"),
            Self::Departments => ("departments", "部門"),
        }
    }
}

/// A header as it is compared: script, case and punctuation do not matter.
pub(super) fn header_key(header: &str) -> String {
    fold(header).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a header is the name of a column.
pub(super) fn is_known(kind: TableKind, header: &str) -> bool {
    Columns::of(kind, &[header.to_owned()]).known[0].is_some()
}

/// The columns of one table, by position.
#[derive(Debug)]
pub(super) struct Columns {
    /// What each column fills; none where it is not known.
    pub(super) known: Vec<Option<&'static Column>>,
}

impl Columns {
    /// Matches headers by name.
    pub(super) fn of(kind: TableKind, headers: &[String]) -> Self {
        let names: BTreeMap<String, &'static Column> =
            kind.columns().flat_map(|column| column.names.iter().map(move |name| (header_key(name), column))).collect();
        let known = headers
            .iter()
            .map(|header| {
                // 「表格編號 Form No.」: either half may be the name.
                let halves = || header.split(['\n', '/']).chain(split_scripts(header)).map(header_key).collect::<Vec<_>>();
                names.get(&header_key(header)).copied().or_else(|| halves().iter().find_map(|half| names.get(half).copied()))
            })
            .collect();
        Self { known }
    }

    /// Whether some column fills a field.
    pub(super) fn has(&self, path: &str) -> bool {
        self.known.iter().flatten().any(|column| column.path == path)
    }

    /// Whether some column fills a field or a part of it.
    pub(super) fn has_under(&self, path: &str) -> bool {
        self.known.iter().flatten().any(|column| column.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    }

    /// Whether some column fills the items of a list.
    pub(super) fn has_list(&self, list: &str) -> bool {
        self.known.iter().flatten().any(|column| column.path.strip_prefix(list).is_some_and(|rest| rest.starts_with("[].")))
    }

    /// The column (from 1) that fills a field, or one that begins like it, or the first.
    pub(super) fn nearest(&self, path: &str) -> usize {
        let position = |matches: &dyn Fn(&str) -> bool| self.known.iter().position(|column| column.is_some_and(|column| matches(column.path)));
        let path = path.trim_end_matches("[]");
        let parent = path.rsplit_once('.').map_or(path, |(parent, _)| parent);
        position(&|known| known == path)
            .or_else(|| position(&|known| known.starts_with(path)))
            .or_else(|| position(&|known| !parent.is_empty() && known.starts_with(parent)))
            .map_or(1, |position| position + 1)
    }
}

/// The Chinese and the other half of a header such as 「標題 Title」.
fn split_scripts(header: &str) -> [&str; 2] {
    let at = header.char_indices().find(|(_, c)| c.is_ascii_alphabetic()).map_or(header.len(), |(at, _)| at);
    [&header[..at], &header[at..]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_columns() {
        for kind in [TableKind::Services, TableKind::Enquiries, TableKind::Departments] {
            let mut seen: BTreeMap<String, &str> = BTreeMap::new();
            for column in kind.columns() {
                for name in column.names {
                    let other = seen.insert(header_key(name), column.path).unwrap_or(column.path);
                    assert_eq!(other, column.path, "`{name}` means both");
                }
            }
        }
    }

    #[test]
    fn headers_are_known_in_either_language_and_in_both() {
        let headers = ["表格編號", "Form No.", "FORM_NUMBER", "標題 Title", "部門/Department", "en_title", "whatever"].map(String::from);
        let paths: Vec<Option<&str>> = Columns::of(TableKind::Services, &headers).known.iter().map(|column| column.map(|column| column.path)).collect();
        assert_eq!(
            paths,
            [Some("forms[].number"), Some("forms[].number"), Some("forms[].number"), Some("title.tc"), Some("department"), Some("title.en"), None]
        );
    }
}
