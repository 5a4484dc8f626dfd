// Nodes, built one by one. Nothing here or above it parses HTML, so a page may require Trusted Types.

const SVG = "http://www.w3.org/2000/svg";

/** Outlines on a 24 x 24 grid, drawn with the colour of the text. */
const ICONS = {
  chat: "M4 5h16v11H10l-5 4v-4H4zM8 9.2h8M8 12.2h5",
  send: "M12 20V5M5.5 11.5 12 5l6.5 6.5",
  close: "M6 6l12 12M18 6 6 18",
  more: "M5 12h1M11.5 12h1M18 12h1",
  up: "M4 11v9h3v-9zM7 11l4-7a2 2 0 0 1 2 3l-.5 2H18a2 2 0 0 1 2 3l-2 6a3 3 0 0 1-2 2H7",
  open: "M9 5H5v14h14v-4M13 5h6v6M19 5l-8.5 8.5",
  next: "M9.5 6l6 6-6 6",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 7.8v.01",
  mic: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6",
  speaker: "M4 10v4h3l5 4V6L7 10zM15.5 9.5a3.5 3.5 0 0 1 0 5M18 7a7 7 0 0 1 0 10",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  form: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
};

/** An element: attributes that start with `on` are listeners, `true` is a bare attribute, `false` and `null` are left out. A button is no submit button unless it says so. */
export function h(name, attributes, ...children) {
  const node = document.createElement(name);
  if (name === "button") node.type = name;
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value == null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

/** The same for SVG. */
export function s(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes ?? {})) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** A decorative icon by name. */
export function icon(name) {
  return s("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, s("path", { d: ICONS[name] }));
}

/** Text that only a screen reader gets. */
export const unseen = (text) => h("span", { class: "unseen" }, text);

/** A link; a page opens beside the conversation, and it says so. Plain text where the address is none to be followed. `t` are the strings. */
export function link(url, t, attributes, ...children) {
  if (!/^(https?|mailto|tel):/.test(url)) return h("span", attributes, ...children);
  const page = url.startsWith("http");
  return h("a", { href: url, ...(page && { target: "_blank", rel: "noopener noreferrer" }), ...attributes }, ...children, page && unseen(t.newWindow));
}

/** The same with the sign of a page that opens, for a link that is no part of a sentence. */
export const sign = (url, t, attributes, ...children) => link(url, t, attributes, ...children, /^http/.test(url) && icon("open"));

// In this order: an address, an e-mail, a sum of money, a number in two groups of four, a hotline. The last alternative
// swallows any other word, so that no hotline is found inside `www.1823.gov.hk`.
const NOTABLE = /(https?:\/\/[\w\-./?%&=#~+:@]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|HK\$\d[\d,]*(?:\.\d+)?|[2-9]\d{3} \d{4}(?!\w)|(?:1823|999)(?![\w-]|[.,]\w))|\w[\w.@/,-]*/g;

/** Text with its money set strong and its numbers and addresses made links. */
export function rich(text, t) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(NOTABLE)) {
    const found = match[1];
    if (!found) continue;
    nodes.push(text.slice(from, match.index));
    from = match.index + found.length;
    const scheme = found.startsWith("http") ? "" : found.includes("@") ? "mailto:" : "tel:";
    nodes.push(found.startsWith("HK$") ? h("strong", null, found) : link(scheme + found.replace(" ", ""), t, null, found.replace(/^https?:\/\/(www\.)?/, "")));
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== "");
}
