//! PROTOCOL.md and the frames agree.

use oneask::wire::{ClientFrame, Frames, Reply, ServerFrame, Suggestions};
use serde_json::Value;

const PROTOCOL: &str = include_str!("../../PROTOCOL.md");

fn blocks() -> Vec<Value> {
    PROTOCOL
        .split("```json\n")
        .skip(1)
        .map(|block| block.split("```").next().unwrap())
        .map(|block| serde_json::from_str(block).unwrap_or_else(|error| panic!("{error} in\n{block}")))
        .collect()
}

#[test]
fn every_block_is_what_is_sent_and_reads_back_the_same() {
    for block in blocks() {
        let text = block.to_string();
        if let Ok(frame) = serde_json::from_value::<ClientFrame>(block.clone()) {
            assert_eq!(serde_json::to_value(frame).unwrap(), block, "{text}");
        } else if let Ok(frame) = serde_json::from_value::<ServerFrame>(block.clone()) {
            assert_eq!(serde_json::to_value(frame).unwrap(), block, "{text}");
        } else if let Ok(frames) = serde_json::from_value::<Frames>(block.clone()) {
            assert_eq!(serde_json::to_value(frames).unwrap(), block, "{text}");
        } else if let Ok(suggestions) = serde_json::from_value::<Suggestions>(block.clone()) {
            assert_eq!(serde_json::to_value(suggestions).unwrap(), block, "{text}");
        } else {
            let reply: Reply = serde_json::from_value(block.clone()).unwrap_or_else(|error| panic!("{error}: {text}"));
            assert_eq!(serde_json::to_value(reply).unwrap(), block, "{text}");
        }
    }
}

#[test]
fn every_frame_has_a_block() {
    let types: Vec<String> = blocks().iter().filter_map(|block| Some(block.get("type")?.as_str()?.to_owned())).collect();
    for name in ["hello", "message", "choice", "feedback", "typing", "end", "erase", "welcome", "ack", "status", "handoff", "error", "bye"] {
        assert!(types.iter().any(|t| t == name), "`{name}` is not in PROTOCOL.md");
    }
    for code in ["1000", "1008", "1009", "1012", "4401", "4408", "4429"] {
        assert!(PROTOCOL.contains(code), "close code {code} is not in PROTOCOL.md");
    }
}

#[test]
fn unknown_fields_are_ignored() {
    let frame: ClientFrame = serde_json::from_str(r#"{"type":"message","id":"a","text":"續牌","colour":"green"}"#).unwrap();
    assert_eq!(frame, ClientFrame::Message { id: "a".into(), text: "續牌".into() });
}
