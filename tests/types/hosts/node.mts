// Node's types: what only they declare. Compiled, never run.

import { createReadStream, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { Meshi, readAttendees, type ResponseInfo } from "meshi-partner";
import { init } from "meshi-partner/slim";
import { exactly } from "../expect.js";

declare const info: ResponseInfo;

exactly<Headers>()(info.headers);
readAttendees(createReadStream("attendees.csv"));
readAttendees(readFileSync("attendees.csv"));
readAttendees(process.stdin);
readAttendees(Readable.from(["name\n"]));
await init(readFileSync("meshi_partner_bg.wasm"));
await new Meshi({ apiKey: process.env["MESHI_KEY"], environment: "staging" }).auth.check();
