// The widget on somebody else's page: one script tag, another origin, a strict policy, hostile styles.

import { createServer } from "node:http";
import { violations } from "./accessibility.mjs";
import { PHONE, equal, holds, says } from "./harness.mjs";

/** A department's page that embeds the loader; it is another origin, as its port is another one. */
async function department(base, { attributes = "", style = "", body = "" } = {}) {
  const policy = [
    "default-src 'self'", "style-src 'self'", `script-src ${base}`, `connect-src ${base} ${base.replace(/^http/, "ws")}`,
    "require-trusted-types-for 'script'",
  ].join("; ");
  const html = `<!doctype html><html lang="zh-Hant-HK"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>某部門</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
    <body><main><h1>某部門</h1><p>一個普通的網頁。</p>${body}</main><script src="${base}/widget/v1/loader.js" async ${attributes}></script></body></html>`;
  const server = createServer((request, response) => {
    if (request.url === "/style.css") return response.writeHead(200, { "content-type": "text/css" }).end(style);
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy.replace("default-src 'self'", "default-src 'self'; img-src data:") }).end(html);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

async function on(checks, name, options, site, body) {
  await checks.check(name, options, async (chat, tab, context) => {
    const host = await department(checks.base, site);
    try {
      await tab.goto(host.url);
      await body(chat, tab, context);
    } finally {
      host.close();
    }
  });
}

export async function embedding(checks) {
  await on(checks, "embedded: one script tag draws a launcher and nothing else until it is used", {}, {}, async (chat, tab) => {
    const requested = [];
    tab.on("request", (request) => requested.push(request.url()));
    const launcher = tab.locator("one-ask .launcher");
    await launcher.waitFor();
    equal(requested.length, 0, "requests before the first click");
    await chat.shot("embedded-closed");
    await launcher.click();
    await chat.field.waitFor();
    equal(await launcher.getAttribute("aria-expanded"), "true", "aria-expanded");
    holds(await chat.field.evaluate((field) => field.getRootNode().activeElement === field), "the field is not focused");
    says(await (await chat.ask("個車牌就到期，點續？")).innerText(), "TD 557");
    await chat.shot("embedded-open");
    const found = await violations(tab);
    equal(found.length, 0, found.join("; "));
    await tab.keyboard.press("Escape");
    await chat.field.waitFor({ state: "hidden" });
    holds(await launcher.evaluate((button) => button.getRootNode().activeElement === button), "focus did not return to the launcher");
    await tab.reload();
    await launcher.click();
    await chat.replies.first().waitFor();
    equal(await chat.replies.count(), 1, "replies after the reload");
  });

  await on(checks, "embedded: on a phone it fills the window and is modal", { viewport: PHONE }, {}, async (chat, tab) => {
    await tab.locator("one-ask .launcher").click();
    await chat.field.waitFor();
    await chat.shot("embedded-phone");
    const box = await tab.locator("one-ask dialog").boundingBox();
    equal(`${box.x} ${box.y} ${box.width} ${box.height}`, "0 0 390 844", "the panel's place");
    holds(await tab.locator("one-ask dialog").evaluate((dialog) => dialog.matches(":modal")), "it is not modal");
    equal((await violations(tab)).join("; "), "", "violations");
    await tab.keyboard.press("Escape");
    await chat.field.waitFor({ state: "hidden" });
  });

  const hostile = "* { all: unset !important; color: red !important; font: 8px serif !important } html { font-size: 3px } div, p, button, span { display: none !important }";
  await on(checks, "embedded: a page with hostile styles", {}, { style: hostile }, async (chat, tab) => {
    await tab.locator("one-ask .launcher").click();
    await chat.ask("個車牌就到期，點續？");
    await chat.shot("embedded-hostile");
    equal(await chat.field.evaluate((field) => getComputedStyle(field).fontSize), "16px", "size of the type");
  });

  await on(checks, "embedded: calls are queued, `on` can be undone, two instances stay apart", {}, { attributes: 'data-lang="en" data-instance="a"' }, async (chat, tab) => {
    await tab.locator("one-ask .launcher").waitFor();
    await tab.evaluate(() => {
      window.heard = [];
      document.addEventListener("oneask:message", (event) => window.heard.push(event.detail.reply.decision));
      window.OneAsk.push(["open"]);
      window.OneAsk.push((element) => (window.stop = element.on("send", ({ text }) => window.heard.push(text))));
      window.OneAsk.push(["send", "How much is a replacement identity card?"]);
    });
    await chat.answer(0);
    equal(await tab.evaluate(() => window.heard.join("|")), "How much is a replacement identity card?|answer", "events");
    await tab.evaluate(() => {
      window.stop();
      const other = document.createElement("one-ask");
      other.setAttribute("instance", "b");
      other.setAttribute("position", "inline-start");
      other.setAttribute("server", document.querySelector("one-ask").getAttribute("server"));
      document.body.append(other);
      other.open();
    });
    const other = tab.locator('one-ask[instance="b"]');
    await other.locator("textarea").waitFor();
    equal(await other.locator(".question").count(), 0, "questions in the other instance");
    await chat.shot("embedded-two");
  });
}
