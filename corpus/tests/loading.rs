//! What offices send is read, and what is wrong with it is named where it stands.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path};

use jiff::civil::date;
use oneask_corpus::{
    export::{Format, export},
    load::{self, Base, DataFile, Loaded, Severity, read_files},
    model::{Corpus, Hkd},
    shipped,
};

fn base(corpus: Corpus) -> Base {
    Base { corpus, today: date(2026, 11, 24), ..Base::default() }
}

fn shipped_base() -> Base {
    base(shipped::data().unwrap().corpus)
}

fn load_onto(files: &[DataFile], base: &Base) -> Loaded {
    load::load_onto(files, base, |_, _| {})
}

fn file(name: &str, text: &str) -> DataFile {
    DataFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn errors(loaded: &Loaded) -> Vec<String> {
    loaded.problems.iter().filter(|problem| problem.severity == Severity::Error).map(ToString::to_string).collect()
}

fn whole(loaded: Loaded) -> Corpus {
    loaded.whole().unwrap_or_else(|problems| panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))).corpus
}

#[test]
fn every_format_reads_back_to_the_same_records() {
    let corpus = shipped::data().unwrap().corpus;
    let folder = tempfile::tempdir().unwrap();
    for (format, name) in [
        (Format::Csv, "csv"),
        (Format::Tsv, "tsv"),
        (Format::Toml, "toml"),
        (Format::Xlsx, "all.xlsx"),
        (Format::Ods, "all.ods"),
        (Format::Json, "all.json"),
        (Format::JsonLines, "all.jsonl"),
    ] {
        let path = folder.path().join(name);
        export(&corpus, format, &path).unwrap();
        let read = whole(load_onto(&read_files(&path).unwrap(), &base(Corpus::default())));
        for (one, other) in corpus.departments.iter().zip(&read.departments) {
            assert_eq!(one.department, other.department, "{name}");
            for (one, other) in one.services.iter().zip(&other.services) {
                assert_eq!(one, other, "{name}");
            }
            for (one, other) in one.enquiries.iter().zip(&other.enquiries) {
                assert_eq!(one, other, "{name}");
            }
        }
        let counts = |corpus: &Corpus| {
            corpus.departments.iter().map(|part| (part.department.id.to_string(), part.services.len(), part.enquiries.len())).collect::<Vec<_>>()
        };
        assert_eq!(counts(&read), counts(&corpus), "{name}");
    }
    for (format, name) in [(Format::JsonLd, "services.jsonld"), (Format::Eform, "eform.json"), (Format::GovDepData, "gov_dep_data.json")] {
        let path = folder.path().join(name);
        export(&corpus, format, &path).unwrap();
        let read = whole(load_onto(&read_files(&path).unwrap(), &base(corpus.clone())));
        assert!(!read.departments.is_empty(), "{name}");
        for part in &read.departments {
            let published = corpus.departments.iter().find(|published| published.department.id == part.department.id).unwrap();
            for (one, other) in published.services.iter().zip(&part.services) {
                assert_eq!(one, other, "{name}");
            }
            assert_eq!(published, part, "{name}");
        }
    }
}

#[test]
fn a_short_table_in_chinese_is_enough() {
    let table = "部門,標題,Title,表格編號,費用,付款方法,網址\n\
                 運輸署,申領飛行單車牌照,Flying bicycle licence,TD 9001,HK$1\u{2c}740,現金、八達通,https://www.td.gov.hk/flying\n\
                 ,,,TD 9002,,,\n";
    let table = table.replace("HK$1,740", "\"HK$1,740\"");
    let loaded = load_onto(&[file("forms.csv", &table)], &shipped_base());
    assert_eq!(errors(&loaded), Vec::<String>::new());
    assert_eq!(loaded.mappings[0].columns[3], ("表格編號".to_owned(), "form_number".to_owned()));
    let corpus = whole(loaded);
    let published = shipped::data().unwrap().corpus;
    assert_eq!(corpus.departments.len(), 1, "only the Transport Department's part");
    assert_eq!(corpus.services().count(), published.departments.iter().find(|part| part.department.id.as_str() == "td").unwrap().services.len() + 1);
    let (department, service) = corpus.services().find(|(_, service)| service.title.tc == "申領飛行單車牌照").unwrap();
    assert_eq!((department.id.as_str(), service.id.as_str()), ("td", "td-flying-bicycle-licence"));
    assert_eq!(service.fees[0].hkd, Some(Hkd::dollars(1740)));
    assert_eq!(service.forms.iter().filter_map(|form| form.number.as_deref()).collect::<Vec<_>>(), ["TD 9001", "TD 9002"]);
    assert_eq!(service.sources[0].url, "https://www.td.gov.hk/flying");
}

