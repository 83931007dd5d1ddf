// What a partner's year needs of the API and of the machines that call it: formulas, and nothing else. `page.mjs` prints
// them as the tables of docs/scaling.md; the tests beside it hold them against the real client and the sandbox.
//
// Times are in milliseconds unless a name says otherwise.

/** What the SDK does by itself; the place in the code that says so stands beside it. */
export const SDK = {
  partRows: 1_000, // crates/core/src/import/mod.rs, ImportOptions
  partBytes: 1 << 20,
  importRequestsAtOnce: 4,
  openParts: 16, // four for each request at once
  firstPollMs: 250, // crates/core/src/poll.rs
  backoffMs: [1_000, 2_000, 4_000, 8_000, 15_000],
  maxWaitMs: 15 * 60_000,
  returnSpreadMs: 1_000, // crates/core/src/retry/gate.rs: calls that were held back come back within so much
};

/** The console's worker: www/worker/flow/drive.ts and object.ts. */
export const DURABLE = { stepsAnAlarm: 50, alarmMs: 10_000, keysAStep: 3 };

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

// ── Requests of one event ────────────────────────────────────────────────────────────────────────────────────────────────

/** Rows of a full part, where a row's JSON has so many bytes. */
export const rowsAPart = (rowBytes) =>
  Math.max(1, Math.min(SDK.partRows, Math.floor((SDK.partBytes + 1) / (rowBytes + 1))));

/** Parts of an import. */
export const parts = (rows, rowBytes = 0) => Math.ceil(rows / rowsAPart(rowBytes));

/** Requests that read a list to its end: one at least. */
export const pages = (items, pageSize) => Math.max(1, Math.ceil(items / pageSize));

/** Everything but the polls. Each write goes out once. */
export function requests({ attendees, rowBytes, matchesEach, matchPage, reviewShare, reviewPage }) {
  return {
    "auth.check": 1,
    "events.create": 1,
    "events.setContext": 1,
    "attendees.import": parts(attendees, rowBytes),
    "enrichment.start": 1,
    "matching.start": 1,
    "matches.list": pages(attendees * matchesEach, matchPage),
    "reviewQueue.list": pages(Math.round(attendees * reviewShare), reviewPage),
  };
}

/** Bytes of all bodies of an import: the rows, a comma between two of a part, and an envelope round each part. */
export const importBytes = (rows, rowBytes, envelope) =>
  rows * rowBytes + (rows - parts(rows, rowBytes)) + parts(rows, rowBytes) * envelope;

// ── Polls ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** How long is waited after each poll, in one isolate or in many: a token holds how often a run was asked for. */
export const WAITS = {
  /** The run shows nothing until it ends. */
  silent: (poll) => SDK.backoffMs[Math.min(poll, SDK.backoffMs.length) - 1],
  /** Its counts or its status change between any two polls: each change sets the backoff back. */
  moving: () => SDK.backoffMs[0],
  /** `pollIntervalMs`, or the server's Retry-After on the run. */
  every: (ms) => () => ms,
};

/**
 * When the server is asked, from when it took the run; `latencyMs` is how long an answer takes. A flow and an import wait
 * before the first poll, since the server has just answered; `runs.wait` does not (`firstMs` 0).
 */
export function* pollTimes(waitAfter, latencyMs = 0, firstMs = SDK.firstPollMs) {
  let at = latencyMs + firstMs;
  for (let poll = 1; ; poll += 1) {
    yield at;
    at += latencyMs + waitAfter(poll);
  }
}

/** Polls of a run that ends `runMs` after the server took it, the last of which sees the end. */
export function polls(runMs, waitAfter, latencyMs, firstMs) {
  let count = 0;
  for (const at of pollTimes(waitAfter, latencyMs, firstMs)) {
    count += 1;
    if (at >= runMs) return count;
  }
}

/** When the answer is there that tells of the end. */
export function seenAfterMs(runMs, waitAfter, latencyMs = 0) {
  for (const at of pollTimes(waitAfter, latencyMs)) if (at >= runMs) return at + latencyMs;
}

/** What a run of so many rows is assumed to take. */
export const runMs = ({ runBaseMs, runMsPerRow }, rows) => runBaseMs + runMsPerRow * rows;

/** Polls of an event: a run for each part, one to enrich, one to match. */
export function eventPolls(profile, attendees, waitAfter) {
  const of = (rows) => polls(runMs(profile, rows), waitAfter, profile.latencyMs);
  const whole = Math.floor(attendees / rowsAPart(profile.rowBytes));
  const rest = attendees - whole * rowsAPart(profile.rowBytes);
  return whole * of(rowsAPart(profile.rowBytes)) + (rest > 0 ? of(rest) : 0) + 2 * of(attendees);
}

/** The same with everything else that an event asks. */
export function event(profile, attendees, waitAfter) {
  const asked = {
    ...requests({ ...profile, attendees }),
    "runs.get": eventPolls(profile, attendees, waitAfter),
  };
  return { ...asked, total: sum(Object.values(asked)) };
}

// ── A year ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The requests of events by operation, each class of events times how many there are. */
export function over(classes, profile, waitAfter) {
  const total = {};
  for (const { events, attendees } of classes) {
    for (const [name, count] of Object.entries(event(profile, attendees, waitAfter))) {
      total[name] = (total[name] ?? 0) + events * count;
    }
  }
  return total;
}

export const attendeesOf = (classes) => sum(classes.map(({ events, attendees }) => events * attendees));
export const eventsOf = (classes) => sum(classes.map(({ events }) => events));

