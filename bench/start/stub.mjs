// What every client is asked for at a cold start, and what answers it.

/** Where requests go. */
export const BASE = "https://partner.example.com/api/v0/partner";

const ID = "summit-2026";

/** The path of the one call. */
export const PATH = `/events/${ID}`;

/** A `fetch` that gives an event. */
export const fetch = async () =>
  new Response(JSON.stringify({ event_id: ID }), {
    status: 200,
    headers: { "content-type": "application/json" },
  });

/** Holds that an answer is the stub's. */
export function isAnswer(event) {
  if (event.event_id !== ID) throw new Error(`the first answer is ${JSON.stringify(event)}`);
}
