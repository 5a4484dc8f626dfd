// axe-core over the page in its states, sizes and colours. It sees into the open shadow root.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DESKTOP, PHONE, equal, holds } from "./harness.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const LANGUAGES = [
  { locale: "zh-HK", questions: ["個車牌就到期，點續？", "車牌", "而家幾多度？", "未來九天天氣", "有咩天氣警告？", "點樣煮飯？"] },
  { locale: "zh-CN", questions: ["驾驶执照快到期，怎么续？"] },
  { locale: "en-HK", questions: ["How do I renew my driving licence?", "Will it rain tomorrow?"] },
];

/** Everything that axe finds, as one line each. */
export async function violations(tab) {
  await tab.evaluate(AXE);
  const found = await tab.evaluate((tags) => axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }), TAGS);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? node.html}`).join(" / ")}`);
}

async function clean(tab, state) {
  const found = await violations(tab);
  equal(found.length, 0, `violations when ${state}: ${found.join("; ")}`);
}

export async function accessibility(checks) {
  for (const [size, viewport] of [["390x844", PHONE], ["1280x800", DESKTOP]]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const { locale, questions } of LANGUAGES) {
        await checks.check(`axe: 0 violations at ${size}, ${colorScheme}, ${locale}`, { viewport, colorScheme, locale, reducedMotion: "reduce" }, async (chat, tab) => {
          await chat.open();
          await chat.shot(`${size}-${colorScheme}-${locale}-0-welcome`);
          await clean(tab, "empty");
          for (const [turn, question] of questions.entries()) {
            await chat.ask(question);
            await chat.shot(`${size}-${colorScheme}-${locale}-${turn + 1}`);
          }
          await tab.locator("one-ask details").evaluateAll((all) => all.forEach((details) => (details.open = true)));
          await clean(tab, "answered, with everything unfolded");
          await tab.locator("one-ask .more > button").click();
          await clean(tab, "the menu is open");
          await tab.keyboard.press("Escape");
          await tab.locator("footer summary").click();
          await chat.shot(`${size}-${colorScheme}-${locale}-small-print`);
          await clean(tab, "the small print is open");
        });
      }
    }
  }

  await checks.check("forced colours, and high contrast", { forcedColors: "active", contrast: "more", viewport: PHONE }, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    await chat.shot("forced-colours");
    await clean(tab, "colours are forced");
  });

  // 1280 x 1024 at 400%.
  for (const [name, viewport] of [["320x256 (400%)", { width: 320, height: 256 }], ["320x568", { width: 320, height: 568 }]]) {
    await checks.check(`nothing is cut off at ${name}`, { viewport, locale: "en-HK" }, async (chat, tab) => {
      await chat.open();
      await chat.ask("How do I renew my driving licence?");
      await chat.shot(`small-${viewport.width}x${viewport.height}`);
      const wide = await tab.evaluate(() => {
        const root = document.querySelector("one-ask").shadowRoot;
        const log = root.querySelector(".log");
        return Math.max(document.documentElement.scrollWidth - innerWidth, log.scrollWidth - log.clientWidth);
      });
      holds(wide <= 0, `${wide} pixels too wide`);
      await chat.field.scrollIntoViewIfNeeded();
      await chat.field.click();
      await clean(tab, "small");
    });
  }

  await checks.check("targets are at least 44 pixels", { viewport: PHONE }, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    const small = await tab.evaluate(() =>
      [...document.querySelector("one-ask").shadowRoot.querySelectorAll("button, summary, input, textarea, a.go, a.form")]
        .filter((node) => node.checkVisibility())
        .map((node) => [node.getBoundingClientRect(), node.className || node.localName])
        .filter(([box]) => box.height < 43.5 || box.width < 43.5)
        .map(([box, name]) => `${name} ${Math.round(box.width)}x${Math.round(box.height)}`));
    equal(small.join(", "), "", "small targets");
  });
}
