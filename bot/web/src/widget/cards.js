// From the parts of a reply to nodes. A card begins with its service and takes the forms and facts that follow it.

import { h, icon, link, rich, sign } from "./dom.js";
import { fact, repeatedAdvice } from "./facts.js";
import { weather } from "./weather.js";

/** With more facts than this, the later ones are folded. */
const MAX_OPEN_FACTS = 3;

/**
 * The nodes of an entry's reply. `t` are the strings of its language; `choose(choice)` is called when one is pressed,
 * `ticked()` when a document has been ticked.
 */
export function render(entry, t, { choose, ticked }) {
  const { reply } = entry;
  const nodes = [];
  const advice = repeatedAdvice(reply.parts);
  const context = { entry, t, reply, advice, ticked, folded: reply.parts.filter((part) => part.kind === "fact").length > MAX_OPEN_FACTS, facts: 0 };
  const cited = new Set(reply.sources.map((source) => source.url));
  let card = null;
  let links = null;
  for (const part of reply.parts) {
    if (part.kind in CARD_PARTS) {
      if (!card || part.kind === "service") nodes.push((card = h("section", { class: "card", part: "card" })));
      CARD_PARTS[part.kind](part, card, context);
      continue;
    }
    if (part.kind !== "link") links = null;
    if (part.kind === "link") {
      // The sources have a place of their own below.
      if (cited.has(part.url)) continue;
      if (!links) nodes.push((links = h("p", { class: "links" })));
      links.append(sign(part.url, t, { class: "go" }, part.title));
    } else if (part.kind === "text") nodes.push(h("p", { class: "say" }, rich(part.text, t)));
    else if (part.kind === "notice") nodes.push(notice(part.text, t));
    else if (part.kind === "choices") nodes.push(choices(part.items, choose));
    else if (part.kind === "weather") nodes.push(weather(part, t));
    card = null;
  }
  const first = nodes.find((node) => node.className === "card");
  first?.append(...[...advice].map((sentence) => notice(sentence, t, t.toConfirm + t.colon)));
  if (reply.sources.length) nodes.push(sources(reply.sources, t));
  return nodes;
}

/** What a screen reader is told of a reply when it comes: the sentences, not the tables. */
export function spoken(reply, t) {
  const said = [];
  let more = false;
  for (const part of reply.parts) {
    if (part.kind === "text" || part.kind === "notice") said.push(part.text);
    else if (part.kind === "choices") said.push(t.choose + t.colon + part.items.map((item) => item.title).join(t.comma));
    else more = true;
  }
  if (more) said.push(t.details);
  return said.join("\n");
}

const CARD_PARTS = {
  service({ title, department, url }, card, { t }) {
    card.dataset.department = department;
    card.append(h("header", null,
      h("div", null, h("small", null, department), h("h3", null, title)),
      url && sign(url, t, { class: "go" }, t.page)));
  },

  form({ number, title, url, department, languages }, card, { t }) {
    let list = card.querySelector(".forms");
    if (!list) card.append((list = h("ul", { class: "forms" })));
    const detail = [
      department !== card.dataset.department && department,
      languages?.map((tag) => new Intl.DisplayNames(t.tag, { type: "language" }).of(tag)).join(t.comma),
    ].filter(Boolean).join(" · ");
    const label = [icon("form"), h("span", null, number && h("b", null, number), " ", title, detail && h("small", null, detail))];
    list.append(h("li", null, sign(url, t, { class: "form" }, ...label)));
  },

  fact,
};

export function notice(text, t, lead) {
  return h("p", { class: "notice" }, icon("info"), h("span", null, lead && h("b", null, lead), rich(text, t)));
}

function choices(items, choose) {
  return h("div", { class: "choices" }, items.map((item) =>
    h("button", { class: "choice", part: "choice", onclick: () => choose(item) }, h("span", null, item.title), icon("next"))));
}

function sources(all, t) {
  // The oldest of each: what is said of all has to hold for every one.
  const [span, checked] = ["page_date", "checked"].map((key) => all.map((source) => source[key] ?? "").sort()[0]);
  return h("details", { class: "sources" },
    h("summary", null, h("span", null, [t.sources(all.length), t.pageDate(span), t.checked(checked)].map((words) => h("span", null, words))), icon("next")),
    h("ul", null, all.map((source) => h("li", null,
      link(source.url, t, null, host(source.url)),
      h("small", null, `${t.pageDate(source.page_date)} · ${t.checked(source.checked)}`)))));
}

/** `td.gov.hk` of an address. */
export const host = (url) => url.split("/")[2]?.replace(/^www\./, "") ?? url;
