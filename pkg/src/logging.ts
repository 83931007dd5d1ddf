// Logging: which lines of the shell reach the caller's logger.

import type { ClientOptions } from "./boundary.js";

/** The levels, from the gravest. */
export const LEVELS = ["error", "warn", "info", "debug"] as const;

/** The least that is logged. */
export type LogLevel = "off" | (typeof LEVELS)[number];

/** Takes log lines: the console, pino, winston. Lines never hold the key, a URL, a body or an id. */
export interface Logger {
  error(message: string, fields: Record<string, unknown>): void;
  warn(message: string, fields: Record<string, unknown>): void;
  info(message: string, fields: Record<string, unknown>): void;
  debug(message: string, fields: Record<string, unknown>): void;
}

/** The function that the shell logs through; `undefined` when nothing is logged. */
export function logTo(logger: Logger | undefined, level: LogLevel | undefined): ClientOptions["log"] {
  const least = level ?? (logger ? "warn" : "off");
  if (least === "off") return undefined;
  const rank = LEVELS.indexOf(least);
  return (at, message, fields) => {
    if (LEVELS.indexOf(at) <= rank) (logger ?? console)[at](message, fields);
  };
}
