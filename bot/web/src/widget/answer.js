// What stands under a reply: thumbs with a reason, reading aloud, copy, link, print, and "not what I asked".

import { h, icon } from "./dom.js";
import { canSpeak, readAloud } from "./speech.js";
import { canShare } from "./transcript.js";

/**
 * `actions`: `rate(entry, score, reason?)`, `next()`, `copy(entry)`, `share(entry)`, whose promise is whether the link was
 * copied, and `print(entry)`.
 */
export function answerBar(entry, t, actions) {
  const thanks = h("span", { class: "thanks", role: "status" });
  const box = h("div", { class: "answer-bar" });
  const say = (text) => (thanks.textContent = text);
  const folded = h("div", { class: "fold", hidden: true },
    navigator.clipboard && action(t.copy, async () => (await actions.copy(entry), say(t.copied))),
    navigator.clipboard && action(canShare ? t.share : t.copyLink, async () => (await actions.share(entry)) && say(t.copied)),
    action(t.print, () => actions.print(entry)));
  const more = tool("more", t.more, () => {
    folded.hidden = !folded.hidden;
    more.setAttribute("aria-expanded", !folded.hidden);
  }, { "aria-expanded": "false" });
  box.append(
    h("div", { class: "tools-row" },
      thumbs(entry, t, box, say, actions),
      canSpeak && speaker(entry, t),
      more,
      entry.more && h("button", { class: "next newest", onclick: () => actions.next() }, t.notThis),
      thanks),
    folded);
  return box;
}

function tool(name, label, onclick, attributes) {
  return h("button", { class: "thumb", title: label, "aria-label": label, onclick, ...attributes }, icon(name));
}

function action(label, onclick) {
  return h("button", { class: "next", onclick }, label);
}

function speaker(entry, t) {
  const quiet = () => button.setAttribute("aria-pressed", false);
  const button = tool("speaker", t.speak, () => {
    const starts = button.getAttribute("aria-pressed") === "false";
    readAloud(entry.reply.text.replace(/https?:\S+/g, ""), t.voice, quiet);
    if (starts) button.setAttribute("aria-pressed", true);
  }, { "aria-pressed": "false" });
  return button;
}

function thumbs(entry, t, box, say, actions) {
  const thumb = (score, label) => tool("up", label, () => {
    for (const other of group.children) other.setAttribute("aria-pressed", other === (score > 0 ? up : down));
    box.querySelector(".why")?.remove();
    actions.rate(entry, score);
    if (score > 0) return say(t.thanks);
    say("");
    box.append(why(entry, t, (reason) => {
      if (reason) actions.rate(entry, -1, reason);
      say(t.thanks);
      down.focus();
    }));
    box.querySelector(".why button").focus();
  }, { "aria-pressed": String(entry.vote === score) });
  const up = thumb(1, t.good);
  const down = thumb(-1, t.bad);
  const group = h("div", { class: "thumbs", role: "group", "aria-label": t.rate }, up, down);
  return group;
}

/** A reason of five, or in the citizen's own words; `done(reason)` once. */
function why(entry, t, done) {
  const id = `why-${entry.id}`;
  const end = (reason) => {
    box.remove();
    done(reason);
  };
  const input = h("input", { id: `${id}-text`, type: "text", maxlength: 300, autocomplete: "off" });
  const own = h("form", {
    class: "own",
    onsubmit(event) {
      event.preventDefault();
      end(input.value.trim() || "other");
    },
  }, h("label", { for: input.id }, t.reason), h("div", null, input, h("button", { type: "submit" }, t.send)));
  const box = h("div", { class: "why", role: "group", "aria-labelledby": id },
    h("p", { id }, t.why),
    h("div", { class: "reasons" }, Object.entries(t.reasons).map(([code, words]) =>
      h("button", {
        class: "chip", part: "chip",
        onclick() {
          if (code !== "other") return end(code);
          box.querySelector(".reasons").replaceWith(own);
          input.focus();
        },
      }, words))));
  return box;
}
