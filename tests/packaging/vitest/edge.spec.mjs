// A test of a project whose code is meant for the edge.

import * as partner from "meshi-partner";
import { expect, test } from "vitest";
import { OUTCOME, scenario } from "./scenario.mjs";

test("the client works where the tests run", async ({ task }) => {
  expect(typeof EdgeRuntime).toBe("string");
  const result = await scenario(partner, {});
  task.meta.result = { ...result, entry: import.meta.resolve("meshi-partner") };
  expect(result.outcome).toEqual(OUTCOME);
});
