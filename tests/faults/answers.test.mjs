// The server answers, and not as it should.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { BODIES } from "./kinds/bodies.mjs";
import { LIMITS, redirects, STATUSES } from "./kinds/statuses.mjs";
import { elsewhere } from "./server.mjs";
import { suite } from "./suite.mjs";

const other = await elsewhere();
suite("answers", [...STATUSES, ...LIMITS, ...redirects(other.url), ...BODIES]);

test("no redirect was followed", () => {
  assert.equal(other.seen.length, 0, "somebody came, with or without the key");
});
after(() => other.close());
