//! PROTOCOL.md and the frames agree.

use oneask::wire::{ClientFrame, Frames, OfflineForms, Reply, ServerFrame, Start, Suggestions};
use serde::{Serialize, de::DeserializeOwned};
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

/// What the block is once it has been read as a type and written again.
fn again<T: DeserializeOwned + Serialize>(block: &Value) -> serde_json::Result<Value> {
    serde_json::to_value(serde_json::from_value::<T>(block.clone())?)
}

#[test]
fn every_block_is_what_is_sent_and_reads_back_the_same() {
    for block in blocks() {
        let read = again::<ClientFrame>(&block)
            .or_else(|_| again::<ServerFrame>(&block))
            .or_else(|_| again::<Frames>(&block))
            .or_else(|_| again::<Suggestions>(&block))
            .or_else(|_| again::<Start>(&block))
            .or_else(|_| again::<OfflineForms>(&block))
            .or_else(|_| again::<Reply>(&block));
        assert_eq!(read.unwrap_or_else(|error| panic!("{error}: {block}")), block, "{block}");
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
