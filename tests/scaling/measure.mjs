// Measures what the model cannot derive: CPU time, memory and sizes. The figures of docs/scaling.md rest on measured.json,
// which this writes; every figure has a name here and nowhere else.
//
// usage: node --expose-gc tests/scaling/measure.mjs [--write], after `cargo xtask build`; then page.mjs --write

import { memoryMiB } from "./memories.mjs";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { Meshi, readAttendees } from "../../pkg/dist/node.js";
import { SHAPES, bytesOf } from "../../bench/files.mjs";
import { fetchRun, EVENT } from "../../bench/fixtures.mjs";
import { jsonBytes, people } from "./people.mjs";
import { durably } from "./durably.mjs";
import { RUNS, count, plan, simulated } from "./simulation.mjs";

const FILE = fileURLToPath(new URL("measured.json", import.meta.url));
const MODULE = new URL("../../pkg/dist/meshi_partner_bg.wasm", import.meta.url);
const csv = (rows) => bytesOf(SHAPES.ordinary, rows);

const BASE = "https://partner.example.com/api/v0/partner";

if (!globalThis.gc) throw new Error("run it with node --expose-gc");

/** CPU milliseconds of all threads a unit of `work`: the least of some rounds, since noise only adds. */
async function cpu(units, work, rounds = 15) {
  const figures = [];
  for (let round = -3; round < rounds; round += 1) {
    globalThis.gc();
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) figures.push((user + system) / 1_000 / units);
  }
  return Math.min(...figures);
}

async function cpuFigures() {
  const client = (fetch) => new Meshi({ apiKey: "bench-key", baseUrl: BASE, fetch });
  const meshi = client(fetchRun);

  const calls = 2_000;
  const callMs = await cpu(calls, async () => {
    for (let call = 0; call < calls; call += 1) await meshi.runs.get("run-1");
  });

  const rows = 50_000;
  const file = csv(rows);
  const options = { wait: false };
  const thousandRowsMs = await cpu(rows / 1_000, () =>
    meshi.attendees.importAll("e", readAttendees(file, { format: "csv" }), options),
  );

  const matches = await aPageOfMatches();
  const pageOf = (items, cursor) => JSON.stringify({ matches: items, next_cursor: cursor });
  const middle = (page) => pageOf(matches, `c-${page}`);
  const pages = 50;
  let asked = 0;
  const lists = client(async () => {
    asked += 1;
    return new Response(asked % pages === 0 ? pageOf(matches, null) : middle(asked));
  });
  const thousandMatchesMs = await cpu((pages * matches.length) / 1_000, async () => {
    for await (const match of lists.matches.list("e")) if (!match.attendee_id) throw new Error("no match");
  });

  const scopes = ["partner:read", "partner:write"];
  const run = { run_id: "run-1", status: "running", counts: { total: 9, processed: 1 } };
  const running = JSON.stringify({ ...EVENT, ...run, scopes });
  const fetchRunning = async () => new Response(running, { status: 202 });
  const plan = { event: { event_id: "e", title: EVENT.title }, enrich: true };
  const begun = client(fetchRunning).flow(plan);
  for (let name = ""; name !== "enrich";) ({ name } = await begun.step());
  const token = begun.serialize();
  const alarms = 1_000;
  const alarmMs = await cpu(alarms, async () => {
    for (let alarm = 0; alarm < alarms; alarm += 1) {
      const own = client(fetchRunning);
      const flow = own.resumeFlow(token, plan);
      await flow.step();
      flow.serialize();
      own.free();
    }
  });

  const bytes = readFileSync(MODULE);
  const imports = {};
  for (const { module, name } of WebAssembly.Module.imports(new WebAssembly.Module(bytes))) {
    (imports[module] ??= {})[name] = () => 0;
  }
  const startMs = await cpu(1, () => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports), 51);
  return { startMs, callMs, thousandRowsMs, thousandMatchesMs, alarmMs };
}

/** Matches as the sandbox gives them. */
async function aPageOfMatches() {
  const { sandbox } = await sizedFlow(200, { instant: true });
  const answer = await sandbox.fetch(`${sandbox.baseUrl}/events/e/matches?limit=200`, {
    headers: { authorization: `Bearer ${sandbox.apiKey}` },
  });
  return (await answer.json()).matches;
}

/** A durable flow of so many attendees, read to the end of its lists. */
function sizedFlow(attendees, settings) {
  return simulated(settings, async (world) => {
    const { largestToken } = await durably(world.client, plan("e", attendees));
    const meshi = world.client();
    const matches = await count(meshi.matches.list("e", { limit: 200 }));
    const reviews = await count(meshi.reviewQueue.list({ eventId: "e", limit: 200 }));
    return { ...world, largestToken, matches, reviews };
  });
}

async function sizes() {
  const rows = people(1_000);
  const one = await sizedFlow(1_000, { instant: true });
  // Runs that are followed have more to say in a token.
  const [few, many] = [await sizedFlow(1_000, RUNS), await sizedFlow(10_000, RUNS)];
  const of = (name) => one.seen.operations[name];
  const each = (name) => of(name).down / of(name).requests;
  const writes = ["events.create", "events.setContext", "enrichment.start", "matching.start"];
  const small = ["auth.check", ...writes];
  const all = Object.values(one.seen.operations);
  const total = (field) => all.reduce((sum, own) => sum + own[field], 0);
  const poller = one.client().runs.poller([...one.seen.runs.keys()][0]);
  await poller.pollOnce();
  return {
    bytes: {
      row: jsonBytes(rows) / rows.length,
      envelope: of("attendees.import").up - jsonBytes(rows) - (rows.length - 1),
      smallWrites: writes.reduce((sum, name) => sum + of(name).up, 0),
      smallAnswer: small.reduce((sum, name) => sum + each(name), 0) / small.length,
      run: each("runs.get"),
      match: of("matches.list").down / one.matches,
      review: of("reviewQueue.list").down / one.reviews,
      requestHeaders: total("headers") / total("requests"),
    },
    tokenBytes: {
      poller: poller.serialize().length,
      empty: few.largestToken - (many.largestToken - few.largestToken) / 9,
      part: (many.largestToken - few.largestToken) / 9,
    },
  };
}

async function memory() {
  const meshi = new Meshi({ apiKey: "bench-key", baseUrl: BASE, fetch: fetchRun });
  await meshi.auth.check();
  const firstCall = memoryMiB();
  const importOf = (rows) =>
    meshi.attendees.importAll("e", readAttendees(csv(rows), { format: "csv" }), { wait: false });
  await importOf(500);
  const after500 = memoryMiB();
  await Promise.all(Array.from({ length: 20 }, () => importOf(500)));
  const after20At500 = memoryMiB();
  await importOf(100_000);
  return { firstCall, after500, after20At500, after100000: memoryMiB() };
}

const rounded = (value) =>
  typeof value === "number"
    ? Number(value.toPrecision(3))
    : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rounded(inner)]));

const wasmMiB = await memory();
const figures = {
  how: "node --expose-gc tests/scaling/measure.mjs --write",
  machine: `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "an unknown processor"}`,
  ...rounded({ ...(await cpuFigures()), wasmMiB, ...(await sizes()) }),
};
const text = `${JSON.stringify(figures, null, 2)}\n`;
console.log(text);
if (process.argv[2] === "--write") writeFileSync(FILE, text);
