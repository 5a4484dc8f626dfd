// Questions and answers on the page at `/`.

import { PHONE, clean, equal, focused, holds, says } from "./harness.mjs";

const HAN = /\p{Script=Han}/u;

export async function talking(checks) {
  await checks.check("個車牌就到期，點續？ gets TD 557 in a card; 網上得唔得？ stays on the topic", {}, async (chat) => {
    await chat.open();
    const first = await chat.ask("個車牌就到期，點續？");
    says(await first.locator(".card").first().innerText(), "TD 557");
    says(await (await chat.ask("網上得唔得？")).innerText(), /駕駛執照/, /網上/);
  });

  await checks.check("the first screen offers what is asked most, and a press on it is answered", {}, async (chat, tab) => {
    await chat.open();
    const service = tab.locator("one-ask .starters button").first();
    await service.waitFor();
    const title = (await service.innerText()).trim();
    await service.click();
    const reply = await chat.answer(0);
    says(await chat.questions.last().innerText(), title);
    holds(await reply.locator(".card").count(), "no card");
    equal(await reply.getAttribute("lang"), "zh-Hant-HK", "lang of the answer");
  });

  await checks.check("the first screen warns of today's weather, with the Observatory's name", {}, async (chat, tab) => {
    await chat.open();
    const banner = tab.locator("one-ask .banner");
    await banner.waitFor();
    await banner.locator("summary").first().click();
    says(await banner.innerText(), /火災危險/);
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
    says(await reply.locator(".fact .origin").first().innerText(), /頁面/);
  });

  await checks.check("what a channel needs is named; documents are ticked, and stay ticked after a reload", {}, async (chat, tab) => {
    await chat.open();
    const reply = await chat.ask("個車牌就到期，點續？");
    says(await reply.locator(".credential").first().textContent(), "智方便");
    await reply.locator(".ticks input").nth(1).check();
    says(await reply.locator(".fact-head .count", { hasText: "已備" }).innerText(), /已備 1／\d/);
    await tab.reload();
    await chat.replies.first().waitFor();
    holds(await chat.replies.first().locator(".ticks input").nth(1).isChecked(), "the tick was lost");
  });

  await checks.check("nine days are a chart for the eye and a table for everybody", {}, async (chat, tab) => {
    await chat.open();
    const reply = await chat.ask("未來九天天氣");
    says(await reply.locator(".weather").innerText(), "香港天文台", "發出");
    if (checks.server) {
      equal(await reply.locator(".chart > li").count(), 9, "columns");
      equal(await reply.locator(".chart").getAttribute("aria-hidden"), "true", "aria-hidden of the chart");
      await reply.locator(".table summary").click();
      equal(await reply.locator("tbody tr").count(), 9, "rows");
    }
    await clean(tab, "the table is open");
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

  await checks.check("the language can be switched at any time and the conversation goes on", {}, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    await tab.getByRole("button", { name: "EN" }).click();
    equal(await tab.getAttribute("html", "lang"), "en", "lang of the page");
    equal(await chat.field.getAttribute("placeholder"), "e.g. renew my driving licence", "placeholder");
    equal(await chat.replies.first().getAttribute("lang"), "zh-Hant-HK", "lang of the old reply");
    equal(await (await chat.ask("網上得唔得？")).getAttribute("lang"), "en", "lang of the new reply");
    await tab.getByRole("button", { name: "简" }).click();
    says(await tab.locator("one-ask .foot").innerText(), "并非政府正式答复");
    equal(await (await chat.ask("要几多钱？")).getAttribute("lang"), "zh-Hans", "lang after another switch");
  });

  await checks.check("a thumb down asks why, in five words or one's own", {}, async (chat, tab) => {
    await chat.open();
    const sent = [];
    tab.on("websocket", (socket) => socket.on("framesent", ({ payload }) => sent.push(JSON.parse(payload))));
    await tab.reload();
    const reply = await chat.ask("個車牌就到期，點續？");
    await reply.getByRole("button", { name: "沒有用" }).click();
    await reply.getByRole("button", { name: "資料過時" }).click();
    says(await reply.locator(".thanks").innerText(), "多謝");
    holds(await focused(reply.getByRole("button", { name: "沒有用" })), "the focus is lost");
    await reply.getByRole("button", { name: "沒有用" }).click();
    await reply.getByRole("button", { name: "其他" }).click();
    await reply.locator(".why input").fill("打 9123 4567 畀我");
    await reply.locator(".why form button").click();
    const reasons = sent.filter((frame) => frame.type === "feedback").map((frame) => frame.reason);
    equal(JSON.stringify(reasons), JSON.stringify([undefined, "out_of_date", undefined, "打 ●●●● 畀我"].map((reason) => reason ?? null)), "reasons that were sent");
  });

  await checks.check("不是我想問的 brings the next best, and then asks once", {}, async (chat) => {
    await chat.open();
    const first = await (await chat.ask("個車牌就到期，點續？")).innerText();
    await chat.replies.last().getByRole("button", { name: "不是我想問的" }).click();
    const second = await chat.answer(1);
    holds((await second.innerText()) !== first, "the same answer again");
    holds(await focused(chat.field), "the focus is lost");
  });

  await checks.check("copy, link and text file; a link fills the question in and sends nothing", { permissions: ["clipboard-read", "clipboard-write"] }, async (chat, tab) => {
    await chat.open();
    const reply = await chat.ask("個車牌就到期，點續？");
    await reply.getByRole("button", { name: "更多選項" }).click();
    await reply.getByRole("button", { name: "複製", exact: true }).click();
    says(await tab.evaluate(() => navigator.clipboard.readText()), "TD 557", /核對 \d{4}/);
    await reply.getByRole("button", { name: "複製連結" }).click();
    const link = await tab.evaluate(() => navigator.clipboard.readText());
    await tab.locator("one-ask .header").getByRole("button", { name: "更多選項" }).click();
    const [download] = await Promise.all([tab.waitForEvent("download"), tab.getByRole("button", { name: "儲存對話" }).click()]);
    equal(download.suggestedFilename(), "oneask.txt", "name of the file");
    await tab.evaluate(() => sessionStorage.clear());
    await chat.open(link.replace(/^https?:\/\/[^/]+/, ""));
    equal(await chat.field.inputValue(), "個車牌就到期，點續？", "the field");
    equal(await chat.questions.count(), 0, "questions that were sent");
    equal(new URL(tab.url()).search, "", "the address afterwards");
  });

  await checks.check("where there is a share sheet, it gets the link; closed, nothing is said; refused, the link is copied", { viewport: PHONE, permissions: ["clipboard-read", "clipboard-write"] }, async (chat, tab) => {
    await tab.addInitScript(() => {
      window.refusal = null;
      navigator.share = async (data) => {
        if (window.refusal) throw new DOMException("", window.refusal);
        window.shared = data;
      };
    });
    await chat.open();
    const reply = await chat.ask("個車牌就到期，點續？");
    await reply.getByRole("button", { name: "更多選項" }).click();
    const share = reply.getByRole("button", { name: "分享" });
    await chat.shot("share");
    await share.click();
    const { title, url } = await tab.evaluate(() => window.shared);
    equal(title, "個車牌就到期，點續？", "the title");
    equal(new URL(url).searchParams.get("q"), title, "the question in the link");
    await tab.evaluate(() => (window.refusal = "AbortError"));
    await share.click();
    equal(await reply.locator(".thanks").innerText(), "", "what is said when the sheet is closed");
    await tab.evaluate(() => (window.refusal = "NotAllowedError"));
    await share.click();
    await reply.locator(".thanks", { hasText: "已複製" }).waitFor();
    equal(await tab.evaluate(() => navigator.clipboard.readText()), url, "the link that was copied");
  });

  await checks.check("an answer is printed on a page of its own", {}, async (chat, tab) => {
    await chat.open();
    await tab.evaluate(() => {
      const make = document.createElement.bind(document);
      document.createElement = (name) => {
        const node = make(name);
        if (name === "iframe") setTimeout(() => (window.printed = node.contentDocument.body.innerText));
        return node;
      };
    });
    const reply = await chat.ask("個車牌就到期，點續？");
    await reply.getByRole("button", { name: "更多選項" }).click();
    await reply.getByRole("button", { name: "列印" }).click();
    await tab.waitForFunction(() => window.printed?.includes("TD 557"));
  });

  await checks.check("reading aloud speaks the language of the answer, and stops", {}, async (chat, tab) => {
    await tab.addInitScript(() => {
      window.spoken = [];
      speechSynthesis.speak = (utterance) => window.spoken.push([utterance.lang, utterance.text]);
    });
    await chat.open();
    for (const [question, voice] of [["車牌", "zh-HK"], ["驾驶执照快到期，怎么续？", "zh-CN"], ["How much is a replacement identity card?", "en-GB"]]) {
      const reply = await chat.ask(question);
      const button = reply.getByRole("button", { name: /朗讀|朗读|Read aloud/ });
      await button.click();
      const [lang, text] = await tab.evaluate(() => window.spoken.at(-1));
      equal(lang, voice, "the voice");
      holds(text.length > 5 && !text.includes("http"), `spoken: ${text}`);
      equal(await button.getAttribute("aria-pressed"), "true", "aria-pressed");
      await button.click();
      equal(await button.getAttribute("aria-pressed"), "false", "aria-pressed after the second press");
    }
  });

  await checks.check("erasing removes the conversation here and on the server", {}, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    const token = await tab.evaluate(() => sessionStorage.getItem("oneask:default:all:token"));
    await tab.getByRole("button", { name: "更多選項" }).first().click();
    await tab.getByRole("button", { name: "刪除對話紀錄" }).click();
    await chat.replies.first().waitFor({ state: "detached" });
    // The old token opens nothing any more.
    await tab.evaluate((old) => sessionStorage.setItem("oneask:default:all:token", old), token);
    await tab.reload();
    await chat.field.waitFor();
    await chat.ask("車牌");
    equal(await chat.questions.count(), 1, "questions after erasing");
    holds((await tab.evaluate(() => sessionStorage.getItem("oneask:default:all:token"))) !== token, "the old conversation was resumed");
  });
}
