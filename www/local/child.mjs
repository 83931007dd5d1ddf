// The console as a program of its own, so that what it does at its end is its own too.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./console.mjs", import.meta.url));
const LISTENS = /listens on (http:\/\/127\.0\.0\.1:\d+)/;

/** Ends it with all that it has started, at once: it keeps nothing that is wanted. */
function end({ pid }) {
  // workerd is a program again, in the same group.
  process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
}

/**
 * Starts it on a sandbox.
 *
 * @param folder where it keeps its data
 * @param port 0 takes a free one
 * @param token the access token
 * @returns its address, and `end`
 * @throws Error with all that it printed, where it does not come up
 */
export async function startSandboxConsole({ folder, port, token }) {
  const { MESHI_BASE, MESHI_KEY, ...inherited } = process.env;
  const child = spawn(process.execPath, [PROGRAM, "--folder", folder, "--port", port], {
    env: { ...inherited, CONSOLE_TOKEN: token, SANDBOX: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let printed = "";
  const closed = once(child, "close");
  const origin = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => {
        printed += text;
        const listens = LISTENS.exec(printed);
        if (listens) resolve(listens[1]);
      });
    closed.then(() => reject(new Error(`the console does not come up:\n${printed}`)), reject);
  });
  return {
    origin,
    async end() {
      if (child.exitCode === null && child.signalCode === null) end(child);
      await closed;
    },
  };
}
