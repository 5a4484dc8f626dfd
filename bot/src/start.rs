//! The first screen: what people ask most, and the Observatory's warnings in force.

use oneask_corpus::{
    model::{DepartmentId, ServiceId},
    text::Language,
};
use oneask_index::DocumentId;
use serde::Deserialize;

use crate::{Knowledge, World, compose, wire::Start};

/// Services on the first screen.
const SERVICES: usize = 6;
/// How often a service was asked for before its count says more than an editor. Fewer would also tell what a few
/// people asked.
const ENOUGH: u64 = 5;

const MOST_ASKED: &str = include_str!("start/most_asked.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditorsList {
    services: Vec<ServiceId>,
}

/// The first screen for a page of a language and, where it is a department's, of that department. `counted` is how often
/// each service was asked for, the most first.
#[must_use]
pub fn start(knowledge: &Knowledge, world: &World, counted: &[(String, u64)], language: Language, department: Option<&DepartmentId>) -> Start {
    let of_page = |id: &ServiceId| {
        let owner = knowledge.service(id).map(|(owner, _)| &owner.id);
        owner.is_some_and(|owner| department.is_none_or(|department| department == owner))
            && knowledge.is_in_force(&DocumentId::Service(id.clone()), world.today())
    };
    let asked = counted.iter().filter(|(_, times)| *times >= ENOUGH).filter_map(|(id, _)| id.parse().ok());
    // A department's own file begins with what it is asked for.
    let own = knowledge.corpus().services().filter(|(owner, _)| Some(&owner.id) == department).map(|(_, service)| service.id.clone());
    let mut services: Vec<ServiceId> = Vec::with_capacity(SERVICES);
    for id in asked.chain(editors_list()).chain(own).filter(of_page) {
        if services.len() < SERVICES && !services.contains(&id) {
            services.push(id);
        }
    }
    compose::start(knowledge, world, &services, language)
}

fn editors_list() -> Vec<ServiceId> {
    toml::from_str::<EditorsList>(MOST_ASKED).expect("a test parses start/most_asked.toml").services
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use oneask_corpus::shipped;

    use super::*;
    use crate::{hong_kong, weather::Weather};

    fn knowledge() -> Knowledge {
        let data = shipped::data().unwrap();
        Knowledge::new(data.corpus, data.holidays, data.places, data.senses)
    }

    fn world() -> World {
        World { now: hong_kong("2026-11-24T04:00:00Z".parse().unwrap()), weather: Arc::new(Weather::default()) }
    }

    #[test]
    fn the_editors_list_is_of_services() {
        let knowledge = knowledge();
        for id in editors_list() {
            assert!(knowledge.service(&id).is_some(), "{id}");
        }
        assert!(editors_list().len() >= SERVICES);
    }

    #[test]
    fn what_was_asked_often_comes_before_the_editors_list() {
        let knowledge = knowledge();
        let payloads = |counted: &[(&str, u64)], department: Option<&str>| -> Vec<String> {
            let counted: Vec<(String, u64)> = counted.iter().map(|(id, times)| ((*id).to_owned(), *times)).collect();
            let department = department.map(|id| id.parse().unwrap());
            let start = start(&knowledge, &world(), &counted, Language::Traditional, department.as_ref());
            start.services.into_iter().map(|choice| choice.payload).collect()
        };
        let nothing_counted = payloads(&[], None);
        assert_eq!((nothing_counted.len(), nothing_counted[0].as_str()), (SERVICES, "service:driving-licence-full-renewal"));
        let counted = payloads(&[("no-longer-there", 90), ("dog-licence", 9), ("vehicle-licence-renewal", 4)], None);
        assert_eq!((counted.len(), counted[0].as_str(), counted[1].as_str()), (SERVICES, "service:dog-licence", "service:driving-licence-full-renewal"));
        let of_department = payloads(&[("dog-licence", 9)], Some("immd"));
        assert_eq!((of_department.len(), of_department[0].as_str()), (SERVICES, "service:hk-id-lost-replacement"));
        assert!(!of_department.contains(&"service:dog-licence".to_owned()));
    }

    #[test]
    fn titles_are_in_the_language_of_the_page() {
        let knowledge = knowledge();
        let start = |language| start(&knowledge, &world(), &[], language, None);
        assert_eq!(start(Language::English).services[0].title, "Renewal of full driving licence");
        assert!(start(Language::Simplified).services[0].title.starts_with("续领正式驾驶执照"));
        assert_eq!(start(Language::English).issued, None, "no word of the Observatory is not no warning");
    }
}
