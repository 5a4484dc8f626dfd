// The panel: header, log, field. It shows and asks; what is said and remembered is the element's business.

import { h, icon, unseen } from "./dom.js";
import { feedback, render, spoken } from "./render.js";
import { LANGUAGES, STRINGS, languageOf } from "./strings.js";

const LANGUAGE_NAMES = { "zh-Hant": ["繁", "繁體中文"], "zh-Hans": ["简", "简体中文"], en: ["EN", "English"] };
/** From this share of the limit on, the characters that are left are counted out. */
const COUNT_FROM = 0.8;
const TYPING_SPOKEN_AFTER_MS = 2000;

/**
 * `actions`: `send(text)`, `choose(choice, entry)`, `retry(entry)`, `rate(entry, score, reason)`, `language(language)`,
 * `renew()`, `erase()`, `close()`, `drafted(text)`, `lastSaid()`.
 */
export class Panel {
  limit = 500;
  #actions;
  #t;
  #slot = 0;
  #typingTimer = 0;
  #stateLines = new Map();

  constructor(inline, actions) {
    this.#actions = actions;
    // A dialog is a proper modal on a phone and floats beside the page elsewhere; in the page it is a section of it.
    this.node = h(inline ? "section" : "dialog", { class: "panel", part: "panel", "aria-labelledby": "name", onkeydown: (event) => this.#onKey(event) });
    this.node.addEventListener("click", (event) => !event.target.closest(".more") && this.#menu(false));
    this.node.append(this.#header(inline), this.#middle(), this.#composer(), this.#live());
  }

  // ---- building ----

  #header(inline) {
    const button = (key, name, onclick, attributes) => h("button", { type: "button", class: "tool", "data-label": key, onclick, ...attributes }, icon(name));
    this.moreButton = button("more", "more", () => this.#menu(this.menu.hidden), { "aria-expanded": "false", "aria-controls": "menu" });
    const item = (key, action) => h("button", { type: "button", "data-text": key, onclick: () => (this.#menu(false), this.moreButton.focus(), action()) });
    this.menu = h("div", { class: "menu", id: "menu", hidden: true }, item("renew", () => this.#actions.renew()), item("erase", () => this.#actions.erase()));
    this.languages = h("div", { class: "languages", role: "group", "data-label": "languages" }, LANGUAGES.map((language) => {
      const [short, name] = LANGUAGE_NAMES[language];
      return h("button", { type: "button", lang: STRINGS[language].tag, title: name, "data-language": language, onclick: () => this.#actions.language(language) },
        short, name !== "English" && unseen(name));
    }));
    return h("div", { class: "header", part: "header" },
      h("slot", { name: "brand" }, h("h2", { id: inline ? null : "name", "data-text": "name" })),
      h("slot", { name: "intro" }),
      h("div", { class: "tools" }, this.languages, h("div", { class: "more" }, this.moreButton, this.menu),
        !inline && button("close", "close", () => this.#actions.close())),
      inline && h("h2", { id: "name", class: "unseen", "data-text": "conversation" }));
  }

  #middle() {
    this.thread = h("div", { class: "thread" });
    // New replies are announced by the live region below, once; the log itself stays silent.
    this.log = h("div", { class: "log", part: "log", role: "log", "aria-live": "off", tabindex: "0", "data-label": "conversation" }, this.thread);
    this.status = h("p", { class: "status", role: "status" });
    return h("div", { class: "middle" }, this.log, this.status);
  }

  #composer() {
    this.field = h("textarea", {
      id: "field", rows: 1, part: "input", autocomplete: "off", enterkeyhint: "send", "data-placeholder": "placeholder", "aria-describedby": "counter",
      oninput: () => this.#edited(),
    });
    this.counter = h("p", { class: "counter", id: "counter" });
    this.alert = h("p", { class: "alert", role: "alert" });
    this.sendButton = h("button", { type: "submit", class: "send", part: "send", "data-label": "send" }, icon("send"));
    const submit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    return h("form", { class: "composer", novalidate: true, onsubmit: submit },
      this.alert, h("label", { class: "unseen", for: "field", "data-text": "field" }),
      h("div", { class: "field" }, this.field, this.sendButton), this.counter);
  }

  #live() {
    // Two slots in turn, so that the same words twice are announced twice.
    this.slots = [0, 1].map(() => h("div", { "aria-live": "polite", "aria-atomic": "true" }));
    return h("div", { class: "unseen live" }, this.slots);
  }

  // ---- language ----

  /** Puts everything but the messages into a language. */
  speak(language) {
    this.#t = STRINGS[language];
    this.node.lang = this.#t.tag;
    for (const node of this.node.querySelectorAll("[data-text]")) node.textContent = this.#t[node.dataset.text];
    for (const node of this.node.querySelectorAll("[data-label]")) {
      node.setAttribute("aria-label", this.#t[node.dataset.label]);
      if (node.localName === "button") node.title = this.#t[node.dataset.label];
    }
    this.field.placeholder = this.#t.placeholder;
    for (const button of this.languages.children) button.setAttribute("aria-pressed", String(button.dataset.language === language));
    this.#count();
  }

  // ---- messages ----

  /** Shows a conversation from its beginning. */
  show(entries, connected) {
    this.#stateLines.clear();
    this.thread.replaceChildren(this.#welcome());
    for (const entry of entries) {
      if (entry.frame) this.addQuestion(entry, connected);
      else this.addReply(entry, entry === entries.at(-1));
    }
  }

  #welcome() {
    const t = this.#t;
    return h("div", { class: "welcome" },
      h("p", { class: "greeting" }, t.welcome),
      h("p", null, t.welcomeText),
      h("p", { class: "privacy" }, t.privacy),
      h("p", { class: "label", id: "starters" }, t.startersTitle),
      h("div", { class: "starters", role: "group", "aria-labelledby": "starters" }, t.starters.map((text) =>
        h("button", { type: "button", part: "chip", onclick: () => this.#actions.send(text) }, h("span", null, text), icon("next")))));
  }

  addQuestion(entry, connected) {
    this.thread.querySelector(".suggestions")?.remove();
    const line = h("p", { class: "state" });
    this.#stateLines.set(entry.id, line);
    this.thread.append(h("div", { class: "message question", lang: entry.lang, "data-id": entry.id },
      h("p", { class: "bubble", part: "bubble" }, unseen(this.#t.you), entry.text), line));
    this.mark(entry, connected);
    this.#keepTyping();
  }

  /** Brings the line under a question up to date. */
  mark(entry, connected) {
    const t = this.#t;
    const line = this.#stateLines.get(entry.id);
    if (!line) return;
    line.lang = t.tag;
    line.classList.toggle("failed", entry.state === "failed");
    if (entry.state === "failed") {
      line.replaceChildren(t.failed, h("button", { type: "button", class: "retry", onclick: () => this.#actions.retry(entry) }, t.retry));
    } else if (entry.answered) line.replaceChildren();
    else line.replaceChildren(entry.state === "sent" ? t.sent : connected ? t.sending : t.waiting);
  }

  addReply(entry, latest) {
    const { reply } = entry;
    const t = STRINGS[languageOf(reply.language) ?? "zh-Hant"];
    const message = h("div", { class: "message reply", part: "bubble", lang: t.tag, "data-id": entry.id, "data-decision": reply.decision },
      unseen(t.bot),
      render(reply, t, (choice) => this.#actions.choose(choice, entry)),
      feedback(entry, t, (score, reason) => this.#actions.rate(entry, score, reason)));
    this.thread.querySelector(".suggestions")?.remove();
    this.thread.append(message);
    if (latest && reply.suggestions.length) this.thread.append(this.#suggestions(reply.suggestions, t));
    this.#keepTyping();
  }

  #suggestions(texts, t) {
    return h("div", { class: "suggestions", role: "group", "aria-label": t.suggestions, lang: t.tag }, texts.map((text) =>
      h("button", { type: "button", class: "chip", part: "chip", onclick: () => this.#actions.send(text) }, text)));
  }

  announceReply({ reply }) {
    const t = STRINGS[languageOf(reply.language) ?? "zh-Hant"];
    this.announce(spoken(reply, t), t.tag);
  }

  announce(text, tag = this.#t.tag) {
    const slot = this.slots[this.#slot];
    this.#slot = 1 - this.#slot;
    this.slots[this.#slot].textContent = "";
    slot.lang = tag;
    slot.textContent = text;
  }

  /** Three dots while a reply is awaited; said aloud once, and only if it takes long. */
  typing(on) {
    if (on === Boolean(this.dots)) return;
    clearTimeout(this.#typingTimer);
    this.dots?.remove();
    this.dots = null;
    if (!on) return;
    this.dots = h("div", { class: "message typing", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.#keepTyping();
    this.#typingTimer = setTimeout(() => this.announce(this.#t.typing), TYPING_SPOKEN_AFTER_MS);
  }

  #keepTyping() {
    if (this.dots) this.thread.append(this.dots);
  }

  /** Brings the newest turn into view: its question at the top, so that a long answer is read from its beginning. */
  scrollToTurn(smooth) {
    const questions = this.thread.querySelectorAll(".question");
    const last = questions[questions.length - 1];
    if (!last) return;
    // In a very small window the page scrolls, not the log; the page is left alone until the citizen speaks.
    if (smooth && this.log.scrollHeight <= this.log.clientHeight) last.scrollIntoView({ block: "nearest" });
    const top = last.getBoundingClientRect().top - this.log.getBoundingClientRect().top + this.log.scrollTop - 12;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.log.scrollTo({ top, behavior: smooth && !calm ? "smooth" : "instant" });
  }

  /** The calm line at the foot of the log, and the alert over the field. */
  say(status) {
    if (this.status.textContent !== status) this.status.textContent = status;
  }

  warn(text) {
    this.alert.textContent = text;
  }

  /** Once it has its size. */
  settle() {
    this.node.hidden = false;
    this.#resize();
    this.scrollToTurn();
  }

  /** Where the next word is typed; on a touch screen the keyboard stays down until it is asked for. */
  focus() {
    (matchMedia("(pointer: coarse)").matches ? this.log : this.field).focus({ preventScroll: true });
  }

  // ---- the field ----

  set draft(text) {
    this.field.value = text;
    this.#resize();
    this.#count();
  }

  #submit() {
    const text = this.field.value.trim();
    if (!text) return this.field.focus();
    if ([...text].length > this.limit) return this.warn(this.#t.over([...text].length - this.limit));
    this.draft = "";
    this.#actions.send(text);
    this.field.focus();
  }

  #edited() {
    this.warn("");
    this.#resize();
    this.#count();
    this.#actions.drafted(this.field.value);
  }

  #resize() {
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  #count() {
    const used = [...this.field.value.trim()].length;
    const left = this.limit - used;
    this.counter.textContent = used < this.limit * COUNT_FROM ? "" : left < 0 ? this.#t.over(-left) : this.#t.left(left);
    this.counter.classList.toggle("over", left < 0);
    this.field.setAttribute("aria-invalid", String(left < 0));
  }

  // ---- keys ----

  #onKey(event) {
    // While Chinese is being composed, Enter and Escape belong to the input method.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      event.preventDefault();
      if (!this.menu.hidden) {
        this.#menu(false);
        this.moreButton.focus();
      } else this.#actions.close();
    } else if (event.target !== this.field) return;
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "ArrowUp" && !this.field.value) {
      const last = this.#actions.lastSaid();
      if (!last) return;
      event.preventDefault();
      this.draft = last;
      this.#actions.drafted(last);
    }
  }

  #menu(open) {
    this.menu.hidden = !open;
    this.moreButton.setAttribute("aria-expanded", String(open));
    if (open) this.menu.firstChild.focus();
  }
}
