// What the tests of the command line share: running it, temporary files, a scripted API on loopback, a sandbox.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after } from "node:test";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** A key that no output may ever hold. */
export const CANARY = "msk_canary_0f9e8d7c6b5a";

/** Starts the command line, with `input` piped into it (`null`: a pipe that stays open); `MESHI_*` and colour variables of the caller are taken out of its environment. */
export function start(args, { env = {}, cwd, input } = {}) {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(MESHI_|NO_COLOR|FORCE_COLOR|CI$|NODE_OPTIONS|NODE_TEST)/.test(name),
    ),
  );
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...clean, ...env },
    cwd,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  // The command may end before it has read everything.
  child.stdin?.on("error", () => undefined);
  if (input !== null) child.stdin?.end(input);
  const run = { child, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (run.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (run.stderr += text));
  run.ended = once(child, "close").then(([code, signal]) => ({
    ...run,
    code,
    signal,
    stdout: run.stdout,
    stderr: run.stderr,
  }));
  return run;
}

/** Runs the command line to its end. */
export const cli = (args, options) => start(args, options).ended;

/** Waits until a stream of a started command holds what fits `pattern`, and gives the match. */
export async function said(run, stream, pattern) {
  for (;;) {
    const match = pattern.exec(run[stream]);
    if (match) return match;
    if (run.child.exitCode !== null) throw new Error(`it ended first: ${run.stdout}\n${run.stderr}`);
    await Promise.race([once(run.child[stream], "data"), once(run.child, "exit")]);
  }
}

/** A folder that goes with the test file, and a way to put files into it. */
export async function folder() {
  const path = await mkdtemp(join(tmpdir(), "meshi-cli-"));
  after(() => rm(path, { recursive: true, force: true }));
  return {
    path,
    at: (name) => join(path, name),
    put: async (name, content, options) => {
      await writeFile(join(path, name), content, options);
      return join(path, name);
    },
  };
}

/**
 * An API on loopback that answers as `answer(request)` says: `{ status?, body?, headers? }`, or nothing at all for
 * `undefined`. It notes what it was asked.
 */
export async function scripted(answer) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const call = { method: request.method, path: request.url, headers: request.headers, text };
    asked.push(call);
    const said = await answer(call);
    if (said === undefined) return;
    const { status = 200, body = {}, headers = {} } = said;
    response.writeHead(status, {
      "content-type": "application/json",
      "x-correlation-id": "corr-7",
      ...headers,
    });
    response.end(typeof body === "string" ? body : JSON.stringify({ ...body, correlation_id: "corr-7" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${server.address().port}/api/v0/partner`, asked };
}

/** `meshi-partner sandbox` on a free port, with runs that end at once. */
export async function sandbox(...options) {
  const run = start(["sandbox", "--port", "0", "--instant", "--json", ...options]);
  after(async () => {
    run.child.kill("SIGKILL");
    await run.ended;
  });
  await said(run, "stdout", /\n/);
  const { base_url: baseUrl, api_key: apiKey, keys } = JSON.parse(run.stdout);
  return { run, baseUrl, apiKey, keys, env: { MESHI_BASE: baseUrl, MESHI_KEY: apiKey } };
}

export const EVENT = { event_id: "spring-2026", title: "Spring meetup", context: { objectives: "Meet." } };

export const ATTENDEES = [
  "Name,Email,Company,Job title,Interests",
  "Ada Okafor,ada@example.com,Harbor Robotics,CTO,robotics",
  "Bruno Silva,bruno@example.com,Fjord Energy,Investor,robotics",
  "Chi Tanaka,chi@example.com,Quill,Founder,climate",
  "",
].join("\n");
