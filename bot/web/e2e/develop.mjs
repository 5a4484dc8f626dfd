// Serves dist/ from disk in front of a running server, for work on the window: node develop.mjs http://127.0.0.1:1823

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Proxy } from "./proxy.mjs";

const proxy = await new Proxy(process.argv[2], join(dirname(fileURLToPath(import.meta.url)), "..", "dist")).listen();
console.log(proxy.url);
