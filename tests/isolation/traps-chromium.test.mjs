// In a page of Chromium.

import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { resultOf, withFiles } from "../packaging/shared/browser.mjs";
import { writeBundle } from "../packaging/shared/bundle.mjs";
import { check } from "./expected.mjs";

const MODULE = "meshi_partner_bg.wasm";

test("a trap in a page", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "meshi-traps-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const dist = join(process.env.MESHI_TRAPS, "dist");
  await writeBundle(fileURLToPath(new URL("traps-page.mjs", import.meta.url)), join(folder, "page.js"), {
    conditions: ["browser"],
    alias: { "meshi-partner": join(dist, "browser.js") },
  });
  await copyFile(join(dist, MODULE), join(folder, MODULE));
  await writeFile(
    join(folder, "page.html"),
    '<!doctype html><title>Traps</title><script type="module" src="page.js"></script>',
  );
  await withFiles(folder, async (origin) => {
    const { unhandled, ...result } = await resultOf("chromium", `${origin}/page.html`);
    check(result);
    assert.deepEqual(unhandled, []);
  });
});
