// What the server offers before a word is sent: suggestions while one types, and the first screen of today.

import { mask } from "./privacy.js";

export class Offers {
  /** `dept` is the department whose services come first, or null. */
  constructor(server, dept) {
    Object.assign(this, { server, dept });
  }

  /** Half-typed words go to the server too, so personal data keeps it from asking. */
  async suggest(q, lang, limit, signal) {
    return mask(q).kinds.length ? [] : (await this.#get("suggest", { q, lang, limit }, signal)).suggestions;
  }

  /** Its promise is null where the server has none. */
  start(lang) {
    return this.#get("start", { lang }).catch(() => null);
  }

  async #get(what, query, signal) {
    const all = new URLSearchParams({ ...query, ...(this.dept && { dept: this.dept }) });
    return (await fetch(`${this.server}/${what}/v1?${all}`, { credentials: "omit", signal })).json();
  }
}
