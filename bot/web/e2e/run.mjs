// The page and the widget in a real browser, against a running server.
// node run.mjs http://127.0.0.1:1823 [--screenshots DIR] [--only WORDS]

import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { accessibility } from "./accessibility.mjs";
import { embedding } from "./embedding.mjs";
import { Checks, FLAGS } from "./harness.mjs";
import { page } from "./page.mjs";

const words = process.argv.slice(2);
const option = (name) => (words.includes(name) ? words.splice(words.indexOf(name), 2)[1] : undefined);
const screenshots = option("--screenshots");
const only = option("--only");
const [base] = words;
if (!base) {
  console.error("usage: node run.mjs BASE_URL [--screenshots DIR] [--only WORDS]");
  process.exit(2);
}
if (screenshots) mkdirSync(screenshots, { recursive: true });

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: FLAGS });
const checks = new Checks(browser, new URL(base).origin, { screenshots, only });
try {
  for (const suite of [page, accessibility, embedding]) await suite(checks);
} finally {
  await browser.close();
}
console.log(`${checks.passed} passed, ${checks.failed} failed`);
process.exit(checks.failed ? 1 : 0);
