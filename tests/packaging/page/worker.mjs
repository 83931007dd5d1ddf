// A dedicated worker.

import * as partner from "meshi-partner";
import { createSandbox } from "meshi-partner/sandbox";
import { scenarioInPage } from "./scenario.mjs";

postMessage(await scenarioInPage(partner, createSandbox));
