// What the host is: its environment variables, and whether it is a web page. Asked when a client is made, never at import.

interface Host {
  process?: { env?: Record<string, string | undefined>; versions?: { node?: string; bun?: string } };
  Deno?: { env?: { get(name: string): string | undefined } };
  Bun?: unknown;
  EdgeRuntime?: unknown;
  WebSocketPair?: unknown;
  WorkerGlobalScope?: unknown;
  window?: { document?: unknown };
  navigator?: { userAgent?: string };
}

/** The variable's value, where the host has one and lets it be read. */
export function environmentVariable(name: string): { value?: string | undefined; problem?: string } {
  const host = globalThis as unknown as Host;
  try {
    // Deno asks for permission a variable at a time, and throws where it is not given.
    const value = host.Deno?.env ? host.Deno.env.get(name) : host.process?.env?.[name];
    return { value };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "not permitted" };
  }
}

/** Whether this is a web page or one of its workers: whoever visits it can read what it holds. */
export function isBrowser(): boolean {
  const host = globalThis as unknown as Host;
  const server =
    host.Deno !== undefined ||
    host.Bun !== undefined ||
    host.EdgeRuntime !== undefined ||
    host.WebSocketPair !== undefined ||
    typeof host.process?.versions?.node === "string" ||
    host.navigator?.userAgent === "Cloudflare-Workers";
  if (server) return false;
  return host.window?.document !== undefined || host.WorkerGlobalScope !== undefined;
}
