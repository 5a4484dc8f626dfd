//! Reports in the forms that others read.

mod html;
mod rasa;
mod trec;

pub(crate) use html::html;
pub(crate) use rasa::rasa;
pub(crate) use trec::trec;
