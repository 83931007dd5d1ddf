// Wrangler, as this checkout has it: quiet, and with nothing of it outside of the checkout.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The folder of the console. */
export const CONSOLE = fileURLToPath(new URL("..", import.meta.url));

const program = fileURLToPath(new URL("../node_modules/wrangler/bin/wrangler.js", import.meta.url));

const QUIET = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CI: "1",
  NO_COLOR: "1",
  XDG_CONFIG_HOME: fileURLToPath(new URL("../dist/.config", import.meta.url)),
};

/**
 * Runs wrangler to its end.
 *
 * @returns all that it printed
 * @throws Error with that, where it fails
 */
export async function wrangler(...words) {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: CONSOLE,
    env: { ...process.env, ...QUIET },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (printed += text));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`wrangler ${words[0]} ends with ${code}:\n${printed}`);
  return printed;
}
