// What came of an event: three lists, page by page, and the best of its matches, read from Meshi.

import { Hono } from "hono";
import type { AttendeePage, BestMatches, MatchPage, ReviewPage } from "../../shared/api.ts";
import { clientOf } from "../env.ts";
import type { Console } from "../guard.ts";
import { bestOf, eventId, pageOf } from "../input.ts";

/** A person waits for it. */
const READING = { maxRetries: 2, deadlineMs: 20_000 };

/** The routes below `/api/events`. */
export const events = new Hono<Console>()
  .get("/:event_id/matches", async (c) => {
    const id = eventId(c.req.param("event_id"));
    const { items, nextCursor } = await clientOf(c.env, READING).matches.list(id, pageOf(c.req.query()));
    const page: MatchPage = { matches: items, next_cursor: nextCursor };
    return c.json(page);
  })
  .get("/:event_id/best-matches", async (c) => {
    const id = eventId(c.req.param("event_id"));
    const { signal } = c.req.raw;
    const best: BestMatches = await clientOf(c.env, READING).matches.top(id, bestOf(c.req.query()), {
      signal,
    });
    return c.json(best);
  })
  .get("/:event_id/attendees", async (c) => {
    const id = eventId(c.req.param("event_id"));
    const { items, nextCursor } = await clientOf(c.env, READING).attendees.list(id, pageOf(c.req.query()));
    const page: AttendeePage = { attendees: items, next_cursor: nextCursor };
    return c.json(page);
  })
  .get("/:event_id/review-queue", async (c) => {
    const query = { eventId: eventId(c.req.param("event_id")), ...pageOf(c.req.query()) };
    const { items, nextCursor } = await clientOf(c.env, READING).reviewQueue.list(query);
    const page: ReviewPage = { items, next_cursor: nextCursor };
    return c.json(page);
  });
