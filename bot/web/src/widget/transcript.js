// What leaves the window at the citizen's wish: copied, shared, printed, saved as text. All of it is made here; nothing is
// sent anywhere.

import { h } from "./dom.js";

/** One reply as text, with its sources. */
export function replyText({ reply }, t) {
  const sources = reply.sources.map((source) => `${source.url} (${t.pageDate(source.page_date)}${t.comma}${t.checked(source.checked)})`);
  return [reply.text, ...(sources.length ? [`${t.sources(sources.length)}${t.colon}`, ...sources] : [])].join("\n");
}

/** The conversation as text, oldest first. */
export function transcript(entries, t) {
  const time = new Intl.DateTimeFormat(t.tag, { dateStyle: "medium", timeStyle: "short" });
  const turns = entries.map((entry) => `[${time.format(entry.at)}] ${entry.frame ? t.you : t.bot}\n${entry.frame ? entry.text : replyText(entry, t)}`);
  return [t.name, t.foot, ...turns].join("\n\n");
}

export const copy = (text) => navigator.clipboard.writeText(text);

/** Whether there is a share sheet, as on a phone. */
export const canShare = "share" in navigator;

/** Hands an address to the share sheet; where there is none, or it is not allowed, it is copied. Whether it was copied. */
export async function share(url, title) {
  try {
    await navigator.share({ title, url });
  } catch ({ name }) {
    // The citizen has closed the sheet.
    if (name === "AbortError") return false;
    await copy(url);
    return true;
  }
  return false;
}

export function save(text, name) {
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Prints a reply on a page of its own: the host's page and its styles stay out of it. */
export function print(title, entry, t) {
  const frame = h("iframe", { title });
  frame.style.cssText = "position:fixed;visibility:hidden";
  document.body.append(frame);
  const { contentDocument: page, contentWindow: view } = frame;
  page.documentElement.lang = t.tag;
  page.title = title;
  page.body.append(h("h1", null, title), ...replyText(entry, t).split("\n").map((line) => h("p", null, line)), h("p", null, `${t.name} · ${t.foot}`));
  view.onafterprint = () => frame.remove();
  view.print();
}
