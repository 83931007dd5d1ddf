// One import of a file on disk, in this process and no other. Prints how long it took, the most memory that the process
// ever held, and how large the memories of its WebAssembly instances are at the end, which is the most they ever were.
//
// usage: node stream.mjs [--check] <reader> <file> <rows>
// With --check every attendee that was sent is held against the one that is due.

import { createReadStream } from "node:fs";
import { parseArgs } from "node:util";
import { attendees, recorder } from "./fixtures.mjs";
import { READERS } from "./readers.mjs";

const PART = 1_000;

/** Memories of every instance that is made from now on, before the package is loaded. */
function watchMemories() {
  const memories = [];
  const { Instance, instantiate } = WebAssembly;
  const seen = (instance) => {
    if (instance.exports.memory) memories.push(instance.exports.memory);
    return instance;
  };
  WebAssembly.Instance = new Proxy(Instance, {
    construct: (target, given) => seen(Reflect.construct(target, given, target)),
  });
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate.apply(WebAssembly, given);
    seen(made.instance ?? made);
    return made;
  };
  return memories;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: "boolean", default: false } },
});
const [name, file] = positionals;
const rows = Number(positionals[2]);
const memories = watchMemories();
const reader = READERS.find((each) => each.name === name);
const started = performance.now();
if (reader === undefined) {
  for await (const chunk of createReadStream(file)) if (chunk.length === 0) throw new Error("an empty chunk");
} else {
  const { stream } = await reader.load();
  const sent = recorder();
  const run = () => stream(file, { fetch: sent.fetch, maxRows: PART, rows });
  await (values.check ? sent.brings(attendees(rows), run) : run());
  if (sent.count < rows / PART) throw new Error(`${sent.count} parts for ${rows} rows`);
}
const ms = performance.now() - started;
const { user, system } = process.cpuUsage();
const rss = process.resourceUsage().maxRSS * 1024;
const wasm = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
process.stdout.write(JSON.stringify({ ms, cpu: (user + system) / 1000, rss, wasm }));
