// The field and what belongs to it: suggestions, history, dictation, the count of characters, the word on privacy.

import { h, icon } from "./dom.js";
import { mask } from "./privacy.js";
import { canListen, listen } from "./speech.js";
import { Suggestions } from "./suggestions.js";

/** From this share of the limit on, the characters that are left are counted out. */
const COUNT_FROM = 0.8;

/** `actions`: those of the panel that are about the field; see panel.js. */
export class Composer {
  limit;
  #actions;
  #t;
  /** Place in the history of questions, counted from the newest; -1 is what is being written. */
  #place = -1;
  #stopListening = null;
  #composedEnter = false;
  #suggestions;
  #note;
  #alert;
  #mic;

  constructor(actions) {
    this.#actions = actions;
    this.field = h("input", {
      id: "field", type: "text", part: "input", autocomplete: "off", enterkeyhint: "send", "data-placeholder": "placeholder",
      "aria-describedby": "note",
      oninput: (event) => this.#edited(event), onkeydown: (event) => this.#onKey(event),
      oncompositionend: (event) => this.#edited(event),
    });
    this.#suggestions = new Suggestions(this.field, {
      suggest: actions.suggest,
      choose: (suggestion) => {
        this.draft = "";
        actions.pick(suggestion);
        this.field.focus();
      },
    });
    this.#note = h("p", { class: "note", id: "note" });
    this.#alert = h("p", { class: "alert", role: "alert" });
    this.#mic = canListen && h("button", { class: "mic", "data-label": "dictate", "aria-pressed": "false", onclick: () => this.#dictate() }, icon("mic"));
    this.privacyButton = h("button", { class: "privacy-button", "aria-expanded": "false", "aria-controls": "privacy", onclick: () => actions.privacy() },
      icon("lock"), h("span", { "data-text": "privacy" }));
    this.node = h("form", { class: "composer", novalidate: true, onsubmit: (event) => this.#submitted(event) },
      this.#suggestions.node, this.#alert, h("label", { class: "unseen", for: "field", "data-text": "field" }),
      h("div", { class: "field" }, this.field, this.#mic, h("button", { type: "submit", class: "send", part: "send", "data-label": "send" }, icon("send"))),
      this.#note, h("p", { class: "foot" }, h("span", { "data-text": "foot" }), this.privacyButton));
  }

  speak(strings) {
    this.#t = strings;
    this.field.placeholder = strings.placeholder;
    this.#suggestions.close();
    this.#remark();
  }

  set draft(text) {
    this.field.value = text;
    this.#place = -1;
    this.#suggestions.close();
    this.#remark();
    this.#actions.drafted(text);
  }

  warn(text) {
    this.#alert.textContent = text;
  }

  /** Whether Escape was for the list of suggestions. */
  escape() {
    if (!this.#suggestions.open) return false;
    this.#suggestions.close();
    return true;
  }

  #submitted(event) {
    event.preventDefault();
    // Some browsers submit by the very Enter that ends a composition.
    if (this.#composedEnter) return;
    const text = this.field.value.trim();
    const length = [...text].length;
    if (!text) return this.field.focus();
    if (length > this.limit) {
      this.#note.textContent = "";
      return this.warn(this.#t.over(length - this.limit));
    }
    this.draft = "";
    this.#actions.send(text);
    this.field.focus();
  }

  #edited(event) {
    this.warn("");
    this.#place = -1;
    this.#remark();
    this.#actions.drafted(this.field.value);
    if (!event.isComposing) this.#suggestions.changed();
  }

  /** The line under the field: what will be masked, and the characters that are left. */
  #remark() {
    const text = this.field.value.trim();
    const left = this.limit - [...text].length;
    const { kinds } = mask(text);
    this.#note.textContent = [
      kinds.length > 0 && maskedWords(kinds, this.#t),
      left < this.limit * (1 - COUNT_FROM) && (left < 0 ? this.#t.over(-left) : this.#t.left(left)),
    ].filter(Boolean).join(" · ");
    this.#note.classList.toggle("over", left < 0);
    this.field.setAttribute("aria-invalid", left < 0);
  }

  #onKey(event) {
    // While Chinese is being composed, the keys belong to the input method.
    this.#composedEnter = event.key === "Enter" && (event.isComposing || event.keyCode === 229);
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
    const suggestions = this.#suggestions;
    if (event.key === "Enter" && suggestions.active) {
      event.preventDefault();
      suggestions.press();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const up = event.key === "ArrowUp";
      if (suggestions.open) suggestions.move(up ? -1 : 1);
      else if (!this.field.value || this.#place >= 0) this.#recall(up ? 1 : -1);
      else if (!up) suggestions.changed();
      else return;
      event.preventDefault();
    }
  }

  /** Earlier questions in the field, to be sent again or changed. */
  #recall(step) {
    const said = this.#actions.history();
    const place = Math.min(said.length - 1, Math.max(-1, this.#place + step));
    this.draft = place < 0 ? "" : said.at(-1 - place);
    this.#place = place;
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  #dictate() {
    if (this.#stopListening) return this.#stopListening();
    const before = this.field.value;
    this.#mic.setAttribute("aria-pressed", "true");
    this.field.placeholder = this.#t.listening;
    this.#stopListening = listen(this.#t.voice, (text) => (this.draft = before + text), () => {
      this.#stopListening = null;
      this.#mic.setAttribute("aria-pressed", "false");
      this.field.placeholder = this.#t.placeholder;
      this.field.focus();
    });
  }
}

/** What is said of a question of which something was masked. */
export const maskedWords = (kinds, t) => t.masked(kinds.map((kind) => t.personal[kind]).join(t.comma));
