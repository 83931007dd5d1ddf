// The worker: what Cloudflare calls.

import { app } from "./app.ts";
import type { Env } from "./env.ts";
import { secured } from "./headers.ts";

export { FlowObject } from "./flow/object.ts";
export { IndexObject } from "./index-object.ts";
export { SandboxObject } from "./sandbox-object.ts";

export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    return secured(request, await app.fetch(request, env, context));
  },
} satisfies ExportedHandler<Env>;
