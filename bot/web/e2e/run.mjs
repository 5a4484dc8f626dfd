// The pages and the widget in a real browser, against a real server.
// node run.mjs http://127.0.0.1:1823 | --server BINARY [--data DIR]   a running server, or one that this run starts and kills
//   [--dist DIR]          serves the window from this folder instead of from the server
//   [--screenshots DIR]   leaves pictures of the states there
//   [--only WORDS]        runs the checks whose names contain the words

import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { embedding } from "./embedding.mjs";
import { Checks, FLAGS } from "./harness.mjs";
import { looks } from "./looks.mjs";
import { matrix } from "./matrix.mjs";
import { network } from "./network.mjs";
import { pages } from "./pages.mjs";
import { privacy } from "./privacy.mjs";
import { Proxy } from "./proxy.mjs";
import { Server } from "./server.mjs";
import { talking } from "./talking.mjs";
import { typing } from "./typing.mjs";
import { units } from "./units.mjs";

const words = process.argv.slice(2);
const option = (name) => (words.includes(name) ? words.splice(words.indexOf(name), 2)[1] : undefined);
const [binary, data, dist, screenshots, only] = ["--server", "--data", "--dist", "--screenshots", "--only"].map(option);
const [given] = words;
if (!given === !binary) {
  console.error("usage: node run.mjs BASE_URL | --server BINARY [--data DIR]  [--dist DIR] [--screenshots DIR] [--only WORDS]");
  process.exit(2);
}
if (screenshots) mkdirSync(screenshots, { recursive: true });

const server = binary && new Server(binary, data);
const proxy = await new Proxy(server ? await server.start() : given, dist).listen();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
const checks = new Checks(browser, proxy, { server, screenshots, only });
try {
  for (const suite of [units, talking, typing, privacy, network, embedding, pages, looks, matrix]) await suite(checks);
} finally {
  await browser.close().catch(() => {});
  proxy.close();
  await server?.close();
}
console.log(`${checks.passed} passed, ${checks.failed} failed`);
process.exit(checks.failed ? 1 : 0);
