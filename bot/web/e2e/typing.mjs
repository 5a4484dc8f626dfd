// The field: suggestions, history, input methods, limits.

import { clean, equal, focused, holds, says } from "./harness.mjs";

export async function typing(checks) {
  await checks.check("suggestions come by fragment and by form number, and are walked with the arrows", {}, async (chat, tab) => {
    await chat.open();
    await chat.field.pressSequentially("駕駛執照");
    await chat.options.first().waitFor();
    holds((await chat.options.count()) <= 8, "more than 8 suggestions");
    equal(await chat.field.getAttribute("aria-expanded"), "true", "aria-expanded");
    await chat.field.press("ArrowDown");
    equal(await chat.field.getAttribute("aria-activedescendant"), "option-0", "the active option");
    equal(await chat.options.first().getAttribute("aria-selected"), "true", "aria-selected");
    await clean(tab, "suggestions are open");
    await chat.shot("suggestions");
    await chat.field.press("ArrowUp");
    equal(await chat.field.getAttribute("aria-activedescendant"), null, "back in the field");
    await chat.field.press("ArrowUp");
    equal(await chat.field.getAttribute("aria-activedescendant"), `option-${(await chat.options.count()) - 1}`, "round to the last");
    await chat.field.press("Escape");
    equal(await chat.options.count(), 0, "options after Escape");
    equal(await chat.field.inputValue(), "駕駛執照", "what was typed");
    await chat.field.fill("td557");
    await chat.options.first().waitFor();
    says((await chat.options.allInnerTexts()).join("\n"), "TD 557");
    holds(await focused(chat.field), "the focus left the field");
  });

  await checks.check("a suggestion is chosen with Enter or the pointer; Enter without one sends what was typed", {}, async (chat) => {
    await chat.open();
    await chat.field.pressSequentially("駕駛執照");
    await chat.options.first().waitFor();
    const title = (await chat.options.first().locator("span").evaluate((node) => node.firstChild.textContent)).trim();
    await chat.field.press("ArrowDown");
    await chat.field.press("Enter");
    await chat.answer(0);
    says(await chat.questions.first().innerText(), title);
    equal(await chat.field.inputValue(), "", "the field afterwards");
    await chat.field.pressSequentially("身份證");
    await chat.options.first().click();
    await chat.answer(1);
    holds(await focused(chat.field), "the focus left the field");
    await chat.field.pressSequentially("公屋");
    await chat.options.first().waitFor();
    await chat.field.press("Enter");
    await chat.answer(2);
    says(await chat.questions.last().innerText(), /公屋$/);
  });

  await checks.check("Enter while composing Chinese neither sends nor chooses, Enter afterwards sends", {}, async (chat, tab, context) => {
    await chat.open();
    await chat.field.focus();
    const client = await context.newCDPSession(tab);
    await client.send("Input.imeSetComposition", { text: "che pai", selectionStart: 7, selectionEnd: 7 });
    await client.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", code: "Enter", windowsVirtualKeyCode: 229 });
    await chat.field.dispatchEvent("keydown", { key: "Enter", keyCode: 229, isComposing: true, bubbles: true, composed: true });
    equal(await chat.questions.count(), 0, "messages while composing");
    equal(await chat.options.count(), 0, "suggestions while composing");
    await client.send("Input.insertText", { text: "車牌" });
    await chat.options.first().waitFor();
    await chat.field.press("Enter");
    await chat.answer(0);
    says(await chat.questions.first().innerText(), /車牌$/);
  });

  await checks.check("the arrows go through what was asked before, and back to the empty field", {}, async (chat) => {
    await chat.open();
    await chat.ask("車牌");
    await chat.ask("聽日會唔會落雨？");
    const walk = async (key, expected) => {
      await chat.field.press(key);
      equal(await chat.field.inputValue(), expected, `the field after ${key}`);
    };
    await walk("ArrowUp", "聽日會唔會落雨？");
    await walk("ArrowUp", "車牌");
    await walk("ArrowUp", "車牌");
    await walk("ArrowDown", "聽日會唔會落雨？");
    await walk("ArrowDown", "");
  });

  await checks.check("the counter warns, a long question is not sent, the draft survives a reload", {}, async (chat, tab) => {
    await chat.open();
    await chat.field.fill("字".repeat(501));
    says(await tab.locator("one-ask .note").innerText(), "超出上限 1 字");
    await chat.field.press("Enter");
    says(await tab.locator("one-ask [role=alert]").innerText(), "超出上限 1 字");
    equal(await chat.questions.count(), 0, "questions");
    await chat.field.fill("未寫完");
    await tab.reload();
    await chat.field.waitFor();
    equal(await chat.field.inputValue(), "未寫完", "the draft");
  });

  await checks.check("dictation fills the field in the language of the interface and sends nothing", {}, async (chat, tab) => {
    await tab.addInitScript(() => {
      window.webkitSpeechRecognition = window.SpeechRecognition = class {
        start() {
          window.dictated = this.lang;
          this.onresult({ results: [[{ transcript: "車牌" }]] });
          setTimeout(() => this.onend());
        }
        abort() {}
      };
    });
    await chat.open();
    await tab.getByRole("button", { name: /語音輸入/ }).click();
    equal(await chat.field.inputValue(), "車牌", "the field");
    equal(await tab.evaluate(() => window.dictated), "zh-HK", "the language");
    equal(await chat.questions.count(), 0, "questions");
  });

  await checks.check("Tab walks the window in order and out of it again", {}, async (chat, tab) => {
    await chat.open();
    await tab.locator("one-ask .starters button, one-ask .chip").first().waitFor();
    const seen = [];
    for (let step = 0; step < 40; step += 1) {
      await tab.keyboard.press("Tab");
      const at = await tab.evaluate(() => {
        const active = document.querySelector("one-ask").shadowRoot.activeElement;
        return active ? active.className || active.localName : null;
      });
      if (!at && seen.length) break;
      if (at) seen.push(at);
    }
    const order = ["tool", "log", "chip", "send", "privacy-button"].map((name) => seen.indexOf(name));
    holds(order.every((place, at) => place > (order[at - 1] ?? -1)), `the order: ${seen.join(", ")}`);
    holds(seen.length < 40, "the window cannot be left with Tab");
  });
}
