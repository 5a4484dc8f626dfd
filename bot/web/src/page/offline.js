// The page without a network: it says so, and still finds forms in the list that the service worker keeps.

import { search } from "./search.js";

const MAX_SHOWN = 30;

const WORDS = {
  "zh-Hant": {
    tag: "zh-Hant-HK", title: "離線搜尋表格", label: "表格名稱或編號", back: "再試連線", link: "前往網頁（需要網絡）",
    state: "你現正離線，一問通未能回答問題；仍可按名稱或編號找表格。", online: "已恢復連線，可以返回一問通。",
    count: (n, made) => `${n} 份表格，名單製於 ${made}`, none: "找不到符合的表格。", missing: "這部裝置未有表格名單，請在連線時先開啟一問通一次。",
  },
  "zh-Hans": {
    tag: "zh-Hans", title: "离线搜索表格", label: "表格名称或编号", back: "再试连接", link: "前往网页（需要网络）",
    state: "您现正离线，一问通未能回答问题；仍可按名称或编号找表格。", online: "已恢复连接，可以返回一问通。",
    count: (n, made) => `${n} 份表格，名单制于 ${made}`, none: "找不到符合的表格。", missing: "这部设备没有表格名单，请在连接时先打开一问通一次。",
  },
  en: {
    tag: "en", title: "Search the forms offline", label: "Title or number of a form", back: "Try to connect again", link: "Open the page (needs a network)",
    state: "You are offline, so OneAsk cannot answer questions. You can still find forms by title or number.", online: "You are online again and can go back to OneAsk.",
    count: (n, made) => `${n} form${n === 1 ? "" : "s"}, list made on ${made}`, none: "No form matches.", missing: "This device has no list of forms yet. Open OneAsk once while you are online.",
  },
};

const language = chosen() ?? navigator.languages.map((tag) => (/^zh-(hans|cn|sg)/i.test(tag) ? "zh-Hans" : /^zh/i.test(tag) ? "zh-Hant" : /^en/i.test(tag) ? "en" : null)).find(Boolean) ?? "zh-Hant";
const t = WORDS[language];
const field = document.querySelector("input");
const count = document.querySelector(".count");
const found = document.querySelector(".found");

/** The language that was chosen in the widget, if this tab has it. */
function chosen() {
  try {
    return sessionStorage.getItem("oneask:default:all:lang");
  } catch {
    return null;
  }
}

function node(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children.filter(Boolean));
  return made;
}

function row([number, title, english, dept, url, simplified], departments) {
  const name = language === "en" ? english : (language === "zh-Hans" && simplified) || title;
  const [chinese, inEnglish] = departments[dept] ?? [dept, dept];
  return node("li", {},
    number && node("b", {}, number), name,
    node("small", { lang: language === "en" ? "zh-Hant-HK" : "en" }, language === "en" ? title : english),
    node("small", {}, language === "en" ? inEnglish : chinese),
    /^https?:/.test(url ?? "") && node("a", { href: url }, t.link));
}

function state() {
  document.querySelector(".state").textContent = navigator.onLine ? t.online : t.state;
}

document.documentElement.lang = t.tag;
document.title = `${t.title} · OneAsk 一問通`;
for (const words of document.querySelectorAll("[data-words]")) words.textContent = t[words.dataset.words];
state();
addEventListener("online", state);
addEventListener("offline", state);
document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());

const list = await fetch("/offline/v1/forms.json").then((response) => (response.ok ? response.json() : null), () => null);
if (list) {
  const show = () => {
    const all = field.value.trim() ? search(list.forms, field.value) : list.forms;
    count.textContent = all.length ? t.count(all.length, list.made) : t.none;
    found.replaceChildren(...(field.value.trim() ? all.slice(0, MAX_SHOWN).map((form) => row(form, list.departments)) : []));
  };
  field.addEventListener("input", show);
  show();
} else count.textContent = t.missing;
