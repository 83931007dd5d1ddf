// Serves the result page of `demo` on loopback: the files of www/ and the report as /data.json, nothing else.

import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CliError, ExitCode } from "./exit.js";

const FILES: Readonly<Record<string, { name: string; type: string }>> = {
  "/": { name: "index.html", type: "text/html; charset=utf-8" },
  "/table.css": { name: "table.css", type: "text/css; charset=utf-8" },
  "/style.css": { name: "style.css", type: "text/css; charset=utf-8" },
  "/icon.svg": { name: "icon.svg", type: "image/svg+xml" },
  "/table.js": { name: "table.js", type: "text/javascript; charset=utf-8" },
  "/app.js": { name: "app.js", type: "text/javascript; charset=utf-8" },
};

// The page needs its own files and its data. Nothing inline, nothing from elsewhere, no frame around it.
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
} as const;

/** A page that is being served. */
export interface PageServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Starts to serve.
 *
 * @param folder where the files of the page are
 * @param data what /data.json answers with
 * @param port 0 takes a free one
 */
export async function servePage(folder: URL, data: unknown, port: number): Promise<PageServer> {
  const bodies = new Map<string, { type: string; body: Buffer }>();
  for (const [path, { name, type }] of Object.entries(FILES)) {
    bodies.set(path, { type, body: await readPageFile(folder, name) });
  }
  const json = Buffer.from(JSON.stringify(data));
  bodies.set("/data.json", { type: "application/json; charset=utf-8", body: json });
  const server = createServer((request, response) => answer(request, response, bodies));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(
      ExitCode.usage,
      "CANNOT_LISTEN",
      `--port: ${port} cannot be used (${error.code ?? error.message}).`,
      "Give another port, or 0 for a free one.",
      { cause: error },
    );
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  bodies: ReadonlyMap<string, { type: string; body: Buffer }>,
): void {
  const finish = (status: number, type: string, body: Buffer | string): void => {
    response.writeHead(status, { ...HEADERS, "content-type": type });
    response.end(request.method === "HEAD" ? undefined : body);
  };
  // A name that someone pointed at 127.0.0.1 must not read what is here.
  const host = request.headers.host?.replace(/:\d+$/u, "");
  if (host !== "127.0.0.1" && host !== "localhost") return finish(421, "text/plain", "Unknown host\n");
  if (request.method !== "GET" && request.method !== "HEAD") return finish(405, "text/plain", "GET only\n");
  const found = bodies.get((request.url ?? "/").replace(/[?#].*$/su, ""));
  if (!found) return finish(404, "text/plain", "Not found\n");
  return finish(200, found.type, found.body);
}

async function readPageFile(folder: URL, name: string): Promise<Buffer> {
  try {
    return await readFile(new URL(name, folder));
  } catch (error) {
    throw new CliError(
      ExitCode.usage,
      "NO_PAGE",
      `The page is not here: ${name} is missing from the folder www.`,
      "The demonstration runs in a checkout of the project; --once runs it without the page.",
      { cause: error },
    );
  }
}
