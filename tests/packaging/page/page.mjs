// A web page.

import * as partner from "meshi-partner";
import { createSandbox } from "meshi-partner/sandbox";
import { scenarioInPage } from "./scenario.mjs";

globalThis.result = scenarioInPage(partner, createSandbox);
