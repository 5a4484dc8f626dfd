// Personal data: found, masked before it leaves the browser, and the citizen told.

import { equal, holds, says } from "./harness.mjs";

export async function privacy(checks) {
  await checks.check("an identity card number is masked before it is sent, in a suggestion too, and the citizen is told", {}, async (chat, tab) => {
    const sent = [];
    tab.on("websocket", (socket) => socket.on("framesent", ({ payload }) => sent.push(payload)));
    tab.on("request", (request) => sent.push(decodeURIComponent(request.url()), request.postData() ?? ""));
    await chat.open();
    await chat.field.pressSequentially("A123456(3) 點補領身份證？");
    says(await tab.locator("one-ask .note").innerText(), "身份證號碼");
    await chat.field.press("Enter");
    await chat.answer(0);
    says(await chat.questions.first().innerText(), "●●●● 點補領身份證？", "不會傳送身份證號碼");
    const leaked = sent.filter((text) => text.includes("123456"));
    equal(leaked.join("; "), "", "frames and requests with the number");
    const kept = await tab.evaluate(() => JSON.stringify({ ...sessionStorage }));
    holds(!kept.includes("123456"), "the number is in the browser's storage");
  });

  await checks.check("the word on privacy is there before the first word, and stays readable", {}, async (chat, tab) => {
    await chat.open();
    const button = tab.locator("one-ask .privacy-button");
    const read = async () => {
      await button.click();
      says(await tab.locator("one-ask section.privacy").innerText(), "Cookie", "伺服器", "刪除", "遮蓋");
      await tab.keyboard.press("Escape");
      equal(await tab.locator("one-ask section.privacy").isVisible(), false, "open after Escape");
      holds(await button.evaluate((node) => node.getRootNode().activeElement === node), "the focus did not return");
    };
    says(await tab.locator("one-ask .foot").innerText(), "請勿輸入個人資料");
    await read();
    await chat.ask("車牌");
    await read();
    equal((await tab.context().cookies()).length, 0, "cookies");
  });
}
