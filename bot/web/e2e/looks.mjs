// Sizes, colours and targets.

import { PHONE, clean, equal, holds } from "./harness.mjs";
import { host } from "./host.mjs";

export async function looks(checks) {
  await checks.check("forced colours", { forcedColors: "active", viewport: PHONE }, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    await chat.shot("forced-colours");
    await clean(tab, "colours are forced");
  });

  await checks.check("the themes that a page can choose keep their contrast", {}, async (chat, tab) => {
    for (const theme of ["light", "dark", "high-contrast"]) {
      await chat.open(`/embed/all?theme=${theme}&instance=${theme}`);
      await chat.ask("個車牌就到期，點續？");
      await chat.shot(`theme-${theme}`);
      await clean(tab, `the theme is ${theme}`);
    }
  });

  // 1280 x 1024 at 400%.
  for (const [name, viewport] of [["320x256 (400%)", { width: 320, height: 256 }], ["320x568", { width: 320, height: 568 }]]) {
    await checks.check(`nothing is cut off at ${name}`, { viewport, locale: "en-HK" }, async (chat, tab) => {
      await chat.open();
      await chat.ask("How do I renew my driving licence?");
      await chat.shot(`small-${viewport.width}x${viewport.height}`);
      const wide = await tab.evaluate(() => {
        const log = document.querySelector("one-ask").shadowRoot.querySelector(".log");
        return Math.max(document.documentElement.scrollWidth - innerWidth, log.scrollWidth - log.clientWidth);
      });
      holds(wide <= 0, `${wide} pixels too wide`);
      await chat.field.scrollIntoViewIfNeeded();
      await chat.field.click();
      await clean(tab, "small");
    });
  }

  await checks.check("text may be spaced as WCAG 1.4.12 asks, and doubled in size", { viewport: { width: 640, height: 800 } }, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    const wide = await tab.evaluate(() => {
      const root = document.querySelector("one-ask").shadowRoot;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important } :host { font-size: 32px !important }");
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
      const cut = [...root.querySelectorAll("button, .bubble, .say, .form, h2, h3, h4, small")].filter((node) => node.checkVisibility() && !node.classList.contains("unseen") && node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline");
      const log = root.querySelector(".log");
      return [log.scrollWidth - log.clientWidth, ...cut.map((node) => node.className || node.localName)].join(" ");
    });
    equal(wide, "0", "pixels too wide, and what is cut");
  });

  // iOS lays its keyboard over the page: the visual viewport shrinks and may move down, the page stays as it is.
  for (const [place, open] of [
    ["in its own page", (chat) => chat.open()],
    ["on a host page", async (chat, tab, page) => {
      await tab.goto(page.url);
      await tab.locator("one-ask .launcher").click();
    }],
  ]) {
    await checks.check(`a keyboard over the page leaves the field and the newest reply in view, ${place}`, { viewport: PHONE, hasTouch: true, isMobile: true }, async (chat, tab) => {
      await tab.addInitScript(() => {
        const view = Object.assign(new EventTarget(), { width: innerWidth, height: innerHeight, offsetTop: 0, offsetLeft: 0, scale: 1 });
        Object.defineProperty(window, "visualViewport", { value: view });
        window.viewed = (now) => {
          Object.assign(view, now);
          for (const name of ["resize", "scroll"]) view.dispatchEvent(new Event(name));
        };
      });
      const page = await host(checks.base);
      try {
        await open(chat, tab, page);
        for (const question of ["未來九天天氣", "TD 99999 點填？"]) await chat.ask(question);
        const height = await tab.evaluate(() => innerHeight);
        for (const view of [{ height: 400, offsetTop: 0 }, { height, offsetTop: 0 }, { height: 380, offsetTop: 60 }]) {
          await tab.evaluate((now) => window.viewed(now), view);
          // The page moves the window itself where it can; what is laid out is judged by what the reader sees of it.
          await tab.waitForFunction(({ height, offsetTop }) => {
            const root = document.querySelector("one-ask").shadowRoot;
            const top = getComputedStyle(root.querySelector(".panel")).position === "fixed" ? offsetTop : 0;
            const seen = (box) => box.top >= top - 1 && box.bottom <= top + height + 1;
            const log = root.querySelector(".log").getBoundingClientRect();
            const reply = [...root.querySelectorAll(".reply")].at(-1).querySelector(".say").getBoundingClientRect();
            return seen(root.querySelector("#field").getBoundingClientRect()) && seen(log) && log.height > 100 && reply.top >= log.top && reply.bottom <= log.bottom;
          }, view);
          await chat.shot(`keyboard-${place.replace(/ /g, "-")}-${view.height}`);
        }
        await tab.evaluate(() => window.viewed({ scale: 2, height: 200 }));
        equal(await tab.locator("one-ask .panel").evaluate((panel) => getComputedStyle(panel).getPropertyValue("--visible-height")), "380px", "the height while it is enlarged by the fingers");
      } finally {
        page.close();
      }
    });
  }

  await checks.check("targets are at least 44 pixels", { viewport: PHONE }, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    await chat.replies.last().getByRole("button", { name: "更多選項" }).click();
    await chat.replies.last().getByRole("button", { name: "沒有用" }).click();
    const small = await tab.evaluate(() =>
      [...document.querySelector("one-ask").shadowRoot.querySelectorAll("button, summary, input:not([type=checkbox]), label:has(input), a.go, a.form")]
        .filter((node) => node.checkVisibility())
        .map((node) => [node.getBoundingClientRect(), node.className || node.localName])
        .filter(([box]) => box.height < 43.5 || box.width < 43.5)
        .map(([box, name]) => `${name} ${Math.round(box.width)}x${Math.round(box.height)}`));
    equal(small.join(", "), "", "small targets");
  });

  await checks.check("with reduced motion nothing moves", { reducedMotion: "reduce" }, async (chat, tab) => {
    await chat.open();
    await chat.ask("個車牌就到期，點續？");
    equal(await tab.evaluate(() => document.getAnimations().length), 0, "animations");
  });
}
