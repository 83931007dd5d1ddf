// The table of runtimes: as the run shows it, and as the README has it.

const COLUMNS = [
  ["runtime", (row) => row.runtime],
  ["version", (row) => row.version ?? "?"],
  ["entry", (row) => row.entry ?? "?"],
  ["scenario", (row) => (row.passed ? "passed" : "FAILED")],
  ["first call", (row) => (row.passed ? `${row.firstCallMs} ms` : "–")],
  ["loaded", (row) => (row.passed ? `${(row.bytes / 1024).toFixed(0)} KB` : "–")],
  ["", (row) => (row.passed ? "" : row.reason.split("\n")[0].slice(0, 100))],
];

/** With every column as wide as its widest cell. */
export function shown(rows) {
  const lines = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const widths = COLUMNS.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** For the README: without what is another on each machine and in each run. */
export function markdown(rows) {
  const lines = rows.map(
    ({ runtime, version, entry, how }) => `| ${runtime} | ${version} | \`${entry}\` | ${how} |`,
  );
  return ["| runtime | version | entry | how it was tested |", "| --- | --- | --- | --- |", ...lines].join(
    "\n",
  );
}

/** The runtimes and entries of such a table. */
export function named(table) {
  const cells = table.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  return cells
    .filter((row) => row.length > 4 && row[1] !== "runtime" && !row[1].startsWith("---"))
    .map(([, runtime, , entry]) => `${runtime} (${entry})`);
}
