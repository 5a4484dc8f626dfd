// The page at `/`: its own words kept in step with the widget's language, the question of a shared link, the installed app.

import "/widget/v1/oneask.js";
import { WORDS } from "./words.js";

const element = document.querySelector("one-ask");
const bar = document.querySelector(".offline");

function speak() {
  const words = WORDS[element.language];
  document.documentElement.lang = element.lang;
  document.title = words.title;
  for (const node of document.querySelectorAll("[data-words]")) node.textContent = words[node.dataset.words];
}

/** A shared link fills in its question; sending it is for the reader. */
function fill() {
  const question = new URLSearchParams(location.search).get("q");
  if (!question) return;
  element.ask(question);
  history.replaceState(null, "", location.pathname);
}

/** iOS lays its keyboard over the page: the page then takes the height that is left. */
function fit() {
  if (visualViewport.scale > 1.01) return;
  document.documentElement.style.setProperty("--visible-height", `${visualViewport.height}px`);
  if (visualViewport.offsetTop) scrollTo(0, 0);
}

/** The worker of the offline page. The policy of the page wants its address vouched for. */
function register() {
  const policy = globalThis.trustedTypes?.createPolicy("oneask", { createScriptURL: () => "/sw.js" });
  navigator.serviceWorker?.register(policy ? policy.createScriptURL("") : "/sw.js").catch(() => {
    // Without a worker there is no offline page; everything else is the same.
  });
}

const online = () => (bar.hidden = navigator.onLine);

element.addEventListener("oneask:language", speak);
addEventListener("online", online);
addEventListener("offline", online);
globalThis.visualViewport?.addEventListener("resize", fit);
speak();
online();
fill();
register();
