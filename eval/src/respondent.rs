//! Who is asked: the assistant in this process, or a server over its WebSocket. Both give the same reply object, so
//! nothing is lost on the way.

mod socket;

use anyhow::Result;
use oneask::{Assistant, Input, Session, World, wire::Reply};
use tokio::runtime::Runtime;

pub(crate) use socket::{Refused, Socket, address};

/// Somebody who can be asked.
pub(crate) enum Respondent {
    /// The assistant itself.
    InProcess(Box<Assistant>),
    /// A server, by the address of its socket.
    Server {
        /// As `ws://127.0.0.1:1823/ws/v1`.
        address: String,
        /// What waits for it.
        runtime: Runtime,
    },
}

/// One conversation.
pub(crate) enum Talk<'r> {
    /// With the assistant itself.
    InProcess { assistant: &'r Assistant, session: Session, world: World },
    /// With a server.
    Server { runtime: &'r Runtime, socket: Socket },
}

impl Respondent {
    pub(crate) fn in_process(assistant: Assistant) -> Self {
        Self::InProcess(Box::new(assistant))
    }

    /// A server; whether it is there shows when a conversation begins.
    ///
    /// # Errors
    /// When the address is not one of a WebSocket.
    pub(crate) fn server(url: &str) -> Result<Self> {
        Ok(Self::Server { address: address(url)?, runtime: tokio::runtime::Builder::new_current_thread().enable_all().build()? })
    }

    pub(crate) const fn is_server(&self) -> bool {
        matches!(self, Self::Server { .. })
    }

    /// Begins a conversation. A server has its own clock and weather.
    ///
    /// # Errors
    /// When the server cannot be reached or does not speak the protocol.
    pub(crate) fn begin(&self, world: &World) -> Result<Talk<'_>> {
        match self {
            Self::InProcess(assistant) => Ok(Talk::InProcess { assistant, session: Session::default(), world: world.clone() }),
            Self::Server { address, runtime } => Ok(Talk::Server { runtime, socket: runtime.block_on(Socket::open(address))? }),
        }
    }
}

impl Talk<'_> {
    /// Says or chooses something, and waits for the reply.
    ///
    /// # Errors
    /// When the index cannot be read, or the connection breaks.
    pub(crate) fn respond(&mut self, input: &Input) -> Result<Reply> {
        match self {
            Self::InProcess { assistant, session, world } => {
                let turn = assistant.respond(session, input, world)?;
                *session = turn.session;
                Ok(turn.reply)
            }
            Self::Server { runtime, socket } => runtime.block_on(socket.respond(input)),
        }
    }
}
