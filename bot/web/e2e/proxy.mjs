// Stands between the browser and the server and does to them what networks do: refuses sockets, holds streams back, cuts
// connections, is down for a while. With a `dist` folder it serves the files of the window from there, under the policy
// that the server sends, so that one can work on them without building the server.

import { readFileSync } from "node:fs";
import { createServer, request as ask } from "node:http";
import { connect } from "node:net";
import { extname, join } from "node:path";

const POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json" };
const PAGES = [[/^\/$/, "index.html"], [/^\/embed\/[\w-]+$/, "embed.html"], [/^\/widget\/$/, "widget.html"], [/^\/((page|widget\/v1|icons)\/[\w.-]+|sw\.js|manifest\.webmanifest)$/, null]];

export class Proxy {
  /** `sockets` and `streams`: whether a WebSocket and a stream of events get through; `up`: whether anything does. */
  sockets = true;
  streams = true;
  up = true;
  /** While true, nothing that the server says on a socket or in reply to a frame reaches the browser. */
  deaf = false;
  /** While true, nothing that the browser says on a socket reaches the server. */
  mute = false;
  #open = new Set();

  constructor(upstream, dist) {
    this.upstream = new URL(upstream);
    this.dist = dist;
  }

  async listen() {
    this.server = createServer((request, response) => this.#request(request, response));
    this.server.on("connection", (socket) => {
      if (!this.up) return socket.destroy();
      this.#keep(socket);
    });
    this.server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  /** Breaks every connection there is. */
  cut() {
    for (const socket of this.#open) socket.destroy();
  }

  /** The network as it should be. */
  heal() {
    this.sockets = this.streams = this.up = true;
    this.deaf = this.mute = false;
  }

  close() {
    this.cut();
    this.server.close();
  }

  #keep(socket) {
    this.#open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#open.delete(socket));
    return socket;
  }

  #request(request, response) {
    const { pathname } = new URL(request.url, this.url);
    const page = this.dist && PAGES.find(([pattern]) => pattern.test(pathname));
    if (page) return this.#file(page[1] ?? pathname.slice(1), response);
    if (pathname === "/chat/v1/events" && !this.streams) return; // A proxy that waits for the end of a stream before it passes it on.
    const onward = ask({ host: this.upstream.hostname, port: this.upstream.port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
      if (this.deaf && pathname.startsWith("/chat/")) return;
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
      answer.on("error", () => response.destroy());
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  }

  #file(name, response) {
    try {
      const bytes = readFileSync(join(this.dist, name));
      const headers = { "content-type": TYPES[extname(name)], "cache-control": "no-cache" };
      if (name.endsWith(".html")) headers["content-security-policy"] = POLICY;
      if (name.startsWith("widget/v1/")) Object.assign(headers, { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" });
      response.writeHead(200, headers).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }

  #upgrade(request, socket, head) {
    if (!this.sockets) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const onward = this.#keep(connect(this.upstream.port, this.upstream.hostname, () => {
      onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
      onward.write(head);
      socket.on("data", (bytes) => this.mute || onward.write(bytes));
    }));
    onward.on("data", (bytes) => this.deaf || socket.write(bytes));
    onward.on("close", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  }
}
