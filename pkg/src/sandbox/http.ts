// Serves a sandbox over HTTP with Node's own server: `npx meshi-partner sandbox`. The only file here that needs Node.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createSandbox } from "./index.js";
import type { Sandbox, SandboxFault, SandboxOptions } from "./types.js";

/** Settings of a served sandbox. */
export interface ServeSandboxOptions extends SandboxOptions {
  /** 0 takes a free one. 8787. */
  port?: number;
  /** The address to listen on; anything but loopback lets others in. 127.0.0.1. */
  host?: string;
}

/** A sandbox that answers over HTTP. */
export interface SandboxServer extends Sandbox {
  /** Where it listens. */
  readonly port: number;
  /** Stops it, and breaks off what is still open. */
  close(): Promise<void>;
}

const DEFAULT_PORT = 8787;
const CONTROL = "/__sandbox/";
/** A body above this is not even read to be refused. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Serves a sandbox until `close` is called. Beside the API it answers what the native binary answers below `/__sandbox`:
 * `POST` and `DELETE faults`, `POST reset`, `GET requests`, `GET keys`.
 *
 * @throws Error where it cannot listen, with Node's `code`
 */
export async function serveSandbox(options: ServeSandboxOptions = {}): Promise<SandboxServer> {
  const { port = DEFAULT_PORT, host = "127.0.0.1", ...settings } = options;
  const sandbox = await createSandbox(settings);
  const { origin } = new URL(sandbox.baseUrl);
  const server = createServer((request, response) => {
    answer(sandbox, origin, request, response).catch((error: unknown) => {
      if (response.headersSent || isHangUp(error)) request.socket.destroy();
      else json(response, 500, { code: "INTERNAL_ERROR", message: textOf(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    ...sandbox,
    baseUrl: `http://${name}:${address.port}${new URL(sandbox.baseUrl).pathname}`,
    port: address.port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function answer(
  sandbox: Sandbox,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = request.url ?? "/";
  const method = request.method ?? "GET";
  const body = await read(request);
  if (target.startsWith(CONTROL)) {
    control(sandbox, `${method} ${target.slice(CONTROL.length)}`, body, response);
    return;
  }
  const headers = new Headers();
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    headers.append(request.rawHeaders[at] ?? "", request.rawHeaders[at + 1] ?? "");
  }
  const bodied = method !== "GET" && method !== "HEAD";
  const answered = await sandbox.fetch(origin + target, { method, headers, ...(bodied ? { body } : {}) });
  response.writeHead(answered.status, [...answered.headers].flat());
  response.end(Buffer.from(await answered.arrayBuffer()));
}

async function read(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError("the body is larger than anything that would be taken");
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether a fault asked for a broken connection. */
function isHangUp(error: unknown): boolean {
  const cause = error instanceof TypeError ? (error.cause as { code?: unknown } | undefined) : undefined;
  return cause?.code === "ECONNRESET";
}

/** What a test asks of the sandbox itself; it needs no key. */
function control(sandbox: Sandbox, what: string, body: Uint8Array, response: ServerResponse): void {
  const done = (): void => {
    response.writeHead(204).end();
  };
  switch (what) {
    case "POST faults":
      try {
        const faults = JSON.parse(Buffer.from(body).toString()) as SandboxFault | SandboxFault[];
        sandbox.faults.push(...(Array.isArray(faults) ? faults : [faults]));
        done();
      } catch (error) {
        json(response, 400, { message: `this is not a fault: ${textOf(error)}` });
      }
      break;
    case "DELETE faults":
      sandbox.faults.clear();
      done();
      break;
    case "GET faults":
      json(response, 200, { pending: sandbox.faults.pending });
      break;
    case "POST reset":
      sandbox.reset();
      done();
      break;
    case "GET requests":
      json(response, 200, sandbox.stats());
      break;
    case "GET keys":
      json(response, 200, { keys: sandbox.keys });
      break;
    default:
      json(response, 404, { message: `there is no ${what} below ${CONTROL}` });
  }
}
