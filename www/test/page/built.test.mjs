// The built page: small at first, and nothing in it that its policy forbids.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import test from "node:test";
import { gzipSync } from "node:zlib";

const DIST = new URL("../../dist/page/", import.meta.url);
const LIMIT = 150 * 1024;

const html = await readFile(new URL("index.html", DIST), "utf8");
const manifest = JSON.parse(await readFile(new URL(".vite/manifest.json", DIST), "utf8"));
const names = await readdir(new URL("assets/", DIST));

/** A chunk and all that it imports before it runs. */
function withImports(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key].imports ?? []) withImports(next, found);
  return found;
}

async function gzipped(file) {
  return gzipSync(await readFile(new URL(file, DIST))).length;
}

test("the first load is under 150 KB of JavaScript, gzipped, and so are all the parts together", async (t) => {
  const first = [...withImports("index.html")].map((key) => manifest[key].file);
  assert.ok(
    first.length > 0 && first.every((file) => html.includes(file)),
    "the page names what it loads at first",
  );
  const sizeOf = async (files) =>
    (await Promise.all(files.map(gzipped))).reduce((sum, size) => sum + size, 0);
  const scripts = names.filter((name) => name.endsWith(".js")).map((name) => `assets/${name}`);
  const [atFirst, altogether] = [await sizeOf(first), await sizeOf(scripts)];
  t.diagnostic(
    `first load ${(atFirst / 1024).toFixed(1)} KB, with every later part ${(altogether / 1024).toFixed(1)} KB`,
  );
  assert.ok(atFirst < LIMIT, `${atFirst} bytes at first`);
  assert.ok(altogether < LIMIT, `${altogether} bytes altogether`);
});

test("the picture of the network, the table and the module come later", () => {
  const first = withImports("index.html");
  const later = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
  assert.ok(later.some((key) => key.includes("network")) && later.some((key) => key.includes("matches")));
  for (const key of later) assert.equal(first.has(key), false, key);
  assert.ok(names.some((name) => name.endsWith(".wasm")));
});

test("the page has no script, style or handler of its own, and names no other host", async () => {
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)[^>]*>/i);
  assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=/i);
  for (const [, address] of html.matchAll(/(?:src|href)="([^"]*)"/g)) assert.match(address, /^\/assets\//);
});

test("no part makes code of text, or markup of a stranger's", async () => {
  for (const name of names.filter((file) => file.endsWith(".js"))) {
    const code = await readFile(new URL(`assets/${name}`, DIST), "utf8");
    assert.doesNotMatch(code, /\beval\(|\bnew Function\(|document\.write\(|insertAdjacentHTML/, name);
  }
});

test("the page's own code sets no markup, only text", async () => {
  const page = new URL("../../page/", import.meta.url);
  const files = (await readdir(page, { recursive: true })).filter((name) => /\.tsx?$/.test(name));
  assert.ok(files.length > 20);
  for (const file of files) {
    assert.doesNotMatch(
      await readFile(new URL(file, page), "utf8"),
      /innerHTML|outerHTML|InnerHTML|insertAdjacent/,
      file,
    );
  }
});
