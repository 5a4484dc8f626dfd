// From the parts of a reply to nodes. A card begins with its service and takes the forms and facts that follow it.

import { h, icon, link, rich, unseen } from "./dom.js";
import { weather } from "./weather.js";

/** With more facts than this, the later ones are folded. */
const MAX_OPEN_FACTS = 3;
const OPEN_WHEN_FOLDED = 2;

/** A fee that ends in its amount: `十年期：HK$900`, `Copy: free`. */
const FEE = /^(.+?)(?:：|: )(HK\$\d[\d,]*(?:\.\d+)?|免費|免费|free)$/;

/** The nodes of a reply. `t` are the strings of its language; `choose(choice)` is called when one is pressed. */
export function render(reply, t, choose) {
  const nodes = [];
  const advice = repeatedAdvice(reply.parts);
  const context = { t, reply, advice, folded: reply.parts.filter((part) => part.kind === "fact").length > MAX_OPEN_FACTS, facts: 0 };
  const cited = new Set(reply.sources.map((source) => source.url));
  let card = null;
  let links = null;
  for (const part of reply.parts) {
    if (["service", "form", "fact"].includes(part.kind)) {
      if (!card || part.kind === "service") nodes.push((card = h("section", { class: "card", part: "card" })));
      CARD_PARTS[part.kind](part, card, context);
      continue;
    }
    if (part.kind !== "link") links = null;
    if (part.kind === "link") {
      // The sources have a place of their own below.
      if (cited.has(part.url)) continue;
      if (!links) nodes.push((links = h("p", { class: "links" })));
      links.append(link(part.url, t.newWindow, { class: "go" }, part.title, icon("open")));
    } else if (part.kind === "text") nodes.push(h("p", { class: "say" }, rich(part.text, t.newWindow)));
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
  service({ title, department, url }, card, { t, reply }) {
    const lone = !reply.parts.some((part) => part.kind === "fact" || part.kind === "form");
    card.append(
      h("header", { class: "card-head" },
        h("div", null, h("p", { class: "department" }, department), h("h3", null, title)),
        url && link(url, t.newWindow, { class: "go" }, t.page, icon("open"))),
    );
    if (lone) card.classList.add("lone");
  },

  form({ number, title, url }, card, { t }) {
    let list = card.querySelector(".forms");
    if (!list) card.append((list = h("ul", { class: "forms" })));
    const label = [icon("form"), h("span", null, number && h("b", null, number), " ", title)];
    list.append(h("li", null, url ? link(url, t.newWindow, { class: "form" }, ...label, icon("open")) : h("span", { class: "form" }, ...label)));
  },

  fact(part, card, context) {
    const { t, advice, folded } = context;
    const at = context.facts++;
    const level = card.querySelector("h3") ? "h4" : "h3";
    const items = part.field === "fees" ? fees(part.items, t) : list(part, t);
    const shared = advice.has(part.advice);
    const heading = [h(level, null, part.title), shared && h("span", { class: "tag" }, t.toConfirm)];
    const body = [items, part.advice && !shared && notice(part.advice, t), origin(part, context)];
    if (!folded) card.append(h("div", { class: "fact" }, h("div", { class: "fact-head" }, ...heading), ...body.filter(Boolean)));
    else {
      const count = part.items.length > 1 && h("span", { class: "count" }, String(part.items.length));
      card.append(h("details", { class: "fact", open: at < OPEN_WHEN_FOLDED }, h("summary", { class: "fact-head" }, ...heading, count, icon("next")), ...body.filter(Boolean)));
    }
  },
};

/** Advice that several facts share is said once, at the foot of the card. */
function repeatedAdvice(parts) {
  const seen = new Set();
  const repeated = new Set();
  for (const { advice } of parts) {
    if (advice && seen.has(advice)) repeated.add(advice);
    seen.add(advice);
  }
  return repeated;
}

function fees(items, t) {
  return h("ul", { class: "fees" }, items.map(({ text, note }) => {
    const [, what, amount] = FEE.exec(text) ?? [null, text];
    return h("li", null,
      h("span", null, rich(what, t.newWindow), note && h("small", null, note)),
      amount && h("strong", { class: "amount" }, unseen(t.colon), amount));
  }));
}

/** Items with the same text and address are one item with several notes: online, by any of three ways to sign in. */
function list({ field, items }, t) {
  const merged = new Map();
  for (const { text, note, url } of items) {
    const key = `${text}\n${url ?? ""}`;
    if (!merged.has(key)) merged.set(key, { text, url, notes: [] });
    if (note) merged.get(key).notes.push(note);
  }
  const nodes = [...merged.values()].map(({ text, url, notes }) => {
    const words = field === "channels" ? way(text, t) : rich(text, t.newWindow);
    const named = url ? link(url, t.newWindow, null, ...(words.length === 1 ? [text] : words), icon("open")) : h("span", null, ...words);
    return h("li", null, named, notes.length > 0 && h("small", null, notes.join(" · ")));
  });
  return h("ul", { class: field === "documents" ? "items documents" : "items" }, nodes);
}

/** `郵寄：香港…` with the way set strong. */
function way(text, t) {
  const [, kind, separator, place] = /^(.{1,24}?)(：|: )(.+)$/.exec(text) ?? [];
  return kind ? [h("b", null, kind), separator, ...rich(place, t.newWindow)] : [h("b", null, text)];
}

/** Where one fact was read, and the date of that page. */
function origin({ sources: cited }, { t, reply }) {
  const source = reply.sources[cited?.[0]];
  if (!source) return null;
  return h("p", { class: "origin" }, link(source.url, t.newWindow, null, host(source.url)), ` · ${source.page_date ?? t.undated}`);
}

export function notice(text, t, lead) {
  return h("p", { class: "notice" }, icon("info"), h("span", null, lead && h("b", null, lead), rich(text, t.newWindow)));
}

function choices(items, choose) {
  return h("div", { class: "choices" }, items.map((item) =>
    h("button", { type: "button", class: "choice", part: "choice", onclick: () => choose(item) }, h("span", null, item.title), icon("next"))));
}

function sources(all, t) {
  const dates = all.map((source) => source.page_date).filter(Boolean).sort();
  const span = dates[0] === dates.at(-1) ? dates[0] : `${dates[0]} – ${dates.at(-1)}`;
  const checked = all.map((source) => source.checked).sort()[0];
  return h("details", { class: "sources" },
    h("summary", null, h("span", null, [t.sources(all.length), t.pageDate(span), t.checked(checked)].map((words) => h("span", null, words))), icon("next")),
    h("ul", null, all.map((source) => h("li", null,
      link(source.url, t.newWindow, null, host(source.url)),
      h("small", null, `${t.pageDate(source.page_date)} · ${t.checked(source.checked)}`)))));
}

function host(url) {
  try {
    return new URL(url).host.replace(/^www\./, "");
  } catch {
    return url;
  }
}

/** Thumbs under a reply; after a thumb down, a reason that may be left out. `tell(score, reason?)` sends it. */
export function feedback(entry, t, tell) {
  const thanks = h("span", { class: "thanks", role: "status" });
  const box = h("div", { class: "feedback" });
  const thumb = (score, name, label) => h("button", {
    type: "button", class: "thumb", title: label, "aria-label": label, "aria-pressed": String(entry.vote === score),
    onclick() {
      entry.vote = score;
      for (const other of box.querySelectorAll(".thumb")) other.setAttribute("aria-pressed", String(other === this));
      tell(score);
      box.querySelector("form")?.remove();
      if (score > 0) thanks.textContent = t.thanks;
      else {
        thanks.textContent = "";
        box.append(why());
        box.querySelector("input").focus();
      }
    },
  }, icon(name));
  const why = () => {
    const input = h("input", { id: `why-${entry.id}`, type: "text", maxlength: 300, autocomplete: "off" });
    return h("form", {
      class: "why",
      onsubmit(event) {
        event.preventDefault();
        if (input.value.trim()) tell(-1, input.value.trim());
        this.remove();
        thanks.textContent = t.thanks;
        box.querySelectorAll(".thumb")[1].focus();
      },
    }, h("label", { for: input.id }, t.reason), h("div", null, input, h("button", { type: "submit" }, t.sendReason)));
  };
  box.append(h("div", { class: "thumbs", role: "group", "aria-label": t.rate }, thumb(1, "up", t.good), thumb(-1, "down", t.bad), thanks));
  return box;
}
