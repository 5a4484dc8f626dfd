// Never loses a word: broken connections, other tabs, a killed server, networks without WebSockets.

import { Chat, equal, holds, says } from "./harness.mjs";

export async function network(checks) {
  const { proxy } = checks;
  const transport = (tab) => tab.evaluate(() => sessionStorage.getItem("oneask:default:all:transport"));

  await checks.check("a reload keeps the conversation, and it goes on", {}, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    await tab.reload();
    await chat.replies.first().waitFor();
    equal(await chat.questions.count(), 1, "questions after the reload");
    equal(await chat.replies.count(), 1, "replies after the reload");
    says(await (await chat.ask("網上得唔得？")).innerText(), /駕駛執照/);
  });

  await checks.check("offline is said calmly, nothing is lost, and it comes back", {}, async (chat, tab, context) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    await context.setOffline(true);
    await chat.field.fill("網上得唔得？");
    await chat.field.press("Enter");
    await chat.status.filter({ hasText: "網絡" }).waitFor();
    says(await chat.questions.last().innerText(), "正在重新連線");
    await context.setOffline(false);
    await chat.answer(1);
    equal(await chat.questions.count(), 2, "questions");
    await chat.status.filter({ hasNotText: /./ }).waitFor({ state: "attached" });
  });

  await checks.check("an answer that the network swallowed comes after the break, once", {}, async (chat) => {
    await chat.open();
    await chat.ask("車牌");
    proxy.deaf = true;
    await chat.field.fill("聽日會唔會落雨？");
    await chat.field.press("Enter");
    await chat.questions.nth(1).waitFor();
    proxy.cut();
    proxy.up = false;
    await chat.status.filter({ hasText: "重新連線" }).waitFor();
    proxy.heal();
    await chat.answer(1);
    equal(await chat.replies.count(), 2, "replies");
    equal(await chat.questions.count(), 2, "questions");
  });

  if (checks.server) {
    await checks.check("the server is killed in mid-answer and started again: nothing is lost, nothing said twice", {}, async (chat, tab) => {
      await chat.open();
      await chat.ask("個車牌就到期，點續？");
      proxy.deaf = true;
      await chat.field.fill("網上得唔得？");
      await chat.field.press("Enter");
      await chat.questions.nth(1).waitFor();
      await checks.server.kill();
      await chat.field.fill("要幾錢？");
      await chat.field.press("Enter");
      await chat.status.filter({ hasText: "重新連線" }).waitFor();
      proxy.heal();
      await checks.server.start();
      says(await (await chat.answer(1)).innerText(), /駕駛執照/);
      says(await (await chat.answer(2)).innerText(), /HK\$/);
      await tab.reload();
      await chat.replies.nth(2).waitFor();
      equal(await chat.replies.count(), 3, "replies");
      equal(await chat.questions.count(), 3, "questions");
      equal(await tab.locator("one-ask .failed").count(), 0, "failed messages");
    });
  } else console.log("skip  the server is killed in mid-answer: needs --server");

  await checks.check("WebSockets are blocked: a stream and posts take over by themselves, and are remembered", {}, async (chat, tab) => {
    proxy.sockets = false;
    await chat.open();
    says(await (await chat.ask("個車牌就到期，點續？")).innerText(), "TD 557");
    equal(await transport(tab), "events", "the transport");
    says(await (await chat.ask("網上得唔得？")).innerText(), /駕駛執照/);
    let tried = 0;
    tab.on("websocket", () => (tried += 1));
    await tab.reload();
    await chat.ask("要幾錢？");
    equal(await chat.replies.count(), 3, "replies");
    equal(tried, 0, "sockets after it is known");
  });

  await checks.check("streams are held back as well: waiting requests take over", {}, async (chat, tab) => {
    proxy.sockets = proxy.streams = false;
    await tab.clock.install();
    await chat.open();
    await chat.ask("車牌");
    await tab.clock.fastForward(21_000);
    await tab.waitForFunction(() => sessionStorage.getItem("oneask:default:all:transport") === "poll");
    await tab.clock.fastForward(2000);
    await chat.ask("聽日會唔會落雨？");
    equal(await chat.replies.count(), 2, "replies");
  });

  await checks.check("a message without an answer is given up after a while, and can be sent again", {}, async (chat, tab) => {
    await tab.clock.install();
    await chat.open();
    await chat.ask("車牌");
    proxy.mute = true;
    await chat.field.fill("聽日會唔會落雨？");
    await chat.field.press("Enter");
    await tab.clock.fastForward(21_000);
    await tab.locator("one-ask .failed").waitFor();
    proxy.mute = false;
    await tab.getByRole("button", { name: "再試一次" }).click();
    await chat.answer(1);
    equal(await tab.locator("one-ask .failed").count(), 0, "failed messages");
    equal(await chat.questions.count(), 2, "questions");
  });

  for (const sockets of [true, false]) {
    await checks.check(`two tabs of one conversation follow each other ${sockets ? "by socket" : "without sockets"}`, {}, async (chat, tab, context) => {
      proxy.sockets = sockets;
      await chat.open();
      await chat.ask("個車牌就到期，點續？");
      const second = await context.newPage();
      const other = new Chat(second, checks);
      await other.open();
      await other.replies.first().waitFor();
      says(await (await other.ask("網上得唔得？")).innerText(), /駕駛執照/);
      await chat.answer(1);
      equal(await chat.questions.count(), 2, "questions in the first tab");
      await chat.ask("要幾錢？");
      await other.answer(2);
      equal(await other.questions.count(), 3, "questions in the second tab");
      equal(await other.replies.count(), 3, "replies in the second tab");
    });
  }

  for (const sockets of [true, false]) {
    await checks.check(`what was said in another tab while this one was away is there when it is back ${sockets ? "by socket" : "without sockets"}`, {}, async (chat, tab, context) => {
      proxy.sockets = sockets;
      await chat.open();
      await chat.ask("車牌");
      const second = await context.newPage();
      const other = new Chat(second, checks);
      await other.open();
      await other.answer(0);
      await tab.goto("about:blank");
      await other.replies.first().locator(".choice").first().click();
      await other.answer(1);
      await other.ask("個車牌就到期，點續？");
      await other.replies.last().getByRole("button", { name: "不是我想問的" }).click();
      await other.answer(3);
      await chat.open();
      await chat.answer(3);
      const words = (page) => page.locator("one-ask .thread > .message").evaluateAll((all) => all.map((message) => (message.querySelector(".bubble") ?? message.querySelector(".say, h3")).textContent).join("\n"));
      equal(await words(tab), await words(second), "what was said");
      equal(await chat.questions.count(), 4, "questions");
      equal(await chat.questions.last().getAttribute("lang"), "zh-Hant-HK", "the language of what was said");
    });
  }

  await checks.check("too many messages: the citizen is told, and nothing is lost", {}, async (chat, tab) => {
    await chat.open();
    await chat.ask("車牌");
    await tab.evaluate(() => {
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (text) {
        const frame = JSON.parse(text);
        if (frame.type !== "message") return send.call(this, text);
        WebSocket.prototype.send = send;
        // As the server says it.
        this.onmessage({ data: JSON.stringify({ type: "error", code: "rate", message: "", id: frame.id, retry_after: 1 }) });
      };
    });
    await chat.field.fill("聽日會唔會落雨？");
    await chat.field.press("Enter");
    says(await tab.locator("one-ask [role=alert]").innerText(), "1 秒");
    await chat.answer(1);
    holds((await tab.locator("one-ask [role=alert]").innerText()) === "", "the alert stays");
  });
}
