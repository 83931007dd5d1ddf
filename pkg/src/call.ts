// What every method that makes one call returns: a promise of the body that also knows the response.

import type { Outcome } from "./boundary.js";
import { fromFailure } from "./failure.js";
import type { HostHeaders } from "./host-types.js";
import { ledTo, type Trace } from "./trace.js";

/** The response without its body. */
export interface ResponseInfo {
  /** HTTP status. */
  readonly status: number;
  /** The response's headers. */
  readonly headers: HostHeaders;
  /** The correlation id that the server used. */
  readonly correlationId: string;
  /** The number of requests that were sent, retries and others. */
  readonly attempts: number;
  /** The duration of the call with all its waits, in milliseconds. */
  readonly elapsedMs: number;
  /** The part of `elapsedMs` before attempts, in milliseconds: waits for retries and for limits. */
  readonly waitedMs: number;
  /** The idempotency key of a write: yours, or one that the client made. */
  readonly idempotencyKey?: string;
  /** The `Retry-After` or `retry-after-ms` of the response, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** The body and the response of a call. */
export interface WithResponse<T> {
  /** The body. */
  readonly data: T;
  /** The response without its body. */
  readonly response: ResponseInfo;
}

/** What an outcome says of the response. */
export function responseOf(outcome: Outcome): ResponseInfo {
  const { data: _data, ...response } = outcome;
  return response;
}

/**
 * A call in flight. `await call` returns the body, `await call.withResponse()` returns the body and the response of the
 * same request. If nobody handles its failure, the runtime reports an unhandled rejection.
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

  /** Returns the body and the response. */
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
