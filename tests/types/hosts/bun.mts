// Bun's types: a file of Bun's own. Compiled, never run.

import { Meshi, readAttendees } from "meshi-partner";

const meshi = new Meshi({ apiKey: Bun.env["MESHI_KEY"], environment: "staging" });
await meshi.attendees.importAll("e", readAttendees(Bun.file("attendees.csv")));
Bun.serve({ fetch: async () => Response.json(await meshi.auth.check()) });
