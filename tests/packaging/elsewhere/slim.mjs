// A program that gives the package its module by hand.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as partner from "meshi-partner/slim";
import { scenario } from "./scenario.mjs";

const module = fileURLToPath(import.meta.resolve("meshi-partner/meshi_partner_bg.wasm"));
await partner.init(await readFile(module));
console.log(JSON.stringify(await scenario(partner, {})));
