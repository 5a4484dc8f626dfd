// What every check needs: a page that fails on script errors and policy violations, the conversation as a person meets it,
// a few words to judge by.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Without the last four, Chromium looks for Google's hosts at every start. */
export const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
];

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };
const REPLY_TIMEOUT_MS = 10_000;

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export class Checks {
  passed = 0;
  failed = 0;

  constructor(browser, proxy, { server, screenshots, only }) {
    Object.assign(this, { browser, proxy, server, screenshots, only, base: proxy.url });
  }

  /** Runs one check that needs no browser. */
  async plain(name, body) {
    if (this.only && !name.includes(this.only)) return;
    try {
      await body();
      this.passed += 1;
      console.log(`ok    ${name}`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAIL  ${name}: ${error.message}`);
    }
  }

  /** Runs one check in a browser of its own; a policy violation or a script error fails it too. */
  async check(name, options, body) {
    if (this.only && !name.includes(this.only)) return;
    const context = await this.browser.newContext({ viewport: DESKTOP, locale: "zh-HK", colorScheme: "light", serviceWorkers: "block", ...options });
    const began = Date.now();
    const faults = [];
    const watch = (tab) => {
      tab.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
      tab.on("console", (message) => /Content Security Policy|Trusted ?Type|Trusted ?Script/i.test(message.text()) && faults.push(message.text()));
      tab.setDefaultTimeout(REPLY_TIMEOUT_MS);
    };
    context.on("page", watch);
    await context.addInitScript(() => addEventListener("securitypolicyviolation", (event) => console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`)));
    const tab = await context.newPage();
    this.proxy.heal();
    try {
      await body(new Chat(tab, this), tab, context);
      if (faults.length) throw new Error(faults.join("; "));
      this.passed += 1;
      console.log(`ok    ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAIL  ${name}: ${error.message.split("\n").slice(0, 8).join(" | ")}`);
      if (this.screenshots) await tab.screenshot({ path: `${this.screenshots}/failed-${name.replace(/\W+/g, "-").slice(0, 60)}.png` }).catch(() => {});
    } finally {
      await context.close().catch(() => {});
    }
  }
}

/** The conversation as a person meets it. Playwright's locators see into the open shadow root. */
export class Chat {
  constructor(tab, { base, screenshots }, root = tab) {
    Object.assign(this, { tab, base, screenshots });
    this.field = root.locator("one-ask input[role=combobox]");
    this.replies = root.locator("one-ask .reply");
    this.questions = root.locator("one-ask .question");
    this.options = root.locator("one-ask [role=option]");
    this.status = root.locator("one-ask .status");
  }

  async open(path = "/") {
    await this.tab.goto(this.base + path);
    await this.field.waitFor();
  }

  /** Types a question, sends it and waits for its answer. */
  async ask(text) {
    const before = await this.replies.count();
    await this.field.fill(text);
    await this.field.press("Enter");
    return this.answer(before);
  }

  /** The answer that comes after `before` answers. */
  async answer(before) {
    const reply = this.replies.nth(before);
    await reply.waitFor();
    return reply;
  }

  async shot(name) {
    if (!this.screenshots) return;
    // What moves or appears has come to rest by then.
    await this.tab.waitForTimeout(400);
    await this.tab.screenshot({ path: `${this.screenshots}/${name}.png` });
  }
}

/** Everything that axe finds, as one line each. It sees into open shadow roots, and is let in once a page. */
export async function violations(tab) {
  if (!(await tab.evaluate(() => Boolean(window.axe)))) await tab.evaluate(AXE);
  const found = await tab.evaluate((tags) => axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }), TAGS);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? node.html}`).join(" / ")}`);
}

export async function clean(tab, state) {
  equal((await violations(tab)).join("; "), "", `violations when ${state}`);
}

export function equal(actual, expected, what) {
  if (actual !== expected) throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

export function holds(condition, what) {
  if (!condition) throw new Error(what);
}

/** The text contains all of these. */
export function says(text, ...wanted) {
  for (const one of wanted) holds(one instanceof RegExp ? one.test(text) : text.includes(one), `${one} is not in: ${text.slice(0, 300)}`);
}

/** Whether the focus is on this element, in its own root. */
export const focused = (locator) => locator.evaluate((node) => node.getRootNode().activeElement === node);
