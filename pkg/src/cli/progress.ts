// Progress on stderr: a spinner with a bar on a terminal, plain lines anywhere else, nothing with --quiet.

import ora, { type Ora } from "ora";
import type { Output } from "./output.js";
import { clean, pad } from "./text.js";

/** One thing is under way at a time; `fraction` (0 to 1) draws the bar where it is known. */
export interface Progress {
  begin(name: string, text?: string): void;
  update(text: string, fraction?: number): void;
  done(text: string): void;
  skipped(text: string): void;
  /** Ends what is under way, if anything is: the failure itself is told by someone else. */
  failed(): void;
}

const NAME_WIDTH = 8;
const BAR_WIDTH = 24;

/** `[████████░░░░]  67%`, or nothing where the end is not known. */
export function bar(fraction: number | undefined, width = BAR_WIDTH): string {
  if (fraction === undefined || !Number.isFinite(fraction)) return "";
  const part = Math.min(1, Math.max(0, fraction));
  const full = Math.floor(part * width);
  return `${"█".repeat(full)}${"░".repeat(width - full)} ${String(Math.floor(part * 100)).padStart(3)}%`;
}

class TerminalProgress implements Progress {
  readonly #output: Output;
  readonly #spinner: Ora;
  #name = "";

  constructor(output: Output) {
    this.#output = output;
    // discardStdin would put the terminal into raw mode, and Ctrl-C would no longer be a signal.
    // Colours are decided in one place, for the spinner too: it does not know NO_COLOR.
    const color = output.err.isColorSupported ? "cyan" : false;
    this.#spinner = ora({ stream: output.stderr, discardStdin: false, color });
  }

  begin(name: string, text = ""): void {
    this.#name = name;
    this.#spinner.start(this.#line(text));
  }

  update(text: string, fraction?: number): void {
    const drawn = bar(fraction);
    this.#spinner.text = this.#line(drawn ? `${this.#output.err.cyan(drawn)}  ${clean(text)}` : clean(text));
  }

  done(text: string): void {
    this.#end(this.#output.err.green("✔"), this.#line(clean(text)));
  }

  skipped(text: string): void {
    const { err } = this.#output;
    this.#end(err.dim("–"), err.dim(this.#line(clean(text))));
  }

  failed(): void {
    if (this.#spinner.isSpinning) this.#end(this.#output.err.red("✖"), this.#line("not finished"));
  }

  #end(symbol: string, text: string): void {
    this.#spinner.stopAndPersist({ symbol, text });
  }

  #line(text: string): string {
    return this.#output.redact(`${pad(this.#name, NAME_WIDTH)} ${text}`);
  }
}

class PlainProgress implements Progress {
  readonly #output: Output;
  #name = "";
  #quarter = 0;
  #active = false;

  constructor(output: Output) {
    this.#output = output;
  }

  begin(name: string, text = ""): void {
    this.#name = name;
    this.#quarter = 0;
    this.#active = true;
    this.#say(text ? `started, ${text}` : "started");
  }

  /** A log is no place for a moving bar: only the quarters are told. */
  update(text: string, fraction?: number): void {
    const quarter = fraction === undefined ? 0 : Math.min(3, Math.floor(fraction * 4));
    if (quarter <= this.#quarter) return;
    this.#quarter = quarter;
    this.#say(`${quarter * 25}%, ${text}`);
  }

  done(text: string): void {
    this.#active = false;
    this.#say(text ? `done, ${text}` : "done");
  }

  skipped(text: string): void {
    this.#active = false;
    this.#say(text ? `skipped, ${text}` : "skipped");
  }

  failed(): void {
    if (this.#active) this.#say("not finished");
    this.#active = false;
  }

  #say(text: string): void {
    this.#output.note(`${this.#name}: ${clean(text)}`);
  }
}

const SILENT: Progress = {
  begin: () => undefined,
  update: () => undefined,
  done: () => undefined,
  skipped: () => undefined,
  failed: () => undefined,
};

/** The right kind of progress for this stream and these options. */
export function createProgress(output: Output, { quiet }: { quiet: boolean }): Progress {
  if (quiet) return SILENT;
  const { stderr, env } = output;
  return stderr.isTTY && env["TERM"] !== "dumb" && !env["CI"]
    ? new TerminalProgress(output)
    : new PlainProgress(output);
}
