// `<one-ask>`: the conversation as an element. Attributes, methods, events and parts are listed in bot/web/README.md.

import { Connection, newId } from "./connection.js";
import { h, icon } from "./dom.js";
import { Memory } from "./memory.js";
import { Panel } from "./panel.js";
import { STRINGS, browserLanguage, languageOf } from "./strings.js";

const PHONE = "(max-width: 480px)";
/** A connection that comes back within this time is not worth a word. */
const BROKEN_SHOWN_AFTER_MS = 1500;
const TYPING_EVERY_MS = 20_000;

// One sheet for all instances, as a constructed sheet: a page may forbid inline styles.
const sheet = new CSSStyleSheet();
const styled = fetch(new URL("oneask.css", import.meta.url)).then(async (response) => sheet.replace(await response.text())).catch(() => {});

class OneAsk extends HTMLElement {
  #panel;
  #launcher = null;
  #memory;
  #connection;
  #language;
  #brokenTimer = 0;
  #wasBroken = false;
  #typedAt = 0;
  #built = false;

  connectedCallback() {
    if (this.#built) return;
    this.#built = true;
    const inline = this.getAttribute("position") === "inline";
    const instance = this.getAttribute("instance") || "default";
    const server = (this.getAttribute("server") || new URL(import.meta.url).origin).replace(/\/$/, "");
    this.#memory = new Memory(instance, this.getAttribute("dept") || "all");
    this.#language = languageOf(this.#memory.get("lang")) ?? languageOf(this.getAttribute("lang")) ?? browserLanguage();
    this.#connection = new Connection(server, this.#memory, this.#handlers());
    this.#panel = new Panel(inline, this.#actions());
    this.#build(inline);
  }

  disconnectedCallback() {
    // Moved within the page, it goes on; taken away, it lets go.
    queueMicrotask(() => this.isConnected || this.#connection.close());
  }

  #build(inline) {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (!inline && this.getAttribute("launcher") !== "none") {
      // The loader has drawn a launcher already. It becomes ours where it stands: moved, it would lose the click under way.
      this.#launcher = root.querySelector(".launcher");
      if (!this.#launcher) root.append((this.#launcher = h("button", { type: "button", class: "launcher", part: "launcher" }, icon("chat"), h("span"))));
      this.#launcher.setAttribute("aria-haspopup", "dialog");
      this.#launcher.onclick = () => this.toggle();
    }
    this.#panel.node.hidden = true;
    this.#panel.node.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    root.append(this.#panel.node);
    this.#speak();
    this.#panel.draft = this.#memory.get("draft") ?? "";
    this.#expanded(false);
    visualViewport?.addEventListener("resize", this.#fit);
    visualViewport?.addEventListener("scroll", this.#fit);
    this.#fit();
    if (inline) this.#connection.open();
    styled.then(() => {
      root.adoptedStyleSheets = [sheet];
      this.#panel.settle();
      const asked = this.hasAttribute("open") && this.getAttribute("open") !== "false";
      if (asked || this.#memory.get("open")) this.open();
      this.#fire("ready");
    });
  }

  // ---- methods ----

  get isOpen() {
    return this.#panel.node.localName === "section" || this.#panel.node.open;
  }

  open() {
    const { node } = this.#panel;
    if (this.isOpen) return;
    if (node.hidden) return void styled.then(() => this.open());
    if (matchMedia(PHONE).matches) node.showModal();
    else node.show();
    this.#memory.set("open", "1");
    this.#expanded(true);
    this.#connection.open();
    this.#panel.scrollToTurn();
    this.#panel.focus();
    this.#fire("open");
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
    this.#say({ type: "message", text }, text);
  }

  /** Ends this conversation and begins another; what was said stays with the server until it expires. */
  async reset() {
    await this.#connection.end(false);
    this.#begin(STRINGS[this.#language].started);
  }

  /** Listens to `ready`, `open`, `close`, `message`, `send`, `error` or `language`; call the result to stop. */
  on(name, listener) {
    const heard = (event) => listener(event.detail, event);
    this.addEventListener(`oneask:${name}`, heard);
    return () => this.removeEventListener(`oneask:${name}`, heard);
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
    this.#fire("language", { language });
  }

  // ---- from the panel ----

  #actions() {
    return {
      send: (text) => {
        this.#memory.set("draft", null);
        this.send(text);
      },
      choose: (choice, entry) => {
        // Only the newest choices are on offer; an older one is asked in its own words.
        const newest = this.#memory.entries.filter((one) => one.reply).at(-1);
        if (entry.id === newest?.id) this.#say({ type: "choice", payload: choice.payload }, choice.title, entry.reply.language);
        else this.send(choice.title);
      },
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
        this.#connection.tell({ type: "feedback", message: entry.id, score, reason });
      },
      language: (language) => (this.language = language),
      renew: () => this.reset(),
      erase: () => this.#erase(),
      close: () => this.close(),
      drafted: (text) => {
        this.#memory.set("draft", text || null);
        if (Date.now() - this.#typedAt < TYPING_EVERY_MS) return;
        this.#typedAt = Date.now();
        this.#connection.typing();
      },
      lastSaid: () => this.#memory.entries.filter((entry) => entry.frame).at(-1)?.text,
    };
  }

  #say(frame, text, language) {
    const id = newId();
    const tag = /\p{Script=Han}/u.test(text) ? (this.#language === "en" ? "zh-Hant" : this.#language) : "en";
    const entry = { id, frame: { id, ...frame }, text, lang: STRINGS[languageOf(language) ?? tag].tag, state: "sending" };
    this.#memory.add(entry);
    this.#panel.warn("");
    const lost = this.#focusIsOnSuggestion();
    this.#panel.addQuestion(entry, this.#connection.ready);
    if (lost) this.#panel.focus();
    this.#connection.deliver(entry);
    this.#await();
    this.#panel.scrollToTurn(true);
    this.#fire("send", { id, text });
  }

  #focusIsOnSuggestion() {
    return Boolean(this.shadowRoot.activeElement?.closest(".suggestions"));
  }

  async #erase() {
    const t = STRINGS[this.#language];
    if (await this.#connection.end(true)) this.#begin(t.erased);
    else this.#panel.warn(t.eraseFailed);
  }

  #begin(spoken) {
    this.#memory.clear();
    this.#panel.draft = "";
    this.#panel.warn("");
    this.#panel.typing(false);
    this.#panel.show([], true);
    this.#panel.announce(spoken);
    this.#panel.focus();
    this.#connection.open();
  }

  // ---- from the connection ----

  #handlers() {
    return {
      state: (state) => this.#connectionIs(state),
      limits: (limits) => (this.#panel.limit = limits?.utterance_characters ?? this.#panel.limit),
      acked: (entry) => this.#mark(entry),
      failed: (entry) => {
        this.#mark(entry);
        this.#await();
        this.#panel.announce(STRINGS[this.#language].failed);
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
      },
      refused: (code, entry, retryAfter) => {
        const t = STRINGS[this.#language];
        if (code === "rate") this.#panel.warn(t.wait(retryAfter));
        else if (code === "bad_utterance") this.#panel.warn(t.tooLong);
        else if (code === "bad_choice") this.#panel.warn(t.choiceGone);
        else if (entry) this.#panel.warn(t.failure);
        this.#fire("error", { code });
      },
    };
  }

  #connectionIs(state) {
    const t = STRINGS[this.#language];
    clearTimeout(this.#brokenTimer);
    if (state === "open") {
      this.#panel.say(this.#wasBroken ? t.reconnected : "");
      if (this.#wasBroken) this.#brokenTimer = setTimeout(() => this.#panel.say(""), 3000);
      this.#wasBroken = false;
    } else if (state === "closed") this.#panel.say("");
    else {
      const show = () => {
        this.#wasBroken = true;
        this.#panel.say(navigator.onLine ? t.reconnecting : t.offline);
      };
      if (this.#wasBroken) show();
      else this.#brokenTimer = setTimeout(show, BROKEN_SHOWN_AFTER_MS);
    }
    for (const entry of this.#memory.unanswered()) this.#mark(entry);
    this.#await();
  }

  #mark(entry) {
    this.#panel.mark(entry, this.#connection.ready);
  }

  /** The dots stand while a reply can come. */
  #await() {
    this.#panel.typing(this.#connection.ready && this.#memory.unanswered().length > 0);
  }

  // ---- looks ----

  #speak() {
    const t = STRINGS[this.#language];
    this.lang = t.tag;
    this.#panel.speak(this.#language);
    this.#panel.show(this.#memory.entries, this.#connection.ready);
    if (this.#launcher) {
      this.#launcher.querySelector("span").textContent = t.launcher;
      this.#launcher.setAttribute("aria-label", t.openPanel);
    }
  }

  #expanded(open) {
    this.#launcher?.setAttribute("aria-expanded", String(open));
  }

  /** The part of the window that a phone's keyboard leaves free. */
  #fit = () => {
    const view = visualViewport;
    if (!view || view.scale > 1.01) return;
    this.style.setProperty("--visible-height", `${view.height}px`);
    this.style.setProperty("--visible-top", `${view.offsetTop}px`);
  };

  #fire(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`oneask:${name}`, { bubbles: true, composed: true, detail }));
  }
}

customElements.define("one-ask", OneAsk);

// Calls that were queued before this file came: `OneAsk.push(["send", "…"])` or `OneAsk.push((element) => …)`.
const queued = Array.isArray(window.OneAsk) ? window.OneAsk : [];
const first = () => document.querySelector("one-ask");
const api = {
  get: (instance) => [...document.querySelectorAll("one-ask")].find((element) => (element.getAttribute("instance") || "default") === instance),
  push: (call) => {
    const element = first();
    if (typeof call === "function") call(element);
    else element[call[0]](...call.slice(1));
  },
};
for (const name of ["open", "close", "toggle", "send", "reset", "on"]) api[name] = (...values) => first()[name](...values);
window.OneAsk = api;
queued.forEach(api.push);
