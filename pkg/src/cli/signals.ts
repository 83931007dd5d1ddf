// Ctrl-C and SIGTERM: the first one aborts what is under way in an orderly manner, the second ends the process.

import { ExitCode } from "./exit.js";

/** The signal that commands pass on, and what stopped them. */
export interface Interrupts {
  readonly signal: AbortSignal;
  /** The exit code for what came, once something came. */
  readonly code: () => ExitCode | undefined;
}

/** Starts to listen. `onFirst` is told at once, so that the person sees that the key press arrived. */
export function listenForInterrupts(onFirst: (name: string) => void): Interrupts {
  const controller = new AbortController();
  let code: ExitCode | undefined;
  const handle = (name: "SIGINT" | "SIGTERM"): void => {
    const mine = name === "SIGINT" ? ExitCode.interrupted : ExitCode.terminated;
    if (code !== undefined) process.exit(mine);
    code = mine;
    onFirst(name);
    controller.abort(new Error(`stopped by ${name}`));
  };
  process.on("SIGINT", handle);
  process.on("SIGTERM", handle);
  return { signal: controller.signal, code: () => code };
}

/** Resolves when the signal aborts, for a command whose whole job is to wait. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
