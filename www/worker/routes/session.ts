// Logging in and out.

import { Hono } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import packageJson from "meshi-partner/package.json";
import type { SessionState } from "../../shared/api.ts";
import { accessToken, environmentOf } from "../env.ts";
import { ConsoleFailure } from "../failure.ts";
import { cookieName, isLocal, within, type Console } from "../guard.ts";
import { bodyOf } from "../input.ts";
import { isAccessToken, mint, SESSION_SECONDS } from "../session.ts";

/** The routes below `/api/session`. */
export const session = new Hono<Console>()
  .post("/", async (c) => {
    await within(c.env.LOGINS, c.req.header("cf-connecting-ip") ?? "local");
    const body = await bodyOf(c.req.raw);
    const given = (body as { token?: unknown } | null)?.token;
    const token = accessToken(c.env);
    if (typeof given !== "string" || !(await isAccessToken(given, token)))
      throw new ConsoleFailure(401, "WRONG_TOKEN", "This is not the access token of this console.");
    const url = new URL(c.req.url);
    setCookie(c, cookieName(url), await mint(token, Date.now()), {
      httpOnly: true,
      sameSite: "Strict",
      secure: !isLocal(url),
      path: "/",
      maxAge: SESSION_SECONDS,
    });
    return c.body(null, 204);
  })
  .get("/", (c) => {
    const state: SessionState = { environment: environmentOf(c.env), version: packageJson.version };
    return c.json(state);
  })
  .delete("/", (c) => {
    const url = new URL(c.req.url);
    deleteCookie(c, cookieName(url), { path: "/", secure: !isLocal(url) });
    return c.body(null, 204);
  });
