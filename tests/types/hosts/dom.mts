// The browser's library: what only it declares. Compiled, never run.

import { Meshi, readAttendees, type ResponseInfo } from "meshi-partner";
import { init } from "meshi-partner/slim";
import type { Sandbox } from "meshi-partner/sandbox";
import { exactly } from "../expect.js";

declare const info: ResponseInfo;
declare const sandbox: Sandbox;
declare const file: File;
declare const compiled: WebAssembly.Module;

exactly<Headers>()(info.headers);
exactly<typeof globalThis.fetch>()(sandbox.fetch);
exactly<Promise<void>>()(init(compiled));
readAttendees(file);
new Meshi({ fetch: window.fetch.bind(window) });