#[test]
fn a_column_that_is_not_there_leaves_what_is_published() {
    let published = shipped_base();
    let loaded = load_onto(&[file("fees.csv", "id,fee_hkd,fee_tc,fee_en\ndog-licence,95,牌照費,Licence\n")], &published);
    let corpus = whole(loaded);
    let of = |corpus: &Corpus| corpus.services().find(|(_, service)| service.id.as_str() == "dog-licence").unwrap().1.clone();
    let (before, after) = (of(&published.corpus), of(&corpus));
    assert_eq!(after.fees[0].hkd, Some(Hkd::dollars(95)));
    assert_ne!(before.fees, after.fees);
    assert_eq!(oneask_corpus::model::Service { fees: before.fees.clone(), ..after }, before);
}

#[test]
fn the_government_apps_feeds_are_known() {
    let eform = r#"[
        {"en_department":"Transport Department","tc_department":"運輸署","sc_department":"运输署",
         "en_title":"Application for a flying licence","tc_title":"申請飛行執照","sc_title":"申请飞行执照","en_url":"https://eform.example.gov.hk/1","tc_url":"https://eform.example.gov.hk/1c","sc_url":""},
        {"en_department":"Moon Department","tc_department":"月球署","sc_department":"月球署",
         "en_title":"Moon visit","tc_title":"登月","sc_title":"登月","en_url":"https://eform.example.gov.hk/2","tc_url":"","sc_url":""}
    ]"#;
    let loaded = load_onto(&[file("eform.json", eform)], &shipped_base());
    let errors = errors(&loaded);
    assert_eq!(errors.len(), 3, "one for each language of the name: {errors:?}");
    assert!(errors[0].starts_with("eform.json:4:") && errors[0].contains("there is no department `Moon Department`"), "{errors:?}");

    let functions = r#"{"data":[{"en_department":"TD","tc_department":"運輸署","sc_department":"运输署","en_fun":"Flying licences","tc_fun":"飛行執照","sc_fun":"飞行驾照","en_url":"https://www.td.gov.hk/a","tc_url":"https://www.td.gov.hk/b","sc_url":"https://www.td.gov.hk/c"}]}"#;
    let corpus = whole(load_onto(&[file("gov_dep_data.json", functions)], &shipped_base()));
    let service = corpus.services().map(|(_, service)| service).find(|service| service.title.tc == "飛行執照").unwrap();
    assert_eq!((service.title.en.as_str(), service.title.sc.as_deref()), ("Flying licences", Some("飞行驾照")));
    assert_eq!(service.channels[0].url.as_deref(), Some("https://www.td.gov.hk/a"));
}

#[test]
fn schema_org_is_known() {
    let text = r#"{"@context":"https://schema.org","@type":"GovernmentService","name":[{"@value":"飛行執照","@language":"zh-Hant"},{"@value":"Flying licence","@language":"en"}],
        "serviceOperator":{"@type":"GovernmentOrganization","name":"Transport Department"},
        "availableChannel":{"@type":"ServiceChannel","serviceUrl":"https://www.td.gov.hk/fly"},
        "offers":{"@type":"Offer","price":"75","priceCurrency":"HKD"},
        "subjectOf":{"@type":"DigitalDocument","identifier":"TD 9003","name":[{"@value":"申請表","@language":"zh-Hant"},{"@value":"Application","@language":"en"}]}}"#;
    let corpus = whole(load_onto(&[file("fly.jsonld", text)], &shipped_base()));
    let service = corpus.services().map(|(_, service)| service).find(|service| service.title.tc == "飛行執照").unwrap();
    assert_eq!(service.fees[0].hkd, Some(Hkd::dollars(75)));
    assert_eq!(service.forms[0].number.as_deref(), Some("TD 9003"));
}

#[test]
fn problems_of_json_stand_at_their_lines() {
    let text = "{\"kind\":\"service\",\"department\":\"td\",\n \"id\":\"x\",\"title\":{\"tc\":\"甲\",\"en\":\"A\"},\n \"fees\":[{\"hkd\":-1,\"tc\":\"費\",\"en\":\"Fee\"}],\"sources\":[]}";
    let loaded = load_onto(&[file("a.json", text)], &shipped_base());
    assert_eq!(errors(&loaded), ["a.json:3:17: `-1` is not an amount: dollars with at most two decimals, not below 0"]);
    let deep = format!("[{}{}]", "[".repeat(200), "]".repeat(200));
    let loaded = load_onto(&[file("deep.json", &deep)], &shipped_base());
    assert!(!errors(&loaded).is_empty());
    let nested = format!("{{\"kind\":\"service\",\"a\":{}1{}}}", "[".repeat(200), "]".repeat(200));
    let loaded = load_onto(&[file("nested.json", &nested)], &shipped_base());
    assert!(errors(&loaded)[0].contains("128 levels"), "{:?}", errors(&loaded));
}

