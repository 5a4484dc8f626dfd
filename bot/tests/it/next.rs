//! "This is not what I asked": the next best, once, and then a question back.

use oneask::wire::{ClientFrame, Decision, Reply, ServerFrame};
use oneask_corpus::text::Language;

use crate::running::{Running, start};

async fn press_next(running: &Running, token: &str, id: &str) -> Reply {
    let frame = ClientFrame::Choice { id: id.into(), payload: "next".into(), language: Some(Language::English) };
    match running.post(Some(token), &frame).await.1.pop() {
        Some(ServerFrame::Message { reply, .. }) => *reply,
        other => panic!("{other:?}"),
    }
}

async fn ask(running: &Running, token: &str, id: &str, text: &str) -> Reply {
    crate::client::reply(running.say(token, id, text).await.pop().unwrap())
}

#[tokio::test]
async fn the_next_best_comes_with_the_fact_that_was_asked_for_and_then_a_question() {
    let running = start(Default::default()).await;
    let token = running.hello().await;
    let first = ask(&running, &token, "a", "續車牌幾錢").await;
    assert_eq!(first.decision, Decision::Answer);
    let next = press_next(&running, &token, "b").await;
    let second_best = first.services.iter().find(|service| Some(&service.id) != first.service.as_ref()).unwrap();
    assert_eq!((next.decision, next.service.as_ref()), (Decision::Answer, Some(&second_best.id)));
    assert_eq!((next.intent.as_deref(), next.language), (Some("procedure_fee"), first.language));
    assert!(next.text.starts_with("那麼你想問的可能是"), "{}", next.text);
    let question = press_next(&running, &token, "c").await;
    assert_eq!((question.decision, &question.service), (Decision::Clarify, &None));
    assert!(question.text.contains("換個說法"), "{}", question.text);

    // What was not meant is no topic any more; a new question begins anew.
    let other = ask(&running, &token, "d", "dog licence").await;
    assert_eq!(other.service.as_deref(), Some("dog-licence"));
    assert_ne!(press_next(&running, &token, "e").await.service.as_deref(), Some("dog-licence"));
}

#[tokio::test]
async fn a_follow_up_keeps_what_else_was_found_and_another_subject_does_not() {
    let running = start(Default::default()).await;
    let token = running.hello().await;
    let first = ask(&running, &token, "a", "續車牌").await;
    ask(&running, &token, "b", "要帶咩文件").await;
    let next = press_next(&running, &token, "c").await;
    assert!(first.services.iter().any(|service| Some(&service.id) == next.service.as_ref()), "{:?}", next.service);
    assert_eq!(next.intent.as_deref(), Some("procedure_documents"));

    ask(&running, &token, "d", "你好").await;
    assert_eq!(press_next(&running, &token, "e").await.decision, Decision::Clarify);
}

#[tokio::test]
async fn pressed_before_anything_was_asked_it_asks_in_the_language_of_the_page() {
    let running = start(Default::default()).await;
    let token = running.hello().await;
    let question = press_next(&running, &token, "a").await;
    assert_eq!((question.decision, question.language), (Decision::Clarify, Language::English));
    assert!(question.text.starts_with("Sorry"), "{}", question.text);
}
