// Ways from an attendee file to validated parts: the package's own, and what a partner would build around each CSV
// library. Of a whole file in memory, and of a file on disk that is never held as a whole.

import { createReadStream } from "node:fs";
import { BASE, OURS } from "./names.mjs";
import { Importer } from "./plain.mjs";

const EVENT_ID = "summit-2026";
const URL = `${BASE}/events/${EVENT_ID}/attendees:import`;
const AROUND = " + validation + JSON.stringify";

/** The library that the bar names. */
export const PAPA = `papaparse${AROUND}`;

const text = (bytes) => new TextDecoder().decode(bytes);

/** The file's text in pieces of which none ends within a line break: udsv takes one that does for two. */
async function* unbroken(file) {
  const decoder = new TextDecoder();
  let held = "";
  for await (const chunk of createReadStream(file)) {
    const piece = held + decoder.decode(chunk, { stream: true });
    held = piece.endsWith("\r") ? "\r" : "";
    yield held === "" ? piece : piece.slice(0, -1);
  }
  yield held + decoder.decode();
}

/** Sends whatever `rows` gives in parts. */
async function all(rows, target) {
  const importer = new Importer({ url: URL, ...target });
  await importer.add(rows);
  await importer.end();
}

/** Each is loaded only where it is measured: `load` gives `whole(bytes, target)` and `stream(file, target)`. */
export const READERS = [
  {
    name: OURS,
    async load() {
      const { Meshi, readAttendees } = await import("../pkg/dist/node.js");
      const send = async (source, { fetch, maxRows, rows }) => {
        const meshi = new Meshi({ apiKey: "bench-key", baseUrl: BASE, fetch });
        const file = readAttendees(source, { format: "csv" });
        const report = await meshi.attendees.importAll(EVENT_ID, file, { maxRows, wait: false });
        if (report.total !== rows || report.rejected.length > 0)
          throw new Error(`${report.total} rows of ${rows}, ${report.rejected.length} rejected`);
      };
      return {
        whole: send,
        stream: (file, target) => send(createReadStream(file), target),
      };
    },
  },
  {
    name: PAPA,
    async load() {
      const { default: Papa } = await import("papaparse");
      const options = { header: true, skipEmptyLines: true };
      return {
        whole: (bytes, target) => all(Papa.parse(text(bytes), options).data, target),
        async stream(file, target) {
          const importer = new Importer({ url: URL, ...target });
          await new Promise((resolve, reject) => {
            Papa.parse(createReadStream(file), {
              ...options,
              chunk({ data }, parser) {
                parser.pause();
                importer.add(data).then(() => parser.resume(), reject);
              },
              complete: resolve,
              error: reject,
            });
          });
          await importer.end();
        },
      };
    },
  },
  {
    name: `udsv${AROUND}`,
    async load() {
      const { inferSchema, initParser } = await import("udsv");
      return {
        whole(bytes, target) {
          const content = text(bytes);
          return all(initParser(inferSchema(content)).stringObjs(content), target);
        },
        async stream(file, target) {
          const importer = new Importer({ url: URL, ...target });
          let parser;
          let rows = [];
          const keep = (found) => {
            rows = rows.concat(found);
          };
          for await (const piece of unbroken(file)) {
            parser ??= initParser(inferSchema(piece));
            parser.chunk(piece, parser.stringObjs, keep);
            await importer.add(rows);
            rows = [];
          }
          parser.end();
          await importer.add(rows);
          await importer.end();
        },
      };
    },
  },
  {
    name: `csv-parse${AROUND}`,
    async load() {
      const [{ parse: parseSync }, { parse }] = await Promise.all([
        import("csv-parse/sync"),
        import("csv-parse"),
      ]);
      const options = { columns: true, skip_empty_lines: true };
      return {
        whole: (bytes, target) => all(parseSync(text(bytes), options), target),
        async stream(file, target) {
          const importer = new Importer({ url: URL, ...target });
          for await (const row of createReadStream(file).pipe(parse(options))) await importer.add([row]);
          await importer.end();
        },
      };
    },
  },
];