#[test]
fn limits_are_named() {
    let wide = vec!["a"; 2000].join(",");
    let loaded = load_onto(&[file("wide.csv", &wide)], &shipped_base());
    assert_eq!(errors(&loaded), ["wide.csv:1:1025: the row has 2000 columns, the limit is 1024"]);
    let loaded = load_onto(&[DataFile { name: "not.xlsx".into(), bytes: b"PK\x03\x04nothing".to_vec() }], &shipped_base());
    assert!(errors(&loaded)[0].contains("save it as .xlsx or .ods"), "{:?}", errors(&loaded));
    let folder = tempfile::tempdir().unwrap();
    let big = folder.path().join("big.csv");
    fs::File::create(&big).unwrap().set_len(2 << 30).unwrap();
    assert!(read_files(Path::new(&big)).unwrap_err().to_string().contains("the limit is 256 MiB"));
}

#[test]
fn a_workbook_that_unpacks_without_end_is_refused() {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated)).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..600 {
        archive.write_all(&zeros).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20, "a small file");
    let loaded = load_onto(&[DataFile { name: "bomb.xlsx".into(), bytes }], &shipped_base());
    assert_eq!(errors(&loaded), ["bomb.xlsx:1:1: the workbook unpacks to more than 512 MiB, which is the limit"]);
}

#[test]
fn a_data_package_is_honoured() {
    let package = r#"{"resources":[
        {"name":"services","path":"forms.txt.csv","dialect":{"delimiter":";"},"schema":{
            "fields":[
                {"name":"c1","title":"部門","constraints":{"required":true,"enum":["運輸署","入境事務處"]}},
                {"name":"c2","title":"標題","constraints":{"unique":true,"maxLength":8}},
                {"name":"c3","title":"Title"},
                {"name":"c4","title":"表格編號","constraints":{"pattern":"TD [0-9]+"}},
                {"name":"c5","title":"費用","type":"number","constraints":{"minimum":10,"maximum":1000}},
                {"name":"c6","title":"網址","constraints":{"required":true}}],
            "missingValues":["","n/a"],
            "primaryKey":["c1","c4"],
            "foreignKeys":[{"fields":"c1","reference":{"resource":"list","fields":"name"}}]}},
        {"name":"list","path":"departments.csv","schema":{"fields":[{"name":"name"}]}}]}"#;
    let table = "c1;c2;c3;c4;c5;c6\n\
                 運輸署;飛行執照甲;Flying licence A;TD 9001;n/a;https://www.td.gov.hk/1\n\
                 運輸署;飛行執照乙;Flying licence B;TD 9001;5;https://www.td.gov.hk/2\n\
                 入境事務處;飛行執照乙;Flying licence C;XX 1;2000;https://www.td.gov.hk/3\n\
                 月球署;這個標題實在太長了吧;Flying licence D;TD 9004;much;\n";
    let files = [file("datapackage.json", package), file("departments.csv", "id,name,name_tc\ntd,運輸署,運輸署\n"), file("forms.txt.csv", table)];
    let found: Vec<String> = errors(&load_onto(&files, &shipped_base())).into_iter().filter(|error| error.starts_with("forms")).collect();
    for expected in [
        "forms.txt.csv:3:5: `5` is below 10, which is the least",
        "forms.txt.csv:3:1: the key `運輸署, TD 9001` stands in row 2 already",
        "forms.txt.csv:4:1: `入境事務處` is not among the `name` of `list`",
        "forms.txt.csv:4:2: the value `飛行執照乙` stands in row 3 already",
        "forms.txt.csv:4:4: `XX 1` does not match the pattern `^(?:TD [0-9]+)$`",
        "forms.txt.csv:4:5: `2000` is above 1000, which is the limit",
        "forms.txt.csv:5:1: `月球署` is not one of 運輸署, 入境事務處",
        "forms.txt.csv:5:2: `這個標題實在太長了吧` has 10 characters, the limit is 8",
        "forms.txt.csv:5:5: `much` is not of the type `number` that datapackage.json gives `c5`",
        "forms.txt.csv:5:6: `c6` must not be blank",
    ] {
        assert!(found.iter().any(|error| error == expected), "{expected}\n{found:#?}");
    }
    assert!(!found.iter().any(|error| error.starts_with("forms.txt.csv:2:")), "the first row is right: {found:#?}");
}
