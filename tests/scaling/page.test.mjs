// The page's tables are what the model prints.

import assert from "node:assert/strict";
import { test } from "node:test";
import { current, readPage } from "./page.mjs";

test("docs/scaling.md has the tables that the model prints; `node tests/scaling/page.mjs --write` puts them there", () => {
  assert.equal(readPage(), current(readPage()));
});
