// Which WebAssembly modules of the package a program compiles before its first answer, and which only when it imports a
// file. Runs as a process of its own, since a module is compiled once in each.
//
// usage: node modules.mjs prints { first: [file names], later: [file names] }

import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { EVENT, fetchEvent, fetchRun } from "./fixtures.mjs";
import { BASE } from "./names.mjs";

const dist = new URL("../pkg/dist/", import.meta.url);

/** The modules of the client, from a process that looks. */
export async function modules() {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url)]);
  const { first, later } = JSON.parse(stdout);
  if (first.length === 0) throw new Error("no module was compiled before the first answer");
  return { first, later };
}

/** The bytes of everything that is compiled from now on. */
function watch() {
  const seen = [];
  const { Module, compile, instantiate } = WebAssembly;
  const note = (source) => {
    if (ArrayBuffer.isView(source))
      seen.push(Buffer.from(source.buffer, source.byteOffset, source.byteLength));
    else if (source instanceof ArrayBuffer) seen.push(Buffer.from(source));
    return source;
  };
  WebAssembly.Module = new Proxy(Module, {
    construct: (target, [source]) => Reflect.construct(target, [note(source)]),
  });
  WebAssembly.compile = (source) => compile.call(WebAssembly, note(source));
  WebAssembly.instantiate = (source, ...rest) => instantiate.call(WebAssembly, note(source), ...rest);
  return seen;
}

async function look() {
  const files = new Map();
  for (const name of (await readdir(dist)).filter((file) => file.endsWith(".wasm")))
    files.set(name, await readFile(new URL(name, dist)));
  const seen = watch();
  // Node has modules of its own, which are nobody's weight.
  const names = () =>
    seen
      .map((bytes) => [...files].find(([, content]) => content.equals(bytes))?.[0])
      .filter((name) => name !== undefined);
  const { Meshi, readAttendees } = await import("../pkg/dist/node.js");
  const options = { apiKey: "bench-key", baseUrl: BASE };
  const { event_id: id } = await new Meshi({ ...options, fetch: fetchEvent }).events.get(EVENT.event_id);
  if (id !== EVENT.event_id) throw new Error(`the first answer is ${id}`);
  const first = names();
  const file = readAttendees("attendee_id,name\r\nreg-1,Ada\r\n", { format: "csv" });
  const importer = new Meshi({ ...options, fetch: fetchRun });
  const { total } = await importer.attendees.importAll(EVENT.event_id, file, { wait: false });
  if (total !== 1) throw new Error(`${total} rows of one came through`);
  return { first, later: names().slice(first.length) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await look()));
