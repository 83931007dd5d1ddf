// Something inside of the wasm module that the facade holds on to. It goes with its instance: a fresh one knows nothing
// of it, and would take its address for something else's.

import { internalError } from "./failure.js";
import { invoke, invokeBetween, presentInstance } from "./runtime.js";

/** A client, a reader, a flow and the like: opened when it is first needed, and let go of once. */
export class Part<T extends { free(): void }> {
  #opened: { readonly part: T; readonly instance: number } | undefined;

  /**
   * The part, which `open` makes.
   *
   * @throws MeshiInternalError where it went with its instance
   */
  get(open: () => T): T {
    const instance = presentInstance();
    this.#opened ??= { part: invoke(open), instance };
    if (this.#opened.instance === instance) return this.#opened.part;
    throw internalError(
      "this was under way when the SDK met a fault of its own, and cannot go on; begin it again, or go on from its last token: nothing is done twice",
    );
  }

  /** The same for what can begin again as if nothing had been. */
  renewed(open: () => T): T {
    if (this.#opened?.instance !== presentInstance()) this.#opened = undefined;
    return this.get(open);
  }

  /** The part, if it was opened and is there. */
  get present(): T | undefined {
    return this.#opened?.instance === presentInstance() ? this.#opened.part : undefined;
  }

  /** Gives its memory back. */
  free(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    // What went with its instance is not there to be freed.
    invokeBetween(() => {
      if (opened?.instance === presentInstance()) opened.part.free();
    });
  }
}
