// A project that knows no host at all: the parts that are used stand in for its types. Compiled, never run.

import { Meshi, readAttendees, type AbortSignalLike, type HeadersLike, type Middleware } from "meshi-partner";
import { init } from "meshi-partner/slim";
import { exactly } from "../expect.js";

declare const signal: AbortSignalLike;
declare const headers: HeadersLike;

const middleware: Middleware = async (request, next) => {
  exactly<string>()(request.url);
  return next(request);
};
const meshi = new Meshi({ middleware: [middleware] });
const { response } = await meshi.auth.check({ signal, headers }).withResponse();
exactly<HeadersLike>()(response.headers);
await init({ href: "https://example.com/module.wasm" });
readAttendees({
  locked: false,
  getReader: () => ({ read: async () => ({ done: true }), cancel: async () => undefined }),
});
