// From src/ to dist/, which the server embeds and which is committed: who builds the server needs no Node.
// node build.mjs           builds, and prints the sizes
// node build.mjs --check   fails if dist/ is not what src/ gives, byte for byte, or if a limit is passed

import { build } from "esbuild";
import { minify } from "terser";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const HERE = dirname(fileURLToPath(import.meta.url));
const SRC = join(HERE, "src");
const DIST = join(HERE, "dist");

/** Bytes after gzip. A citizen on somebody else's page loads these and nothing else. */
const LOADER_LIMIT = 2 * 1024;
const WIDGET_LIMIT = 25 * 1024;

const OPTIONS = {
  bundle: true,
  write: false,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  target: ["chrome111", "firefox113", "safari16.4"],
  logLevel: "warning",
};

/** Of a style sheet that a script takes in as text. */
const styleAsText = {
  name: "style-as-text",
  setup(context) {
    context.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: shortProperties(String(await bundle(path))), loader: "text" }));
  },
};

/**
 * The widget's own custom properties by one letter. Those of `--oneask-…` are for the page that embeds it, and those that a
 * script sets keep their names.
 */
function shortProperties(css) {
  const names = [...new Set(css.match(/--(?!oneask-|visible-|scale)[a-z][\w-]*/g))];
  const letters = new Map(names.map((name, at) => [name, `--${at.toString(36)}`]));
  return css.replace(/--(?!oneask-|visible-|scale)[a-z][\w-]*/g, (name) => letters.get(name)).replace(/(--\w+): /g, "$1:");
}

/**
 * Names that only the widget's own modules use, members of their classes and strings: they go out as a letter or two. What the
 * server, the browser, the page or the storage calls by the same name must not stand here.
 */
const OURS = `
  acked addQuestion addReply adopt announce announceReply bad bot changed choose colon comma copied copyLink day deliver
  drafted drop eraseFailed escape folded good history humidity kinds languageChosen left listening mark move newWindow notes
  notThis opened owner page pageDate personal pick press privacyButton privacyText progress rainfall received reconnected
  reconnecting refused release replied scrollToTurn started startersTitle tell temperature ticked toConfirm typing
  unanswered uv voice wait warn welcomeText you
`.trim().split(/\s+/);

/** Each of them with its short name: letters that are no name of anything else in the sources. */
function shortNames() {
  const folder = join(SRC, "widget");
  const sources = readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  const words = sources.match(/[\w$]+/g);
  const taken = new Set(words);
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const free = [...letters, ...letters.flatMap((one) => letters.map((other) => one + other))].filter((name) => !taken.has(name));
  const times = (name) => words.filter((word) => word === name).length;
  for (const name of OURS) {
    if (!taken.has(name)) throw new Error(`${name} is not in the sources any more`);
    // What is in quotes is looked up by its text, and would not be found under another name.
    if (sources.includes(`"${name}"`)) throw new Error(`${name} is in quotes in the sources and cannot go out under a shorter name`);
  }
  return Object.fromEntries(OURS.toSorted((one, other) => times(other) - times(one)).map((name, at) => [name, free[at]]));
}

const SHORT = shortNames();

/**
 * The strings, written as one object for each language, packed as columns: each key once, the languages side by side. What
 * the bundle sees is the same `STRINGS`.
 */
const stringsAsColumns = {
  name: "strings-as-columns",
  setup(context) {
    context.onLoad({ filter: /[\\/]strings\.js$/ }, async ({ path }) => {
      const source = readFileSync(path, "utf8");
      const { STRINGS } = await import(pathToFileURL(path));
      const languages = Object.values(STRINGS);
      const keys = Object.keys(languages[0]);
      for (const strings of languages) if (String(Object.keys(strings)) !== String(keys)) throw new Error("the languages of strings.js do not have the same keys in the same order");
      const literal = (value) => (typeof value === "function" ? value.toString() : JSON.stringify(value));
      const columns = languages.map((strings) => `[${keys.map((key) => literal(strings[key])).join(",")}]`);
      const short = keys.map((key) => SHORT[key] ?? key).join();
      const packed = `((keys, columns) => Object.fromEntries(LANGUAGES.map((language, at) => [language, Object.fromEntries(keys.map((key, row) => [key, columns[at][row]]))])))(${JSON.stringify(short)}.split(","), [${columns.join(",\n")}])`;
      const from = source.indexOf("export const STRINGS");
      return { contents: `${source.slice(0, from)}export const STRINGS = ${packed};`, loader: "js" };
    });
  },
};

