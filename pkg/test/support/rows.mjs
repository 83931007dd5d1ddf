// Attendees for tests, all of them made up.

/** `count` attendees, `a-1` and on. */
export function attendees(count) {
  return Array.from({ length: count }, (_, index) => ({
    attendee_id: `a-${index + 1}`,
    name: `Person ${index + 1}`,
    email: `person${index + 1}@example.com`,
  }));
}

/** A source that tells how far it was read and whether it was let go of. */
export function watched(items, { async: later = true } = {}) {
  const state = { read: 0, returned: false };
  const next = () => {
    if (state.read >= items.length) return { done: true, value: undefined };
    state.read += 1;
    return { done: false, value: items[state.read - 1] };
  };
  const end = () => {
    state.returned = true;
    return { done: true, value: undefined };
  };
  const source = later
    ? {
        [Symbol.asyncIterator]: () => ({ next: async () => next(), return: async () => end() }),
      }
    : { [Symbol.iterator]: () => ({ next, return: end }) };
  return { source, state };
}

/** A server of imports: takes parts, and ends every run at once. */
export function importServer({ refuse } = {}) {
  const parts = [];
  const runs = new Map();
  const answer = (request, count) => {
    const refused = refuse?.(request, count);
    if (refused) return refused;
    if (request.method === "PUT") {
      const { idempotency_key: key, attendees: rows } = request.body;
      if (!runs.has(key)) {
        parts.push(rows.map((row) => row.attendee_id));
        const counts = { total: rows.length, processed: rows.length, succeeded: rows.length, failed: 0 };
        runs.set(key, {
          run_id: `run_${runs.size + 1}`,
          status: "succeeded",
          kind: "import",
          counts,
          errors: [],
        });
      }
      return [202, { ...runs.get(key), status: "queued" }];
    }
    const run = [...runs.values()].find(({ run_id }) => request.path === `/runs/${run_id}`);
    return run ? [200, run] : [404, { code: "RUN_NOT_FOUND", message: "no such run" }];
  };
  return { answer, parts };
}
