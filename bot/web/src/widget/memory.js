// What the browser remembers of one conversation, under `oneask:{instance}:{dept}:*`: for this tab and session (`session`,
// the default), for this browser (`local`) or not at all (`none`). A browser that refuses storage gets a widget that
// forgets on reload.

/** Messages that are kept; older ones leave the log at the next reload. */
const MAX_ENTRIES = 50;

/** What holds for this tab's session whatever is remembered of the conversation. */
const SESSION_KEYS = ["open", "transport"];

export class Memory {
  #prefix;
  #storage = null;
  #session = null;
  #fallback = new Map();

  constructor(instance, dept, kind) {
    this.#prefix = `oneask:${instance}:${dept}:`;
    try {
      if (kind !== "none") {
        this.#session = sessionStorage;
        this.#storage = kind === "local" ? localStorage : sessionStorage;
      }
    } catch {
      // Refused: the fallback serves until the page goes.
    }
    this.entries = this.#log();
  }

  get(key) {
    const place = this.#place(key);
    return (place ? place.getItem(this.#prefix + key) : this.#fallback.get(key)) ?? null;
  }

  /** Remembers a text; null forgets it. */
  set(key, value) {
    const place = this.#place(key);
    try {
      if (!place) this.#fallback.set(key, value);
      else if (value == null) place.removeItem(this.#prefix + key);
      else place.setItem(this.#prefix + key, value);
    } catch {
      // Full: what is on the screen stays, a reload forgets it.
    }
  }

  /** What another tab is told, and what it takes over. */
  get state() {
    return { token: this.get("token"), seq: this.get("seq"), lang: this.get("lang"), entries: this.entries };
  }

  adopt({ token, seq, lang, entries }) {
    this.set("token", token);
    this.set("seq", seq);
    if (lang) this.set("lang", lang);
    this.entries = entries;
    this.save();
  }

  /** Adds an entry: the citizen's `{id, frame, text, lang, state, masked}` or a reply's `{id, to, reply, vote, ticks}`. */
  add(entry) {
    this.entries.push((entry = { at: Date.now(), ...entry }));
    this.entries.splice(0, this.entries.length - MAX_ENTRIES);
    this.save();
    return entry;
  }

  /** Writes the entries; call it after changing one. */
  save() {
    this.set("log", JSON.stringify(this.entries));
  }

  find(id) {
    return this.entries.find((entry) => entry.id === id);
  }

  get questions() {
    return this.entries.filter((entry) => entry.frame);
  }

  /** The citizen's messages that have no reply yet and have not been given up. */
  get unanswered() {
    return this.questions.filter((entry) => entry.state !== "failed" && !entry.answered);
  }

  /** Forgets the conversation; the language and whether the panel is open stay. */
  clear() {
    this.entries = [];
    for (const key of ["log", "token", "seq", "draft"]) this.set(key, null);
  }

  #place(key) {
    return SESSION_KEYS.includes(key) ? this.#session : this.#storage;
  }

  #log() {
    try {
      return JSON.parse(this.get("log")) ?? [];
    } catch {
      return [];
    }
  }
}
