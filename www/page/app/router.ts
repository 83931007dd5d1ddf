// Where the page is: `#/`, `#/flows/<id>`, `#/flows/<id>/<tab>?person=<attendee id>`.

import { useEffect, useState } from "preact/hooks";

export const TABS = ["progress", "matches", "network", "review", "report"] as const;
export type Tab = (typeof TABS)[number];

export type Route =
  | { view: "home" }
  | { view: "flow"; flowId: string; tab?: Tab | undefined; person?: string | undefined }
  | { view: "lost" };

/** What an address's hash means. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const parts = path.split("/").filter(Boolean);
  if (parts.length === 0) return { view: "home" };
  const [where, id, tab] = parts;
  if (where !== "flows" || id === undefined || parts.length > 3) return { view: "lost" };
  if (tab !== undefined && !(TABS as readonly string[]).includes(tab)) return { view: "lost" };
  const flowId = decode(id);
  if (flowId === undefined) return { view: "lost" };
  const person = new URLSearchParams(query).get("person") ?? undefined;
  return { view: "flow", flowId, tab: tab as Tab | undefined, person };
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** The address of a flow, a tab of it, a person in it. */
export function flowHref(flowId: string, tab?: Tab, person?: string): string {
  const query = person === undefined ? "" : `?${new URLSearchParams({ person })}`;
  return `#/flows/${encodeURIComponent(flowId)}${tab ? `/${tab}` : ""}${query}`;
}

/** The route, as it changes. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const follow = (): void => setRoute(parseRoute(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return route;
}

/** Takes the access token of `#access=<token>` out of the address, so that it is neither seen, shared nor kept. */
export function takeAccessToken(): string | undefined {
  const token = /^#access=(.+)$/.exec(location.hash)?.[1];
  if (token === undefined) return undefined;
  history.replaceState(null, "", `${location.pathname}#/`);
  return decode(token);
}
