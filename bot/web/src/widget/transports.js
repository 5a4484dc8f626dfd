// The two ways to the server: a WebSocket, and where a proxy forbids it, plain requests. Each takes `send(frame)` and
// `close()` and calls `opened()`, `received(frame)` and `closed(code)`, with the close codes of the protocol for both.

const PROTOCOL = "oneask.v1";
/** What the network did, as a socket calls it. */
const BROKEN = 1006;
/** The reasons of `bye`, as the codes that a socket would have closed with. */
const CODES = { ended: 1000, erased: 1000, policy: 1008, size: 1009, token: 4401, idle: 4408, rate: 4429 };
/** The server sends at least a comment every 15 s; a stream that is silent for longer is held back on its way. */
const SILENCE_MS = 20_000;

export class Socket {
  #socket;

  constructor(server, { opened, received, closed }) {
    this.#socket = new WebSocket(`${server.replace(/^http/, "ws")}/ws/v1`, PROTOCOL);
    this.#socket.onopen = opened;
    this.#socket.onmessage = ({ data }) => received(JSON.parse(data));
    this.#socket.onclose = ({ code }) => closed(code);
  }

  send(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  close() {
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close(1000);
  }
}

/** Frames go by POST and are answered by it. What comes of its own comes by a stream, or by requests that wait. */
export class Requests {
  #server;
  #handlers;
  #abort = new AbortController();
  #listening = false;

  /** `memory` has the token and the last `seq`; `streams(false)` is called once where a stream is held back. */
  constructor(server, handlers, memory, streams) {
    Object.assign(this, { memory, streams });
    this.#server = server;
    this.#handlers = handlers;
    queueMicrotask(() => handlers.opened());
  }

  async send(frame) {
    try {
      const response = await this.#fetch("frames", { method: "POST", body: JSON.stringify(frame) });
      if (response.status === 429) return this.#receive({ type: "error", code: "rate", id: frame.id, retry_after: Number(response.headers.get("retry-after")) || undefined });
      this.#take((await accepted(response).json()).frames);
    } catch (error) {
      this.#closed(error.code ?? BROKEN);
    }
  }

  close() {
    this.#handlers = null;
    this.#abort.abort();
  }

  #fetch(path, { headers, ...options } = {}) {
    const token = this.memory.get("token");
    return fetch(`${this.#server}/chat/v1/${path}`, {
      credentials: "omit", cache: "no-store", signal: this.#abort.signal, ...options,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
    });
  }

  #take(frames) {
    for (const frame of frames) this.#receive(frame);
  }

  #receive(frame) {
    this.#handlers?.received(frame);
    if (frame.type === "welcome" && !this.#listening) this.#listen();
    if (frame.type === "bye") this.#closed(CODES[frame.reason] ?? BROKEN);
  }

  #closed(code) {
    const handlers = this.#handlers;
    this.close();
    handlers?.closed(code);
  }

  async #listen() {
    this.#listening = true;
    try {
      while (this.#handlers) await (this.streams() ? this.#stream() : this.#poll());
    } catch (error) {
      if (this.#handlers) this.#closed(error.code ?? BROKEN);
    }
  }

  async #poll() {
    const response = await this.#fetch(`poll?after=${this.memory.get("seq") ?? 0}`);
    this.#take((await accepted(response).json()).frames);
  }

  async #stream() {
    let heard = false;
    let timer = 0;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => end(), SILENCE_MS);
    };
    // Heard nothing at all: waiting requests from now on. Else the stream broke, and the connection comes back for another.
    const end = () => {
      clearTimeout(timer);
      if (!heard) this.streams(false);
      this.#closed(BROKEN);
    };
    wait();
    const response = await this.#fetch("events", { headers: { "last-event-id": this.memory.get("seq") ?? "0" } });
    const reader = accepted(response).body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; ;) {
      const { value, done } = await reader.read();
      if (done) return end();
      heard = true;
      wait();
      const events = (text + value).split("\n\n");
      text = events.pop();
      for (const event of events) {
        const data = /^data: ?(.+)$/m.exec(event);
        if (data) this.#receive(JSON.parse(data[1]));
      }
    }
  }
}

/** The response, or an error with the code that a socket would have closed with. */
function accepted(response) {
  if (response.ok) return response;
  throw Object.assign(new Error(response.status), { code: { 401: 4401, 413: 1009, 429: 4429 }[response.status] ?? BROKEN });
}
