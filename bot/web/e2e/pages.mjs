// The pages around the conversation: the documentation, the installed app without a network, and what it all weighs.

import { gzipSync } from "node:zlib";
import { DESKTOP, PHONE, clean, equal, holds, says } from "./harness.mjs";

const LOADER_BYTES = 2 * 1024;
const WIDGET_BYTES = 25 * 1024;
/** A load is judged by the best of these: what the machine is busy with besides is not the page's. */
const LOADS = 3;

export async function pages(checks) {
  await checks.check("everything comes from this server, in few requests, and is small", {}, async (chat, tab) => {
    const files = new Map();
    const strangers = [];
    tab.on("response", (response) => {
      const url = new URL(response.url());
      if (url.origin !== chat.base) strangers.push(url.href);
      else if (url.pathname.startsWith("/widget/v1/")) files.set(url.pathname, response.body());
    });
    await chat.open();
    await chat.ask("車牌");
    files.set("/widget/v1/loader.js", (await tab.request.get(`${chat.base}/widget/v1/loader.js`)).body());
    const sizes = new Map();
    for (const [name, body] of files) sizes.set(name, gzipSync(await body, { level: 9 }).length);
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    console.log(`      ${[...sizes].map(([name, size]) => `${name} ${size}`).join(", ")}; ${total} bytes gzip in all`);
    equal(strangers.length, 0, `requests to other servers (${strangers})`);
    holds(files.size <= 3, `${files.size} requests for the widget`);
    holds(sizes.get("/widget/v1/loader.js") <= LOADER_BYTES, "the loader is over its size");
    holds(total <= WIDGET_BYTES, "the widget is over its size");
  });

  await checks.check("no long task while it loads", {}, async (chat, tab) => {
    await tab.addInitScript(() => {
      window.tasks = [];
      new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)))).observe({ type: "longtask", buffered: true });
    });
    const loads = [];
    for (let load = 0; load < LOADS; load += 1) {
      await chat.open();
      await tab.waitForLoadState("networkidle");
      loads.push(await tab.evaluate(() => window.tasks));
      if (!loads.at(-1).length) return;
    }
    throw new Error(`tasks of over 50 ms at each load: ${JSON.stringify(loads)}`);
  });

  for (const [size, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
    await checks.check(`/widget/ documents the widget and lets it be tried (${size})`, { viewport, permissions: ["clipboard-read", "clipboard-write"] }, async (chat, tab) => {
      await chat.open("/widget/");
      await chat.shot(`documentation-${size}`);
      await clean(tab, "the documentation is read");
      await tab.locator("select[name=lang]").selectOption("en");
      await tab.locator("select[name=theme]").selectOption("dark");
      await tab.locator("input[name=dept]").fill("immd");
      await tab.locator("input[name=dept]").blur();
      equal(await chat.field.getAttribute("placeholder"), "e.g. renew my driving licence", "placeholder");
      await tab.locator("[data-copy=script]").click();
      says(await tab.evaluate(() => navigator.clipboard.readText()), `${chat.base}/widget/v1/loader.js`, 'data-lang="en"', 'data-theme="dark"', 'data-dept="immd"');
      says(await tab.locator("[data-code=iframe]").innerText(), "/embed/immd", "sandbox=");
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      holds(wide <= 0, `${wide} pixels too wide`);
      says(await (await chat.ask("How much is a replacement identity card?")).innerText(), "HK$");
    });
  }

  await checks.check("the installed app finds forms without a network, and says that it is offline", { serviceWorkers: "allow" }, async (chat, tab, context) => {
    await chat.open();
    const manifest = await (await tab.request.get(`${chat.base}/manifest.webmanifest`)).json();
    equal(manifest.display, "standalone", "display");
    for (const icon of manifest.icons) holds((await tab.request.get(chat.base + icon.src)).ok(), `${icon.src} is missing`);
    await tab.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated");
    checks.proxy.up = false;
    checks.proxy.cut();
    await context.setOffline(true);
    await tab.goto(`${chat.base}/`);
    says(await tab.locator(".state").innerText(), "離線");
    const query = tab.locator("#query");
    for (const [words, expected] of [["td557", "TD 557"], ["駕駛執照", "TD "], ["driving licence", "TD "]]) {
      await query.fill(words);
      await tab.locator(".found li").first().waitFor();
      says(await tab.locator(".found li").first().innerText(), expected);
    }
    await chat.shot("offline-page");
    await clean(tab, "offline");
    await query.fill("沒有這份表格");
    says(await tab.locator(".count").innerText(), "找不到");
  });
}
