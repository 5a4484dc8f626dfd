// The conversation's way to the server. It resumes after a break, sends again what got no reply, never sends a word under
// two ids, and finds the transport that this network lets through. It draws nothing: what happens goes to the handlers.

import { stringsOf } from "./strings.js";
import { Requests, Socket } from "./transports.js";

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** A connection that lasted this long was a good one: the next break starts from the first delay again. */
const GOOD_AFTER_MS = 10_000;
/** A proxy may swallow a socket without a word. */
const CONNECT_TIMEOUT_MS = 4000;
/** Where sockets are known to get through, this many in a row have to fail before requests are tried. */
const MISSES = 4;
/** A message without a reply for this long, on an open connection, is given up until the citizen presses retry. */
const REPLY_TIMEOUT_MS = 20_000;
const RATE_WAIT_S = 30;

/** An id for a message. `randomUUID` exists only on https and localhost; a town hall's test server may be neither. */
export const newId = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

/**
 * Handlers, all of them required: `state(name)` with `closed | connecting | open | broken | offline`, `limits(limits)`,
 * `acked(entry)`, `replied(entry, question)`, `failed(entry)`, `refused(code, retryAfter)`.
 */
export class Connection {
  #server;
  #memory;
  #handlers;
  #options;
  #transport = null;
  #ready = false;
  #attempts = 0;
  #misses = 0;
  #openedAt = 0;
  #timer = 0;
  #replyTimers = new Map();
  #rateTimer = 0;
  /** No attempt before this moment: the server has said so. */
  #notBefore = 0;
  #erased = null;
  /** Frames that need no ack and wait for the connection: feedback. */
  #outbox = [];

