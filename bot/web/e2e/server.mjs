// The real server as a child: started, killed without warning, started again on the same address and data.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { moveWeather } from "./weather.mjs";

const RECORDED = join(dirname(fileURLToPath(import.meta.url)), "../../tests/weather/20260322");

export class Server {
  constructor(binary, data) {
    this.binary = binary;
    this.temporary = data ? null : mkdtempSync(join(tmpdir(), "oneask-e2e-"));
    this.data = data ?? this.temporary;
    this.weather = join(this.data, "weather");
    moveWeather(RECORDED, this.weather);
    this.address = "127.0.0.1:0";
  }

  /** Starts it; its promise is the address. The second time it is the same one. */
  async start() {
    this.child = spawn(this.binary, ["serve", "--listen", this.address, "--data", this.data, "--weather", this.weather], {
      stdio: ["ignore", "pipe", "inherit"],
      // One host page is another origin; the tests speak faster than people do.
      env: { ...process.env, ONEASK__SERVER__ALLOWED_ORIGINS: '["*"]', ONEASK__SERVER__MESSAGES_PER_MINUTE: "600" },
    });
    for await (const line of createInterface({ input: this.child.stdout })) {
      const url = /http:\/\/(\S+)/.exec(line);
      if (!url) continue;
      this.address = url[1];
      return url[0];
    }
    throw new Error("the server said no address");
  }

  /** As a power cut would. */
  kill() {
    const gone = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGKILL");
    return gone;
  }

  async close() {
    await this.kill();
    if (this.temporary) rmSync(this.temporary, { recursive: true, force: true });
  }
}
