// What opens the window: the launcher that the loader has drawn, one of our own, or one of the page's.

import { h, icon, unseen } from "./dom.js";

export class Launcher {
  #node;
  #ours;

  /** `choice` is the attribute: null for ours, `none`, or a selector. */
  constructor(root, choice, toggle) {
    this.#ours = !choice || choice === "default";
    // The loader's becomes ours where it stands: moved, it would lose the click under way.
    if (this.#ours) this.#node = root.querySelector(".launcher") ?? root.appendChild(h("button", { class: "launcher", part: "launcher" }, icon("chat"), h("span")));
    else if (choice !== "none") this.#node = document.querySelector(choice);
    this.#node?.setAttribute("aria-haspopup", "dialog");
    if (this.#node) this.#node.onclick = toggle;
  }

  /** Says whether the window is open and how many answers came since it was. A launcher of the page keeps its own words. */
  show(open, unread, t) {
    this.#node?.setAttribute("aria-expanded", open);
    if (!this.#ours) return;
    this.#node.querySelector("span").textContent = t.launcher;
    this.#node.querySelector(".badge")?.remove();
    if (unread) this.#node.append(h("b", { class: "badge" }, `${unread}`, unseen(` ${t.unread}`)));
  }

  focus() {
    this.#node?.focus();
  }

  /** A launcher of the page is a plain button again. */
  release() {
    if (!this.#node) return;
    this.#node.onclick = null;
    for (const name of ["haspopup", "expanded"]) this.#node.removeAttribute(`aria-${name}`);
  }
}
