// The widget on somebody else's page.

import { Chat, PHONE, clean, equal, focused, holds, says } from "./harness.mjs";
import { host, onHost } from "./host.mjs";

export async function embedding(checks) {
  await onHost(checks, "embedded: one script tag draws a launcher and nothing else until it is used", {}, {}, async (chat, tab) => {
    const requested = [];
    tab.on("request", (request) => requested.push(request.url()));
    const launcher = tab.locator("one-ask .launcher");
    await launcher.waitFor();
    equal(requested.length, 0, "requests before the first click");
    await chat.shot("embedded-closed");
    await launcher.click();
    await chat.field.waitFor();
    equal(await launcher.getAttribute("aria-expanded"), "true", "aria-expanded");
    holds(await focused(chat.field), "the field is not focused");
    says(await (await chat.ask("個車牌就到期，點續？")).innerText(), "TD 557");
    const scripts = requested.filter((url) => /\.(js|css|woff2?|svg|png)$/.test(url));
    equal(scripts.length, 1, `files after the loader (${scripts})`);
    await chat.shot("embedded-open");
    await clean(tab, "open");
    await tab.keyboard.press("Escape");
    await chat.field.waitFor({ state: "hidden" });
    holds(await focused(launcher), "focus did not return to the launcher");
    await tab.reload();
    await launcher.click();
    await chat.replies.first().waitFor();
    equal(await chat.replies.count(), 1, "replies after the reload");
  });

  await onHost(checks, "embedded: another tab goes on with the conversation; two that began empty become one", {}, {}, async (chat, tab, context) => {
    const second = await context.newPage();
    await second.goto(tab.url());
    const other = new Chat(second, checks);
    for (const page of [tab, second]) await page.locator("one-ask .launcher").click();
    await chat.ask("個車牌就到期，點續？");
    await other.answer(0);
    equal(await other.questions.count(), 1, "questions in the tab that was empty");
    says(await (await other.ask("網上得唔得？")).innerText(), /駕駛執照/);
    await chat.answer(1);
    const third = await context.newPage();
    await third.goto(tab.url());
    await third.locator("one-ask .launcher").click();
    const late = new Chat(third, checks);
    await late.answer(1);
    await third.locator("one-ask .header").getByRole("button", { name: "更多選項" }).click();
    await third.getByRole("button", { name: "開始新對話" }).click();
    await chat.questions.first().waitFor({ state: "detached" });
    await other.questions.first().waitFor({ state: "detached" });
  });

  await onHost(checks, "embedded: on a phone it fills the window, is modal, and the focus stays in it", { viewport: PHONE }, {}, async (chat, tab) => {
    await tab.locator("one-ask .launcher").click();
    await chat.field.waitFor();
    await chat.shot("embedded-phone");
    const box = await tab.locator("one-ask dialog").boundingBox();
    equal(`${box.x} ${box.y} ${box.width} ${box.height}`, "0 0 390 844", "the panel's place");
    holds(await tab.locator("one-ask dialog").evaluate((dialog) => dialog.matches(":modal")), "it is not modal");
    for (let step = 0; step < 20; step += 1) {
      await tab.keyboard.press("Tab");
      holds(await tab.evaluate(() => !document.activeElement || document.activeElement === document.body || document.activeElement.localName === "one-ask"), "the focus went to the page behind");
    }
    await clean(tab, "modal");
    await tab.setViewportSize({ width: 1000, height: 800 });
    await tab.waitForFunction(() => !document.querySelector("one-ask").shadowRoot.querySelector("dialog").matches(":modal"));
    await tab.keyboard.press("Escape");
    await chat.field.waitFor({ state: "hidden" });
  });

  const hostile = "* { all: unset !important; color: red !important; font: 8px serif !important; letter-spacing: 9px !important; text-transform: uppercase !important } html { font-size: 3px } div, p, button, span { display: none !important }";
  await onHost(checks, "embedded: a page with hostile styles", {}, { style: hostile }, async (chat, tab) => {
    await tab.locator("one-ask .launcher").click();
    const reply = await chat.ask("個車牌就到期，點續？");
    await chat.shot("embedded-hostile");
    const look = await reply.locator(".say").first().evaluate((node) => {
      const { fontSize, letterSpacing, textTransform, color } = getComputedStyle(node);
      return [fontSize, letterSpacing, textTransform, color].join(" ");
    });
    equal(look, "16px normal none rgb(19, 42, 45)", "the look of a sentence");
    const box = await tab.locator("one-ask dialog").boundingBox();
    equal(`${box.width} ${box.height}`, "420 680", "size of the panel");
  });

  await onHost(checks, "embedded: calls are queued, `on` can be undone, two instances stay apart", {}, { attributes: 'data-lang="en" data-instance="a"' }, async (chat, tab) => {
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
      for (const [name, value] of Object.entries({ instance: "b", position: "inline-start", lang: "zh-Hant-HK", server: document.querySelector("one-ask").getAttribute("server") })) other.setAttribute(name, value);
      document.body.append(other);
      other.open();
    });
    const other = tab.locator('one-ask[instance="b"]');
    await other.locator("input[role=combobox]").waitFor();
    equal(await other.locator(".question").count(), 0, "questions in the other instance");
    await tab.evaluate(() => window.OneAsk.get("b").send("車牌"));
    await other.locator(".reply").waitFor();
    equal(await tab.locator('one-ask[instance="a"] .reply').count(), 1, "replies in the first instance");
    equal(await tab.evaluate(() => window.heard.length), 3, "events after `on` was undone");
    await chat.shot("embedded-two");
  });

  await onHost(checks, "embedded: closed, an answer is counted on the launcher; the transcript is text; a launcher of the page's own", {},
    { body: '<button id="mine" type="button">問一問</button>', attributes: 'data-launcher="#mine" data-lang="en" data-font-scale="1.5"' }, async (chat, tab) => {
      const mine = tab.locator("#mine");
      await tab.waitForFunction(() => document.querySelector("#mine").hasAttribute("aria-haspopup"));
      await mine.click();
      await chat.field.waitFor();
      equal(await chat.field.evaluate((field) => getComputedStyle(field).fontSize), "24px", "size of the type");
      await tab.evaluate(() => {
        window.count = 0;
        window.OneAsk.on("unread", ({ count }) => (window.count = count));
        window.OneAsk.close();
        window.OneAsk.send("How much is a replacement identity card?");
      });
      await tab.waitForFunction(() => window.count === 1);
      says(await tab.evaluate(() => window.OneAsk.exportTranscript()), "You:", "How much is a replacement identity card?", "OneAsk:", "HK$");
      equal(await mine.getAttribute("aria-expanded"), "false", "aria-expanded");
      await mine.click();
      await tab.keyboard.press("Escape");
      holds(await tab.evaluate(() => document.activeElement.id === "mine"), "focus did not return to the page's launcher");
    });

  await onHost(checks, "embedded: the page says what it is about; taken away, the window lets go; put back, it goes on", {},
    { body: '<button id="mine" type="button">問一問</button>', attributes: 'data-launcher="#mine" data-dept="td"' }, async (chat, tab) => {
      const asked = [];
      const sockets = [];
      tab.on("request", (request) => asked.push(request.url()));
      tab.on("websocket", (socket) => sockets.push(socket));
      const mine = tab.locator("#mine[aria-haspopup]");
      await mine.click();
      const questions = tab.locator("one-ask .welcome .chip");
      equal(await questions.count(), 2, "questions of ours");
      await tab.evaluate(() => window.OneAsk.setContext({ dept: "immd", questions: ["補領身份證要幾多錢？"] }));
      await questions.filter({ hasText: "補領身份證" }).waitFor();
      equal(await questions.count(), 1, "questions of the page");
      await chat.field.pressSequentially("身份證");
      await chat.options.first().waitFor();
      for (const what of ["start", "suggest"]) holds(new RegExp(`/${what}/v1.*dept=immd`).test(asked.filter((url) => url.includes(what)).at(-1)), `${what} did not ask for the department`);
      await chat.shot("context");
      await chat.field.fill("");
      await questions.click();
      says(await (await chat.answer(0)).innerText(), "HK$");
      await tab.evaluate(() => window.OneAsk.setContext({}));
      await tab.waitForFunction(() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/start/v1")).at(-1).name.endsWith("dept=td"));

      const closed = sockets.at(-1).waitForEvent("close");
      await tab.evaluate(() => {
        window.taken = window.OneAsk.get("default");
        window.OneAsk.destroy();
      });
      await closed;
      equal(await tab.locator("one-ask").count(), 0, "windows after `destroy`");
      equal(await tab.locator("#mine").getAttribute("aria-expanded"), null, "aria-expanded of the page's launcher");
      const before = asked.length;
      await tab.evaluate(() => {
        window.OneAsk.open();
        window.taken.send("要帶咩文件？");
        dispatchEvent(new Event("online"));
        document.querySelector("#mine").click();
      });
      equal(asked.length, before, "requests after `destroy`");
      await tab.evaluate(() => document.body.append(window.taken));
      await chat.answer(0);
      says(await (await chat.answer(1)).innerText(), /身份證/);
      equal(await chat.questions.count(), 2, "questions of the window that was put back");
    });

  await onHost(checks, "embedded: the operator's pages, its office hours, and a shorter limit", {},
    { attributes: 'data-max-length="12" data-privacy-url="https://www.example.gov.hk/privacy" data-terms-url="https://www.example.gov.hk/terms" data-contact-url="tel:1823" data-office-hours="星期一至五 9:00–17:00"' }, async (chat, tab) => {
      await tab.locator("one-ask .launcher").click();
      await tab.locator("one-ask .privacy-button").click();
      const links = tab.locator("one-ask .privacy .links a");
      equal((await links.evaluateAll((all) => all.map((link) => link.href))).join(" "), "https://www.example.gov.hk/privacy https://www.example.gov.hk/terms tel:1823", "the operator's pages");
      equal((await links.last().innerText()).trim(), "聯絡我們 · 星期一至五 9:00–17:00", "the contact");
      equal(await links.last().getAttribute("target"), null, "target of a telephone number");
      await chat.shot("operator");
      await clean(tab, "the operator's pages are shown");
      await tab.keyboard.press("Escape");
      const reply = await chat.ask("TD 99999 點填？");
      equal(await reply.getAttribute("data-decision"), "fallback", "the decision");
      equal(await reply.locator(".links a[href='tel:1823']").count(), 1, "contacts under a reply without an answer");
      await chat.shot("contact");
      await clean(tab, "a contact is offered");
      equal(await (await chat.ask("車牌")).locator(".links a[href='tel:1823']").count(), 0, "contacts under another reply");
      await chat.field.fill("字".repeat(13));
      says(await tab.locator("one-ask .note").innerText(), "超出上限 1 字");
      await chat.field.press("Enter");
      says(await tab.locator("one-ask [role=alert]").innerText(), "超出上限 1 字");
      equal(await chat.questions.count(), 2, "questions");
    });

  await checks.check("the iframe where no script is allowed: it asks for its department, and is modal to nobody", {}, async (chat, tab) => {
    const frame = `<iframe src="${checks.base}/embed/immd?lang=en" title="OneAsk" width="420" height="680" sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-modals allow-downloads"></iframe>`;
    const page = await host(checks.base, { body: frame, script: false });
    try {
      const asked = [];
      tab.on("request", (request) => asked.push(request.url()));
      await tab.goto(page.url);
      const inside = new Chat(tab, checks, tab.frameLocator("iframe"));
      await inside.field.waitFor();
      says(await (await inside.ask("How much is a replacement identity card?")).innerText(), "HK$");
      holds(asked.some((url) => /\/start\/v1.*dept=immd/.test(url)), "the department was not asked for");
      await chat.shot("iframe");
      await clean(tab, "in an iframe");
    } finally {
      page.close();
    }
  });
}
