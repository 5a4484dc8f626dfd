//! `GET /suggest/v1` of a real server over the shipped corpus.

use oneask::wire::{SuggestionKind, Suggestions};

use crate::running::{Running, start};

async fn ask(running: &Running, query: &[(&str, &str)]) -> Suggestions {
    serde_json::from_str(&running.get("/suggest/v1", query).await.1).unwrap()
}

#[tokio::test]
async fn what_is_typed_is_suggested_in_the_language_of_the_page() {
    let running = start(Default::default()).await;
    let found = ask(&running, &[("q", "續領正式"), ("lang", "zh-Hant")]).await.suggestions;
    assert_eq!(found[0].payload.as_deref(), Some("service:driving-licence-full-renewal"));
    let found = ask(&running, &[("q", "续领正式"), ("lang", "zh-Hans")]).await.suggestions;
    assert!(found[0].title.starts_with("续领正式驾驶执照"), "{found:?}");
    let found = ask(&running, &[("q", "td557"), ("lang", "en"), ("limit", "3")]).await.suggestions;
    assert!(found.len() <= 3 && found[0].kind == SuggestionKind::Form && found[0].text == "TD 557", "{found:?}");
    assert!(ask(&running, &[]).await.suggestions.is_empty());
    let long = "車".repeat(5000);
    assert!(ask(&running, &[("q", &long), ("lang", "no-such"), ("dept", "NO SUCH"), ("limit", "99")]).await.suggestions.is_empty());
}

#[tokio::test]
async fn what_is_suggested_can_be_pressed_in_a_new_conversation() {
    let running = start(Default::default()).await;
    for text in ["續領正式", "單車", "dog", "passport", "生果金"] {
        for suggestion in ask(&running, &[("q", text)]).await.suggestions {
            let Some(payload) = suggestion.payload else { continue };
            let reply = running.press(&payload).await;
            assert_eq!(reply.decision, oneask::wire::Decision::Answer, "{payload}");
            assert!(payload.ends_with(reply.enquiry.or(reply.service).unwrap().as_str()), "{payload}");
        }
    }
}
