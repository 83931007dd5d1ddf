// What a run tells, on the screen and in target/chaos.txt.

/** The lines of one run. */
export function summary(title, { server, count, audited, settings }) {
  const failures = [...server.faults].toSorted(([a], [b]) => a.localeCompare(b));
  const failed = failures.reduce((sum, [, times]) => sum + times, 0);
  const share = ((100 * failed) / server.requests).toFixed(1);
  const gaveUp = Object.values(count.gaveUp).reduce((sum, times) => sum + times, 0);
  const lives = count.scratch + count.resumed;
  return [
    `${title} (the server's cap, unknown to the client: ${settings})`,
    line("requests", server.requests),
    line("  of them failed", failed, `${share} %`),
    ...failures.map(([name, times]) => line(`    ${name}`, times)),
    line(
      "kills",
      count.kills + count.sore,
      `${count.kills} at random points, ${count.sore} at writes that stand alone`,
    ),
    ...sorted(count.killedAt),
    line("lives", lives),
    line("  begun from nothing", count.scratch),
    line("  gone on with from a token", count.resumed),
    line("  given up by the client", gaveUp),
    ...sorted(count.gaveUp),
    line("  come to the end", count.finished),
    line("rows in the event", audited.rows),
    line("import runs", audited.importRuns, `asked for ${audited.asked} times`),
    line("enrich runs", audited.enrichRuns),
    line("match runs", audited.matchRuns),
    line("duplicates", audited.twice),
    line("lost", audited.lost),
  ].join("\n");
}

function sorted(counts) {
  return Object.entries(counts)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, times]) => line(`    ${name}`, times));
}

function line(name, number, remark = "") {
  return `${name.padEnd(60)}${String(number).padStart(7)}${remark && `  (${remark})`}`;
}
