// Flows: begun, looked at, taken up again. The work itself is the flow object's.

import { Hono } from "hono";
import type { FlowList, FlowState } from "../../shared/api.ts";
import type { Env } from "../env.ts";
import { ConsoleFailure } from "../failure.ts";
import type { FlowObject } from "../flow/object.ts";
import { listOf } from "../index-object.ts";
import type { Console } from "../guard.ts";
import { bodyOf, newFlow, ownId } from "../input.ts";
import { uploadKey } from "./uploads.ts";

function objectOf(env: Env, flowId: string): DurableObjectStub<FlowObject> {
  return env.FLOWS.get(env.FLOWS.idFromName(flowId));
}

function there(state: FlowState | null): FlowState {
  if (state) return state;
  throw new ConsoleFailure(404, "FLOW_NOT_FOUND", "There is no such flow.");
}

const tagOf = ({ flow_id: id, version }: FlowState): string => `"${id}.${version}"`;

/** The routes below `/api/flows`. */
export const flows = new Hono<Console>()
  .post("/", async (c) => {
    const flow = newFlow(await bodyOf(c.req.raw));
    if (!(await c.env.UPLOADS.head(uploadKey(flow.upload_id))))
      throw new ConsoleFailure(404, "UPLOAD_NOT_FOUND", "There is no such upload, or a flow has used it up.");
    const id = crypto.randomUUID();
    const begun = await objectOf(c.env, id).start(id, flow);
    if ("refused" in begun) {
      const { code, message, correlation_id: correlationId } = begun.refused;
      throw new ConsoleFailure(begun.status, code, message, correlationId);
    }
    return c.json(begun.state, 201);
  })
  .get("/", async (c) => {
    const list: FlowList = { flows: await listOf(c.env).newest() };
    return c.json(list);
  })
  .get("/:flow_id", async (c) => {
    const id = ownId(c.req.param("flow_id"), "flow_id");
    const state = there(await objectOf(c.env, id).look());
    c.header("etag", tagOf(state));
    if (c.req.header("if-none-match") === tagOf(state)) return c.body(null, 304);
    return c.json(state);
  })
  .post("/:flow_id/resume", async (c) => {
    const id = ownId(c.req.param("flow_id"), "flow_id");
    const before = there(await objectOf(c.env, id).look());
    const state = before.status === "failed" ? await objectOf(c.env, id).resume() : null;
    if (!state) throw new ConsoleFailure(409, "NOT_FAILED", "Only a flow that has failed can be resumed.");
    return c.json(state);
  });
