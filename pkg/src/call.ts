// What every method that makes one call returns: a promise of the body that also knows the response.

import type { Outcome } from "./boundary.js";
import { fromFailure } from "./failure.js";
import type { HostHeaders } from "./host-types.js";
import { ledTo, type Trace } from "./trace.js";

/** What is known of a response beside its body. */
export interface ResponseInfo {
  /** HTTP status. */
  readonly status: number;
  /** The response's headers. */
  readonly headers: HostHeaders;
  /** The effective correlation id. */
  readonly correlationId: string;
  /** How many requests went out, of whatever kind. */
  readonly attempts: number;
  /** Milliseconds from the start of the call to its end, every wait included. */
  readonly elapsedMs: number;
  /** The part of `elapsedMs` that was spent waiting before attempts: to try again, or for a limit. */
  readonly waitedMs: number;
  /** The key of a write: given, or made by the SDK. */
  readonly idempotencyKey?: string;
  /** What a `Retry-After` of the response says (or `retry-after-ms`, where there is one), in milliseconds. */
  readonly retryAfterMs?: number;
}

/** A body together with its response. */
export interface WithResponse<T> {
  /** The body. */
  readonly data: T;
  /** What is known of the response beside its body. */
  readonly response: ResponseInfo;
}

/** What an outcome says of the response. */
export function responseOf(outcome: Outcome): ResponseInfo {
  const { data: _data, ...response } = outcome;
  return response;
}

/**
 * A call under way. `await call` gives the body, `await call.withResponse()` the response too; both are one request,
 * which is under way already. A failure that nobody looks at is reported as any unhandled rejection.
 */
export class Call<T> implements Promise<T> {
  readonly #data: Promise<T>;
  /** Once it is there. */
  #outcome: Outcome | undefined;

  /**
   * @internal
   * @param outcome rejects with what the shell rejects with
   * @param trace where the call was made, for the stack of its error
   */
  constructor(outcome: Promise<Outcome>, trace: Trace) {
    this.#data = outcome.then(
      (known) => {
        this.#outcome = known;
        return known.data as T;
      },
      (failure: unknown) => {
        throw ledTo(fromFailure(failure), trace);
      },
    );
  }

  /** The body and the response. */
  withResponse(): Promise<WithResponse<T>> {
    return this.#data.then((data) => ({ data, response: responseOf(this.#outcome as Outcome) }));
  }

  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#data.then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.then().finally(onFinally);
  }

  get [Symbol.toStringTag](): string {
    return "MeshiCall";
  }
}
