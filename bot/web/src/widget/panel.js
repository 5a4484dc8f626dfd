// The panel: header, log, field, announcements. It shows and asks; what is said and remembered is the element's business.

import { answerBar } from "./answer.js";
import { render, spoken } from "./cards.js";
import { Composer, maskedWords } from "./composer.js";
import { h, icon, sign, unseen } from "./dom.js";
import { LANGUAGES, STRINGS, stringsOf } from "./strings.js";
import { chips, welcome } from "./welcome.js";

const LANGUAGE_NAMES = { "zh-Hant": ["繁", "繁體中文"], "zh-Hans": ["简", "简体中文"], en: ["EN", "English"] };
const TYPING_SPOKEN_AFTER_MS = 2000;

/**
 * `actions`: `send(text)`, `pick(suggestion)`, `choose(choice, entry)`, `next()`, `retry(entry)`, `rate(entry, score, reason)`,
 * `ticked()`, `copy(entry)`, `share(entry)`, `print(entry)`, `language(language)`, `renew()`, `save()`, `erase()`, `close()`,
 * `drafted(text)`, `history()`, `suggest(text, limit, signal)`. `looks`: `inline`, `heading`, `greeting`, `links`, the
 * addresses of the operator's `policy`, `terms` and `contact`, and `hours`, when its office is open.
 */
export class Panel {
  #actions;
  #looks;
  #t;
  #start = null;
  #slot = 0;
  #typingTimer = 0;
  #stateLines = new Map();
  #moreButton;
  #menu;
  #languages;
  #thread;
  #log;
  #status;
  #privacy;
  #privacyText;
  #slots;
  #dots = null;

