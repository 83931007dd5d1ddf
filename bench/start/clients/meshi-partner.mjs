// The package.

import { Meshi } from "meshi-partner";
import { BASE, fetch } from "../stub.mjs";

/** The first answer. */
export const answer = () =>
  new Meshi({ apiKey: "bench-key", baseUrl: BASE, fetch }).events.get("summit-2026");
