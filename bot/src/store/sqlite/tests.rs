//! What is stored is there again, counted, erased and expired.

use super::*;
use crate::wire::{Decision, Slots};

fn reply(text: &str) -> Reply {
    Reply {
        id: String::new(),
        session: String::new(),
        language: Language::Cantonese,
        intent: None,
        confidence: 0.0,
        aspect: None,
        slots: Slots::default(),
        decision: Decision::Answer,
        service: None,
        enquiry: None,
        forms: Vec::new(),
        services: Vec::new(),
        text: text.into(),
        parts: Vec::new(),
        suggestions: Vec::new(),
        sources: Vec::new(),
    }
}

#[tokio::test]
async fn a_conversation_is_resumed_with_what_was_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("conversations.db");
    let store = SqliteStore::open(&path).unwrap();
    let conversation = store.open(None).await.unwrap().unwrap();
    let stored = store.receive(conversation.id, "a".into(), Said::Text("續牌".into()), None).await.unwrap();
    assert!(stored.seq == 1 && stored.answer.is_none());
    assert_eq!(store.unanswered(conversation.id).await.unwrap().len(), 1);
    let answer = store.answer(conversation.id, "a".into(), reply("TD 557"), Session::default()).await.unwrap();
    assert_eq!((answer.seq, answer.id.as_str(), &answer.said), (2, "m2", &Said::Text("續牌".into())));
    drop(store);

    let store = SqliteStore::open(&path).unwrap();
    let resumed = store.open(Some(conversation.token.clone())).await.unwrap().unwrap();
    assert!(resumed.resumed && resumed.id == conversation.id);
    let again = store.receive(resumed.id, "a".into(), Said::Text("續牌".into()), None).await.unwrap();
    assert_eq!((again.seq, again.answer), (1, Some(answer.clone())), "the same id gets the same ack and reply");
    assert_eq!(store.answers_after(resumed.id, 0).await.unwrap(), [answer]);
    assert!(store.answers_after(resumed.id, 2).await.unwrap().is_empty());
    assert!(store.unanswered(resumed.id).await.unwrap().is_empty());
    assert!(store.feedback(resumed.id, "m2".into(), -1, Some("舊".into())).await.unwrap());
    assert!(!store.feedback(resumed.id, "m9".into(), 1, None).await.unwrap());
}

#[tokio::test]
async fn a_language_that_was_chosen_is_kept() {
    let store = SqliteStore::in_memory().unwrap();
    let id = store.open(None).await.unwrap().unwrap().id;
    store.choose_language(id, Language::English).await.unwrap();
    let stored = store.receive(id, "a".into(), Said::Text("續牌".into()), None).await.unwrap();
    assert_eq!(stored.session.asked_language, Some(Language::English));
}

#[tokio::test]
async fn what_is_typed_and_answered_is_counted() {
    let store = SqliteStore::in_memory().unwrap();
    let id = store.open(None).await.unwrap().unwrap().id;
    let asked = [
        ("a", Said::Text("狗牌".into()), "dog-licence", Decision::Answer),
        ("b", Said::Text("續牌".into()), "renewal", Decision::Answer),
        ("c", Said::Text("車牌".into()), "renewal", Decision::Answer),
        ("d", Said::Text("牌".into()), "dog-licence", Decision::Clarify),
        ("e", Said::Choice("service:dog-licence".into()), "dog-licence", Decision::Answer),
    ];
    for (client_id, said, service, decision) in asked {
        store.receive(id, client_id.into(), said, None).await.unwrap();
        let reply = Reply { service: Some(service.into()), decision, ..reply("") };
        // Answered twice, counted once.
        store.answer(id, client_id.into(), reply.clone(), Session::default()).await.unwrap();
        store.answer(id, client_id.into(), reply, Session::default()).await.unwrap();
    }
    let counted = [("renewal".to_owned(), 2), ("dog-licence".to_owned(), 1)];
    assert_eq!(store.most_asked("2026-01-01".parse().unwrap()).await.unwrap(), counted);
    store.erase(id).await.unwrap();
    assert_eq!(store.most_asked("2026-01-01".parse().unwrap()).await.unwrap(), counted, "a count names nobody");
    assert!(store.most_asked("9999-01-01".parse().unwrap()).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_erased_is_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("conversations.db")).unwrap();
    let conversation = store.open(None).await.unwrap().unwrap();
    store.receive(conversation.id, "a".into(), Said::Text("secret-marker-7391".into()), None).await.unwrap();
    store.erase(conversation.id).await.unwrap();
    assert!(store.open(Some(conversation.token)).await.unwrap().is_none());
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(18).any(|window| window == b"secret-marker-7391"));
    }
}

#[tokio::test]
async fn old_conversations_expire() {
    let store = SqliteStore::in_memory().unwrap();
    store.open(None).await.unwrap();
    assert_eq!(store.expire(30).await.unwrap(), 0);
}
