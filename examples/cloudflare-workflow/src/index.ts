// PUT a CSV file to /flows/<event id>?title=…: a Workflow takes it from the file to match scores, however long that takes.
// GET /flows/<flow id> tells how far it is. Every piece of work is a step of the Workflow, and every wait is its sleep.

import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";
import { Meshi, isMeshiError, readAttendees } from "meshi-partner";

interface Env {
  MESHI_KEY: string;
  MESHI_BASE: string;
  FLOW: Workflow<Plan>;
  FILES: R2Bucket;
}

/** What a flow is about; also what it is taken up again with. */
interface Plan {
  event: { event_id: string; title: string };
  file: string;
  /** Part of every idempotency key: each Workflow does everything, whatever was done before for the same list. */
  runKey: string;
}

/** What the Workflow remembers of a step. The token holds no key and nothing of an attendee. */
interface Taken {
  token?: string;
  waitMs: number;
  /** Why no later try can help. */
  failed?: string;
  report?: { total: number; imported: number; rejected: number };
}

/** A run may take its time: nothing is awake for it. Each step is a resume, and none of them tries a failed run again. */
const PATIENT = { wait: { maxWaitMs: 24 * 3_600_000 }, newAttempts: false };

/** One piece of work: at most one write or one poll, from the token of the one before. */
async function take({ MESHI_KEY, MESHI_BASE, FILES }: Env, plan: Plan, token?: string): Promise<Taken> {
  const file = await FILES.get(plan.file);
  if (!file) return { waitMs: 0, failed: "the file is gone" };
  // A refusal is the Workflow's to wait for, not the isolate's.
  const meshi = new Meshi({ apiKey: MESHI_KEY, baseUrl: MESHI_BASE, maxRetries: 0 });
  const { event, runKey } = plan;
  const whole = { event, attendees: readAttendees(file.body), enrich: true, match: true, runKey };
  const flow = token === undefined ? meshi.flow(whole, PATIENT) : meshi.resumeFlow(token, whole, PATIENT);
  try {
    const { done, retryAfterMs: waitMs } = await flow.step();
    if (!done) return { token: flow.serialize(), waitMs };
    const { total, imported, rejected } = (await flow).importReport;
    return { waitMs: 0, report: { total, imported, rejected: rejected.length } };
  } catch (error) {
    if (!isMeshiError(error)) throw error;
    if (!error.retryable) return { waitMs: 0, failed: `${error.name} ${error.code}: ${error.message}` };
    const waitMs = "retryAfterMs" in error && error.retryAfterMs;
    // What has no time of its own is tried again as the step's own retries say.
    if (!waitMs) throw error;
    return { ...(token !== undefined && { token }), waitMs };
  }
}

const RETRIES = { retries: { limit: 10, delay: "5 seconds", backoff: "exponential" } } as const;

export class AttendeeFlow extends WorkflowEntrypoint<Env, Plan> {
  override async run({ payload: plan }: WorkflowEvent<Plan>, step: WorkflowStep): Promise<Taken["report"]> {
    let token: string | undefined;
    for (let turn = 1; ; turn += 1) {
      const taken = await step.do(`piece ${turn}`, RETRIES, () => take(this.env, plan, token));
      if (taken.report) {
        await step.do("forget the file", () => this.env.FILES.delete(plan.file));
        return taken.report;
      }
      if (taken.failed) throw new Error(taken.failed);
      token = taken.token;
      if (taken.waitMs > 0) await step.sleep(`wait ${turn}`, taken.waitMs);
    }
  }
}

export default {
  async fetch(request, env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const [, resource, id = ""] = pathname.split("/").map(decodeURIComponent);
    if (resource === "flows" && request.method === "PUT" && request.body) {
      const plan = {
        event: { event_id: id, title: searchParams.get("title") ?? id },
        file: crypto.randomUUID(),
        runKey: crypto.randomUUID(),
      };
      await env.FILES.put(plan.file, request.body);
      const flow = await env.FLOW.create({ params: plan });
      return Response.json({ flow_id: flow.id }, { status: 202 });
    }
    if (resource === "flows" && request.method === "GET") {
      const { status, output, error } = await (await env.FLOW.get(id)).status();
      return Response.json({ status, output, error: error?.message });
    }
    return new Response("PUT a CSV file to /flows/<event id>, or GET /flows/<flow id>\n", { status: 404 });
  },
} satisfies ExportedHandler<Env>;