async function bundle(entry, options) {
  const { outputFiles } = await build({ ...OPTIONS, entryPoints: [entry], ...options });
  return Buffer.from(outputFiles[0].contents);
}

/** esbuild puts the modules together, terser finds what is left to say more briefly. */
async function script(path, format, names) {
  const code = await bundle(join(SRC, path), { format, plugins: [styleAsText, stringsAsColumns], external: ["/widget/v1/*"], ...names });
  const compress = { ecma: 2022, passes: 3, pure_getters: true, sequences: false, unsafe: true };
  const { code: short } = await minify(String(code), { module: format === "esm", toplevel: true, compress, format: { ecma: 2022 } });
  return Buffer.from(`${short}\n`);
}

const style = (path) => bundle(join(SRC, path));

/** Indentation and comments out; text stays as it is. */
function page(path) {
  const lines = readFileSync(join(SRC, path), "utf8").replace(/<!--[\s\S]*?-->/g, "").split("\n");
  return Buffer.from(`${lines.map((line) => line.trim()).filter(Boolean).join("\n")}\n`);
}

async function everything() {
  const files = new Map([
    ["widget/v1/loader.js", await script("loader.js", "iife")],
    ["widget/v1/oneask.js", await script("widget/element.js", "esm", { mangleProps: new RegExp(`^(${OURS.join("|")})$`), mangleCache: SHORT })],
    ["sw.js", await script("page/sw.js", "iife")],
    ["index.html", page("page/index.html")],
    ["embed.html", page("page/embed.html")],
    ["widget.html", page("page/widget.html")],
    ["page/offline.html", page("page/offline.html")],
    ["manifest.webmanifest", Buffer.from(JSON.stringify(JSON.parse(readFileSync(join(SRC, "page/manifest.webmanifest"), "utf8"))))],
  ]);
  for (const name of ["page", "embed", "widget", "offline"]) files.set(`page/${name}.js`, await script(`page/${name}.js`, "esm"));
  for (const name of ["page", "widget", "offline"]) files.set(`page/${name}.css`, await style(`page/${name}.css`));
  for (const name of readdirSync(join(SRC, "icons"))) files.set(`icons/${name}`, readFileSync(join(SRC, "icons", name)));
  return files;
}

function listed(directory) {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(directory, join(entry.parentPath ?? entry.path, entry.name)));
}

function differences(files) {
  let there = [];
  try {
    there = listed(DIST);
  } catch {
    // No dist/ at all: every file is missing.
  }
  const wrong = [...files].filter(([name, bytes]) => !there.includes(name) || !readFileSync(join(DIST, name)).equals(bytes)).map(([name]) => `${name} is not what src gives`);
  return [...wrong, ...there.filter((name) => !files.has(name)).map((name) => `${name} comes from nothing in src`)];
}

function write(files) {
  rmSync(DIST, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(DIST, name)), { recursive: true });
    writeFileSync(join(DIST, name), bytes);
  }
}

/** Prints the sizes; the result is what is too large. */
function measure(files) {
  const gzip = (name) => gzipSync(files.get(name), { level: 9 }).length;
  const loader = gzip("widget/v1/loader.js");
  const rest = gzip("widget/v1/oneask.js");
  const rows = [
    ["loader.js", loader, LOADER_LIMIT],
    ["oneask.js (style and three languages inside)", rest, null],
    ["the widget altogether, 2 requests", loader + rest, WIDGET_LIMIT],
    ["the page at / besides", gzip("index.html") + gzip("page/page.js") + gzip("page/page.css"), null],
    ["deep-chat 2.4.2, for comparison", 108 * 1024, null],
    ["rasa-webchat 1.0.1", 206 * 1024, null],
    ["Botpress webchat 4.5.2", 228 * 1024, null],
    ["BotFramework-WebChat 4.18.1, minimal", 471 * 1024, null],
  ];
  for (const [name, bytes, limit] of rows) console.log(`${name.padEnd(48)} ${(bytes / 1024).toFixed(1).padStart(6)} KB gzip${limit ? `  (limit ${limit / 1024})` : ""}`);
  console.log(`${loader} + ${rest} = ${loader + rest} bytes`);
  return rows.filter(([, bytes, limit]) => limit && bytes > limit).map(([name, bytes, limit]) => `${name} has ${bytes} bytes, the limit is ${limit}`);
}

const files = await everything();
const faults = measure(files);
if (process.argv.includes("--check")) faults.push(...differences(files));
else write(files);
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
