// Where the command line writes: results to stdout, everything else to stderr, and the key to neither.

import { once } from "node:events";
import { createColors } from "picocolors";

type Stream = NodeJS.WriteStream;
type Colors = ReturnType<typeof createColors>;

/** Whether to colour a stream: `NO_COLOR` and `FORCE_COLOR` first, then whether it is a terminal. */
export function wantsColor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stream.isTTY === true && env["TERM"] !== "dumb";
}

/** The two streams of the process, with colours decided for each and secrets taken out of both. */
export class Output {
  readonly out: Colors;
  readonly err: Colors;
  readonly #secrets = new Set<string>();

  constructor(
    readonly stdout: Stream,
    readonly stderr: Stream,
    readonly env: NodeJS.ProcessEnv,
  ) {
    this.out = createColors(wantsColor(stdout, env));
    this.err = createColors(wantsColor(stderr, env));
  }

  /** From now on this text is never written, whoever asks: a second lock, the SDK does not print it either. */
  conceal(secret: string): void {
    if (secret.length >= 6) this.#secrets.add(secret);
  }

  /** A line of results. Waits while the reader of a pipe is slow, so that nothing piles up in memory. */
  async print(line = ""): Promise<void> {
    if (!this.stdout.write(`${this.redact(line)}\n`)) await once(this.stdout, "drain");
  }

  /** One JSON document, or one line of NDJSON. */
  async json(value: unknown, { indent = 0 } = {}): Promise<void> {
    await this.print(JSON.stringify(value, null, indent));
  }

  /** A line for the person at the terminal. */
  note(line = ""): void {
    this.stderr.write(`${this.redact(line)}\n`);
  }

  /** Columns that results may take: those that `COLUMNS` names, else the terminal's; unlimited for a file or a pipe. */
  get columns(): number {
    const given = this.env["COLUMNS"] ?? "";
    if (/^[1-9]\d{0,4}$/u.test(given)) return Math.max(40, Number(given));
    return this.stdout.isTTY ? Math.max(40, this.stdout.columns || 80) : Number.POSITIVE_INFINITY;
  }

  /** `text` with every concealed secret replaced. */
  redact(text: string): string {
    let safe = text;
    for (const secret of this.#secrets) safe = safe.replaceAll(secret, "[key]");
    return safe;
  }
}
