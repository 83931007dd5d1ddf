// The list of flows: one object for all of them, told by each flow how it stands.

import { DurableObject } from "cloudflare:workers";
import { MAX_FLOWS, type FlowSummary } from "../shared/api.ts";
import type { Env } from "./env.ts";

/** The object that holds the list. */
export function listOf(env: Env): DurableObjectStub<IndexObject> {
  return env.INDEX.get(env.INDEX.idFromName("flows"));
}

/** The newest flows, and no more of each than the list shows. */
export class IndexObject extends DurableObject<Env> {
  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS flows (flow_id TEXT PRIMARY KEY, created_at TEXT NOT NULL, summary TEXT NOT NULL)",
    );
  }

  /** Notes how a flow stands. */
  put(summary: FlowSummary): void {
    const { sql } = this.ctx.storage;
    sql.exec(
      `INSERT INTO flows VALUES (?1, ?2, ?3) ON CONFLICT (flow_id) DO UPDATE SET summary = ?3`,
      summary.flow_id,
      summary.created_at,
      JSON.stringify(summary),
    );
    sql.exec(
      `DELETE FROM flows WHERE flow_id NOT IN
         (SELECT flow_id FROM flows ORDER BY created_at DESC, rowid DESC LIMIT ${MAX_FLOWS})`,
    );
  }

  /** Newest first. */
  newest(): FlowSummary[] {
    const rows = this.ctx.storage.sql.exec<{ summary: string }>(
      "SELECT summary FROM flows ORDER BY created_at DESC, rowid DESC",
    );
    return Array.from(rows, ({ summary }) => JSON.parse(summary) as FlowSummary);
  }
}
