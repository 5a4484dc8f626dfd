// axe-core in every state, language, colour and size: 162 runs. The states follow one another in one page for each language
// and size, so that the whole matrix takes little more than a minute.

import { violations } from "./harness.mjs";
import { host } from "./host.mjs";

const LANGUAGES = {
  "zh-HK": { cards: "個車牌就到期，點續？", choices: "車牌", weather: "未來九天天氣", part: "駕駛執照" },
  "zh-CN": { cards: "驾驶执照快到期，怎么续？", choices: "车牌", weather: "未来九天天气", part: "驾驶执照" },
  "en-HK": { cards: "How do I renew my driving licence?", choices: "licence", weather: "nine day weather forecast", part: "driving" },
};
const COLOURS = { light: { colorScheme: "light", contrast: "no-preference" }, dark: { colorScheme: "dark", contrast: "no-preference" }, contrast: { colorScheme: "light", contrast: "more" } };
const WIDTHS = [320, 1280];

/** The states in the order in which a citizen meets them; each brings the page there from the one before. */
function states({ cards, choices, weather, part }, chat, tab, context, proxy) {
  const launcher = tab.locator("one-ask .launcher");
  return {
    closed: () => launcher.waitFor(),
    open: async () => {
      await launcher.click();
      await tab.locator("one-ask .welcome button").first().waitFor();
    },
    typing: async () => {
      await chat.field.pressSequentially(part);
      await chat.options.first().waitFor();
      await chat.field.press("ArrowDown");
    },
    waiting: async () => {
      await chat.field.press("Escape");
      await chat.ask(choices);
      proxy.deaf = true;
      await chat.field.fill(cards);
      await chat.field.press("Enter");
      await tab.locator("one-ask .typing").waitFor();
    },
    cards: async () => {
      proxy.heal();
      proxy.cut();
      const reply = await chat.answer(1);
      await reply.locator("details").evaluateAll((all) => all.forEach((details) => (details.open = true)));
      await reply.locator(".tools-row [aria-expanded]").click();
    },
    weather: () => chat.ask(weather),
    choices: () => chat.ask(choices),
    error: async () => {
      // The server refuses what is too long; the field refuses it before that.
      await tab.evaluate(() => window.OneAsk.send("x".repeat(501)));
      await tab.locator("one-ask .failed").waitFor();
      await chat.field.fill("x".repeat(501));
      await chat.field.press("Enter");
    },
    offline: async () => {
      await chat.field.fill("");
      await context.setOffline(true);
      await chat.status.filter({ hasText: /./ }).waitFor();
    },
  };
}

export async function matrix(checks) {
  for (const [locale, words] of Object.entries(LANGUAGES)) {
    for (const width of WIDTHS) {
      await checks.check(`axe: 0 violations in nine states and three colours, ${locale}, ${width} px`, { locale, viewport: { width, height: 800 }, reducedMotion: "reduce" }, async (chat, tab, context) => {
        const page = await host(checks.base);
        const found = [];
        try {
          await tab.goto(page.url);
          for (const [state, reach] of Object.entries(states(words, chat, tab, context, checks.proxy))) {
            await reach();
            for (const [colour, media] of Object.entries(COLOURS)) {
              await tab.emulateMedia(media);
              for (const violation of await violations(tab)) found.push(`${state} ${colour}: ${violation}`);
              await chat.shot(`${locale}-${width}-${state}-${colour}`);
            }
          }
        } finally {
          page.close();
        }
        if (found.length) throw new Error(found.join("\n"));
      });
    }
  }
}
