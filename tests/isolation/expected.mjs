// What has to have become of every call, whatever the runtime.

import assert from "node:assert/strict";

export function check({ rounds, after, fresh, text }) {
  for (const [trap, { trapped, others, sent, cut, next, poller, flow }] of Object.entries(rounds)) {
    assert.equal(trapped.name, "MeshiInternalError", `${trap}: ${JSON.stringify(trapped)}`);
    assert.equal(trapped.code, "INTERNAL");
    assert.match(trapped.cause, /^(RuntimeError|RangeError|InternalError)$/, `${trap} keeps its cause`);
    assert.deepEqual(Object.keys(others).sort(), ["call", "ensure", "import", "list", "wait", "write"]);
    for (const [name, result] of Object.entries(others))
      assert.equal(result.name, "MeshiInternalError", `${trap}: ${name}: ${JSON.stringify(result)}`);
    assert.ok(sent >= 5, `${trap}: requests were out`);
    assert.equal(cut, sent, `${trap}: every request is cut`);
    assert.deepEqual(next, { ok: true }, `${trap}: the next call works`);
    assert.deepEqual(poller, { ok: true }, `${trap}: a poller goes on`);
    assert.equal(flow.name, "MeshiInternalError", `${trap}: a flow says that it cannot go on`);
    assert.match(flow.message, /go on from its last token/);
  }
  assert.deepEqual(Object.keys(rounds).length, 6);
  assert.deepEqual(after, { ok: true }, "another client works too");
  assert.deepEqual(fresh, { ok: true }, "and so does a new one");
  assert.ok(!text.includes("canary-key"), "no error shows the key");
}
