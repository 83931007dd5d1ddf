// The one server that the consumers talk to over loopback: the sandbox, as the installed package's command serves it,
// with the scenario's faults planned.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { FAULTS } from "./scenario.mjs";

/**
 * Serves a fresh sandbox while `work` goes on.
 *
 * @param folder a consumer, which has the package installed
 * @param work gets `baseUrl`, `apiKey`, and both as the variables that a client reads
 */
export async function withServer(folder, work) {
  const cli = join(folder, "node_modules/meshi-partner/dist/cli.js");
  const child = spawn(process.execPath, [cli, "sandbox", "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const { base_url: baseUrl, api_key: apiKey } = await firstJson(child);
    const planned = await fetch(new URL("/__sandbox/faults", baseUrl), {
      method: "POST",
      body: JSON.stringify(FAULTS),
    });
    if (!planned.ok) throw new Error(`the sandbox takes no faults: ${await planned.text()}`);
    return await work({ baseUrl, apiKey, environment: { MESHI_BASE: baseUrl, MESHI_KEY: apiKey } });
  } finally {
    child.kill();
  }
}

/** The object that the command prints once it listens. */
function firstJson(child) {
  return new Promise((resolve, reject) => {
    let text = "";
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}: ${text}`)));
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
      if (!text.trimEnd().endsWith("}")) return;
      try {
        resolve(JSON.parse(text));
      } catch (error) {
        // A part of it may end like the whole.
        if (!(error instanceof SyntaxError)) reject(error);
      }
    });
  });
}
