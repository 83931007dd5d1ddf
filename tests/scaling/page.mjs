// The tables of docs/scaling.md, printed from the model.
//
// usage: node tests/scaling/page.mjs [--write | --check]

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as model from "./model.mjs";
import { CLASSES, MEASURED, PRICES, PROFILE, SPREAD } from "./profile.mjs";

const PAGE = fileURLToPath(new URL("../../docs/scaling.md", import.meta.url));
const HOW = "run `node tests/scaling/page.mjs --write`";

const { WAITS } = model;
const LARGE_PAGE = { ...PROFILE, matchPage: 200 };

/** `1 234 567`, `12.3`, `0.0456`: three digits of what is no whole number. */
function figure(value) {
  const text =
    Number.isInteger(value) || value >= 1_000
      ? String(Math.round(value))
      : String(Number(value.toPrecision(3)));
  const [whole, ...rest] = text.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, " "), ...rest].join(".");
}

/** A count that is an estimate: three digits. */
const about = (value) => figure(value < 1_000 ? value : Number(value.toPrecision(3)));

function duration(ms) {
  if (ms < 60_000) return `${figure(ms / 1_000)} s`;
  if (ms < 3_600_000) return `${figure(ms / 60_000)} min`;
  return `${figure(ms / 3_600_000)} h`;
}

const size = (bytes) => {
  for (const [unit, most] of [
    ["B", 1e3],
    ["kB", 1e6],
    ["MB", 1e9],
  ]) {
    if (bytes < most) return `${figure(Number((bytes / (most / 1e3)).toPrecision(3)))} ${unit}`;
  }
  return `${figure(Number((bytes / 1e9).toPrecision(3)))} GB`;
};

const dollars = (value) => `$${value < 0.01 ? value.toPrecision(1) : value.toFixed(2)}`;

const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const month = (year) => year / 12;

function profile() {
  const all = model.attendeesOf(CLASSES);
  const rows = CLASSES.map(({ events, attendees }) => [
    figure(attendees),
    figure(events),
    figure(events * attendees),
    `${figure((100 * events * attendees) / all)} %`,
    figure(model.parts(attendees, PROFILE.rowBytes)),
  ]);
  const total = ["all", model.eventsOf(CLASSES), all].map((cell) =>
    typeof cell === "number" ? figure(cell) : cell,
  );
  return table(
    ["attendees an event", "events a year", "attendees a year", "of all", "parts of an import"],
    [...rows, [...total, "100 %", ""]],
  );
}

const KINDS = [
  ["auth.check", "key and scope", "1", "D"],
  ["events.create", "create", "1", "D"],
  ["events.setContext", "context", "1", "D"],
  ["attendees.import", "import", "⌈n ÷ rows a part⌉", "D; the rows a part are the SDK's"],
  ["enrichment.start", "enrich", "1", "D that it exists, I path and body"],
  ["matching.start", "match", "1", "D that it exists, I path and body"],
  ["runs.get", "polls", "one run a part, and two; see below", "D"],
  ["matches.list", "pages of matches", "⌈k · n ÷ L⌉", "D that it is paged, I `limit` and `cursor`"],
  ["reviewQueue.list", "pages of reviews", "⌈q · n ÷ L⌉, at least 1", "D `limit`, I `cursor`"],
];

function oneEvent() {
  const sizes = [500, 100_000];
  const asked = sizes.map((attendees) => model.event(PROFILE, attendees, WAITS.moving));
  const rows = KINDS.map(([name, kind, formula, mark]) => [
    kind,
    formula,
    mark,
    ...asked.map((counts) => figure(counts[name])),
  ]);
  const total = ["**all**", "", "", ...asked.map((counts) => `**${figure(counts.total)}**`)];
  return table(
    ["request", "how many", "contract", ...sizes.map((n) => `n = ${figure(n)}`)],
    [...rows, total],
  );
}

function polls() {
  const lengths = [1, 5, 15, 60, 300, 900, 3_600].map((seconds) => seconds * 1_000);
  const ways = [WAITS.silent, WAITS.moving, WAITS.every(15_000)];
  const row = (ms) => [duration(ms), ...ways.map((way) => figure(model.polls(ms, way, PROFILE.latencyMs)))];
  return table(
    ["the run takes", "shows nothing", "counts move", "`pollIntervalMs: 15_000`"],
    lengths.map(row),
  );
}

