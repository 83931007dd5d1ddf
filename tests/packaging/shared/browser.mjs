// Chromium and Firefox: opens a page, waits for what it has to tell, and counts the bytes that it asked for.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import puppeteer from "puppeteer-core";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Neither text that becomes code nor another host: what a careful page allows, and compiling WebAssembly. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:";

/** A page and its worker are done by then unless they hang. */
const LIMIT_MS = 60_000;

/** What the variable `CHROME` or `FIREFOX` names; `cargo xtask` finds both. */
function pathOf(browser) {
  const variable = browser === "firefox" ? "FIREFOX" : "CHROME";
  const path = process.env[variable];
  if (!path) throw new Error(`${browser} is missing: install it, or let ${variable} name it`);
  return path;
}

/** Starts a browser that speaks to nobody of its own accord. */
export function launch(browser) {
  const executablePath = pathOf(browser);
  if (browser === "firefox") {
    const extraPrefsFirefox = {
      "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false,
      "browser.safebrowsing.downloads.remote.enabled": false,
      "app.normandy.enabled": false,
      "services.settings.server": "data:,",
    };
    return puppeteer.launch({ browser, executablePath, extraPrefsFirefox });
  }
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return puppeteer.launch({ browser: "chrome", executablePath, args });
}

/** Serves a folder's files on loopback while `work` goes on; `loaded()` tells how many bytes went out. */
export async function withFiles(folder, work) {
  let bytes = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    readFile(join(folder, decodeURIComponent(pathname))).then(
      (content) => {
        const type = TYPES[extname(pathname)];
        if (type !== TYPES[".html"]) bytes += content.length;
        response
          .writeHead(200, {
            "content-type": type ?? "application/octet-stream",
            "content-security-policy": POLICY,
          })
          .end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await work(`http://127.0.0.1:${server.address().port}`, () => bytes);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Opens a page and gives its `globalThis.result`, with the browser's version. */
export async function resultOf(browser, url) {
  const running = await launch(browser);
  try {
    const version = (await running.version()).replace(/^\D+/, "");
    const page = await running.newPage();
    const said = [];
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("console", (message) => said.push(message.text()));
    page.on("requestfailed", (request) => said.push(`${request.url()}: ${request.failure()?.errorText}`));
    try {
      await page.goto(url, { waitUntil: "load" });
      const result = await page.evaluate(async (limit) => {
        if (globalThis.result === undefined) throw new Error("the page's program did not run");
        const late = new Promise((_, reject) => {
          setTimeout(() => reject(new Error(`the page's program did not end within ${limit} ms`)), limit);
        });
        return Promise.race([globalThis.result, late]);
      }, LIMIT_MS);
      return { ...result, version };
    } catch (error) {
      throw new Error(`${url} in ${browser}: ${error?.message ?? error}\n${said.join("\n")}`, {
        cause: error,
      });
    }
  } finally {
    await running.close();
  }
}
