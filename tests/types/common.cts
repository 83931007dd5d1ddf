// Holds that CommonJS has the same types from every entry that it can require. Compiled, never run.

import main = require("meshi-partner");
import inline = require("meshi-partner/inline");
import sandboxes = require("meshi-partner/sandbox");
import slim = require("meshi-partner/slim");
import { Meshi, isMeshiError, type Run } from "meshi-partner";
import { exactly } from "./expect.js";

export async function program(): Promise<Run> {
  const sandbox = await sandboxes.createSandbox();
  const meshi = new Meshi({ apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl, fetch: sandbox.fetch });
  exactly<main.Meshi>()(meshi);
  exactly<main.Meshi>()(new slim.Meshi());
  exactly<main.Meshi>()(new inline.Meshi());
  exactly<Promise<void>>()(slim.init(new Uint8Array()));
  await meshi.auth.check().catch((error: unknown) => {
    if (isMeshiError(error) && error.name === "MeshiRunError") exactly<Run>()(error.run);
  });
  return meshi.runs.wait("r");
}
