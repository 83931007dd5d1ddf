// A flow that outlives its isolate. The object keeps the flow's token and what the page sees of it; its alarm takes the
// next steps. A wait is an alarm's, never the isolate's. Between two steps everything can be lost but what is stored: the
// token before the step is still good, and a step that is done again repeats nothing, since its keys derive from its
// content. Of the attendees it holds nothing but the rejected rows of the report.

import { DurableObject } from "cloudflare:workers";
import type { ConsoleError, FlowState, NewFlow } from "../../shared/api.ts";
import type { Env } from "../env.ts";
import { failureOf, told } from "../failure.ts";
import { listOf } from "../index-object.ts";
import { uploadKey } from "../routes/uploads.ts";
import { drive, firstToken } from "./drive.ts";
import { begun, resumed, summaryOf } from "./progress.ts";

/** What is stored, each under its own key. */
export interface Stored {
  plan: NewFlow;
  state: FlowState;
  /** Where the flow stands, for `resumeFlow`. */
  token: string;
  /** Tries in a row that did not come off. */
  tries: number;
}

/** One flow. */
export class FlowObject extends DurableObject<Env> {
  /** Begins it, once; the flow's own form is checked before anything is kept. */
  async start(
    flowId: string,
    plan: NewFlow,
  ): Promise<{ state: FlowState } | { refused: ConsoleError; status: number }> {
    const before = await this.look();
    if (before) return { state: before };
    try {
      const token = firstToken(this.env, flowId, plan);
      const state = begun(flowId, plan, Date.now());
      await this.#store({ plan, state, token, tries: 0 });
      await this.ctx.storage.setAlarm(Date.now());
      await this.#list(state);
      return { state };
    } catch (error) {
      const failure = failureOf(error);
      return { refused: told(failure), status: failure.status };
    }
  }

  /** How it stands; `null` where there is no such flow. */
  async look(): Promise<FlowState | null> {
    const state = (await this.ctx.storage.get<FlowState>("state")) ?? null;
    // Cloudflare gives an alarm up that fails six times in a row, as when storage is away for long: whoever looks sets it
    // again. It may ring once more than it has to, which the alarm knows to take.
    const goesOn = state?.status === "running" || state?.status === "waiting";
    if (goesOn && (await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now());
    return state;
  }

  /** Goes on with it where it failed; `null` where it has not. */
  async resume(): Promise<FlowState | null> {
    const before = await this.look();
    if (before?.status !== "failed") return null;
    const state = resumed(before, Date.now());
    await this.#store({ state, tries: 0 });
    await this.ctx.storage.setAlarm(Date.now());
    await this.#list(state);
    return state;
  }

  /** Takes the next steps, until it is time to wait, to let others work, or all is done. */
  override async alarm(): Promise<void> {
    const stored = await this.#stored();
    if (!stored) return;
    if (stored.state.status === "done" || stored.state.status === "failed") return this.#settle(stored);
    // Whoever set the alarm, and whyever it rings: what a server asked for is waited for in full.
    const dueMs = Date.parse(stored.state.next_at ?? "");
    if (dueMs > Date.now()) return this.ctx.storage.setAlarm(dueMs);
    const nextMs = await drive(this.env, stored, (changed) => this.#store(changed));
    if (nextMs === undefined) return this.#settle(stored);
    await this.ctx.storage.setAlarm(nextMs);
    await this.#list(stored.state);
  }

  /** After the end, and again if it is cut short: the list knows, and a file that is imported is no longer kept. */
  async #settle({ plan, state }: Stored): Promise<void> {
    await this.#list(state);
    if (state.status === "done") await this.env.UPLOADS.delete(uploadKey(plan.upload_id));
  }

  async #list(state: FlowState): Promise<void> {
    await listOf(this.env).put(summaryOf(state));
  }

  async #stored(): Promise<Stored | undefined> {
    const found = await this.ctx.storage.get<unknown>(["plan", "state", "token", "tries"]);
    return found.size === 4 ? (Object.fromEntries(found) as unknown as Stored) : undefined;
  }

  /** All of it at once, or none; the next step waits until it is on disk. */
  async #store(changed: Partial<Stored>): Promise<void> {
    await this.ctx.storage.put(changed as Record<string, unknown>);
    await this.ctx.storage.sync();
  }
}
