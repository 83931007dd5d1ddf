// Node's own fetch, over which the virtual clock is told what the client is waiting for.

import { asNetwork } from "./clock.mjs";

/** The header by which the server tells which attempt a request is. */
export const ATTEMPT = "x-fault-attempt";

/** A `fetch` for one client. */
export function watchedFetch(clock) {
  const { fetch } = globalThis;
  let attempts = 0;
  return (url, init) => {
    attempts += 1;
    const attempt = String(attempts);
    const headers = { ...init.headers, [ATTEMPT]: attempt };
    return asNetwork(async () => {
      const answer = await clock.awaiting(attempt, "head", fetch(url, { ...init, headers }));
      const watch = (object, name) => {
        const method = object[name].bind(object);
        const call = (...given) =>
          asNetwork(() => clock.awaiting(attempt, "body", Promise.resolve(method(...given))));
        Object.defineProperty(object, name, { value: call });
      };
      for (const name of ["text", "arrayBuffer"]) watch(answer, name);
      if (answer.body !== null) {
        const { body } = answer;
        const getReader = body.getReader.bind(body);
        Object.defineProperty(body, "getReader", {
          value: (...given) => {
            const reader = getReader(...given);
            watch(reader, "read");
            return reader;
          },
        });
      }
      return answer;
    });
  };
}
