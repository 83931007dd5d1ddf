// Stands between a browser and a console, as a network does: it keeps every byte that goes to the browser, and the page's
// address stays the same through all deaths of what is behind it.

import { createServer, request as send } from "node:http";

/** Serves on loopback while `work` goes on, which gets the edge. */
export async function withEdge(work) {
  const received = [];
  let behind;
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    // Plain bytes, so that they can be searched; and the browser's own Host, so that its origin is the console's.
    const options = {
      method,
      path: url,
      headers: { ...headers, "accept-encoding": "identity" },
      agent: false,
    };
    const forwarded = send(behind(), options, (answer) => {
      received.push(Buffer.from(`${url}\n${answer.rawHeaders.join("\n")}\n`));
      outgoing.writeHead(answer.statusCode, answer.rawHeaders);
      answer.on("data", (bytes) => received.push(bytes)).on("error", () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const edge = {
    origin: `http://127.0.0.1:${server.address().port}`,
    /** @param origin gives where the console listens, at each request */
    leadTo: (origin) => (behind = origin),
    /** All that the browser has received, as far as it is text. */
    received: () => Buffer.concat(received).toString("latin1"),
  };
  try {
    return await work(edge);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
