//! What goes over the wire: the reply, one type for `ask --json`, the socket and the bench, and the frames of the
//! socket. Nothing else in this crate derives serde for the protocol.

mod frame;
mod reply;
mod start;
mod suggestion;

pub use frame::{ClientFrame, CloseCode, ErrorCode, Frames, Limits, ServerFrame};
pub use reply::{
    Choice, Decision, DepartmentRef, FactItem, FormRef, Part, Reply, ServiceRef, Slots, SourceRef, Titles, WeatherDay, WeatherNow, WeatherProduct,
    WeatherWarning,
};
pub use start::{OfflineForm, OfflineForms, Start, Warning};
pub use suggestion::{Suggestion, SuggestionKind, Suggestions};
