// Suggestions while typing: the combobox pattern of the ARIA practices. The focus stays in the field; the list is walked
// with the arrows, pressed with Enter, closed with Escape. While Chinese is being composed it keeps out of the way.

import { h, icon } from "./dom.js";

const ASK_AFTER_MS = 80;
const LIMIT = 8;

export class Suggestions {
  #field;
  #actions;
  #shown = [];
  #active = -1;
  #timer = 0;
  #pending = null;

  /** `actions`: `suggest(text, limit, signal)` gives a promise of suggestions, `choose(suggestion)`. */
  constructor(field, actions) {
    this.#field = field;
    this.#actions = actions;
    // Pressing an option must not take the focus out of the field.
    this.node = h("ul", { class: "options", id: "options", role: "listbox", part: "suggestions", "data-label": "suggestions", hidden: true, onmousedown: (event) => event.preventDefault() });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "options" })) field.setAttribute(name, value);
    field.addEventListener("blur", () => this.close());
  }

  get open() {
    return !this.node.hidden;
  }

  get active() {
    return this.#shown[this.#active] ?? null;
  }

  /** Chooses the active one. */
  press() {
    this.#choose(this.active);
  }

  /** The field's text has changed. */
  changed() {
    clearTimeout(this.#timer);
    const text = this.#field.value.trim();
    if (!text) return this.close();
    this.#timer = setTimeout(() => this.#ask(text), ASK_AFTER_MS);
  }

  close() {
    clearTimeout(this.#timer);
    this.#pending?.abort();
    this.#pending = null;
    this.#show([]);
  }

  /** Walks the list, round and round by way of the field itself. */
  move(step) {
    const places = this.#shown.length + 1;
    this.#activate(((this.#active + 1 + step + places) % places) - 1);
  }

  async #ask(text) {
    this.#pending?.abort();
    const request = (this.#pending = new AbortController());
    const found = await this.#actions.suggest(text, LIMIT, request.signal).catch(() => []);
    if (request.signal.aborted || this.#field.value.trim() !== text || this.#field.getRootNode().activeElement !== this.#field) return;
    this.#show(found);
  }

  #show(found) {
    this.#shown = found;
    this.node.replaceChildren(...found.map((suggestion, at) => this.#option(suggestion, at)));
    this.node.hidden = !found.length;
    this.#field.setAttribute("aria-expanded", this.open);
    this.#activate(-1);
  }

  #option(suggestion, at) {
    const { kind, title, detail } = suggestion;
    return h("li", { id: `option-${at}`, class: "option", role: "option", "aria-selected": "false", onclick: () => this.#choose(suggestion) },
      icon(kind === "form" ? "form" : "chat"),
      h("span", null, title, detail && h("small", null, detail)));
  }

  #choose(suggestion) {
    this.close();
    this.#actions.choose(suggestion);
  }

  #activate(at) {
    this.#active = at;
    [...this.node.children].forEach((option, index) => option.setAttribute("aria-selected", index === at));
    if (at < 0) return this.#field.removeAttribute("aria-activedescendant");
    this.#field.setAttribute("aria-activedescendant", `option-${at}`);
    this.node.children[at].scrollIntoView({ block: "nearest" });
  }
}
