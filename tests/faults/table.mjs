// What was observed, as a table: a fault a row, a kind of operation a column.

const WIDTH = 16;
/** Columns of jobs, which differ by the request that was struck. */
const WIDE = 40;
const FIRST = 34;
const JOBS = new Set(["importAll", "flow"]);

/** Codes that say no more than the class. */
const PLAIN = new Set(["CONNECTION_FAILED", "UNREADABLE_RESPONSE", "REPEATED_CURSOR", "ATTEMPT_TIMEOUT"]);

/** What happened, in three short lines at most. */
export function cell({ ok, error, requests, effects }, operation) {
  const outcome = ok ? (requests > operation.requests ? "retried" : "ok") : said(error);
  return `${outcome}\n${requests} req, ${effects} eff`;
}

function said({ name, code }) {
  const short = name.replace(/^Meshi/, "");
  return PLAIN.has(code) ? short : `${short}\n${code}`;
}

/** Cells by fault and kind, and their text. */
export class Table {
  #rows = new Map();
  #kinds;

  constructor(kinds) {
    this.#kinds = kinds;
  }

  add(fault, operation, seen) {
    const row = this.#rows.get(fault.name) ?? new Map();
    this.#rows.set(fault.name, row);
    const cells = row.get(operation.kind) ?? new Map();
    row.set(operation.kind, cells);
    const text = cell(seen, operation);
    cells.set(text, [...(cells.get(text) ?? []), operation.name]);
  }

  toString() {
    const widths = [FIRST, ...this.#kinds.map((kind) => (JOBS.has(kind) ? WIDE : WIDTH))];
    const rows = [row(["fault", ...this.#kinds], widths)];
    for (const [fault, cells] of this.#rows) {
      rows.push(row([fault, ...this.#kinds.map((kind) => several(cells.get(kind)))], widths));
    }
    return `${rows.join("\n")}\n`;
  }
}

/** Where operations of one kind differ, each says which it is. */
function several(cells) {
  if (!cells) return "-";
  if (cells.size === 1) return [...cells.keys()][0];
  return [...cells]
    .map(([text, names]) => `${names.map(brief).join(", ")}: ${text.replaceAll("\n", ", ")}`)
    .join("\n");
}

const BRIEF = {
  "auth.check": "auth",
  "events.create": "event",
  "events.setContext": "context",
  "attendees.import": "import",
  "enrichment.start": "enrich",
  "matching.start": "match",
  "runs.get": "polls",
};

function brief(name) {
  const [, struck] = /^(?:flow|importAll), at (.*)$/.exec(name) ?? [];
  return BRIEF[struck] ?? name;
}

function row(texts, widths) {
  const columns = texts.map((text, at) => wrap(text, widths[at]));
  const height = Math.max(...columns.map((lines) => lines.length));
  const lines = Array.from({ length: height }, (_, line) => columns.map((column) => column[line] ?? ""));
  const rule = widths.map((width) => "-".repeat(width)).join("-|-");
  const padded = lines.map((line) =>
    line
      .map((text, at) => text.padEnd(widths[at]))
      .join(" | ")
      .trimEnd(),
  );
  return [...padded, rule].join("\n");
}

function wrap(text, width) {
  return text.split("\n").flatMap((line) => {
    const lines = [];
    let rest = line;
    while (rest.length > width) {
      const space = rest.slice(0, width + 1).lastIndexOf(" ");
      const at = space > 0 ? space : width;
      lines.push(rest.slice(0, at));
      rest = rest.slice(at).trimStart();
    }
    return [...lines, rest];
  });
}
