// What a callback of the caller's returned, where nobody awaits it: a promise that rejects must not end the process.

/** Tells `failed` when `returned` is a promise that rejects; a value that is none is nobody's business. */
export function followed(returned: unknown, failed: (error: unknown) => void): void {
  if ((typeof returned !== "object" && typeof returned !== "function") || returned === null) return;
  // Made so, since its `then` or its `constructor` may throw: then the promise rejects.
  new Promise((resolve) => {
    resolve(returned);
  }).catch(failed);
}
