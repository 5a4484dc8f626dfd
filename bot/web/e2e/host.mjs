// Somebody else's page: another origin, a strict policy of its own, sometimes hostile styles.

import { createServer } from "node:http";

/** A department's page with `body` and, unless told otherwise, the loader's script tag. */
export async function host(base, { attributes = "", style = "", body = "", script = true } = {}) {
  const policy = [
    "default-src 'self'", "style-src 'self'", "img-src data:", `script-src ${base}`, `connect-src ${base} ${base.replace(/^http/, "ws")}`, `frame-src ${base}`,
    "require-trusted-types-for 'script'",
  ].join("; ");
  const html = `<!doctype html><html lang="zh-Hant-HK"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>某部門</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
    <body><main><h1>某部門</h1><p>一個普通的網頁。</p>${body}</main>${script ? `<script src="${base}/widget/v1/loader.js" async ${attributes}></script>` : ""}</body></html>`;
  const server = createServer((request, response) => {
    if (request.url === "/style.css") return response.writeHead(200, { "content-type": "text/css" }).end(style);
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy }).end(html);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** Runs a check on such a page. */
export async function onHost(checks, name, options, site, body) {
  await checks.check(name, options, async (chat, tab, context) => {
    const page = await host(checks.base, site);
    try {
      await tab.goto(page.url);
      await body(chat, tab, context);
    } finally {
      page.close();
    }
  });
}
