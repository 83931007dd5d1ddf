// Where a public method was called: an error that comes later shows that line, also where nothing awaits the call.

import { isMeshiError } from "./errors.js";

/** The frames of a call. They become text only when they are asked for. */
export interface Trace {
  readonly stack?: string;
}

type Callee = ((...given: never[]) => unknown) | (abstract new (...given: never[]) => unknown);

interface Capturing {
  captureStackTrace?: (target: object, above: Callee) => void;
}

/** The frames above the function `above`. */
export function traceAbove(above: Callee): Trace {
  const { captureStackTrace } = Error as Capturing;
  if (!captureStackTrace) return new Error();
  const trace: Trace = {};
  captureStackTrace(trace, above);
  return trace;
}

const FRAME = /^\s+at |^[^\s]*@/;

/** Lets the stack of an error of this package lead to where the call was made. */
export function ledTo<E>(error: E, trace: Trace): E {
  const frames = trace.stack?.split("\n").filter((line) => FRAME.test(line));
  // What a callback of the caller threw has a stack of its own.
  if (!isMeshiError(error) || !frames?.length) return error;
  const head = error.stack?.startsWith(error.name) ? `${error.name}: ${error.message}\n` : "";
  const value = head + frames.join("\n");
  Object.defineProperty(error, "stack", { value, configurable: true, writable: true });
  return error;
}
