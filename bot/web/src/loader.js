// The one script tag for other sites. It draws the launcher and nothing else; `oneask.js`, the only file that can load after
// it, comes on the first hover, focus, click or call. The attributes `data-…` are those of the element, see /widget/.
(() => {
  const script = document.currentScript;
  const base = new URL(".", script.src);
  const { dataset } = script;
  const element = document.createElement("one-ask");
  element.setAttribute("server", base.origin);
  for (const [name, value] of Object.entries(dataset)) element.setAttribute(name.replace(/[A-Z]/g, "-$&").toLowerCase(), value);

  let loading;
  const load = () => (loading ??= import(new URL("oneask.js", base)).catch((error) => {
    loading = undefined;
    throw error;
  }));

  // Calls wait in the queue until the rest is here; any call is a reason to fetch it.
  const queue = (window.OneAsk ??= []);
  if (Array.isArray(queue)) {
    if (queue.length) load();
    queue.push = (...calls) => {
      load();
      return Array.prototype.push.apply(queue, calls);
    };
  }

  const inline = dataset.position === "inline";
  const own = dataset.launcher?.startsWith("#");
  if (!inline && !own && dataset.launcher !== "none") {
    // The same look as `.launcher` in style.css, which takes over once it is here.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.launcher{all:initial;position:fixed;z-index:2147483000;inset-block-end:max(20px,env(safe-area-inset-bottom));inset-inline-${dataset.position === "inline-start" ? "start" : "end"}:20px;box-sizing:border-box;display:flex;align-items:center;gap:8px;min-block-size:56px;padding:0 20px;border-radius:28px;background:var(--oneask-accent,#0b5d63);color:var(--oneask-on-accent,#fff);font:600 16px/1.65 system-ui,sans-serif;box-shadow:0 6px 24px #0b2b2e4d;cursor:pointer}.launcher:focus-visible{outline:3px solid var(--oneask-accent,#0b5d63);outline-offset:3px}svg{inline-size:1.25em;fill:none;stroke:currentColor;stroke-width:1.8}@media(forced-colors:active){.launcher{border:1px solid}}`);
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
    button.onclick = () => load().then(() => element.open());
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
  if (inline || own || wasOpen || (dataset.open != null && dataset.open !== "false")) load();
})();
