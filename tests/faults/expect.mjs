// The words in which a fault says what it expects, and the judgement of what was observed by them.

import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

/** Kinds that may be sent again whatever became of them. */
const SAFE = new Set(["read", "list", "PUT", "keyed write", "poll"]);

/** It comes to what it comes to without faults, with `extra` more of the struck requests. */
export const ok = (extra = 0, more = {}) => ({ ok: true, extra, ...more });

/**
 * The same where a part of an import is sent again after its answer was lost: its run has ended meanwhile, so that the
 * report tells its two rows as replayed.
 */
export const replayed = (extra = 1) => ok(extra, { data: (clean) => ({ ...clean, replayed: 2 }) });

/** It fails with this error, after `sent` of the struck requests; `fields` are those of the error. */
export const fails = (name, code, sent = 1, fields = {}, more = {}) => ({
  ok: false,
  name,
  code,
  sent,
  fields,
  ...more,
});

/** Any number from the first to the last. */
export const between = (least, most) => ({ least, most });

/** What a fault expects of an operation: by its name, its column, the rules that it goes by, or of all that are safe. */
export function expectation(fault, { name, kind, like }) {
  const { expect } = fault;
  const found =
    expect[name] ?? expect[kind] ?? expect[like] ?? (SAFE.has(like) ? expect.safe : undefined) ?? expect.all;
  if (!found) throw new Error(`the fault "${fault.name}" says nothing about ${name}`);
  return found;
}

/** Whether a fault says anything about an operation, where it is one for some of them only. */
export const concerns = ({ only }, { kind, like, name }) =>
  !only || only.includes(kind) || only.includes(like) || only.includes(name);

/** Throws where what was observed is not what was expected. `clean` is the same operation without faults. */
export function judge(seen, expected, fault, operation, clean) {
  equal(seen.broken, [], "the fault server works");
  assert.ok(seen.hits > 0 || fault.times === 0, "the fault struck");
  equal(seen.ok, expected.ok, seen.ok ? "it succeeded" : describe(seen.error));
  if (seen.ok) succeeded(seen, expected, operation, clean);
  else failed(seen, expected, fault, operation);
  for (const [name, count] of Object.entries(seen.once)) {
    const most = name === operation.struck ? Math.max(operation.effects, expected.effects ?? 0) : 1;
    assert.ok(count <= most || operation.kind === "importAll", `${name} took effect ${count} times`);
  }
  if (seen.again) triedAgain(seen, fault, operation, clean);
  if (seen.rows) {
    equal([...seen.rows].sort(), operation.rows.ids, "every row is there, once");
  }
}

function succeeded(seen, expected, operation, clean) {
  equal(seen.data, expected.data ? expected.data(clean.data) : clean.data, "nothing is lost: the result");
  counts(
    seen.requests,
    expected.extra.least === undefined ? operation.requests + expected.extra : expected.extra,
  );
  equal(seen.effects, expected.effects ?? operation.effects, "effects");
  if (expected.waited) waited(seen, expected, operation);
  if (operation.rows === undefined) {
    equal(seen.others, operation.others + (expected.others ?? 0), "other requests");
  }
}

function failed(seen, expected, fault, operation) {
  const { error } = seen;
  equal(`${error.name} ${error.code}`, `${expected.name} ${expected.code}`, describe(error));
  counts(seen.requests, expected.sent);
  const effects = expected.effects ?? (fault.effect && operation.effects > 0 ? 1 : 0);
  equal(seen.effects, effects, "effects");
  for (const [name, value] of Object.entries(expected.fields)) {
    equal(error[name], value, `the error's ${name}`);
  }
  assert.match(error.message, /\w/);
  const single = operation.rows === undefined && !["ensure", "poll"].includes(operation.kind);
  if (single && typeof expected.sent === "number" && expected.fields.attempts === undefined) {
    equal(error.attempts, expected.sent, "the error's attempts");
  }
  if (operation.kind === "keyed write") assert.ok(error.idempotencyKey, "the key is there, for trying again");
}

/** Whoever tries again comes to the same, and what may happen once has still happened once. */
function triedAgain(seen, fault, operation, clean) {
  const { again } = seen;
  if (operation.repeat) {
    operation.repeat(again);
    return;
  }
  assert.ok(again.ok, `tried again: ${again.ok || describe(again.error)}`);
}

/** Jobs have waits of their own as well. */
function waited({ waitedMs }, { waited: [least, most] }, operation) {
  assert.ok(
    waitedMs >= least && (operation.rows !== undefined || waitedMs <= most),
    `it waited ${waitedMs} ms`,
  );
}

/** In a line: a case is one of many. */
function equal(seen, expected, what) {
  const short = (value) => String(JSON.stringify(value)).slice(0, 300);
  assert.ok(isDeepStrictEqual(seen, expected), `${what}: ${short(seen)}, and not ${short(expected)}`);
}

function counts(seen, expected) {
  if (typeof expected === "number") equal(seen, expected, "requests");
  else assert.ok(seen >= expected.least && seen <= expected.most, `requests: ${seen}`);
}

export const describe = (error) => `it failed: ${error?.name} ${error?.code}: ${error?.message}`;
