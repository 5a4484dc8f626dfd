// The one script tag for other sites. It draws the launcher and nothing else; `oneask.js` comes on the first hover, focus,
// click or call. Attributes: data-lang, data-dept, data-instance, data-position, data-theme, data-launcher, data-open.
(() => {
  const script = document.currentScript;
  const base = new URL(".", script.src);
  const { dataset } = script;
  const element = document.createElement("one-ask");
  element.setAttribute("server", base.origin);
  for (const [name, value] of Object.entries(dataset)) {
    if (name !== "lang" || value !== "auto") element.setAttribute(name, value);
  }

  let loading;
  const load = () => (loading ??= import(new URL("oneask.js", base)).catch((error) => {
    loading = undefined;
    throw error;
  }));
  const open = () => load().then(() => element.open());

  // Calls wait in the queue until the rest is here; any call is a reason to fetch it.
  const queue = (window.OneAsk ??= []);
  if (Array.isArray(queue)) {
    if (queue.length) load();
    queue.push = (...calls) => {
      load();
      return Array.prototype.push.apply(queue, calls);
    };
    for (const name of ["open", "close", "toggle", "send", "reset", "on"]) queue[name] = (...values) => void queue.push([name, ...values]);
  }

  const inline = dataset.position === "inline";
  if (!inline && dataset.launcher !== "none") {
    // The same look as `.launcher` in oneask.css, which takes over once it is here.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.launcher{position:fixed;z-index:2147483000;inset-block-end:max(20px,env(safe-area-inset-bottom));inset-inline-end:20px;display:flex;align-items:center;gap:.5em;min-block-size:56px;padding:0 20px;border:0;border-radius:28px;background:var(--oneask-accent,#0b5d63);color:var(--oneask-on-accent,#fff);font:600 17px/1.2 system-ui,"PingFang HK","Noto Sans HK","Noto Sans CJK HK","Microsoft JhengHei",sans-serif;box-shadow:0 6px 24px #0b2b2e4d;cursor:pointer}.icon{inline-size:24px;block-size:24px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}@media(forced-colors:active){.launcher{border:1px solid}}`);
    const root = element.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const tag = /^(zh|en)/i.test(dataset.lang) ? dataset.lang : navigator.language;
    const name = /^en/i.test(tag) ? "OneAsk" : /hans|cn|sg/i.test(tag) ? "一问通" : "一問通";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "launcher";
    button.part = "launcher";
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-expanded", "false");
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(svg.namespaceURI, "path");
    path.setAttribute("d", "M4 5h16v11H10l-5 4v-4H4zM8 9.2h8M8 12.2h5");
    svg.append(path);
    const label = document.createElement("span");
    label.textContent = name;
    button.append(svg, label);
    button.onpointerenter = button.onfocus = () => load().catch(() => {});
    button.onclick = open;
    root.append(button);
  }

  if (inline) script.after(element);
  else if (document.body) document.body.append(element);
  else addEventListener("DOMContentLoaded", () => document.body.append(element));

  let wasOpen = false;
  try {
    wasOpen = sessionStorage.getItem(`oneask:${dataset.instance || "default"}:${dataset.dept || "all"}:open`);
  } catch {
    // A browser that refuses storage has nothing to reopen.
  }
  if (inline || wasOpen || (dataset.open != null && dataset.open !== "false")) load();
})();
