// A worker whose client is the isolate's: every request uses the same one.

import { Meshi } from "meshi-partner";

let meshi;

export default {
  async fetch(request, env) {
    const who = new URL(request.url).searchParams.get("who");
    meshi ??= new Meshi({
      apiKey: "k",
      baseUrl: env.BASE,
      maxRetries: 5,
      maxConcurrentRequests: 8,
      maxRequestsPerSecond: 400,
    });
    const listed = [];
    const [event, run, report] = await Promise.all([
      meshi.events.get(who),
      meshi.runs.wait(`run_${who}`, { pollIntervalMs: 250 }),
      meshi.attendees.importAll(
        who,
        Array.from({ length: 6 }, (_, n) => ({ attendee_id: `${who}-${n}`, name: "N" })),
        { maxRows: 2, concurrency: 3 },
      ),
      (async () => {
        for await (const { attendee_id: id } of meshi.attendees.list(who)) listed.push(id);
      })(),
    ]);
    return Response.json({ who, event: event.event_id, run: run.run_id, imported: report.imported, listed });
  },
};
