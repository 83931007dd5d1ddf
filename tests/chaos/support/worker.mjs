// The client in workerd. A request that asks for a step gets one, taken from the token that it brings, and the next token;
// any other gets the whole flow, from its beginning.

import { Meshi, isMeshiError, readAttendees } from "meshi-partner";
import { hasten } from "./haste.mjs";
import { FLOW_OPTIONS, HASTE, OPTIONS, planOf, told } from "./plan.mjs";

hasten(HASTE);

async function answer({ step, token }, { BASE_URL: baseUrl, API_KEY: apiKey, FILE: file }) {
  const meshi = new Meshi({ baseUrl, apiKey, ...OPTIONS });
  const plan = planOf(readAttendees(await fetch(file)));
  const flow = token ? meshi.resumeFlow(token, plan, FLOW_OPTIONS) : meshi.flow(plan, FLOW_OPTIONS);
  if (step) {
    const { done } = await flow.step();
    if (!done) return { token: flow.serialize() };
  }
  const { event, importReport, runs } = await flow;
  return { result: { event, importReport, runs } };
}

export default {
  async fetch(request, environment) {
    try {
      return Response.json(await answer(await request.json(), environment));
    } catch (error) {
      if (!isMeshiError(error)) throw error;
      return Response.json({ error: told(error) });
    }
  },
};
