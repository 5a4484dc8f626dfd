// `<one-ask>`: the conversation as an element. Attributes, methods, events and parts are listed at /widget/ of the server.

import { sheet } from "./sheet.js";
import { STRINGS, browserLanguage, languageOf, stringsOf } from "./strings.js";
import { answerCalls } from "./api.js";
import { maskedWords } from "./composer.js";
import { Connection, newId } from "./connection.js";
import { Launcher } from "./launcher.js";
import { Memory } from "./memory.js";
import { Offers } from "./offers.js";
import { Panel } from "./panel.js";
import { mask } from "./privacy.js";
import { Tabs } from "./tabs.js";
import { copy, print, replyText, save, share, transcript } from "./transcript.js";

const PHONE = matchMedia("(max-width: 480px)");
/** What takes this much of the height at once is a keyboard, and no bar of the browser's. */
const KEYBOARD_PX = 120;
/** Characters of a question until the server says how many it takes. */
const LIMIT = 500;
/** A connection that comes back within this time is not worth a word. */
const BROKEN_SHOWN_AFTER_MS = 1500;

class OneAsk extends HTMLElement {
  #panel;
  #launcher = null;
  #memory;
  #connection;
  #tabs;
  #server;
  #offers;
  #language;
  #unread = 0;
  #brokenTimer = 0;
  #wasBroken = false;
  #resumed = null;
  #built = false;
  #starting;
  #height;
  /** Takes off the listeners on the page. */
  #gone;

