// Starts the sandbox's HTTP server as a process of its own and reads from it where it answers.

import { spawn } from "node:child_process";

/**
 * @param {string} program
 * @param {string[]} parameters those of the command `sandbox`; `--json` is added
 * @returns what a client needs, and `stop`, which ends the server and waits for its end
 */
export async function serve(program, parameters, options) {
  const child = spawn(program, [...parameters, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
    ...options,
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const said = await firstDocument(child);
  const baseUrl = said.base_url;
  const apiKey = said.api_key;
  const answer = await fetch(`${baseUrl}/auth`, { headers: { authorization: `Bearer ${apiKey}` } });
  if (answer.status !== 200)
    throw new Error(`the sandbox at ${baseUrl} answers its own key with ${answer.status}`);
  return {
    baseUrl,
    apiKey,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** The first whole JSON document that a process prints. */
function firstDocument(child) {
  return new Promise((resolve, reject) => {
    let text = "";
    child.on("error", reject);
    child.on("close", (code) =>
      reject(new Error(`the sandbox ended with code ${code} before it answered: ${text}`)),
    );
    child.stdout.setEncoding("utf8").on("data", (more) => {
      text += more;
      const document = parsed(text);
      if (document !== undefined) resolve(document);
    });
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // Not all of it has come yet; if it never becomes whole, the process's end tells.
    return undefined;
  }
}
