// The options that several commands share, and the readers of option values.

import { InvalidArgumentError, Option, type Command } from "commander";

/** Reads a whole number between two bounds; commander names the option in front of the message. */
export function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/u.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`);
  };
}

/** Reads a number of seconds, such as 30 or 0.5. */
export function seconds(text: string): number {
  const value = /^\d{1,6}(?:\.\d{1,3})?$/u.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= 86_400) return value;
  throw new InvalidArgumentError("Give a number of seconds from 0.001 to 86400.");
}

/** Which header holds which field; `null` for a field that no column holds. */
export type MappingOption = Readonly<Record<string, string | null>>;

/** Collects `field=Header` pairs; the header may hold "=" itself, and without a header no column is the field. */
export function mappingPair(text: string, before: MappingOption = {}): MappingOption {
  const at = text.indexOf("=");
  const field = text.slice(0, at).trim();
  const header = text.slice(at + 1);
  if (at === -1 || field === "") {
    throw new InvalidArgumentError(
      'Give field=Header, such as company="Where you work", or field= for no column.',
    );
  }
  if (Object.hasOwn(before, field)) throw new InvalidArgumentError(`${field} is mapped twice.`);
  return { ...before, [field]: header.trim() === "" ? null : header };
}

/** `--json`, `--quiet` and `--verbose`. */
export function outputOptions(command: Command): Command {
  return command
    .option("--json", "print JSON on stdout and nothing else there")
    .option("--quiet", "no progress on stderr")
    .option("--verbose", "tell each request, wait and retry on stderr");
}

/** Which API to talk to, and with what key. */
export function connectionOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--environment <name>", "Meshi's staging or production API").choices([
        "staging",
        "production",
      ]),
    )
    .option("--base-url <url>", "another base URL (https, or http on loopback); MESHI_BASE does the same")
    .option("--key-file <path>", "file with the key; without it the key is read from MESHI_KEY")
    .option("--timeout <seconds>", "longest time for one request", seconds)
    .option("--max-retries <n>", "how often a request is tried again", whole(0, 20));
}

/** The options that name a file of attendees and how it is read. */
export interface FileOptions {
  attendees: string;
  format?: "csv" | "tsv" | "json" | "ndjson";
  mapping?: MappingOption;
  skipRows?: number;
  headerRow?: number;
  rejected?: string;
  strict?: boolean;
}

/** The options that name a file of attendees and how it is sent. */
export interface AttendeeOptions extends FileOptions {
  maxRows?: number;
  concurrency?: number;
  maxWait?: number;
  runKey?: string;
  dryRun?: boolean;
}

/** Where the attendees come from. */
export function fileOptions(command: Command): Command {
  return command
    .requiredOption("--attendees <file>", "CSV, TSV, JSON or NDJSON file; - reads standard input")
    .addOption(
      new Option("--format <name>", "what the file is, where that cannot be seen from it").choices([
        "csv",
        "tsv",
        "json",
        "ndjson",
      ]),
    )
    .option(
      "--mapping <field=Header...>",
      "which header holds a field, for headers that are not recognised; field= for no column",
      mappingPair,
    )
    .option("--skip-rows <n>", "rows above the table, where they are not recognised", whole(0, 10_000))
    .option("--header-row <n>", "the row that holds the headers, from 1", whole(1, 10_000));
}

/** Where the attendees come from, and how they are sent. */
export function attendeeOptions(command: Command): Command {
  return fileOptions(command)
    .option("--max-rows <n>", "rows in one request at most", whole(1, 1_000_000))
    .option("--concurrency <n>", "requests under way at once", whole(1, 32))
    .option("--max-wait <seconds>", "longest wait for one run", seconds)
    .option("--run-key <word>", "any word: with another one, what was done before is done again")
    .option("--rejected <file>", "write the rejected rows to this CSV file, to be mended and imported again")
    .option("--strict", "exit with 10 when rows were rejected or a run ended partial")
    .option("--dry-run", "read the whole file, show what would be done, send nothing; as the command check");
}
