//! `GET /offline/v1/forms.json`: the compact list that the offline page searches.

use std::sync::{Arc, Weak};

use arc_swap::ArcSwapOption;
use axum::{body::Bytes, extract::State, http::HeaderMap, response::Response};
use jiff::civil::Date;
use oneask_corpus::{model::Text, text::Language};
use oneask_index::DocumentId;

use super::{Server, assets::cached};
use crate::{
    Assistant, Knowledge,
    wire::{OfflineForm, OfflineForms},
};

/// The list as it was made last.
#[derive(Default)]
pub(super) struct Made(ArcSwapOption<(Weak<Assistant>, Date, Bytes)>);

pub(super) async fn forms(State(server): State<Arc<Server>>, headers: HeaderMap) -> Response {
    let assistant = server.assistant.load_full();
    cached(server.offline.of(&assistant, server.today()), "application/json", &headers)
}

impl Made {
    /// The list of a release and a day, made once.
    fn of(&self, assistant: &Arc<Assistant>, day: Date) -> Bytes {
        if let Some(made) = &*self.0.load()
            && made.0.ptr_eq(&Arc::downgrade(assistant))
            && made.1 == day
        {
            return made.2.clone();
        }
        let list = list(assistant.knowledge(), day);
        let body = Bytes::from(serde_json::to_vec(&list).expect("texts and dates"));
        self.0.store(Some(Arc::new((Arc::downgrade(assistant), day, body.clone()))));
        body
    }
}

/// The forms of the services in force on a day, each once.
fn list(knowledge: &Knowledge, day: Date) -> OfflineForms {
    let in_force = knowledge.corpus().services().filter(|(_, service)| knowledge.is_in_force(&DocumentId::Service(service.id.clone()), day));
    let mut forms: Vec<OfflineForm> = in_force
        .flat_map(|(department, service)| service.forms.iter().map(move |form| (department, form)))
        .map(|(department, form)| {
            let Text { tc, en, .. } = &form.title;
            let simplified = form.title.in_language(Language::Simplified).into_owned();
            OfflineForm(form.number.clone().unwrap_or_default(), tc.clone(), en.clone(), department.id.to_string(), form.url.clone(), simplified)
        })
        .collect();
    forms.sort();
    forms.dedup();
    let has_forms = |id: &str| forms.iter().any(|form| form.3 == id);
    let departments = knowledge.corpus().departments.iter().map(|part| &part.department).filter(|department| has_forms(department.id.as_str()));
    let departments = departments.map(|department| (department.id.to_string(), (department.name.tc.clone(), department.name.en.clone()))).collect();
    OfflineForms { made: day, forms, departments }
}
