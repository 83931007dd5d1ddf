// Bundles the worker into dist/worker, byte for byte as a deployment would; deploys nothing.

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { CONSOLE, wrangler } from "./wrangler.mjs";

const out = join(CONSOLE, "dist/worker");
await rm(out, { recursive: true, force: true });
// The page is made by itself; a worker has a place for it all the same.
await mkdir(join(CONSOLE, "dist/page"), { recursive: true });
await wrangler("deploy", "--dry-run", "--env=", "--outdir", out);
