// What a request has to pass before a route sees it: the transport, the origin of a write, the session, the limits.

import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { CONSOLE_HEADER } from "../shared/api.ts";
import { accessToken, type Env } from "./env.ts";
import { ConsoleFailure } from "./failure.ts";
import { sessionOf } from "./session.ts";

/** What Hono knows of this worker. */
export interface Console {
  Bindings: Env;
  /** The session's id, once it is known to be one. */
  Variables: { session: string };
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether this is plain HTTP on the developer's own machine, where there is no certificate. */
export function isLocal({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && LOOPBACK.has(hostname);
}

/** The cookie's name. The prefix makes a browser refuse one that is not secure, or set by another host. */
export function cookieName(url: URL): string {
  return isLocal(url) ? "meshi" : "__Host-meshi";
}

/** Plain HTTP goes nowhere but on loopback; also a name that someone pointed at 127.0.0.1 is refused so. */
export const safeTransport: MiddlewareHandler<Console> = async (c, next) => {
  const url = new URL(c.req.url);
  if (url.protocol === "https:" || isLocal(url)) return next();
  if (c.req.method !== "GET") throw new ConsoleFailure(403, "HTTPS_ONLY", "This console answers over HTTPS.");
  url.protocol = "https:";
  return c.redirect(url.href, 308);
};

function isSameOrigin(c: Context<Console>): boolean {
  const origin = c.req.header("origin");
  if (origin !== undefined) return origin === new URL(c.req.url).origin;
  return c.req.header("sec-fetch-site") === "same-origin";
}

/** A write comes from this console's own page: it says so in a header that no other page may send, and by its origin. */
export const ownWrites: MiddlewareHandler<Console> = async (c, next) => {
  if (c.req.method === "GET" || c.req.method === "HEAD") return next();
  if (c.req.header(CONSOLE_HEADER) === "1" && isSameOrigin(c)) return next();
  const how = `it needs the header ${CONSOLE_HEADER}: 1 and this console's own Origin`;
  throw new ConsoleFailure(403, "FOREIGN_ORIGIN", `This write is not from the console's own page: ${how}.`);
};

/** Everything but the login needs a session. */
export const needsSession: MiddlewareHandler<Console> = async (c, next) => {
  if (c.req.method === "POST" && c.req.path === "/api/session") return next();
  const url = new URL(c.req.url);
  const value = getCookie(c, cookieName(url));
  const session = value && (await sessionOf(value, accessToken(c.env), Date.now()));
  if (!session) throw new ConsoleFailure(401, "NO_SESSION", "There is no session, or it has ended: log in.");
  await within(c.env.CALLS, session);
  c.set("session", session);
  return next();
};

const WINDOW_MS = 60_000;

/** Takes one of what someone may do in a minute. */
export async function within(limit: RateLimit, key: string): Promise<void> {
  const { success } = await limit.limit({ key });
  if (success) return;
  const message = "These are more requests than the console takes in a minute: try again later.";
  throw new ConsoleFailure(429, "TOO_MANY_REQUESTS", message, undefined, WINDOW_MS);
}
