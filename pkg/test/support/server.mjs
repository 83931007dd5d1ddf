// A Partner API of canned answers over real HTTP on loopback, which can misbehave in every way that a network can.

import { createServer } from "node:http";

/** An answer with a JSON body. */
export function json(status, body, headers = {}) {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** An error of the API. */
export function problem(status, code, headers = {}) {
  return json(status, { code, message: `the server says ${code}`, correlation_id: "server-id" }, headers);
}

/** Any text. */
export function text(status, body, headers = {}) {
  return { status, headers, body };
}

/** Faults instead of an answer: `reset` the connection, `stall` for good, or `truncate` the body. */
export const RESET = { fault: "reset" };
export const STALL = { fault: "stall" };
export const TRUNCATE = { fault: "truncate" };

/**
 * Starts a server that gives each request the next of `answers`; the last one is repeated. An answer may be a function
 * of the request. `requests` has what came in; `arrived(n)` waits for the n-th.
 */
export async function serve(...answers) {
  const requests = [];
  const waiting = [];
  const server = createServer((incoming, outgoing) => {
    const chunks = [];
    incoming.on("data", (chunk) => chunks.push(chunk));
    incoming.on("error", () => outgoing.destroy());
    incoming.on("end", async () => {
      const url = new URL(incoming.url, "http://loopback");
      const body = Buffer.concat(chunks).toString("utf8");
      const request = {
        method: incoming.method,
        target: incoming.url,
        path: url.pathname.replace(/^\/api\/v0\/partner/, ""),
        query: Object.fromEntries(url.searchParams),
        headers: incoming.headers,
        text: body,
        body: body === "" ? undefined : JSON.parse(body),
        closed: new Promise((resolve) => outgoing.once("close", resolve)),
      };
      requests.push(request);
      for (const entry of waiting.splice(0)) entry();
      const next = answers[Math.min(requests.length, answers.length) - 1] ?? json(200, {});
      const answer = typeof next === "function" ? await next(request) : next;
      respond(outgoing, answer);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${server.address().port}/api/v0/partner`,
    requests,
    async arrived(count) {
      while (requests.length < count) await new Promise((resolve) => waiting.push(resolve));
      return requests[count - 1];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function respond(outgoing, answer) {
  switch (answer.fault) {
    case "reset":
      outgoing.socket.resetAndDestroy();
      return;
    case "stall":
      return;
    case "truncate":
      outgoing.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      outgoing.write('{"org_id":', () => outgoing.socket.destroy());
      return;
    default:
      outgoing.writeHead(answer.status, answer.headers);
      outgoing.end(answer.body);
  }
}