function year() {
  const hour = model.peakHour(CLASSES, SPREAD);
  const of = (given, way) => [model.over(CLASSES, given, way), model.over(hour, given, way)];
  const [moving, movingHour] = of(PROFILE, WAITS.moving);
  const [silent, silentHour] = of(PROFILE, WAITS.silent);
  const [large, largeHour] = of(LARGE_PAGE, WAITS.silent);
  const row = (name, inYear, inHour) => [
    name,
    about(inYear),
    about(month(inYear)),
    about(month(inYear) * SPREAD.peakMonthFactor),
    about(inHour),
  ];
  const small = KINDS.filter(([name]) => !["runs.get", "matches.list", "reviewQueue.list"].includes(name));
  return table(
    ["requests", "a year", "a month", "the busiest month", "the busiest hour"],
    [
      ...small.map(([name, kind]) => row(kind, moving[name], movingHour[name])),
      row("polls, counts move", moving["runs.get"], movingHour["runs.get"]),
      row("polls, runs show nothing", silent["runs.get"], silentHour["runs.get"]),
      row("pages of matches, L = 50", moving["matches.list"], movingHour["matches.list"]),
      row("pages of matches, L = 200", large["matches.list"], largeHour["matches.list"]),
      row("pages of reviews", moving["reviewQueue.list"], movingHour["reviewQueue.list"]),
      row("**all at most**: counts move, L = 50", moving.total, movingHour.total),
      row("**all at least**: nothing shown, L = 200", large.total, largeHour.total),
    ],
  );
}

function rates() {
  const hour = model.peakHour(CLASSES, SPREAD);
  const most = model.over(hour, PROFILE, WAITS.moving);
  const least = model.over(hour, LARGE_PAGE, WAITS.silent);
  const noLists = most.total - most["matches.list"] - most["reviewQueue.list"];
  const counts = [most.total, least.total, noLists];
  const bound = ["R that takes it in an hour", ...counts.map((count) => `${figure(count / 3_600)} a second`)];
  const rows = [1, 2, 5, 10, 20, 50].map((rate) => [
    `${rate} a second`,
    ...counts.map((count) => duration(model.spacedMs(count, rate))),
  ]);
  return table(
    ["R", "counts move, L = 50", "nothing shown, L = 200", "counts move, no lists read"],
    [["requests", ...counts.map(about)], ...rows, bound],
  );
}

function measured() {
  const { machine, startMs, callMs, thousandRowsMs, thousandMatchesMs, alarmMs, wasmMiB, bytes } = MEASURED;
  return table(
    ["measured", "figure", "name"],
    [
      ["on", machine, "`machine`"],
      ["CPU: compile and instantiate the module", `${startMs} ms`, "`startMs`"],
      ["CPU: one call, its stubbed `fetch` included", `${callMs} ms`, "`callMs`"],
      ["CPU: 1 000 CSV rows to validated, encoded parts", `${thousandRowsMs} ms`, "`thousandRowsMs`"],
      ["CPU: 1 000 matches, read as pages of 200", `${thousandMatchesMs} ms`, "`thousandMatchesMs`"],
      ["CPU: one alarm: a client, a flow from its token, a poll, a token", `${alarmMs} ms`, "`alarmMs`"],
      ["memory of the module: after the first call", `${wasmMiB.firstCall} MiB`, "`wasmMiB.firstCall`"],
      ["… after an import of 500 rows", `${wasmMiB.after500} MiB`, "`wasmMiB.after500`"],
      ["… after 20 such imports at once", `${wasmMiB.after20At500} MiB`, "`wasmMiB.after20At500`"],
      ["… after an import of 100 000 rows", `${wasmMiB.after100000} MiB`, "`wasmMiB.after100000`"],
      ["an attendee as JSON, seven fields", `${bytes.row} B`, "`bytes.row`"],
      ["a match score as JSON, the sandbox's", `${bytes.match} B`, "`bytes.match`"],
      ["a run as JSON, the sandbox's", `${bytes.run} B`, "`bytes.run`"],
      ["headers that the SDK sets, a request", `${bytes.requestHeaders} B`, "`bytes.requestHeaders`"],
    ],
  );
}

/** The sum over all events of what `each` gives, by name. */
function yearly(each) {
  const total = {};
  for (const { events, attendees } of CLASSES) {
    for (const [name, value] of Object.entries(each(attendees))) {
      total[name] = (total[name] ?? 0) + events * value;
    }
  }
  return total;
}

function wire() {
  const sizes = [500, 100_000];
  const of = (attendees) =>
    model.bytes(model.event(PROFILE, attendees, WAITS.moving), attendees, PROFILE, MEASURED);
  const all = yearly(of);
  const columns = [
    ...sizes.map(of),
    all,
    Object.fromEntries(Object.entries(all).map(([k, v]) => [k, month(v)])),
  ];
  const row = (name, field) => [name, ...columns.map((column) => size(column[field]))];
  return table(
    ["bytes", ...sizes.map((n) => `n = ${figure(n)}`), "a year", "a month"],
    [
      row("bodies up: the attendees", "up"),
      row("bodies down: match scores, runs", "down"),
      row("request headers of the SDK", "headers"),
    ],
  );
}

