// Logging: which lines of the shell reach the caller's logger.

import type { ClientOptions } from "./boundary.js";
import { followed } from "./followed.js";

/** The levels, the most severe first. */
export const LEVELS = ["error", "warn", "info", "debug"] as const;

/** The least severe level that is logged. */
export type LogLevel = "off" | (typeof LEVELS)[number];

/** What a log at level `debug` begins with. */
const PROMISE =
  "debug log: it holds operations, statuses, waits and correlation ids, and no key, URL, header, body or attendee data";

/**
 * A receiver of log lines: the console, pino, winston. Lines never hold the key, a URL, a body, or an id other than the
 * correlation id.
 */
export interface Logger {
  /** Logs an error that ends a job. */
  error(message: string, fields: Record<string, unknown>): void;
  /** Logs a failed call. */
  warn(message: string, fields: Record<string, unknown>): void;
  /** Logs a wait or a retry. */
  info(message: string, fields: Record<string, unknown>): void;
  /** Logs an attempt. */
  debug(message: string, fields: Record<string, unknown>): void;
}

/**
 * The function that the shell logs through; `undefined` when nothing is logged. It never throws: that a logger threw or
 * rejected is told on the console, once.
 */
export function logTo(logger: Logger | undefined, level: LogLevel | undefined): ClientOptions["log"] {
  const least = level ?? (logger ? "warn" : "off");
  if (least === "off") return undefined;
  const rank = LEVELS.indexOf(least);
  let promised = least !== "debug";
  let reported = false;
  const failed = (error: unknown): void => {
    if (reported) return;
    reported = true;
    try {
      console.error("meshi-partner: The logger failed. Lines are missing from the log; calls go on.", error);
    } catch {
      // There is no console, or the console is what failed.
    }
  };
  const say = (at: (typeof LEVELS)[number], message: string, fields: Record<string, unknown>): void => {
    try {
      const returned: unknown = (logger ?? console)[at](message, fields);
      followed(returned, failed);
    } catch (error) {
      failed(error);
    }
  };
  return (at, message, fields) => {
    if (!promised) {
      promised = true;
      say("debug", PROMISE, {});
    }
    if (LEVELS.indexOf(at) <= rank) say(at, message, fields);
  };
}
