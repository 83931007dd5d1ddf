// Middleware: functions around every attempt, composed into the one that the shell calls.

import type { OperationName } from "./operations.js";
import type { ClientOptions } from "./boundary.js";
import { fromFailure, isFailure } from "./failure.js";
import type { HostRequest, HostResponse } from "./host-types.js";

/** What a middleware is told of the attempt. */
export interface MiddlewareContext {
  /** The operation; `request` for `meshi.request`. */
  readonly operation: OperationName | (string & {});
  /** Counted from 1. */
  readonly attempt: number;
  /** The same over all attempts of a call. */
  readonly correlationId: string;
}

/**
 * Wraps one attempt: it may change the request, answer by itself, look at the response, or call `next` again. The
 * request has no key: that is added after the last middleware.
 */
export type Middleware = (
  request: HostRequest,
  next: (request?: HostRequest) => Promise<HostResponse>,
  context: MiddlewareContext,
) => HostResponse | Promise<HostResponse>;

/** One function for all of them, the first one outermost; `undefined` for none. */
export function compose(middleware: readonly Middleware[] | undefined): ClientOptions["middleware"] {
  if (!middleware || middleware.length === 0) return undefined;
  const chain = [...middleware];
  return (request, terminal, context) => {
    const told = Object.freeze({ ...context });
    const dispatch = async (index: number, current: Request): Promise<Response> => {
      const layer = chain[index];
      if (!layer) return send(terminal, current);
      return layer(current, (replaced = current) => dispatch(index + 1, replaced), told);
    };
    return dispatch(0, request);
  };
}

/** The end of the chain. What the shell refuses there is an error like any other, also for the middleware. */
async function send(terminal: (request: Request) => Promise<Response>, request: Request): Promise<Response> {
  try {
    return await terminal(request);
  } catch (thrown) {
    throw isFailure(thrown) ? fromFailure(thrown) : thrown;
  }
}