function machines() {
  const inOne = yearly((attendees) => {
    const asked = model.event(PROFILE, attendees, WAITS.moving);
    const cpuMs = model.cpuMs(asked, attendees, MEASURED);
    const listsMs = model.listsCpuMs(asked, attendees, PROFILE, MEASURED);
    return { cpuMs, listsMs, price: PRICES.workerRequests + cpuMs * PRICES.cpuMs };
  });
  const durable = (way) =>
    yearly((attendees) => ({
      ...model.durableCost(PROFILE, attendees, way, MEASURED, PRICES),
      listsMs: inOne.listsMs / model.eventsOf(CLASSES),
    }));
  const columns = [inOne, ...[WAITS.moving, WAITS.silent, WAITS.every(15_000)].map(durable)];
  const row = (name, field, show) => [
    name,
    ...columns.map((column) => (column[field] === undefined ? "–" : show(month(column[field])))),
  ];
  return table(
    [
      "a month",
      "in one isolate, end to end, counts move",
      "durable, counts move",
      "durable, runs show nothing",
      "durable, `pollIntervalMs: 15_000`",
    ],
    [
      row("CPU of the flows", "cpuMs", duration),
      row("CPU of reading every match and review", "listsMs", duration),
      row("alarms", "alarms", about),
      row("time that objects are awake", "awakeMs", duration),
      row("rows written", "written", about),
      row("price of the flows, by the example", "price", dollars),
    ],
  );
}

function tokens() {
  const row = (attendees) => {
    const count = model.parts(attendees, PROFILE.rowBytes);
    return [figure(attendees), figure(count), size(model.tokenBytes(count, MEASURED))];
  };
  const all = yearly((attendees) => ({
    bytes: model.tokenBytes(model.parts(attendees, PROFILE.rowBytes), MEASURED),
  }));
  return table(
    ["attendees", "parts", "token of the flow, at most"],
    [
      ...[500, 10_000, 100_000].map(row),
      [`all ${figure(model.eventsOf(CLASSES))} events of a year`, "", size(all.bytes)],
    ],
  );
}

/** One event of 500, by hand. */
function example() {
  const n = 500;
  const asked = model.event(PROFILE, n, WAITS.moving);
  const each = model.polls(model.runMs(PROFILE, n), WAITS.moving, PROFILE.latencyMs);
  const cpu = model.cpuMs(asked, n, MEASURED) + model.listsCpuMs(asked, n, PROFILE, MEASURED);
  const { startMs, callMs, thousandRowsMs, thousandMatchesMs } = MEASURED;
  return [
    "```text",
    `run       T = 10 s + 10 ms · ${n} = ${duration(model.runMs(PROFILE, n))}`,
    `polls     1 + ⌈(T − 0.25 s − D) ÷ (1 s + D)⌉ = ${each} a run, 3 runs: ${asked["runs.get"]}`,
    `writes    1 auth + 1 create + 1 context + ${asked["attendees.import"]} import + 1 enrich + 1 match = ${5 + asked["attendees.import"]}`,
    `lists     ⌈10 · ${n} ÷ 50⌉ = ${asked["matches.list"]} pages of matches, ${asked["reviewQueue.list"]} of reviews`,
    `requests  ${asked.total}`,
    `CPU       ${startMs} + ${asked.total} · ${callMs} + ${n / 1_000} · ${thousandRowsMs} + ${(n * PROFILE.matchesEach) / 1_000} · ${thousandMatchesMs} = ${figure(cpu)} ms`,
    "```",
  ].join("\n");
}

const TABLES = {
  profile,
  "one-event": oneEvent,
  example,
  polls,
  year,
  rates,
  measured,
  wire,
  machines,
  tokens,
};

/** The page with every table as the model has it. */
export function current(page) {
  const found = [];
  const text = page.replace(
    /(<!-- table: ([\w-]+) -->\n)[\s\S]*?(<!-- end of table -->)/g,
    (_, begin, name, end) => {
      found.push(name);
      if (!TABLES[name]) throw new Error(`there is no table ${name}`);
      return `${begin}\n${TABLES[name]()}\n\n${end}`;
    },
  );
  const missing = Object.keys(TABLES).filter((name) => !found.includes(name));
  if (missing.length > 0) throw new Error(`docs/scaling.md has no place for ${missing.join(", ")}`);
  return text;
}

export const readPage = () => readFileSync(PAGE, "utf8");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [mode] = process.argv.slice(2);
  if (mode === "--write") writeFileSync(PAGE, current(readPage()));
  else if (mode === "--check") {
    if (current(readPage()) !== readPage()) {
      console.error(`docs/scaling.md is not what the model prints: ${HOW}`);
      process.exit(1);
    }
  } else for (const [name, print] of Object.entries(TABLES)) console.log(`${name}\n\n${print()}\n`);
}
