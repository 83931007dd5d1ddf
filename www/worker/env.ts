// What the worker is given, and what of it makes sense. No value of it is ever part of an answer but the environment's word.

import { isMeshiError, Meshi, type Middleware } from "meshi-partner";
import type { ConsoleEnvironment } from "../shared/api.ts";
import { ConsoleFailure } from "./failure.ts";
import type { FlowObject } from "./flow/object.ts";
import type { IndexObject } from "./index-object.ts";
import type { SandboxObject } from "./sandbox-object.ts";

/** Bindings, variables and secrets; see wrangler.jsonc and README.md. */
export interface Env {
  readonly MESHI_KEY?: string;
  readonly MESHI_ENVIRONMENT?: string;
  readonly MESHI_BASE?: string;
  readonly SANDBOX?: string;
  readonly CONSOLE_TOKEN?: string;
  readonly ASSETS: Fetcher;
  readonly UPLOADS: R2Bucket;
  readonly FLOWS: DurableObjectNamespace<FlowObject>;
  readonly INDEX: DurableObjectNamespace<IndexObject>;
  readonly SANDBOX_STATE: DurableObjectNamespace<SandboxObject>;
  readonly LOGINS: RateLimit;
  readonly CALLS: RateLimit;
}

const SHORTEST_TOKEN = 16;

/** Nothing resolves it: requests below it go to the object that holds the sandbox, which puts its own key in. */
const SANDBOX_BASE = "https://sandbox.invalid/api/v0/partner";
const SANDBOX_KEY = "sandbox";

function misconfigured(message: string): ConsoleFailure {
  return new ConsoleFailure(503, "MISCONFIGURED", message);
}

/** The access token; without a good one nothing is served. */
export function accessToken({ CONSOLE_TOKEN: token = "" }: Env): string {
  if (token.length >= SHORTEST_TOKEN) return token;
  const fix = "set one with `wrangler secret put CONSOLE_TOKEN`, or in .dev.vars for `wrangler dev`";
  throw misconfigured(`The secret CONSOLE_TOKEN must have at least ${SHORTEST_TOKEN} characters: ${fix}.`);
}

/** Whose API this worker talks to. */
export function environmentOf(env: Env): ConsoleEnvironment {
  if (env.MESHI_BASE) return "custom";
  if (env.SANDBOX === "1") return "sandbox";
  const { MESHI_ENVIRONMENT: environment } = env;
  if (environment === "staging" || environment === "production") return environment;
  throw misconfigured('MESHI_ENVIRONMENT must be "staging" or "production", or SANDBOX "1".');
}

/** How a client behaves, beyond where it goes. */
export interface ClientOptions {
  maxRetries: number;
  deadlineMs: number;
  middleware?: readonly Middleware[];
}

/** The client for one request or one alarm. */
export function clientOf(env: Env, options: ClientOptions): Meshi {
  const environment = environmentOf(env);
  if (environment === "sandbox") {
    const sandbox = env.SANDBOX_STATE.get(env.SANDBOX_STATE.idFromName("sandbox"));
    const fetch = ((input: RequestInfo, init?: RequestInit) =>
      sandbox.fetch(input, init)) as typeof globalThis.fetch;
    return new Meshi({ ...options, apiKey: SANDBOX_KEY, baseUrl: SANDBOX_BASE, fetch });
  }
  const { MESHI_KEY: apiKey, MESHI_BASE: baseUrl } = env;
  if (!apiKey) throw misconfigured("The secret MESHI_KEY is not set: `wrangler secret put MESHI_KEY`.");
  try {
    return new Meshi({ ...options, apiKey, ...(environment === "custom" ? { baseUrl } : { environment }) });
  } catch (error) {
    // Which option it was is told; what it held is not.
    if (!isMeshiError(error)) throw error;
    throw misconfigured("MESHI_KEY or MESHI_BASE is not one that the client takes.");
  }
}
