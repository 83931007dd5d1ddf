// Attendee files in memory, from their bytes to validated parts that were sent to a stubbed `fetch`.

import assert from "node:assert/strict";
import { BARS } from "../bars.mjs";
import { SHAPES, bytesOf } from "../files.mjs";
import { recorder } from "../fixtures.mjs";
import { figures, measure } from "../harness.mjs";
import { OURS } from "../names.mjs";
import { progress } from "../progress.mjs";
import { PAPA, READERS } from "../readers.mjs";
import { ratio } from "../statistics.mjs";
import { whole } from "../units.mjs";

const PART = 1_000;

const FILES = [
  { shape: "ordinary", id: "csv", rows: 50_000, bars: BARS.csvOverPapa },
  { shape: "wide", id: "csv-wide", rows: 10_000, what: "60 columns, of which 54 go into `raw`" },
  { shape: "quoted", id: "csv-quoted", rows: 50_000, what: "every cell quoted, with quotes and line breaks" },
];

/** Ratios of which more is better: how many times as fast the package is. */
export function ratios(samples, bars) {
  const others = [...samples.keys()].filter((name) => name !== OURS);
  return others.map((name) => ({
    name: `as fast as ${name}`,
    ...ratio(samples.get(name), samples.get(OURS)),
    ...(name === PAPA ? bars : { more: true }),
  }));
}

async function file({ shape: name, id, rows, what, bars }, effort, readers) {
  const shape = SHAPES[name];
  const bytes = bytesOf(shape, rows);
  const due = Array.from({ length: rows }, (_, index) => shape.attendee(index));
  const sent = recorder();
  const contestants = readers.map(({ name: reader, whole: read }) => {
    const run = async () => {
      sent.count = 0;
      await read(bytes, { fetch: sent.fetch, maxRows: PART, rows });
      assert.ok(sent.count >= rows / PART, `${sent.count} parts of ${rows / PART}`);
    };
    return { name: reader, run, check: () => sent.brings(due, run) };
  });
  progress(`csv: ${rows} rows, ${name}`);
  const samples = await measure(contestants, effort.rounds({ rounds: 11, warmUp: 2 }));
  const size = `${(bytes.length / 1e6).toFixed(1)} MB`;
  return {
    id,
    title: `CSV of ${whole(rows)} rows${name === "ordinary" ? "" : `, ${name},`} to validated JSON parts`,
    note: `${[size, what, `parts of ${whole(PART)} rows`].filter(Boolean).join("; ")}; more is better`,
    unit: "ms",
    work: { bytes: bytes.length, rows },
    ratios: ratios(samples, bars),
    figures: figures(samples),
  };
}

/** Measures the group. */
export async function* measureGroup(effort) {
  const readers = [];
  for (const { name, load } of READERS) readers.push({ name, ...(await load()) });
  for (const each of FILES)
    yield await file({ ...each, rows: effort.size(each.rows, 1_500) }, effort, readers);
}
