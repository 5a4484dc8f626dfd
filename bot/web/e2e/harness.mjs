// What every check has: a fresh browser context, a page that counts its policy violations, and one line of result.

/** Without the last four, Chromium looks for Google's hosts at every start. */
export const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
];

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };
const REPLY_TIMEOUT_MS = 10_000;

export class Checks {
  passed = 0;
  failed = 0;

  constructor(browser, base, { screenshots, only }) {
    Object.assign(this, { browser, base, screenshots, only });
  }

  /** Runs one check in a browser of its own; a policy violation or a script error fails it too. */
  async check(name, options, body) {
    if (this.only && !name.includes(this.only)) return;
    const context = await this.browser.newContext({ viewport: DESKTOP, locale: "zh-HK", colorScheme: "light", ...options });
    const tab = await context.newPage();
    const faults = [];
    tab.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
    tab.on("console", (message) => /Content Security Policy|Trusted ?Type/i.test(message.text()) && faults.push(message.text()));
    await tab.addInitScript(() => addEventListener("securitypolicyviolation", (event) => console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`)));
    tab.setDefaultTimeout(REPLY_TIMEOUT_MS);
    try {
      await body(new Chat(tab, this), tab, context);
      if (faults.length) throw new Error(faults.join("; "));
      this.passed += 1;
      console.log(`ok    ${name}`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAIL  ${name}: ${error.message.split("\n").slice(0, 6).join(" | ")}`);
      if (this.screenshots) await tab.screenshot({ path: `${this.screenshots}/failed-${name.replace(/\W+/g, "-")}.png` }).catch(() => {});
    } finally {
      await context.close();
    }
  }
}

/** The conversation as a person meets it. Playwright's locators see into the open shadow root. */
export class Chat {
  constructor(tab, { base, screenshots }) {
    Object.assign(this, { tab, base, screenshots });
    this.field = tab.locator("one-ask textarea");
    this.replies = tab.locator("one-ask .reply");
    this.questions = tab.locator("one-ask .question");
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
    await this.tab.waitForTimeout(350);
    return reply;
  }

  async shot(name) {
    if (this.screenshots) await this.tab.screenshot({ path: `${this.screenshots}/${name}.png` });
  }
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
