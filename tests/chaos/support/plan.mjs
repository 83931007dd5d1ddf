// What the client is told to do, in Node and in workerd alike. No caps of the server are in it: nobody knows them.

export const EVENT_ID = "chaos-2026";

/** How much faster the client's time runs. */
export const HASTE = 20;

/** The plan over a source of attendees. It is the same in every life. */
export function planOf(attendees) {
  return {
    event: { event_id: EVENT_ID, title: "Chaos", start_date: "2026-09-10" },
    context: { objectives: "Everyone arrives, once" },
    attendees,
    enrich: true,
    match: true,
  };
}

/** The client's options, in its own, faster time. */
export const OPTIONS = { timeoutMs: 10_000, deadlineMs: 600_000, maxRetries: 6 };

/** The flow's. */
export const FLOW_OPTIONS = { wait: { pollIntervalMs: 500, maxWaitMs: 3_600_000 } };

/** An error as it is told across processes. */
export function told(error) {
  const { name, code, message, report } = error;
  return { name, code, message, report, stack: error.stack };
}
