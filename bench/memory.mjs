// How far the module's memory grows while a million rows stream through it.

import { HEADER, fetchRun, line } from "./fixtures.mjs";

const ROWS = 1_000_000;
const CHUNK = 500;

/** Memories of every instance made from now on. */
function watchMemories() {
  const memories = [];
  const Instance = WebAssembly.Instance;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, given) {
      const instance = Reflect.construct(target, given, target);
      if (instance.exports.memory) memories.push(instance.exports.memory);
      return instance;
    },
  });
  return memories;
}

async function* rows() {
  const encoder = new TextEncoder();
  yield encoder.encode(`${HEADER.join(",")}\r\n`);
  for (let start = 0; start < ROWS; start += CHUNK) {
    let text = "";
    for (let index = start; index < start + CHUNK; index += 1) text += line(index);
    yield encoder.encode(text);
  }
}

/** Measures the group. The package is loaded here, and first here, so that its instance is seen. */
export async function memory() {
  const memories = watchMemories();
  const { Meshi, readAttendees } = await import("../pkg/dist/node.js");
  const meshi = new Meshi({
    apiKey: "bench-key",
    baseUrl: "https://partner.example.com/api",
    fetch: fetchRun,
  });
  const source = ReadableStream.from(rows());
  const report = await meshi.attendees.importAll("summit-2026", readAttendees(source, { format: "csv" }), {
    maxRows: 1_000,
    wait: false,
  });
  if (report.total !== ROWS) throw new Error(`${report.total} rows of ${ROWS} came through`);
  const megabytes = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) / 1024 / 1024;
  if (megabytes === 0) throw new Error("the module's memory was not seen");
  return {
    title: "Memory of the module after 1 000 000 CSV rows",
    ratios: [{ name: "linear memory", value: megabytes, unit: " MB", bar: 32, moonshot: 8 }],
    medians: new Map(),
  };
}
