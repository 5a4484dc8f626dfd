// What the server offers before a word is sent: suggestions while one types, and the first screen of today.

import { mask } from "./privacy.js";

export class Offers {
  #server;

  /** `dept` is the department whose services come first, or null; `questions` are the page's own, in the place of ours. */
  constructor(server, dept) {
    this.#server = server;
    this.dept = dept;
  }

  /** Half-typed words go to the server too, so personal data keeps it from asking, and so do digits that may become some. */
  async suggest(q, lang, limit, signal) {
    return mask(q).kinds.length || /\d{5}/.test(q) ? [] : (await this.#get("suggest", { q, lang, limit }, signal)).suggestions;
  }

  /** Of the server's part nothing, where there is none. */
  async start(lang) {
    return { ...(await this.#get("start", { lang }).catch(() => null)), questions: this.questions };
  }

  async #get(what, query, signal) {
    const all = new URLSearchParams({ ...query, ...(this.dept && { dept: this.dept }) });
    return (await fetch(`${this.#server}/${what}/v1?${all}`, { credentials: "omit", signal })).json();
  }
}
