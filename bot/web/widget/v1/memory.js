// What the browser remembers of one conversation: under `oneask:{instance}:{dept}:*`, for this tab and session only. A
// browser that refuses storage gets a widget that forgets on reload.

/** Messages that are kept; older ones leave the log at the next reload. */
const MAX_ENTRIES = 50;

export class Memory {
  #prefix;
  #fallback = new Map();

  constructor(instance, dept) {
    this.#prefix = `oneask:${instance}:${dept}:`;
    this.entries = this.getJson("log") ?? [];
  }

  get(key) {
    try {
      return sessionStorage.getItem(this.#prefix + key);
    } catch {
      return this.#fallback.get(key) ?? null;
    }
  }

  /** Remembers a text; null forgets it. */
  set(key, value) {
    try {
      if (value == null) sessionStorage.removeItem(this.#prefix + key);
      else sessionStorage.setItem(this.#prefix + key, value);
    } catch {
      this.#fallback.set(key, value);
    }
  }

  getJson(key) {
    try {
      return JSON.parse(this.get(key));
    } catch {
      return null;
    }
  }

  /** Adds an entry of the conversation: the citizen's `{id, frame, text, state}` or a reply's `{id, to, reply, vote}`. */
  add(entry) {
    this.entries.push(entry);
    this.entries.splice(0, this.entries.length - MAX_ENTRIES);
    this.save();
  }

  /** Writes the entries; call it after changing one. */
  save() {
    this.set("log", JSON.stringify(this.entries));
  }

  find(id) {
    return this.entries.find((entry) => entry.id === id);
  }

  /** The citizen's messages that have no reply yet and have not been given up. */
  unanswered() {
    return this.entries.filter((entry) => entry.frame && entry.state !== "failed" && !entry.answered);
  }

  /** Forgets the conversation; the language and whether the panel is open stay. */
  clear() {
    this.entries = [];
    for (const key of ["log", "token", "seq", "draft"]) this.set(key, null);
  }
}
