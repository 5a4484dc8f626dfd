//! The whole answer as a person would read it, without markup: one rendering for the terminal, the log and `text`.

use super::Speaker;
use crate::wire::{FactItem, Part, SourceRef};

/// The parts as plain text.
pub(super) fn text(parts: &[Part], sources: &[SourceRef], speaker: Speaker) -> String {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match part {
            Part::Text { text } | Part::Notice { text } => lines.push(text.clone()),
            // The short answer names the service already.
            Part::Service { .. } => {}
            Part::Form { number, title, url, .. } => {
                let named =
                    if number.is_empty() { title.clone() } else { speaker.say(format!("表格 {number}：{title}"), format!("Form {number}: {title}")) };
                lines.push(match url {
                    Some(url) => format!("{named} {url}"),
                    None => named,
                });
            }
            Part::Fact { title, items, advice, sources: cited, .. } => {
                let colon = speaker.say("：", ":");
                match items.as_slice() {
                    [only] => lines.push(format!("{title}{colon}{}{}", if speaker.is_english() { " " } else { "" }, item(only, speaker))),
                    many => {
                        lines.push(format!("{title}{colon}"));
                        lines.extend(many.iter().map(|one| format!("- {}", item(one, speaker))));
                    }
                }
                let source = cited.first().and_then(|&at| sources.get(at)).map(|source| citation(source, speaker));
                let note: Vec<String> = advice.iter().cloned().chain(source).collect();
                if !note.is_empty() {
                    lines.push(format!("  {}", note.join(if speaker.is_english() { " " } else { "" })));
                }
            }
            Part::Choices { items } => {
                lines.extend(items.iter().enumerate().map(|(i, choice)| format!("{}. {}", i + 1, choice.title)));
            }
            Part::Weather { source, issued, days, warnings, now, .. } => {
                if let Some(now) = now {
                    let mut figures = vec![now.place.clone()];
                    figures.extend(now.temperature_celsius.map(|t| format!("{t}°C")));
                    figures.extend(now.humidity_percent.map(|h| speaker.say(format!("相對濕度 {h}%"), format!("humidity {h}%"))));
                    figures.extend(now.uv.iter().map(|uv| speaker.say(format!("紫外線指數 {uv}"), format!("UV index {uv}"))));
                    lines.push(figures.join(&speaker.say("，", ", ")));
                }
                for day in days {
                    let range = match (day.min_celsius, day.max_celsius) {
                        (Some(min), Some(max)) => format!("{min}–{max}°C"),
                        _ => String::new(),
                    };
                    lines.push(format!("- {} {} {range} {}", day.date, day.weekday, day.weather).trim_end().to_owned());
                }
                for warning in warnings {
                    lines.push(format!("- {}", warning.name));
                }
                lines.push(format!("{source} {issued}").trim().to_owned());
            }
            Part::Link { title, url } => lines.push(format!("{title} {url}")),
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines.join("\n")
}

fn item(item: &FactItem, speaker: Speaker) -> String {
    let mut text = item.text.clone();
    if let Some(note) = &item.note {
        text.push_str(&speaker.say(format!("（{note}）"), format!(" ({note})")));
    }
    if let Some(url) = &item.url {
        text.push(' ');
        text.push_str(url);
    }
    text
}

fn citation(source: &SourceRef, speaker: Speaker) -> String {
    let host = source.url.split('/').nth(2).unwrap_or(&source.url);
    match source.page_date {
        Some(date) => speaker.say(format!("（資料來源：{host}，{date}）"), format!("(Source: {host}, {date})")),
        None => speaker.say(format!("（資料來源：{host}）"), format!("(Source: {host})")),
    }
}