  connectedCallback() {
    if (this.#built) return;
    this.#built = true;
    const option = (name) => this.getAttribute(name);
    const inline = option("position") === "inline";
    const instance = option("instance") || "default";
    const dept = option("dept") || "all";
    this.#server = (option("server") || new URL(import.meta.url).origin).replace(/\/$/, "");
    this.#offers = new Offers(this.#server, option("dept"));
    this.#memory = new Memory(instance, dept, option("storage"));
    this.#language = languageOf(this.#memory.get("lang")) ?? languageOf(option("lang")) ?? browserLanguage();
    this.#gone = new AbortController();
    this.#connection = new Connection(this.#server, this.#memory, this.#handlers(), this.#gone);
    this.#tabs = new Tabs(`oneask:${this.#server}:${instance}:${dept}`, {
      state: () => this.#memory.state,
      told: (message) => this.#told(message),
    });
    const links = { policy: option("privacy-url"), terms: option("terms-url"), contact: option("contact-url") };
    this.#panel = new Panel({ inline, heading: option("heading"), greeting: option("greeting"), links, hours: option("office-hours") }, this.#actions());
    this.#limit(LIMIT);
    this.style.setProperty("--scale", Math.min(2, Math.max(1, option("font-scale"))));
    this.#build(inline);
  }

  disconnectedCallback() {
    // Moved within the page, it goes on; taken away, it lets go, and put back, it begins with what is remembered.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#built = false;
      this.#gone.abort();
      this.#connection.drop();
      this.#tabs.close();
      this.#launcher?.release();
      this.#panel.node.remove();
    });
  }

  #build(inline) {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    if (!inline) this.#launcher = new Launcher(root, this.getAttribute("launcher"), () => this.toggle());
    this.#panel.node.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    this.#panel.node.addEventListener("focusin", () => this.#resumed?.then(() => this.#connection.open()), { once: true });
    root.append(this.#panel.node);
    this.#speak();
    this.#panel.composer.draft = this.#memory.get("draft") ?? "";
    this.#expanded(false);
    for (const name of ["resize", "scroll"]) visualViewport.addEventListener(name, () => this.#fit(), this.#gone);
    // Turned or resized while open: a modal on a phone, beside the page elsewhere.
    PHONE.addEventListener("change", () => {
      if (inline || !this.isOpen) return;
      const { activeElement } = root;
      this.#panel.node.close();
      this.#show();
      activeElement?.focus();
    }, this.#gone);
    this.#fit();
    this.#panel.scrollToTurn();
    if (inline) this.#resumed = this.#resume();
    const asked = this.hasAttribute("open") && this.getAttribute("open") !== "false";
    if (asked || this.#memory.get("open")) this.open();
    this.#fire("ready");
  }

  // ---- methods ----

  get isOpen() {
    return this.#panel.node.localName === "section" || this.#panel.node.open;
  }

  open() {
    if (this.isOpen) return;
    this.#show();
    this.#memory.set("open", "1");
    this.#unread = 0;
    this.#expanded(true);
    this.#resumed = this.#resume();
    this.#panel.scrollToTurn();
    this.#panel.focus();
    this.#fire("open");
  }

  #show() {
    if (PHONE.matches) this.#panel.node.showModal();
    else this.#panel.node.show();
  }

  close() {
    const { node } = this.#panel;
    if (node.localName === "section" || !node.open) return;
    node.close();
    this.#memory.set("open", null);
    this.#expanded(false);
    this.#launcher?.focus();
    this.#fire("close");
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Says something in the citizen's name. */
  send(text) {
    this.#say({ type: "message" }, String(text));
  }

  /** Puts a question into the field without sending it. */
  ask(text) {
    this.#panel.composer.draft = text;
  }

  /** Ends this conversation and begins another; what was said stays with the server until it expires. */
  async reset() {
    await this.#connection.end(false);
    this.#cleared(this.#t.started);
  }

  /** Listens to one of the events, without `oneask:`; call the result to stop. */
  on(name, listener) {
    const heard = (event) => listener(event.detail, event);
    this.addEventListener(`oneask:${name}`, heard);
    return () => this.removeEventListener(`oneask:${name}`, heard);
  }

  /** What the page is about by now: its department, and questions to begin with. It is not said to the server with a question. */
  setContext({ dept, questions } = {}) {
    Object.assign(this.#offers, { dept: dept ?? this.getAttribute("dept"), questions });
    this.#begins();
  }

  /** Takes the window off the page. What was said stays remembered: `reset()` before it forgets that here. */
  destroy() {
    this.remove();
  }

  /** The conversation as text. */
  exportTranscript() {
    return transcript(this.#memory.entries, this.#t);
  }

  get #t() {
    return STRINGS[this.#language];
  }

  get language() {
    return this.#language;
  }

  /** The language of the interface and, from now on, of the answers. */
  set language(tag) {
    const language = languageOf(tag);
    if (!language) return;
    this.#language = language;
    this.#memory.set("lang", language);
    this.#connection.languageChosen();
    this.#speak();
    this.#begins();
    this.#fire("language", { language });
  }

  setLocale(tag) {
    this.language = tag;
  }

  // ---- from the panel ----

  #actions() {
    const questionOf = (entry) => this.#memory.find(entry.to)?.text ?? "";
    return {
      send: (text) => this.send(text),
      pick: ({ payload, text, title }) => (payload ? this.#say({ type: "choice", payload }, title) : this.send(text)),
      choose: (choice, entry) => this.#say({ type: "choice", payload: choice.payload }, choice.title, entry.reply.language),
      next: () => this.#say({ type: "choice", payload: "next" }, this.#t.notThis),
      retry: (entry) => {
        entry.state = "sending";
        this.#memory.save();
        this.#mark(entry);
        this.#connection.deliver(entry);
        this.#await();
      },
      rate: (entry, score, reason) => {
        entry.vote = score;
        this.#memory.save();
        this.#connection.tell({ type: "feedback", message: entry.id, score, reason: reason && mask(reason).text });
      },
      ticked: () => this.#memory.save(),
      copy: (entry) => copy(replyText(entry, stringsOf(entry.reply.language))),
      share: (entry) => share(`${this.#server}/?${new URLSearchParams({ q: questionOf(entry) })}`, questionOf(entry)),
      print: (entry) => print(questionOf(entry), entry, stringsOf(entry.reply.language)),
      language: (language) => (this.language = language),
      renew: () => this.reset(),
      save: () => save(this.exportTranscript(), "oneask.txt"),
      erase: () => this.#erase(),
      close: () => this.close(),
      drafted: (text) => this.#memory.set("draft", text || null),
      history: () => this.#memory.questions.map((entry) => entry.text),
      suggest: (text, limit, signal) => this.#offers.suggest(text, this.#language, limit, signal),
    };
  }

  #say(frame, said, language) {
    const id = newId();
    const { text, kinds } = mask(said);
    const tag = /[㐀-鿿]/.test(text) ? (this.#language === "en" ? "zh-Hant" : this.#language) : "en";
    const sent = { ...frame, id, ...(frame.type === "message" ? { text } : { language: this.#language }) };
    const entry = this.#memory.add({ id, frame: sent, text, masked: kinds, lang: STRINGS[languageOf(language) ?? tag].tag, state: "sending" });
    this.#panel.warn("");
    const lost = Boolean(this.shadowRoot.activeElement?.closest(".suggestions, .newest"));
    this.#panel.addQuestion(entry, this.#connection.ready);
    if (lost) this.#panel.focus();
    if (kinds.length) this.#panel.announce(maskedWords(kinds, this.#t));
    this.#connection.deliver(entry);
    this.#tell(entry);
    this.#await();
    this.#panel.scrollToTurn(true);
    this.#fire("send", { id, text });
  }

  /** The first screen, as the server would have it today. */
  async #begins() {
    const starting = (this.#starting = this.#offers.start(this.#language));
    const start = await starting;
    // Unless the language or the page's context has changed meanwhile.
    if (starting === this.#starting) this.#panel.start = start;
  }

  async #erase() {
    const t = this.#t;
    if (await this.#connection.end(true)) this.#cleared(t.erased);
    else this.#panel.warn(t.eraseFailed);
  }

  #cleared(spoken) {
    this.#tell();
    this.#begin();
    this.#panel.announce(spoken);
    this.#panel.focus();
  }

  #begin() {
    this.#connection.drop();
    this.#memory.clear();
    this.#panel.composer.draft = "";
    this.#panel.warn("");
    this.#panel.typing(false);
    this.#panel.show([], true);
  }

  // ---- from other tabs ----

  /** A conversation that another tab has is gone on with; one of this tab is resumed. */
  async #resume() {
    this.#begins();
    await this.#adopt();
    if (this.#memory.get("token") || this.#memory.unanswered.length) this.#connection.open();
  }

  async #adopt() {
    if (this.#memory.entries.length) return;
    const state = await this.#tabs.ask();
    // The citizen may have been quicker.
    if (!state || this.#memory.entries.length) return;
    this.#connection.drop();
    this.#memory.adopt(state);
    if (state.lang) this.#language = state.lang;
    this.#speak();
    this.#panel.scrollToTurn();
    this.#connection.open();
  }

  /** What was said here, or that the conversation is over, for the tabs that have the same one. */
  #tell(entry) {
    const token = this.#memory.get("token");
    if (token) this.#tabs.tell({ token, entry });
  }

  #told({ token, entry }) {
    if (token !== this.#memory.get("token")) return void (entry && this.#adopt());
    if (!entry) return this.#begin();
    if (this.#memory.find(entry.id)) return;
    this.#panel.addQuestion(this.#memory.add(entry), true);
    this.#connection.open();
    this.#await();
    this.#panel.scrollToTurn(true);
  }

  // ---- from the connection ----

  #handlers() {
    return {
      state: (state) => this.#connectionIs(state),
      limits: (limits) => this.#limit(limits.utterance_characters),
      acked: (entry) => this.#mark(entry),
      failed: (entry) => {
        this.#mark(entry);
        this.#await();
        this.#panel.announce(this.#t.failed);
      },
      replied: (entry, question) => {
        this.#panel.typing(false);
        this.#panel.warn("");
        if (question) this.#mark(question);
        this.#panel.addReply(entry, true);
        this.#panel.announceReply(entry);
        this.#await();
        this.#panel.scrollToTurn(true);
        this.#fire("message", { id: entry.id, reply: entry.reply });
        if (this.isOpen) return;
        this.#unread += 1;
        this.#expanded(false);
        this.#fire("unread", { count: this.#unread });
      },
      refused: (code, retryAfter) => {
        if (code === "rate") this.#panel.warn(this.#t.wait(retryAfter));
        this.#fire("error", { code });
      },
    };
  }

  #connectionIs(state) {
    const t = this.#t;
    clearTimeout(this.#brokenTimer);
    if (state === "open") {
      this.#panel.say("");
      for (const entry of this.#memory.unanswered) this.#tell(entry);
      if (this.#wasBroken) this.#panel.announce(t.reconnected);
      this.#wasBroken = false;
    } else if (state === "offline") {
      this.#wasBroken = true;
      this.#panel.say(t.offline);
    } else if (state === "broken" || state === "connecting") {
      this.#brokenTimer = setTimeout(() => {
        this.#wasBroken = true;
        this.#panel.say(t.reconnecting);
      }, BROKEN_SHOWN_AFTER_MS);
    }
    for (const entry of this.#memory.unanswered) this.#mark(entry);
    this.#await();
    this.#fire("status", { state });
  }

  #mark(entry) {
    this.#panel.mark(entry, this.#connection.ready);
  }

  /** The dots, as long as something is on its way. */
  #await() {
    this.#panel.typing(this.#connection.ready && this.#memory.unanswered.length > 0);
  }

  // ---- looks ----

  #speak() {
    const t = this.#t;
    this.lang = t.tag;
    this.#panel.speak(this.#language);
    this.#panel.show(this.#memory.entries, this.#connection.ready);
    this.#expanded(this.isOpen);
  }

  #expanded(open) {
    this.#launcher?.show(open, this.#unread, this.#t);
  }

  /** The field takes what the server takes, or less where the page says so. */
  #limit(characters) {
    this.#panel.composer.limit = Math.min(characters, Number(this.getAttribute("max-length")) || characters);
  }

  /** The part of the window that a phone's keyboard leaves free. */
  #fit() {
    const { scale, height, offsetTop } = visualViewport;
    // Enlarged by the fingers, it is to be moved about, not fitted.
    if (scale > 1.01) return;
    this.style.setProperty("--visible-height", `${height}px`);
    this.style.setProperty("--visible-top", `${offsetTop}px`);
    // A keyboard takes from the foot of the log, where the newest turn is; the page may have to be laid out first.
    if (this.#height - height > KEYBOARD_PX) requestAnimationFrame(() => this.#panel.scrollToTurn());
    this.#height = height;
  }

  #fire(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`oneask:${name}`, { bubbles: true, composed: true, detail }));
  }
}

customElements.define("one-ask", OneAsk);

answerCalls();