  constructor(looks, actions) {
    this.#actions = actions;
    this.#looks = looks;
    this.composer = new Composer({ ...actions, privacy: () => this.#privacyShown(this.#privacy.hidden) });
    // A dialog is a proper modal on a phone and floats beside the page elsewhere; in the page it is a section of it.
    this.node = h(looks.inline ? "section" : "dialog", { class: "panel", part: "panel", "aria-labelledby": "name", onkeydown: (event) => this.#onKey(event) });
    this.node.addEventListener("click", (event) => !event.target.closest(".more") && this.#menuShown(false));
    this.node.append(this.#header(looks.inline), this.#middle(), this.composer.node, this.#live());
  }

  // ---- building ----

  #header(inline) {
    const button = (key, name, onclick, attributes) => h("button", { class: "tool", "data-label": key, onclick, ...attributes }, icon(name));
    this.#moreButton = button("more", "more", () => this.#menuShown(this.#menu.hidden), { "aria-expanded": "false", "aria-controls": "menu" });
    const item = (key) => h("button", { "data-text": key, onclick: () => (this.#menuShown(false), this.#moreButton.focus(), this.#actions[key]()) });
    this.#menu = h("div", { class: "menu", id: "menu", hidden: true }, ["renew", "save", "erase"].map(item));
    this.#languages = h("div", { class: "languages", role: "group", "data-label": "languages" }, LANGUAGES.map((language) => {
      const [short, name] = LANGUAGE_NAMES[language];
      return h("button", { lang: STRINGS[language].tag, "data-language": language, onclick: () => this.#actions.language(language) },
        short, name !== "English" && unseen(name));
    }));
    return h("div", { class: "header", part: "header" },
      h("slot", { name: "brand" }, h("h2", { id: inline ? null : "name", "data-text": this.#looks.heading ? null : "name" }, this.#looks.heading)),
      h("slot", { name: "intro" }),
      h("div", { class: "tools" }, this.#languages, h("div", { class: "more" }, this.#moreButton, this.#menu),
        !inline && button("close", "close", () => this.#actions.close())),
      inline && h("h2", { id: "name", class: "unseen", "data-text": "conversation" }));
  }

  #middle() {
    this.#thread = h("div", { class: "thread" });
    // New replies are announced by the live region below, once; the log itself stays silent.
    this.#log = h("div", { class: "log", part: "log", role: "log", "aria-live": "off", tabindex: "0", "data-label": "conversation" }, this.#thread);
    this.#status = h("p", { class: "status", role: "status" });
    this.#privacyText = h("div");
    this.#privacy = h("section", { class: "privacy", id: "privacy", "data-label": "privacy", tabindex: "-1", hidden: true }, this.#privacyText, h("slot", { name: "about" }));
    return h("div", { class: "middle" }, this.#log, this.#status, this.#privacy);
  }

  #live() {
    // Two slots in turn, so that the same words twice are announced twice.
    this.#slots = [0, 1].map(() => h("div", { "aria-live": "polite", "aria-atomic": "true" }));
    return h("div", { class: "unseen live" }, this.#slots);
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
    for (const button of this.#languages.children) button.setAttribute("aria-pressed", button.dataset.language === language);
    this.#privacyText.replaceChildren(h("ul", { class: "items" }, this.#t.privacyText.map((text) => h("li", null, text))), this.#links(this.#t, "policy", "terms", "contact"));
    this.composer.speak(this.#t);
  }

  /** The operator's own pages, those of them that it has; the way to a person with the hours of the office. */
  #links(t, ...names) {
    const { links, hours } = this.#looks;
    return h("p", { class: "links" }, names.map((name) => links[name] && sign(links[name], t, { class: "go" }, t[name], name === "contact" && hours && ` · ${hours}`)));
  }

  // ---- messages ----

  /** What the first screen offers: `services` and `warnings` of today, `questions` of the page. It takes nothing from under the focus. */
  set start(start) {
    this.#start = start;
    this.#thread.querySelector(".welcome:not(:focus-within)")?.replaceWith(this.#welcome());
  }

  #welcome() {
    return welcome(this.#t, this.#looks.greeting, this.#start, this.#actions);
  }

  /** Shows a conversation from its beginning. */
  show(entries, connected) {
    this.#stateLines.clear();
    this.#thread.replaceChildren(this.#welcome());
    for (const entry of entries) {
      if (entry.frame) this.addQuestion(entry, connected);
      else this.addReply(entry, entry === entries.at(-1));
    }
  }

  addQuestion(entry, connected) {
    this.#old();
    const line = h("p", { class: "state" });
    this.#stateLines.set(entry.id, line);
    this.#thread.append(h("div", { class: "message question", lang: entry.lang, "data-id": entry.id },
      h("p", { class: "bubble", part: "bubble" }, unseen(this.#t.you), entry.text),
      entry.masked?.length > 0 && h("p", { class: "masked", lang: this.#t.tag }, maskedWords(entry.masked, this.#t)), line));
    this.mark(entry, connected);
    this.#keepTyping();
  }

  /** Brings the line under a question up to date; a question that came with its reply is shown first. */
  mark(entry, connected) {
    const t = this.#t;
    const line = this.#stateLines.get(entry.id);
    if (!line) return this.addQuestion(entry, connected);
    line.lang = t.tag;
    line.classList.toggle("failed", entry.state === "failed");
    if (entry.state === "failed") {
      line.replaceChildren(t.failed, h("button", { class: "retry", onclick: () => this.#actions.retry(entry) }, t.retry));
    } else if (entry.answered) line.replaceChildren();
    else line.replaceChildren(entry.state === "sent" ? t.sent : connected ? t.sending : t.reconnecting);
  }

  addReply(entry, latest) {
    const { reply } = entry;
    const t = stringsOf(reply.language);
    this.#old();
    this.#thread.append(h("div", { class: "message reply", part: "bubble", lang: t.tag, "data-id": entry.id, "data-decision": reply.decision },
      unseen(t.bot),
      render(entry, t, { choose: (choice) => this.#actions.choose(choice, entry), ticked: () => this.#actions.ticked() }),
      reply.decision === "fallback" && this.#looks.links.contact && this.#links(t, "contact"),
      answerBar(entry, t, this.#actions)));
    if (latest && reply.suggestions.length) this.#thread.append(chips(reply.suggestions, t, this.#actions));
    this.#keepTyping();
  }

  /** What only the newest reply offers goes when something follows it. */
  #old() {
    for (const node of this.#thread.querySelectorAll(".thread > .suggestions, .newest")) node.remove();
  }

  announceReply({ reply }) {
    const t = stringsOf(reply.language);
    this.announce(spoken(reply, t), t.tag);
  }

  announce(text, tag = this.#t.tag) {
    const slot = this.#slots[this.#slot];
    this.#slot = 1 - this.#slot;
    this.#slots[this.#slot].textContent = "";
    slot.lang = tag;
    slot.textContent = text;
  }

  /** Three dots while a reply is awaited; said aloud once, and only if it takes long. */
  typing(on) {
    if (on === Boolean(this.#dots)) return;
    clearTimeout(this.#typingTimer);
    this.#dots?.remove();
    this.#dots = null;
    if (!on) return;
    this.#dots = h("div", { class: "message typing", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.#keepTyping();
    this.#typingTimer = setTimeout(() => this.announce(this.#t.typing), TYPING_SPOKEN_AFTER_MS);
  }

  #keepTyping() {
    if (this.#dots) this.#thread.append(this.#dots);
  }

  /** Brings the newest turn into view: its question at the top, so that a long answer is read from its beginning. */
  scrollToTurn(smooth) {
    const last = [...this.#thread.querySelectorAll(".question")].at(-1);
    if (!last) return;
    // In a very small window the page scrolls, not the log; the page is left alone until the citizen speaks.
    if (smooth && this.#log.scrollHeight <= this.#log.clientHeight) last.scrollIntoView({ block: "nearest" });
    const top = last.getBoundingClientRect().top - this.#log.getBoundingClientRect().top + this.#log.scrollTop - 12;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#log.scrollTo({ top, behavior: smooth && !calm ? "smooth" : "instant" });
  }

  /** The calm line at the foot of the log, and the alert over the field. */
  say(status) {
    if (this.#status.textContent !== status) this.#status.textContent = status;
  }

  warn(text) {
    this.composer.warn(text);
  }

  /** Where the next word is typed; on a touch screen the keyboard stays down until it is asked for. */
  focus() {
    (matchMedia("(pointer: coarse)").matches ? this.#log : this.composer.field).focus({ preventScroll: true });
  }

  // ---- keys, and what is folded ----

  #onKey(event) {
    // While Chinese is being composed, Escape belongs to the input method.
    if (event.isComposing || event.keyCode === 229 || event.key !== "Escape") return;
    event.preventDefault();
    if (this.composer.escape()) return;
    if (!this.#menu.hidden) {
      this.#menuShown(false);
      this.#moreButton.focus();
    } else if (!this.#privacy.hidden) this.#privacyShown(false);
    else this.#actions.close();
  }

  #menuShown(shown) {
    this.#menu.hidden = !shown;
    this.#moreButton.setAttribute("aria-expanded", shown);
    if (shown) this.#menu.firstChild.focus();
  }

  #privacyShown(shown) {
    this.#privacy.hidden = !shown;
    this.composer.privacyButton.setAttribute("aria-expanded", shown);
    (shown ? this.#privacy : this.composer.privacyButton).focus();
  }
}
