// Starts a server the way its runtime does, waits until it says where it listens, and stops it with all that it started.

import { spawn } from "node:child_process";

/** No server takes as long to come up unless it never does. */
const LIMIT_MS = 120_000;

/**
 * Runs a server while `work` goes on.
 *
 * @param listens finds the server's origin in what it printed
 * @param work gets the origin
 */
export async function withServer(program, parameters, { folder, environment, listens }, work) {
  const child = spawn(program, parameters, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, since wrangler and Next start programs of theirs.
    detached: true,
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let said = "";
  let limit;
  try {
    const origin = await new Promise((resolve, reject) => {
      const hear = (chunk) => {
        said += chunk;
        const found = listens.exec(said.replace(/\u001b\[[0-9;]*m/g, ""));
        if (found) resolve(`http://127.0.0.1:${found[1]}`);
      };
      child.stdout.setEncoding("utf8").on("data", hear);
      child.stderr.setEncoding("utf8").on("data", hear);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
      limit = setTimeout(() => reject(new Error("it does not come up")), LIMIT_MS);
    });
    return await work(origin);
  } catch (error) {
    throw new Error(`${program} ${parameters.join(" ")}: ${error.message}\n${said}`, { cause: error });
  } finally {
    clearTimeout(limit);
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
    await ended;
  }
}
