// One life of the client in Node: begins the flow, or goes on from the last token that was kept, and keeps one after each
// step. It ends with one line of JSON: the result, or the error that it gave up with; or it is killed.
//
// usage: node child.mjs '{"baseUrl", "apiKey", "file", "token"?}'; without `token` it neither reads nor keeps any

import { createReadStream, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import { Meshi, isMeshiError, readAttendees } from "../../../pkg/dist/node.js";
import { hasten } from "./haste.mjs";
import { FLOW_OPTIONS, HASTE, OPTIONS, planOf, told } from "./plan.mjs";

const { baseUrl, apiKey, file, token } = JSON.parse(process.argv[2]);

/** A token is there in whole or not at all, whenever the process is killed. */
function keep(text) {
  writeFileSync(`${token}.new`, text);
  renameSync(`${token}.new`, token);
}

async function live() {
  const meshi = new Meshi({ baseUrl, apiKey, ...OPTIONS });
  const plan = planOf(readAttendees(Readable.toWeb(createReadStream(file))));
  const kept = token && existsSync(token) ? readFileSync(token, "utf8") : undefined;
  const flow = kept ? meshi.resumeFlow(kept, plan, FLOW_OPTIONS) : meshi.flow(plan, FLOW_OPTIONS);
  for await (const step of flow) {
    // One that is done has no token to go on from: the one before is the last.
    if (token && !step.done) keep(flow.serialize());
  }
  const { event, importReport, runs } = await flow;
  return { result: { event, importReport, runs } };
}

hasten(HASTE);
const end = await live().catch((error) => {
  if (!isMeshiError(error)) throw error;
  return { error: told(error) };
});
// A request that the server stalls would keep the process alive.
process.stdout.write(`${JSON.stringify(end)}\n`, () => process.exit());
