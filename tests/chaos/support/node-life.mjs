// Lives in Node: each is a process, killed by SIGKILL.

import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const CHILD = fileURLToPath(new URL("child.mjs", import.meta.url));

/** A way to begin lives: `begin({ resumed })` gives one, which has `ended` and `kill()`. */
export async function nodeLives({ client, file, token }) {
  await rm(token, { force: true });
  return {
    begin: ({ resumed }) => begin({ ...client, file, ...(resumed && { token }) }),
    close: async () => {},
  };
}

function begin(given) {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(given)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (signal === "SIGKILL") resolve({ killed: true });
      else if (code === 0 && out.endsWith("\n")) resolve(JSON.parse(out));
      else
        reject(
          new Error(`the client broke down, ${signal ?? `exit code ${code}`}: ${said || "it said nothing"}`),
        );
    });
  });
  return { ended, kill: () => child.kill("SIGKILL") };
}
