// The pictures of README.md: node screenshots.mjs --server BINARY [--dist DIR] DIRECTORY

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { Chat, FLAGS, PHONE } from "./harness.mjs";
import { host } from "./host.mjs";
import { Proxy } from "./proxy.mjs";
import { Server } from "./server.mjs";

const words = process.argv.slice(2);
const option = (name) => (words.includes(name) ? words.splice(words.indexOf(name), 2)[1] : undefined);
const [binary, dist] = ["--server", "--dist"].map(option);
const [directory] = words;
const QUALITY = 82;

const server = new Server(binary);
const proxy = await new Proxy(await server.start(), dist).listen();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
mkdirSync(directory, { recursive: true });

/** One picture in a browser of its own: `body` brings the page to what is to be seen. */
async function picture(name, options, body) {
  const context = await browser.newContext({ viewport: PHONE, locale: "zh-HK", colorScheme: "light", reducedMotion: "reduce", ...options });
  const tab = await context.newPage();
  proxy.heal();
  await body(new Chat(tab, { base: proxy.url }), tab, context);
  await tab.waitForTimeout(300);
  const client = await context.newCDPSession(tab);
  const { data } = await client.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  writeFileSync(join(directory, `${name}.webp`), Buffer.from(data, "base64"));
  if (process.env.PNG) await tab.screenshot({ path: join(process.env.PNG, `${name}.png`) });
  await context.close();
}

const WIDE = { viewport: { width: 1280, height: 860 } };
const asked = (question) => async (chat) => {
  await chat.open();
  await chat.ask(question);
};

await picture("first-screen", {}, async (chat, tab) => {
  await chat.open();
  await tab.locator("one-ask .welcome button").first().waitFor();
});
await picture("suggestions", {}, async (chat) => {
  await chat.open();
  await chat.field.pressSequentially("駕駛執照");
  await chat.options.first().waitFor();
  await chat.field.press("ArrowDown");
});
await picture("card", WIDE, asked("個車牌就到期，點續？"));
await picture("card-phone", {}, async (chat, tab) => {
  await asked("個車牌就到期，點續？")(chat);
  await tab.locator("one-ask .ticks input").nth(0).check();
  await tab.locator("one-ask .ticks").scrollIntoViewIfNeeded();
  await tab.locator("one-ask .log").evaluate((log) => (log.scrollTop += 420));
});
await picture("card-dark", { colorScheme: "dark" }, asked("申請公屋要咩文件？"));
await picture("choices", {}, asked("車牌"));
await picture("weather", {}, asked("未來九天天氣"));
await picture("warning", { locale: "en-HK" }, asked("Any weather warnings?"));
await picture("english", { ...WIDE, locale: "en-HK" }, asked("How much is a replacement identity card?"));
await picture("masked", { locale: "zh-CN" }, async (chat) => {
  await chat.open();
  await chat.ask("A123456(3) 补领身份证要多少钱？");
  await chat.field.fill("我的电话是 9123 4567");
});
await picture("privacy", {}, async (chat, tab) => {
  await chat.open();
  await tab.locator("one-ask .privacy-button").click();
});
await picture("offline", {}, async (chat, tab, context) => {
  await asked("車牌")(chat);
  await context.setOffline(true);
  await chat.field.fill("續領正式駕駛執照");
  await chat.field.press("Enter");
  await chat.status.filter({ hasText: /./ }).waitFor();
});
await picture("embedded", WIDE, async (chat, tab) => {
  const page = await host(proxy.url);
  await tab.goto(page.url);
  await tab.locator("one-ask .launcher").click();
  await chat.ask("而家幾多度？");
  page.close();
});
await picture("documentation", WIDE, async (chat) => chat.open("/widget/"));

await browser.close();
proxy.close();
await server.close();
