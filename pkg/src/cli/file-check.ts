// What a file of attendees would come to: its columns, how each was recognised, and the rows that would be rejected.

import type { AttendeeColumn } from "../index.js";
import type { AttendeeFile } from "./attendee-file.js";
import { mappingFlag } from "./flags.js";
import type { Output } from "./output.js";
import type { Progress } from "./progress.js";
import { printRejected, printWarnings, section } from "./render.js";
import type { Rejected } from "./report.js";
import { table, type Column } from "./table.js";
import { clean, count } from "./text.js";

/** What `check --json` prints. No cell of the file is in it but those that a reason quotes. */
export interface FileCheck {
  readonly columns: readonly AttendeeColumn[];
  readonly total: number;
  /** Rows that would be sent. */
  readonly usable: number;
  readonly rejected: readonly Rejected[];
  /** What would be left out of rows that are sent all the same; the first 1,000. */
  readonly warnings: readonly Rejected[];
  readonly warnings_total: number;
}

const MOST_WARNINGS = 1_000;

/** Reads the whole file. */
export async function checkFile(
  file: AttendeeFile,
  progress: Pick<Progress, "update">,
  signal: AbortSignal,
): Promise<FileCheck> {
  const { rows, fraction } = file.open();
  const firstRows = new Map<string, number>();
  const rejected: Rejected[] = [];
  let total = 0;
  for await (const read of rows.rows()) {
    signal.throwIfAborted();
    total += 1;
    if (total % 10_000 === 0) progress.update(count(total, "row"), fraction());
    if ("problem" in read) {
      rejected.push(read.problem as Rejected);
      continue;
    }
    const { attendee_id: id } = read.attendee;
    const first = firstRows.get(id);
    if (first === undefined) firstRows.set(id, read.row);
    else rejected.push(duplicate(read.row, id, first));
  }
  return {
    columns: rows.columns,
    total,
    usable: total - rejected.length,
    rejected,
    warnings: rows.warnings.slice(0, MOST_WARNINGS) as Rejected[],
    warnings_total: rows.warnings.length,
  };
}

function duplicate(row: number, id: string, first: number): Rejected {
  return {
    row,
    attendee_id: id,
    field: "attendee_id",
    code: "DUPLICATE_ATTENDEE_ID",
    message: `The same attendee is in row ${first} already (id ${id}).`,
  };
}

/** Prints the check for a person. */
export async function printCheck(check: FileCheck, output: Output): Promise<void> {
  const { columns, total, usable, rejected, warnings } = check;
  await output.print(
    `${count(total, "row")} read, ${usable.toLocaleString("en-US")} can be imported, ` +
      `${rejected.length.toLocaleString("en-US")} would be rejected`,
  );
  await printColumns(columns, output);
  await printWarnings(warnings, output);
  await printRejected(rejected, output);
}

const EVIDENCE: Readonly<Record<string, string>> = {
  name: "header",
  content: "cells",
  both: "header, cells",
  mapping: "--mapping",
};

async function printColumns(columns: readonly AttendeeColumn[], output: Output): Promise<void> {
  if (columns.length === 0) return;
  const heads: Column[] = [
    { title: "column", min: 12 },
    { title: "used as", min: 8 },
    { title: "known by", min: 8 },
    { title: "sure", right: true },
    { title: "or perhaps", min: 8 },
  ];
  const rows = columns.map(({ header, field, evidence, confidence, suggestion }) => [
    header,
    field === "raw" ? "extra" : field,
    EVIDENCE[evidence ?? ""] ?? "",
    field === "raw" || field === "ignored" ? "" : percent(confidence),
    suggestion === undefined ? "" : `${suggestion.field}? ${percent(suggestion.confidence)}`,
  ]);
  await section("Columns", table(heads, rows, output.columns), output);
  const doubtful = columns.filter(({ suggestion }) => suggestion !== undefined);
  if (doubtful.length === 0) return;
  await output.print("\nDoubtful columns are sent along as extra data. To use one:");
  for (const { header, suggestion } of doubtful) {
    await output.print(`  ${clean(mappingFlag(suggestion?.field ?? "", header))}`);
  }
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;