/** Events that begin in the busiest hour: the year's mix, and one of the largest beside it. */
export function peakHour(classes, { peakMonthFactor, workingDays, peakHourShare }) {
  const share = ((peakMonthFactor / 12) * peakHourShare) / workingDays;
  const largest = classes.reduce((best, each) => (each.attendees > best.attendees ? each : best));
  return [...classes.map((each) => ({ ...each, events: each.events * share })), { ...largest, events: 1 }];
}

/** A twentieth of the events each, from the largest down: the same curve of sizes with twenty events, a thousandth. */
export function thousandth(classes) {
  const sizes = classes
    .toSorted((a, b) => b.attendees - a.attendees)
    .map(({ events, attendees }) => ({ events, attendees }));
  const each = eventsOf(classes) / 20;
  const twenty = [];
  while (twenty.length < 20) {
    let room = each;
    let rows = 0;
    while (room > 0) {
      const [first] = sizes;
      const taken = Math.min(room, first.events);
      rows += taken * first.attendees;
      first.events -= taken;
      room -= taken;
      if (first.events === 0) sizes.shift();
    }
    twenty.push(Math.round(rows / each));
  }
  return twenty;
}

// ── Rate limits ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The least that so many requests take at so many a second, evenly spaced and without a burst. */
export const spacedMs = (count, aSecond) => ((count - 1) / aSecond) * 1_000;

/**
 * The most: while requests queue, one goes out each interval; while none does, the last flow to end gets on as if it were
 * alone (`aloneMs`), but that it may notice the end of each of its three runs one longest interval late.
 */
export const spacedAtMostMs = (count, aSecond, aloneMs) =>
  spacedMs(count, aSecond) + aloneMs + 3 * SDK.backoffMs.at(-1);

/** The least that so many accepted requests take where each window of `windowMs` takes `most`. */
export const windowedMs = (accepted, { most, windowMs }) => (Math.ceil(accepted / most) - 1) * windowMs;

/**
 * The most. A window that is used up is waited out: Retry-After is in whole seconds, and who was held back comes back within
 * another second. A window that is not used up is one in which nobody was held back, and the last flow got on alone.
 */
export const windowedAtMostMs = (accepted, { most, windowMs }, aloneMs) =>
  Math.ceil(accepted / most) * (windowMs + 1_000 + SDK.returnSpreadMs) + aloneMs + 3 * SDK.backoffMs.at(-1);

// ── Machines ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** CPU of an event's flow that runs in one isolate from end to end, the lists aside. */
export function cpuMs(asked, attendees, measured) {
  const calls = asked.total - asked["matches.list"] - asked["reviewQueue.list"];
  return measured.startMs + calls * measured.callMs + (attendees / 1_000) * measured.thousandRowsMs;
}

/** CPU of reading both lists. */
export function listsCpuMs(asked, attendees, { matchesEach }, measured) {
  const calls = asked["matches.list"] + asked["reviewQueue.list"];
  return calls * measured.callMs + ((attendees * matchesEach) / 1_000) * measured.thousandMatchesMs;
}

/** Bodies of an event, up and down. */
export function bytes(asked, attendees, profile, measured) {
  const size = measured.bytes;
  const writes = ["auth.check", "events.create", "events.setContext", "enrichment.start", "matching.start"];
  return {
    up: importBytes(attendees, profile.rowBytes, size.envelope) + size.smallWrites,
    down:
      sum(writes.map((name) => asked[name])) * size.smallAnswer +
      (asked["runs.get"] + asked["attendees.import"]) * size.run +
      attendees * profile.matchesEach * size.match +
      Math.round(attendees * profile.reviewShare) * size.review,
    headers: asked.total * size.requestHeaders,
  };
}

/** A flow's token with so many parts of its import settled or open. */
export const tokenBytes = (openOrSettled, { tokenBytes: size }) => size.empty + openOrSettled * size.part;

/**
 * What a durable flow takes, as the console's worker drives it. A poll is an alarm, and so is the first stretch; where an
 * import has more than one part, several polls may share one, and these are the most. An alarm in the import reads the file
 * again, and so does the end, which also asks for the event: no isolate has seen all of it.
 */
export function durable(profile, attendees, waitAfter) {
  const asked = requests({ ...profile, attendees });
  const polled = eventPolls(profile, attendees, waitAfter);
  const importPolls = polled - 2 * polls(runMs(profile, attendees), waitAfter, profile.latencyMs);
  const writes = 5 + asked["attendees.import"];
  return {
    alarms: 1 + polled,
    requests: writes + polled + 1,
    rowsRead: attendees * (2 + importPolls),
    steps: writes + polled + 1,
  };
}

/** The same as time and money. Every step is stored, every alarm set and told to the list of flows. */
export function durableCost(profile, attendees, waitAfter, measured, prices) {
  const { alarms, requests: sent, rowsRead, steps } = durable(profile, attendees, waitAfter);
  const cpu =
    alarms * measured.alarmMs + sent * measured.callMs + (rowsRead / 1_000) * measured.thousandRowsMs;
  const awakeMs = cpu + sent * profile.latencyMs;
  const written = steps * DURABLE.keysAStep + 2 * alarms;
  const price =
    2 * alarms * prices.objectRequests +
    (awakeMs / 1_000) * prices.objectGB * prices.objectGBs +
    written * prices.rowsWritten +
    alarms * prices.storedReads;
  return { cpuMs: cpu, alarms, awakeMs, written, price };
}
