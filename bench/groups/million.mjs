// A file of a million attendees on disk, streamed to validated parts: how long it takes, and how much memory. Every
// contestant has a process of its own, so that what one holds is not another's.

import { execFile } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BARS } from "../bars.mjs";
import { SHAPES, pieces } from "../files.mjs";
import { attempt, figures } from "../harness.mjs";
import { OURS } from "../names.mjs";
import { progress } from "../progress.mjs";
import { READERS } from "../readers.mjs";
import { ratio, summary } from "../statistics.mjs";
import { ratios } from "./csv.mjs";
import { whole } from "../units.mjs";

const program = fileURLToPath(new URL("../stream.mjs", import.meta.url));
const folder = fileURLToPath(new URL("../../target/bench/", import.meta.url));
const MB = 1024 * 1024;

/** What a process holds that does nothing else. */
const ALONE = "reading alone";

async function write(file, rows) {
  const out = createWriteStream(file);
  for (const piece of pieces(SHAPES.ordinary, rows)) if (!out.write(piece)) await once(out, "drain");
  out.end();
  await once(out, "close");
}

/** One import in a process of its own. */
async function stream(reader, file, rows, ...options) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    ...options,
    reader,
    file,
    String(rows),
  ]);
  return JSON.parse(stdout);
}

/** Holds that every contestant sends every attendee of a smaller file, which is still read in many pieces. */
async function check(file) {
  const rows = 3_000;
  await write(file, rows);
  for (const { name } of READERS) await attempt(name, () => stream(name, file, rows, "--check"));
}

/** Measures the group. */
export async function measureGroup(effort) {
  const rows = effort.size(1_000_000, 3_000);
  const { rounds } = effort.rounds({ rounds: 3 });
  const file = `${folder}attendees.csv`;
  await mkdir(folder, { recursive: true });
  await check(file);
  progress(`million: writing a file of ${rows} rows`);
  await write(file, rows);
  const { size: bytes } = await stat(file);
  const names = [...READERS.map(({ name }) => name), ALONE];
  const told = new Map(names.map((name) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) {
      progress(`million: round ${round} of ${rounds}, ${name}`);
      told.get(name).push(await attempt(name, () => stream(name, file, rows)));
    }
  }
  await rm(file);
  const of = (member, scale = 1) =>
    new Map([...told].map(([name, runs]) => [name, runs.map((run) => run[member] / scale)]));
  const times = of(effort.cpu ? "cpu" : "ms");
  times.delete(ALONE);
  const memory = of("rss", MB);
  const module = of("wasm", MB).get(OURS);
  const what = `CSV of ${whole(rows)} rows, streamed from disk to validated JSON parts`;
  return [
    {
      id: "million",
      title: what,
      note: `${(bytes / 1e6).toFixed(1)} MB, a process for each; more is better`,
      unit: "ms",
      work: { bytes, rows },
      ratios: ratios(times, {}),
      figures: figures(times),
    },
    {
      id: "memory",
      title: `Peak memory of the process: ${what}`,
      unit: "MB",
      ratios: [
        { name: "the module's linear memory, at the end", ...summary(module), ...BARS.wasmMemory },
        ...[...memory.keys()]
          .filter((name) => name !== OURS)
          .map((name) => ({ name: `of ${name}`, ...ratio(memory.get(OURS), memory.get(name)) })),
      ],
      figures: figures(memory),
    },
  ];
}
