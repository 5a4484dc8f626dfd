// `window.OneAsk`: the methods of the first widget on the page, and the others by name.

const METHODS = ["open", "close", "toggle", "send", "ask", "reset", "on", "setLocale", "setContext", "exportTranscript", "destroy"];

/** Answers calls from now on, and those that were queued before: `OneAsk.push(["send", "…"])` or `OneAsk.push((element) => …)`. */
export function answerCalls() {
  const queued = Array.isArray(window.OneAsk) ? window.OneAsk : [];
  const first = () => document.querySelector("one-ask");
  const api = {
    get: (instance) => [...document.querySelectorAll("one-ask")].find((element) => (element.getAttribute("instance") || "default") === instance),
    push: (call) => (typeof call === "function" ? call(first()) : api[call[0]](...call.slice(1))),
  };
  // After `destroy()` there may be none: a call that comes late is no error of the page's.
  for (const name of METHODS) api[name] = (...values) => first()?.[name](...values);
  window.OneAsk = api;
  queued.forEach(api.push);
}
