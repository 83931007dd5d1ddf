// Meshi in the tests' own process: the sandbox on loopback, which outlives every kill of the console and can be asked
// what took effect. Its time is its requests', so that its runs end without anybody waiting.

import { createServer } from "node:http";
import { createSandbox } from "../../../../pkg/dist/sandbox-node.js";

const TICK_MS = 100;
const DURATIONS = { queueMs: 50, runBaseMs: 120, runMsPerRow: 0 };

/**
 * Serves a sandbox while `work` goes on.
 *
 * @param settings of the sandbox
 * @param onRequest is told of each request before it takes effect, as `POST /events`, and waited for; where it gives
 *   `true`, the request is lost
 * @param onEffect is told of it after its effect and before its answer
 * @param work gets the sandbox, where it is and its key as variables of the console, and the list of requests, each with
 *   its time
 */
export async function withPartner(
  { settings = {}, onRequest = () => false, onEffect = () => undefined },
  work,
) {
  const requests = [];
  const sandbox = await createSandbox({ ...DURATIONS, ...settings, now: () => requests.length * TICK_MS });
  const base = new URL(sandbox.baseUrl);
  const server = createServer(async (incoming, outgoing) => {
    const chunks = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      // Whoever sent it was killed: it never arrived.
      return;
    }
    const { method, url, headers } = incoming;
    const name = `${method} ${url.replace(base.pathname, "").replace(/\?.*/u, "")}`;
    requests.push({ name, at: Date.now() });
    if (await onRequest(name)) {
      outgoing.destroy();
      return;
    }
    const body = Buffer.concat(chunks);
    const answer = await sandbox.fetch(base.origin + url, {
      method,
      headers: { authorization: headers.authorization ?? "", "content-type": "application/json" },
      ...(body.length > 0 && { body }),
    });
    await onEffect(name);
    const sent = Buffer.from(await answer.arrayBuffer());
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(sent);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  try {
    const variables = { MESHI_BASE: origin + base.pathname, MESHI_KEY: sandbox.apiKey };
    return await work({ sandbox, variables, requests });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The runs of a kind that really began, and were not the answer to a repeated request. */
export function effects(sandbox, operation) {
  return sandbox.stats().operations[operation]?.effects ?? 0;
}
