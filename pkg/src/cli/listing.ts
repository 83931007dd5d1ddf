// Prints a list of records as a table, as CSV, as one JSON array or as one JSON object a line. Records are printed as they
// arrive wherever the format allows it: only the table holds rows, and it holds as many as it shows.

import { Option, type Command } from "commander";
import type { Output } from "./output.js";
import { isRecord } from "./report.js";
import { csvLine } from "./csv.js";
import { table, type Column } from "./table.js";

/** How results are printed. */
export type Format = "table" | "csv" | "json";

/** The options of a command that prints a list. */
export interface ListingOptions {
  format?: Format;
  json?: boolean;
}

/** One column: its heading, how it may shrink in a table, and the record's value. */
export interface ListColumn<T> extends Column {
  readonly value: (record: T) => unknown;
}

/** Adds `--format`. */
export function formatOption(command: Command): Command {
  return command.addOption(
    new Option(
      "--format <name>",
      "table for people, csv for a spreadsheet, json for one array (--json prints one object a line)",
    )
      .choices(["table", "csv", "json"])
      .conflicts("json"),
  );
}

/** How to print what a list holds. */
export interface Listing<T> {
  readonly columns: readonly ListColumn<T>[];
  /** What is said instead of an empty table. */
  readonly empty: string;
  /** What JSON holds for a record; the record itself where nothing is said. */
  readonly json?: (record: T) => unknown;
}

/** Prints every record and returns their number. */
export async function printListing<T>(
  records: AsyncIterable<T> | Iterable<T>,
  { columns, empty, json = (record) => record }: Listing<T>,
  options: ListingOptions,
  output: Output,
): Promise<number> {
  const format = options.json ? "ndjson" : (options.format ?? "table");
  const rows: unknown[][] = [];
  let count = 0;
  if (format === "csv") await output.print(`${csvLine(columns.map(({ title }) => title))}\r`);
  for await (const record of records) {
    count += 1;
    if (format === "ndjson") await output.json(json(record));
    else if (format === "json")
      await output.print(`${count === 1 ? "[" : ","}${JSON.stringify(json(record))}`);
    else if (format === "csv")
      await output.print(
        `${csvLine(columns.map(({ value }) => (isRecord(record) ? value(record) : undefined)))}\r`,
      );
    else rows.push(columns.map(({ value }) => (isRecord(record) ? value(record) : undefined)));
  }
  if (format === "json") await output.print(count === 0 ? "[]" : "]");
  if (format !== "table") return count;
  if (count === 0) {
    await output.print(empty);
    return 0;
  }
  const [head = "", ...body] = table(columns, rows, output.columns);
  await output.print(output.out.dim(head));
  for (const line of body) await output.print(line);
  return count;
}
