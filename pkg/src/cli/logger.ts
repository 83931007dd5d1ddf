// The client's log lines on stderr, for --verbose.

import type { Logger } from "../index.js";
import type { Output } from "./output.js";
import { clean } from "./text.js";

/** Writes each line as `debug: message name=value …`. The lines hold no key, URL, body or attendee data. */
export function stderrLogger(output: Output): Logger {
  const line =
    (level: string) =>
    (message: string, fields: Record<string, unknown>): void => {
      const facts = Object.entries(fields).map(([name, value]) => `${name}=${clean(value)}`);
      output.note(output.err.dim([`${level}: ${clean(message)}`, ...facts].join(" ")));
    };
  return { error: line("error"), warn: line("warn"), info: line("info"), debug: line("debug") };
}
