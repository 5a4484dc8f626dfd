//! The differences of a draft, for a terminal and as a page.

use std::fmt::Write;

use oneask_corpus::release::diff::{Change, Counts, Fate, RecordKind};
use serde_json::Value;

/// More of a value than this is cut on a terminal, in characters.
const LONGEST: usize = 100;

/// `3 added, 1 removed, 2 changed`.
pub(super) fn summary(counts: Counts) -> String {
    match counts {
        Counts { added: 0, removed: 0, changed: 0 } => "no change".to_owned(),
        Counts { added, removed, changed } => format!("{added} added, {removed} removed, {changed} changed"),
    }
}

pub(super) fn text(changes: &[Change]) -> String {
    let mut text = format!("{}\n", summary(Counts::of(changes)));
    for change in changes {
        let sign = sign(&change.fate);
        writeln!(text, "{sign} {} {}/{}  {} / {}", kind(change.kind), change.department, change.id, change.title.tc, change.title.en).ok();
        if let Fate::Changed { fields } = &change.fate {
            for field in fields {
                writeln!(text, "    {}: {} → {}", field.field, short(&field.before), short(&field.after)).ok();
            }
        }
    }
    text
}

const fn sign(fate: &Fate) -> char {
    match fate {
        Fate::Added => '+',
        Fate::Removed => '-',
        Fate::Changed { .. } => '~',
    }
}

const fn kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Department => "department",
        RecordKind::Service => "service",
        RecordKind::Enquiry => "enquiry",
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => "(none)".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn short(value: &Value) -> String {
    let text = written(value);
    if text.chars().count() <= LONGEST { text } else { format!("{}…", text.chars().take(LONGEST).collect::<String>()) }
}

/// One page that needs nothing beside it.
pub(super) fn page(changes: &[Change], release: u64) -> String {
    let mut body = String::new();
    for change in changes {
        let (class, word) = match change.fate {
            Fate::Added => ("added", "新增 added"),
            Fate::Removed => ("removed", "撤回 removed"),
            Fate::Changed { .. } => ("changed", "更改 changed"),
        };
        write!(
            body,
            "<section class={class}><h2><span>{word}</span> {} <small lang=en>{}</small></h2><p><code>{}/{}</code> · {}</p>",
            escape(&change.title.tc),
            escape(&change.title.en),
            change.department,
            escape(&change.id),
            kind(change.kind)
        )
        .ok();
        if let Fate::Changed { fields } = &change.fate {
            body.push_str("<table><tr><th scope=col>欄目 Field<th scope=col>原來 Before<th scope=col>更改後 After</tr>");
            for field in fields {
                write!(body, "<tr><th scope=row>{}<td>{}<td>{}</tr>", escape(&field.field), cell(&field.before), cell(&field.after)).ok();
            }
            body.push_str("</table>");
        }
        body.push_str("</section>");
    }
    format!(
        "<!doctype html><html lang=zh-Hant><meta charset=utf-8><meta name=viewport content='width=device-width'><title>OneAsk: draft on release {release}</title>\
         <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}}section{{border-left:6px solid;padding:.2rem 1rem;margin:1rem 0}}\
         .added{{border-color:#1a7f37}}.removed{{border-color:#b42318}}.changed{{border-color:#9a6700}}h2{{font-size:1.1rem;margin:.2rem 0}}h2 span{{font-size:.8rem;padding:.1rem .4rem;border:1px solid;border-radius:4px}}\
         table{{border-collapse:collapse;width:100%}}th,td{{border:1px solid #d0d7de;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}}td{{width:42%}}pre{{white-space:pre-wrap;margin:0;font-size:.85rem}}\
         @media(prefers-color-scheme:dark){{body{{color:#e6edf3;background:#0d1117}}th,td{{border-color:#444c56}}}}</style>\
         <h1>草稿與第 {release} 版的分別 <small lang=en>The draft against release {release}</small></h1><p>{}</p>{body}</html>",
        summary(Counts::of(changes))
    )
}

fn cell(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::Object(_) => format!("<pre>{}</pre>", escape(&serde_json::to_string_pretty(value).unwrap_or_default())),
        other => escape(&written(other)),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
