// A server on loopback in front of the emulator: it answers honestly, except to the requests that a fault strikes.

import { createServer } from "node:http";
import { createServer as createSocket } from "node:net";
import { ATTEMPT } from "./fetch.mjs";
import { BASE_PATH, operationOf } from "./world.mjs";

/** Writes an answer; its length is told unless its headers say otherwise. */
export function send(outgoing, { status, headers = {}, text = "" }) {
  const own = Object.entries(headers).filter(([name]) => name !== "content-length");
  outgoing.writeHead(status, [...own, ["content-length", Buffer.byteLength(text)]].flat());
  outgoing.end(text);
}

/**
 * Starts it. `strike` is given the first `times` requests of the operation `struck`, each as an exchange: the request,
 * `honest()` that lets it take effect and gives the honest answer, and what is needed to answer in any way at all.
 */
export async function serve({ world, clock, struck, strike, times = 1 }) {
  let armed = false;
  const requests = new Map();
  const broken = [];
  const sockets = new Set();
  const memo = {};
  let hits = 0;
  const server = createServer(async (incoming, outgoing) => {
    outgoing.sendDate = false;
    try {
      const request = await read(incoming);
      const { operation } = request;
      requests.set(operation, (requests.get(operation) ?? 0) + 1);
      const honest = (changes) => world.handle({ ...request, ...changes });
      if (!armed || operation !== struck || hits >= times) {
        send(outgoing, await honest());
        return;
      }
      hits += 1;
      const { socket } = incoming;
      await strike({ request, honest, outgoing, socket, clock, world, memo, hit: hits });
    } catch (error) {
      // A client that hangs up in the middle is the point of some faults; anything else is a bug of this server.
      if (!incoming.destroyed && !outgoing.destroyed) broken.push(error);
      incoming.socket.destroy();
    }
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${server.address().port}${BASE_PATH}`,
    /** How many requests of an operation came in; of all, where none is named. */
    count: (operation) =>
      operation === undefined
        ? [...requests.values()].reduce((sum, count) => sum + count, 0)
        : (requests.get(operation) ?? 0),
    /** How many requests were struck. */
    hits: () => hits,
    /** What went wrong in the server itself. */
    broken,
    /** Forgets what came in so far; from now on the fault strikes. */
    arm() {
      requests.clear();
      armed = true;
    },
    /** Ends the connections that are open, and waits until the client knows. */
    async hangUp() {
      const open = [...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
      for (const socket of sockets) socket.end();
      await Promise.all(open);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(incoming) {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { [ATTEMPT]: attempt, connection: _, host: __, "content-length": ___, ...headers } = incoming.headers;
  const { method, url: target } = incoming;
  return {
    attempt,
    operation: operationOf(method, target),
    method,
    target,
    headers,
    body: Buffer.concat(chunks),
  };
}

/** Another origin, to which a redirect leads: it notes whoever comes. */
export async function elsewhere() {
  const seen = [];
  const server = createSocket((socket) => {
    seen.push("a connection");
    socket.on("data", (bytes) => seen.push(bytes.toString("latin1")));
    socket.on("error", () => socket.destroy());
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/stolen`,
    seen,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
