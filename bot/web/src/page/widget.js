// The page at `/widget/`: a widget that follows the controls, and the lines that embed it as it stands.

import "/widget/v1/oneask.js";

const form = document.querySelector("form");
const stage = document.querySelector(".stage");
const copied = document.querySelector(".copied");
const DEFAULTS = { lang: "auto", position: "inline-end", theme: "auto", "font-scale": "1", accent: "#0b5d63", dept: "", heading: "" };

const escape = (text) => text.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** What was chosen and is not the default, as `[name, value]`. */
function chosen() {
  return [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([name, value]) => value !== DEFAULTS[name]);
}

function lines() {
  const all = chosen();
  const attributes = all.filter(([name]) => name !== "accent");
  const accent = all.find(([name]) => name === "accent")?.[1];
  const tag = (prefix, list) => list.map(([name, value]) => ` ${prefix}${name}="${escape(value)}"`).join("");
  const style = accent ? `\n/* style sheet */ one-ask { --oneask-accent: ${accent}; }` : "";
  const dept = Object.fromEntries(all).dept ?? "all";
  const query = new URLSearchParams(attributes.filter(([name]) => ["lang", "theme", "heading", "font-scale"].includes(name)));
  return {
    script: `<script src="${location.origin}/widget/v1/loader.js" async crossorigin${tag("data-", attributes)}></script>${style}`,
    element: `<script type="module" src="${location.origin}/widget/v1/oneask.js" crossorigin></script>\n<one-ask${tag("", attributes)}></one-ask>${style}`,
    iframe: `<iframe src="${location.origin}/embed/${encodeURIComponent(dept)}${query.size ? `?${escape(String(query))}` : ""}" title="OneAsk 一問通" width="420" height="680" sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-modals allow-downloads" allow="clipboard-write; microphone"></iframe>`,
    policy: `script-src ${location.origin}; connect-src ${location.origin} ${location.origin.replace(/^http/, "ws")}`,
  };
}

function show() {
  const element = document.createElement("one-ask");
  element.setAttribute("instance", "playground");
  for (const [name, value] of chosen()) {
    if (name === "accent") element.style.setProperty("--oneask-accent", value);
    else element.setAttribute(name, value);
  }
  // The choice of language is the playground's, not one remembered from before.
  sessionStorage.removeItem(`oneask:playground:${element.getAttribute("dept") ?? "all"}:lang`);
  stage.replaceChildren(element);
  for (const [name, text] of Object.entries(lines())) document.querySelector(`[data-code="${name}"]`).textContent = text;
}

form.addEventListener("change", show);
form.addEventListener("submit", (event) => event.preventDefault());
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(lines()[button.dataset.copy]);
    copied.textContent = "已複製。 Copied.";
  });
}
show();
