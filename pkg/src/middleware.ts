// Middleware: functions around every attempt, composed into the one that the shell calls.

import type { OperationName } from "./operations.js";
import type { ClientOptions } from "./boundary.js";
import { fromFailure, isFailure } from "./failure.js";
import type { HostRequest, HostResponse } from "./host-types.js";

/** The attempt that a middleware wraps. */
export interface MiddlewareContext {
  /** The operation; `request` for `meshi.request`. */
  readonly operation: OperationName | (string & {});
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The correlation id of the call, the same in all its attempts. */
  readonly correlationId: string;
}

/**
 * A function that wraps one attempt. It may change the request, return a response of its own, read the response, or
 * call `next` again. The request has no key: the client adds the key after the last middleware.
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
