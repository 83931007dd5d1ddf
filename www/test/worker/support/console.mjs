// The console in a process of its own, which can be killed as a machine is, and started again on what it left. Every
// answer of it passes through here, and is looked at for what none may lack and none may have.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { request as send } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../../local/console.mjs", import.meta.url));

/** The access token of every console of the tests. */
export const TOKEN = "the-access-token-of-the-tests-4711";

const HEADERS = {
  "content-security-policy":
    /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; .*frame-ancestors 'none'$/,
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^no-referrer$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-resource-policy": /^same-origin$/,
  "permissions-policy": /camera=\(\)/,
  "x-correlation-id": /^[\w.:-]{8,}$/,
};

/** How long a console takes to come up, or a flow to get somewhere, unless it never does. */
const LIMIT_MS = 120_000;
const EVERY_MS = 200;

let addresses = 0;

/** A console on a folder, started and killed any number of times. */
export class Console {
  /** All that it printed. */
  printed = "";
  #folder;
  #variables;
  #child;
  #ended;
  #origin;
  #cookie;
  // A limit is each address's own: these tests are many people.
  #address = `198.51.100.${(addresses += 1)}`;

  constructor(folder, variables) {
    this.#folder = folder;
    this.#variables = variables;
  }

  get origin() {
    return this.#origin;
  }

  /** What no byte that leaves it may hold. */
  get secrets() {
    return [TOKEN, this.#variables.MESHI_KEY].filter((secret) => secret !== undefined);
  }

  /** Starts it, and waits until it listens. */
  async start() {
    const { CONSOLE_TOKEN, SANDBOX, MESHI_BASE, MESHI_KEY, ...inherited } = process.env;
    const child = spawn(process.execPath, [PROGRAM, "--folder", this.#folder, "--port", "0"], {
      env: { ...inherited, ...this.#variables },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own: workerd is a program of its own, and has to die with it.
      detached: true,
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once("close", resolve));
    this.#origin = await new Promise((resolve, reject) => {
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text) => {
          this.printed += text;
          said += text;
          const listens = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(said);
          if (listens) resolve(listens[1]);
        });
      child.once("close", (code) => reject(new Error(`the console ended with ${code}: ${said}`)));
    });
  }

  /** Kills it and all that it started, at once and without a word. */
  async kill() {
    if (this.#child?.exitCode === null && this.#child.signalCode === null)
      process.kill(-this.#child.pid, "SIGKILL");
    await this.#ended;
  }

  /** Asks, and looks the whole answer over. `init.anonymous` leaves the session out. */
  async fetch(path, { method = "GET", headers = {}, body, anonymous = false } = {}) {
    const own = {
      "cf-connecting-ip": this.#address,
      ...(method !== "GET" && { origin: this.#origin, "x-meshi-console": "1" }),
      ...(this.#cookie && !anonymous && { cookie: this.#cookie }),
      ...(typeof body === "string" && { "content-type": "application/json" }),
      ...headers,
    };
    const answer = await raw(this.#origin, path, method, own, body);
    this.#lookOver(`${method} ${path}`, answer);
    return answer;
  }

  #lookOver(what, { status, headers, text }) {
    for (const [name, form] of Object.entries(HEADERS))
      assert.match(headers.get(name) ?? "", form, `${what}, ${status}: ${name}`);
    const all = `${JSON.stringify([...headers])}\n${text}`;
    for (const secret of this.secrets) assert.ok(!all.includes(secret), `${what}, ${status} holds a secret`);
    if (/ \/api(\/|$)/.test(what)) {
      assert.equal(headers.get("cache-control"), "no-store", what);
      if (status >= 400) {
        const { code, message, correlation_id: id, ...more } = JSON.parse(text);
        assert.match(code, /^[A-Z_]+$/, what);
        assert.ok(message.length > 10 && !/\n\s+at |\.[jt]s:\d|127\.0\.0\.1|https?:/.test(message), message);
        assert.equal(id, headers.get("x-correlation-id"), what);
        assert.deepEqual(more, {}, what);
      }
    }
  }

  /** The same as `fetch`, with a JSON body in and out. */
  async ask(method, path, body, init = {}) {
    const answer = await this.fetch(path, {
      method,
      ...init,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, body: answer.text && JSON.parse(answer.text) };
  }

  /** Logs in, for what is asked from then on. */
  async logIn() {
    const { status, headers } = await this.ask("POST", "/api/session", { token: TOKEN });
    assert.equal(status, 204);
    [this.#cookie] = headers.get("set-cookie").split(";");
    return headers.get("set-cookie");
  }

  /** Uploads a file, and gives the upload's id. */
  async upload(file) {
    const uploaded = await this.fetch("/api/uploads?name=attendees.csv", { method: "PUT", body: file });
    assert.equal(uploaded.status, 201, uploaded.text);
    const { upload_id, bytes } = JSON.parse(uploaded.text);
    assert.equal(bytes, file.length);
    return upload_id;
  }

  /** Uploads a file and starts a flow on it; gives its state. */
  async begin(file, flow) {
    const upload_id = await this.upload(file);
    const plan = { upload_id, file_name: "attendees.csv", enrich: true, match: true, ...flow };
    const { status, body } = await this.ask("POST", "/api/flows", plan);
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }

  /** Looks at a flow until something holds of it. */
  async until(flowId, holds) {
    const end = Date.now() + LIMIT_MS;
    for (;;) {
      const { body } = await this.ask("GET", `/api/flows/${flowId}`);
      if (holds(body)) return body;
      if (Date.now() > end) assert.fail(`the flow stays as it is: ${JSON.stringify(body)}`);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  /** Waits until a text is no longer kept. */
  async untilForgotten(text) {
    const end = Date.now() + LIMIT_MS;
    while (await this.keeps(text)) {
      if (Date.now() > end) assert.fail("it is kept for good");
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  /** Whether a text is in what it printed or keeps on disk. */
  async keeps(text) {
    if (this.printed.includes(text)) return true;
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const content = await readFile(join(entry.parentPath ?? entry.path, entry.name));
      if (content.includes(text)) return true;
    }
    return false;
  }
}

/** A request as it is written here, which `fetch` would put right. */
function raw(origin, path, method, headers, body) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const given = Object.entries({ ...length, ...headers }).filter(([, value]) => value !== undefined);
    const options = { method, headers: Object.fromEntries(given), path, agent: false };
    const outgoing = send(new URL(origin), options, (incoming) => {
      const chunks = [];
      incoming.on("data", (chunk) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const headers = new Headers();
        for (let at = 0; at < incoming.rawHeaders.length; at += 2)
          headers.append(incoming.rawHeaders[at], incoming.rawHeaders[at + 1]);
        resolve({ status: incoming.statusCode, headers, text: Buffer.concat(chunks).toString("utf8") });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Runs a console while `work` goes on, and sees afterwards that no secret stayed behind. */
export async function withConsole(variables, work) {
  const folder = await mkdtemp(join(tmpdir(), "meshi-console-"));
  const console = new Console(folder, { CONSOLE_TOKEN: TOKEN, SANDBOX: "1", ...variables });
  try {
    await console.start();
    const result = await work(console);
    await console.kill();
    for (const secret of console.secrets) assert.ok(!(await console.keeps(secret)), "a secret stayed behind");
    return result;
  } finally {
    await console.kill();
    await rm(folder, { recursive: true, force: true });
  }
}
