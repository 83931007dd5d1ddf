// A page that goes through the scenario, and tells what went unhandled.

import * as partner from "meshi-partner";
import { scenario } from "./scenario.mjs";

const unhandled = [];
addEventListener("unhandledrejection", ({ reason }) => unhandled.push(String(reason)));
addEventListener("error", ({ message }) => unhandled.push(message));

globalThis.result = scenario(partner).then(async (result) => {
  // What is unhandled is told of in a later turn.
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return { ...result, unhandled };
});
