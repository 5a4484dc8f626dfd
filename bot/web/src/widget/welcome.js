// The first screen: what can be asked, what is asked most, and today's weather warnings.

import { h, icon, link } from "./dom.js";

/** `start` is what the server offers, or null until it is here; `actions` are those of the panel. */
export function welcome(t, greeting, start, actions) {
  const services = start?.services ?? [];
  return h("div", { class: "welcome" },
    start?.warnings?.length > 0 && banner(start, t),
    h("p", { class: "greeting" }, greeting || t.welcome),
    h("p", null, t.welcomeText),
    h("p", { class: "label", id: "starters" }, t.startersTitle),
    h("div", { class: "starters", role: "group", "aria-labelledby": "starters" }, services.map((service) =>
      h("button", { part: "chip", onclick: () => actions.pick(service) }, h("span", null, service.title), icon("next")))),
    chips(start?.questions ?? t.starters, t, actions));
}

/** Questions to be pressed, in the words of a citizen. */
export function chips(texts, t, { send }) {
  return h("div", { class: "suggestions", role: "group", "aria-label": t.suggestions, lang: t.tag }, texts.map((text) =>
    h("button", { class: "chip", part: "chip", onclick: () => send(text) }, text)));
}

function banner({ warnings, issued }, t) {
  return h("section", { class: "banner", part: "banner", "aria-label": t.warnings }, warnings.map(({ title, text, url, issued: at }) =>
    h("details", { class: "warning amber" },
      h("summary", null, icon("info"), h("b", null, title), icon("next")),
      text && h("p", null, text),
      h("p", { class: "origin" }, link(url, t, null, t.sources(1)), ` · ${at ?? issued}`))));
}
