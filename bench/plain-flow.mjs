// The canonical flow as a partner writes it by hand, with `fetch` and nothing else: key, event, context, import, enrich,
// match, results. It neither retries nor goes on where it stopped.

import { body } from "./plain.mjs";

/** What a hand-written client asks with. */
function asker({ apiKey, baseUrl, fetch }) {
  return async (method, path, content) => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      ...(content !== undefined && {
        body: typeof content === "string" ? content : JSON.stringify(content),
      }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
}

const ENDED = new Set(["succeeded", "partial", "failed"]);
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Polls a run to its end. */
export async function waitFor(ask, id, intervalMs) {
  for (;;) {
    const run = await ask("GET", `/runs/${id}`);
    if (ENDED.has(run.status)) return run;
    await later(intervalMs);
  }
}

/** A client for the flow and for polls, beside the package's. */
export function plainClient(options) {
  const ask = asker(options);
  return {
    wait: (id, intervalMs) => waitFor(ask, id, intervalMs),
    async flow({ event, context, attendees, maxRows }) {
      await ask("GET", "/auth");
      const at = `/events/${event.event_id}`;
      await ask("POST", "/events", event);
      await ask("POST", `${at}/context`, context);
      const runs = [];
      for (let start = 0; start < attendees.length; start += maxRows) {
        const part = body(attendees.slice(start, start + maxRows), `plain-import-${start}`);
        runs.push(await ask("PUT", `${at}/attendees:import`, part));
      }
      await Promise.all(runs.map(({ run_id: id }) => waitFor(ask, id, 250)));
      for (const work of ["enrich", "match"]) {
        const { run_id: id } = await ask("POST", `${at}/attendees:${work}`, {
          idempotency_key: `plain-${work}`,
        });
        await waitFor(ask, id, 250);
      }
      const [{ matches }, { review_queue: reviews }] = await Promise.all([
        ask("GET", `${at}/matches`),
        ask("GET", `${at}/review-queue`),
      ]);
      return { matches, reviews };
    },
  };
}
