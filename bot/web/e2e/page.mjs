// The conversation on the page at `/`.

import { gzipSync } from "node:zlib";
import { equal, holds, says } from "./harness.mjs";

const HAN = /\p{Script=Han}/u;
const LOADER_BYTES = 2048;
/** The ceiling for everything that the widget loads; see README.md. */
const WIDGET_BYTES = 30 * 1024;

export async function page(checks) {
  await checks.check("個車牌就到期，點續？ gets TD 557 in a card; 網上得唔得？ stays on the topic", {}, async (chat) => {
    await chat.open();
    const first = await chat.ask("個車牌就到期，點續？");
    says(await first.locator(".card").first().innerText(), "TD 557");
    const second = await chat.ask("網上得唔得？");
    says(await second.innerText(), /駕駛執照/, /網上/);
  });

  await checks.check("車牌 asks which one; a choice that is pressed is answered and shown as the citizen's words", {}, async (chat) => {
    await chat.open();
    const reply = await chat.ask("車牌");
    const choice = reply.locator(".choice").first();
    const title = (await choice.innerText()).trim();
    await choice.click();
    const answer = await chat.answer(1);
    says(await chat.questions.last().innerText(), title);
    holds(await answer.locator(".card").count(), "the choice was not answered with a card");
  });

  await checks.check("an English question is answered in English", {}, async (chat) => {
    await chat.open();
    const reply = await chat.ask("How much is a replacement identity card?");
    equal(await reply.getAttribute("lang"), "en", "lang of the reply");
    const text = await reply.innerText();
    says(text, "HK$");
    holds(!HAN.test(text), `Chinese in an English answer: ${text}`);
  });

  await checks.check("every fact with a source shows it, and the sources carry their dates", {}, async (chat) => {
    await chat.open();
    const reply = await chat.ask("個車牌就到期，點續？");
    await reply.locator(".sources summary").click();
    says(await reply.locator(".sources ul").innerText(), /頁面(日期 \d{4}-\d\d-\d\d|沒有日期)/, /核對 \d{4}-\d\d-\d\d/);
  });

  await checks.check("each reply is announced once, in the same words twice too", {}, async (chat, tab) => {
    await chat.open();
    await tab.evaluate(() => {
      window.announced = [];
      const live = document.querySelector("one-ask").shadowRoot.querySelector(".live");
      new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes) if (addedNodes.length) window.announced.push(target.textContent);
      }).observe(live, { childList: true, subtree: true });
    });
    for (const turn of [1, 2]) {
      await chat.ask("聽日會唔會落雨？");
      const said = await tab.evaluate(() => window.announced);
      equal(said.length, turn, `announcements after ${turn} turns (${JSON.stringify(said)})`);
      holds(said[turn - 1].length > 5, "an empty announcement");
    }
    equal(await tab.locator("one-ask [role=log]").getAttribute("aria-live"), "off", "aria-live of the log");
  });

  await checks.check("Enter while composing Chinese does not send, Enter afterwards does", {}, async (chat, tab, context) => {
    await chat.open();
    await chat.field.focus();
    const client = await context.newCDPSession(tab);
    await client.send("Input.imeSetComposition", { text: "che pai", selectionStart: 7, selectionEnd: 7 });
    await client.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", code: "Enter", windowsVirtualKeyCode: 229 });
    await chat.field.dispatchEvent("keydown", { key: "Enter", keyCode: 229, isComposing: true, bubbles: true, composed: true });
    equal(await chat.questions.count(), 0, "messages while composing");
    await client.send("Input.insertText", { text: "車牌" });
    await chat.field.press("Shift+Enter");
    equal(await chat.questions.count(), 0, "messages after Shift+Enter");
    await chat.field.press("Enter");
    await chat.answer(0);
  });

  await checks.check("a reload keeps the conversation and the draft, and it goes on", {}, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    await chat.field.fill("未寫完");
    await tab.reload();
    await chat.replies.first().waitFor();
    equal(await chat.questions.count(), 1, "questions after the reload");
    equal(await chat.replies.count(), 1, "replies after the reload");
    equal(await chat.field.inputValue(), "未寫完", "the draft");
    says(await (await chat.ask("網上得唔得？")).innerText(), /駕駛執照/);
  });

  await checks.check("the language can be switched at any time and the conversation stays", {}, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    await tab.getByRole("button", { name: "EN" }).click();
    equal(await tab.getAttribute("html", "lang"), "en", "lang of the page");
    equal(await chat.field.getAttribute("placeholder"), "Such as: which form renews a licence?", "placeholder");
    equal(await chat.replies.first().getAttribute("lang"), "zh-Hant-HK", "lang of the old reply");
    const reply = await chat.ask("網上得唔得？");
    equal(await reply.getAttribute("lang"), "en", "lang of the new reply");
    await tab.getByRole("button", { name: "简" }).click();
    says(await tab.locator("footer summary").innerText(), "不是政府的正式答复");
  });

  await checks.check("arrow up recalls, feedback is taken, the counter warns, a long question is not sent", {}, async (chat, tab) => {
    await chat.open();
    const reply = await chat.ask("個車牌就到期，點續？");
    await chat.field.press("ArrowUp");
    equal(await chat.field.inputValue(), "個車牌就到期，點續？", "recalled");
    await reply.getByRole("button", { name: "沒有用" }).click();
    await reply.locator(".why input").fill("答錯");
    await reply.locator(".why button").click();
    says(await reply.locator(".thanks").innerText(), "多謝");
    await chat.field.fill("字".repeat(501));
    says(await tab.locator("one-ask .counter").innerText(), "超出上限 1 字");
    await chat.field.press("Enter");
    equal(await chat.questions.count(), 1, "questions");
  });

  await checks.check("a broken connection is said calmly, nothing is lost, and it comes back", {}, async (chat, tab, context) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    await context.setOffline(true);
    await chat.field.fill("網上得唔得？");
    await chat.field.press("Enter");
    await tab.locator("one-ask .status", { hasText: "網絡" }).waitFor();
    says(await chat.questions.last().innerText(), "等待連線");
    await chat.shot("offline");
    await context.setOffline(false);
    await chat.answer(1);
    equal(await chat.questions.count(), 2, "questions");
  });

  await checks.check("erasing removes the conversation here and on the server", {}, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    await tab.getByRole("button", { name: "更多選項" }).click();
    await tab.getByRole("button", { name: "刪除對話紀錄" }).click();
    await chat.replies.first().waitFor({ state: "detached" });
    await tab.reload();
    await chat.field.waitFor();
    equal(await chat.questions.count(), 0, "questions after erasing");
    await chat.ask("車牌");
  });

  await checks.check("everything comes from this server and is small", {}, async (chat, tab) => {
    const files = new Map();
    const strangers = [];
    tab.on("response", (response) => {
      const url = new URL(response.url());
      if (url.origin !== chat.base) strangers.push(url.href);
      else if (/\.(js|css)$/.test(url.pathname) && !/\/page\./.test(url.pathname)) files.set(url.pathname, response.body());
    });
    await chat.open();
    await chat.ask("車牌");
    const loader = await (await tab.request.get(`${chat.base}/widget/v1/loader.js`)).body();
    const sizes = await Promise.all([...files.values(), loader].map(async (body) => gzipSync(await body, { level: 9 }).length));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`      ${files.size} files and the loader, ${total} bytes gzip; the loader alone ${sizes.at(-1)}`);
    equal(strangers.length, 0, `requests to other servers (${strangers})`);
    holds(sizes.at(-1) <= LOADER_BYTES, "the loader is over its size");
    holds(total <= WIDGET_BYTES, "the widget is over its size");
  });
}
