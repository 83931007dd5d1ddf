// The way of a request: guards, routes, the page. What is not here is not offered: this is no proxy.

import { Hono } from "hono";
import { accessToken } from "./env.ts";
import { ConsoleFailure, failureOf, refusal } from "./failure.ts";
import { needsSession, ownWrites, safeTransport, type Console } from "./guard.ts";
import { events } from "./routes/events.ts";
import { flows } from "./routes/flows.ts";
import { session } from "./routes/session.ts";
import { uploads } from "./routes/uploads.ts";

/** The application. */
export const app = new Hono<Console>()
  .use(async (c, next) => {
    accessToken(c.env);
    await next();
  })
  .use(safeTransport)
  .use("/api/*", ownWrites, needsSession)
  .route("/api/session", session)
  .route("/api/uploads", uploads)
  .route("/api/flows", flows)
  .route("/api/events", events)
  .all("/api/*", () => {
    throw new ConsoleFailure(404, "NOT_FOUND", "The console has no such route.");
  })
  .get("/assets/*", async (c) => {
    const answer = await c.env.ASSETS.fetch(c.req.raw);
    // For a file that an older page asks for, the page itself would come, and be kept as if it were the file.
    if (!answer.headers.get("content-type")?.startsWith("text/html")) return answer;
    throw new ConsoleFailure(404, "NOT_FOUND", "There is no such file: reload the page.");
  })
  .get("*", (c) => c.env.ASSETS.fetch(c.req.raw))
  .notFound(() => refusal(new ConsoleFailure(405, "METHOD_NOT_ALLOWED", "The page can only be read.")))
  .onError((error) => refusal(failureOf(error)));