  /** `options` are those of its listeners on the page: a signal that takes them off when the window is gone. */
  constructor(server, memory, handlers, options) {
    this.#server = server;
    this.#memory = memory;
    this.#handlers = handlers;
    this.#options = options;
    addEventListener("online", () => this.#wake(), options);
    addEventListener("offline", () => this.#sleep(), options);
    document.addEventListener("visibilitychange", () => this.#wake(), options);
  }

  get ready() {
    return this.#ready;
  }

  /** Connects, unless it is connected or about to be, or the window is gone. */
  open() {
    if (this.#transport || this.#options.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#handlers.state("connecting");
    const handlers = { opened: () => this.#hello(), received: (frame) => this.#receive(frame), closed: (code) => this.#closed(code) };
    this.#timer = setTimeout(() => {
      this.#transport?.close();
      this.#closed(1006);
    }, CONNECT_TIMEOUT_MS);
    this.#transport = this.#bySocket() ? new Socket(this.#server, handlers) : new Requests(this.#server, handlers, this.#memory, (works) => this.#streams(works));
  }

  /** Remembered for the session; until then sockets and requests take turns. */
  #bySocket() {
    const known = this.#memory.get("transport");
    return (known === "socket" && this.#misses < MISSES) || ((!known || this.#misses >= MISSES) && this.#misses % 2 === 0);
  }

  #streams(works) {
    if (works === false) this.#memory.set("transport", "poll");
    return this.#memory.get("transport") !== "poll";
  }

  /** Sends an entry of the conversation, now or when there is a connection. */
  deliver(entry) {
    if (!this.#ready) return this.open();
    this.#transport.send(entry.frame);
    clearTimeout(this.#replyTimers.get(entry.id));
    this.#replyTimers.set(entry.id, setTimeout(() => this.#giveUp(entry), REPLY_TIMEOUT_MS));
  }

  /** Sends what needs no ack. */
  tell(frame) {
    if (this.#ready) this.#transport.send(frame);
    else this.#outbox.push(frame);
  }

  /** Tells the server the language that the citizen chose. */
  languageChosen() {
    if (this.#ready) this.#hello();
  }

  /** Ends the conversation. Erasing is done only when the server has said so: the promise is whether it did. */
  async end(erase) {
    const wasReady = this.#ready;
    if (erase && !wasReady) return !this.#memory.get("token");
    if (wasReady) this.#transport.send({ type: erase ? "erase" : "end" });
    const done = !erase || (await new Promise((resolve) => {
      this.#erased = resolve;
      setTimeout(resolve, 5000, false);
    }));
    if (done) this.drop();
    return done;
  }

  drop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#rateTimer);
    this.#timer = 0;
    for (const timer of this.#replyTimers.values()) clearTimeout(timer);
    this.#replyTimers.clear();
    this.#transport?.close();
    this.#transport = null;
    this.#ready = false;
  }

  /** A wait for the next attempt ends early when the network or the reader is back. */
  #wake() {
    const waiting = this.#timer && !this.#transport;
    if (waiting && document.visibilityState === "visible" && Date.now() > this.#notBefore) this.open();
  }

  /** A socket does not notice for minutes that the network is gone. */
  #sleep() {
    if (!this.#transport) return;
    this.drop();
    this.#handlers.state("offline");
    this.#timer = setTimeout(() => this.open(), LONGEST_DELAY_MS);
  }

  #hello() {
    const token = this.#memory.get("token") ?? undefined;
    const last_seq = token && Number(this.#memory.get("seq") ?? 0);
    this.#transport.send({ type: "hello", token, last_seq, language: this.#memory.get("lang") ?? undefined });
  }

  #receive(frame) {
    const entry = frame.id && this.#memory.find(frame.id);
    if (frame.type === "welcome") this.#welcomed(frame);
    else if (frame.type === "ack" && entry) this.#acked(entry);
    else if (frame.type === "message") this.#replied(frame);
    else if (frame.type === "error") this.#refused(frame, entry);
    else if (frame.type === "bye" && frame.reason === "erased") this.#erased?.(true);
  }

  #welcomed({ token, resumed, limits }) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#memory.set("token", token);
    if (!resumed) this.#memory.set("seq", null);
    this.#handlers.limits(limits);
    if (this.#ready) return;
    this.#ready = true;
    this.#openedAt = Date.now();
    this.#remember();
    this.#handlers.state("open");
    for (const frame of this.#outbox.splice(0)) this.#transport.send(frame);
    for (const entry of this.#memory.unanswered) this.deliver(entry);
  }

  #remember() {
    this.#misses = 0;
    if (this.#transport instanceof Socket) this.#memory.set("transport", "socket");
    else if (this.#streams()) this.#memory.set("transport", "events");
  }

  #acked(entry) {
    if (entry.answered) return;
    entry.state = "sent";
    this.#memory.save();
    this.#handlers.acked(entry);
  }

  #replied({ id, seq, in_reply_to, said, reply }) {
    // The same reply comes by several ways: as the answer to a request, on the stream, again after a resume.
    if (this.#memory.find(id)) return;
    // What was said in another tab while this one was away comes with its reply.
    const question = this.#memory.find(in_reply_to) ?? (said && this.#memory.add({ id: in_reply_to, frame: {}, text: said, lang: stringsOf(reply.language).tag }));
    this.#memory.set("seq", String(Math.max(seq, Number(this.#memory.get("seq") ?? 0))));
    clearTimeout(this.#replyTimers.get(in_reply_to));
    if (question) Object.assign(question, { answered: true, state: "sent" });
    // The ranked list and the slots are for scripts; the browser's storage is small.
    const { services, slots, ...shown } = reply;
    this.#handlers.replied(this.#memory.add({ id, to: in_reply_to, reply: shown, more: services.length > 1 }), question);
  }

  #refused({ code, retry_after: retryAfter = RATE_WAIT_S }, entry) {
    if (code === "rate") {
      this.#notBefore = Date.now() + retryAfter * 1000;
      for (const timer of this.#replyTimers.values()) clearTimeout(timer);
      clearTimeout(this.#rateTimer);
      this.#rateTimer = setTimeout(() => this.#memory.unanswered.forEach((one) => this.deliver(one)), retryAfter * 1000);
    } else if (code === "bad_choice" && entry?.frame.type === "choice") {
      // A choice that is gone can still be asked for in its own words.
      entry.frame = { type: "message", id: entry.id, text: entry.text };
      this.#memory.save();
      return this.deliver(entry);
    } else if (entry) this.#giveUp(entry);
    this.#handlers.refused(code, retryAfter);
  }

  #giveUp(entry) {
    clearTimeout(this.#replyTimers.get(entry.id));
    entry.state = "failed";
    this.#memory.save();
    this.#handlers.failed(entry);
  }

  #closed(code) {
    const wasReady = this.#ready;
    this.drop();
    if (wasReady && Date.now() - this.#openedAt > GOOD_AFTER_MS) this.#attempts = 0;
    // Ended or idle: nothing is lost, and the next word connects again.
    if (code === 1000 || code === 4408) return this.#handlers.state("closed");
    if (code === 4401) for (const key of ["token", "seq"]) this.#memory.set(key, null);
    // The server will not take these at any time.
    if (code === 1008 || code === 1009) this.#memory.unanswered.forEach((entry) => this.#giveUp(entry));
    const offline = !navigator.onLine;
    this.#handlers.state(offline ? "offline" : "broken");
    if (!wasReady && !offline) this.#misses += 1;
    // A socket that never got through: the other way is tried at once.
    const first = this.#misses === 1 && !this.#memory.get("transport");
    this.#timer = setTimeout(() => this.open(), first ? 0 : this.#delay(code));
  }

  /** Full jitter: anything from nothing to twice as much as the last time, so that not all come back at once. */
  #delay(code) {
    if (code === 4429) return RATE_WAIT_S * 1000;
    return Math.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#attempts++);
  }
}
