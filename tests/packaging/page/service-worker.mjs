// A service worker. It may not load anything later on, so that it has everything with it.

import * as partner from "meshi-partner";
import { createSandbox } from "meshi-partner/sandbox";
import { scenarioInPage } from "./scenario.mjs";

addEventListener("install", () => skipWaiting());
addEventListener("message", ({ source, data }) => {
  if (data !== "run") return;
  scenarioInPage(partner, createSandbox).then(
    (result) => source.postMessage({ result }),
    (error) => source.postMessage({ failure: String(error.stack ?? error) }),
  );
});
