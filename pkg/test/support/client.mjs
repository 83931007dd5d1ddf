// Clients for tests: of a server on loopback, or of a `fetch` in this process.

import { Meshi } from "meshi-partner";
import { serve } from "./server.mjs";
import { BASE, KEY, stub } from "./stub.mjs";

/** A client of a stub. */
export function stubbed(answer, options = {}) {
  const { fetch, requests } = stub(answer);
  return { meshi: new Meshi({ apiKey: KEY, baseUrl: BASE, fetch, ...options }), requests };
}

/** A server of canned answers and its client, both closed when the test ends. */
export async function served(test, answers, options = {}) {
  const server = await serve(...answers);
  const meshi = new Meshi({ apiKey: KEY, baseUrl: server.baseUrl, maxRetries: 0, ...options });
  test.after(async () => {
    await server.close();
    meshi.free();
  });
  return { meshi, server, requests: server.requests };
}

/** What a promise rejects with; fails where it does not. */
export async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it was expected to fail");
}

/** Every item of an (async) iterable. */
export async function all(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}
