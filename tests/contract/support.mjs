// Starts the servers of these tests, and ends them.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The contract. */
export const CONTRACT = fileURLToPath(new URL("../../contract/openapi.yaml", import.meta.url));
/** A key of the sandbox that reads and writes. */
export const KEY = "msk_sandbox_write";

/** A variable that the caller of these tests has to set. */
export function required(name, meaning) {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name} to ${meaning}; \`cargo xtask test --only contract\` does`);
  return value;
}

/** Starts the native sandbox on a free port: `{ origin, baseUrl, stop }`. */
export async function startSandbox(...options) {
  const binary = required("MESHI_SANDBOX_BIN", "the path of the built binary meshi-partner-sandbox");
  const { line, stop } = await start(binary, ["--port", "0", ...options], (text) =>
    text.startsWith("http://"),
  );
  return { origin: line, baseUrl: `${line}/api/v0/partner`, stop };
}

/** Starts a program and waits for a line of output that tells that it is ready: `{ line, stop }`. */
export async function start(program, args, ready) {
  const child = spawn(program, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(`ended with ${code ?? signal}`));
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
  const lines = createInterface({ input: child.stdout });
  const seen = [];
  const line = await Promise.race([
    new Promise((resolve) => {
      lines.on("line", (text) => {
        seen.push(text);
        if (ready(text)) resolve(text);
      });
    }),
    ended.then((how) => {
      throw new Error(`${program} ${how} before it was ready:\n${seen.join("\n")}\n${errors}`);
    }),
  ]);
  return {
    line,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Runs a program to its end in some folder: `{ code, output }`. */
export function run(program, args, cwd, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env } });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
