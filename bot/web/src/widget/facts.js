// The facts of a card: fees in columns, documents to be ticked, ways with what each needs, and where each was read.

import { host, notice } from "./cards.js";
import { h, icon, link, rich, sign, unseen } from "./dom.js";

/** When facts are folded, this many stand open. */
const OPEN_WHEN_FOLDED = 2;
/** A fee that ends in its amount: `十年期：HK$900`, `Copy: free`. */
const FEE = /^(.+?)(?:：|: )(HK\$\d[\d,]*(?:\.\d+)?|免費|免费|free)$/;
/** What a channel asks for, in the words of the three languages. */
const CREDENTIAL = /智方便\+?|iAM Smart\+?/i;

export function fact(part, card, context) {
  const { t, advice, folded } = context;
  const at = context.facts++;
  const level = card.querySelector("h3") ? "h4" : "h3";
  const { items, progress } = BODIES[part.field]?.(part, context, at) ?? { items: list(part, t) };
  const shared = advice.has(part.advice);
  const heading = [h(level, null, part.title), shared && h("span", { class: "tag" }, t.toConfirm), progress];
  const body = [items, part.advice && !shared && notice(part.advice, t), origin(part, context)].filter(Boolean);
  if (!folded) card.append(h("div", { class: "fact" }, h("div", { class: "fact-head" }, ...heading.filter(Boolean)), ...body));
  else {
    card.append(h("details", { class: "fact", open: at < OPEN_WHEN_FOLDED },
      h("summary", { class: "fact-head" }, ...heading.filter(Boolean), icon("next")), ...body));
  }
}

/** Advice that several facts share is said once, at the foot of the card. */
export function repeatedAdvice(parts) {
  const seen = new Set();
  const repeated = new Set();
  for (const { advice } of parts) {
    if (advice && seen.has(advice)) repeated.add(advice);
    seen.add(advice);
  }
  return repeated;
}

const BODIES = {
  fees: ({ items }, { t }) => ({
    items: h("ul", { class: "fees" }, items.map(({ text, note }) => {
      const [, what, amount] = FEE.exec(text) ?? [null, text];
      return h("li", null,
        h("span", null, rich(what, t), note && h("small", null, note)),
        amount && h("strong", { class: "amount" }, unseen(t.colon), amount));
    })),
  }),

  documents(part, { entry, t, ticked }, at) {
    if (part.items.length < 2) return null;
    const ticks = new Set((entry.ticks ??= {})[at]);
    const progress = h("span", { class: "count" });
    const count = () => (progress.textContent = t.ready(ticks.size, part.items.length));
    const box = (index) => h("input", {
      type: "checkbox", checked: ticks.has(index),
      onchange(event) {
        ticks[event.target.checked ? "add" : "delete"](index);
        entry.ticks[at] = [...ticks];
        count();
        ticked();
      },
    });
    count();
    return {
      progress,
      items: h("ul", { class: "ticks" }, part.items.map(({ text, note }, index) => h("li", null,
        h("label", null, box(index), h("span", null, text, note && h("small", null, note)))))),
    };
  },

  channels: ({ items }, { t }) => ({
    items: h("ul", { class: "items" }, merged(items).map(({ text, url, notes }) => {
      const words = way(text, t);
      const named = sign(url, t, null, ...(url && words.length === 1 ? [text] : words));
      return h("li", null, named, notes.length > 0 && h("ul", { class: "needs" }, notes.map((note) =>
        h("li", { class: CREDENTIAL.test(note) ? "need credential" : "need" }, CREDENTIAL.test(note) && icon("lock"), note))));
    })),
  }),
};

function list({ items }, t) {
  return h("ul", { class: "items" }, merged(items).map(({ text, url, notes }) => h("li", null,
    sign(url, t, null, ...(url ? [text] : labelled(text, t))), notes.length > 0 && h("small", null, notes.join(" · ")))));
}

/** Items with the same text and address are one item with several notes: online, by any of three ways to sign in. */
function merged(items) {
  const all = new Map();
  for (const { text, note, url } of items) {
    const key = `${text}\n${url ?? ""}`;
    if (!all.has(key)) all.set(key, { text, url, notes: [] });
    if (note) all.get(key).notes.push(note);
  }
  return [...all.values()];
}

/** `郵寄：香港…` with the way set strong. */
function way(text, t) {
  const words = labelled(text, t);
  return words[0] instanceof Node || /[：:]/.test(text) ? words : [h("b", null, text)];
}

/** `電話：2824 6111` with its label set strong. */
function labelled(text, t) {
  const [, label, separator, rest] = /^([^：:，。]{1,24}?)(：|: )(.+)$/s.exec(text) ?? [];
  return label ? [h("b", null, label), separator, ...rich(rest, t)] : rich(text, t);
}

/** Where one fact was read, and the date of that page. */
function origin({ sources: cited }, { t, reply }) {
  const source = reply.sources[cited?.[0]];
  if (!source) return null;
  return h("p", { class: "origin" }, link(source.url, t, null, host(source.url)), ` · ${t.pageDate(source.page_date)}`);
}
