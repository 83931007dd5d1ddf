// Cloudflare's types: a service binding as fetch, a request's body as a file, a module as it is imported. Compiled,
// never run.

import { Meshi, readAttendees } from "meshi-partner";
import { init } from "meshi-partner/slim";

interface Env {
  MESHI_KEY: string;
  API: Fetcher;
}
declare const compiled: WebAssembly.Module;

export default {
  async fetch(request, env): Promise<Response> {
    await init(compiled);
    const meshi = new Meshi({
      apiKey: env.MESHI_KEY,
      environment: "staging",
      fetch: env.API.fetch.bind(env.API),
    });
    new Meshi({ fetch: (input, init) => env.API.fetch(input, init) });
    if (!request.body) return new Response("no file", { status: 400 });
    const report = await meshi.attendees.importAll("e", readAttendees(request.body), {
      signal: request.signal,
    });
    return Response.json(report);
  },
} satisfies ExportedHandler<Env>;
