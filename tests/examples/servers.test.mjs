// The examples for servers and machines of one's own, each started as its runtime starts it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../packaging/shared/run.mjs";
import { shipped } from "../packaging/shared/shipped.mjs";
import { withServer } from "./started.mjs";
import { CSV, TOLD, copyOf, example, send, told, withSandbox } from "./support.mjs";

const suffix = process.platform === "win32" ? ".exe" : "";
const flavour = process.platform === "linux" ? "-glibc" : "";
const deno = shipped(`@deno/${process.platform}-${process.arch}${flavour}`, `deno${suffix}`);
const bun = shipped(`@oven/bun-${process.platform}-${process.arch}`, `bin/bun${suffix}`);

test("the Deno server, by its own task but for the address", async () => {
  const folder = await copyOf("deno-server");
  const { tasks } = JSON.parse(await readFile(join(folder, "deno.json"), "utf8"));
  const offline = { DENO_DIR: join(folder, ".deno"), DENO_NO_UPDATE_CHECK: "1" };
  await run(deno, ["check", "main.ts"], { folder, environment: offline });
  await withSandbox(folder, {}, async ({ baseUrl, environment, meshi }) => {
    const [program, ...words] = tasks.start
      .replace("api.staging.meshi.io", new URL(baseUrl).host)
      .replace("deno serve", "deno serve --no-prompt --host 127.0.0.1 --port 0")
      .split(" ");
    assert.equal(program, "deno");
    const options = {
      folder,
      environment: { ...offline, ...environment },
      listens: /Listening on http:\/\/127\.0\.0\.1:(\d+)/,
    };
    await withServer(deno, words, options, async (origin) => {
      const first = await send(`${origin}/events/spring-2026?title=Spring%20meetup`, CSV);
      assert.equal(first.status, 200, JSON.stringify(first.body));
      assert.deepEqual([first.body.created, told(first.body.report)], [true, TOLD]);
      assert.equal((await meshi.runs.wait(first.body.matching.run_id)).status, "succeeded");
      const again = await send(`${origin}/events/spring-2026?title=Spring%20meetup`, CSV);
      assert.deepEqual([again.body.created, told(again.body.report)], [false, TOLD]);
      const wrong = await send(`${origin}/events/..%2Fadmin?title=x`, CSV);
      assert.deepEqual([wrong.status, wrong.body.name], [400, "MeshiValidationError"]);
      assert.equal((await fetch(origin)).status, 404);
    });
  });
});

test("the Bun server", async () => {
  const folder = await copyOf("bun-server");
  await withSandbox(folder, { event: "spring-2026" }, async ({ environment, meshi }) => {
    const attendees = Array.from({ length: 30 }, (_, index) => ({
      attendee_id: `a${index}`,
      name: `Attendee ${index}`,
      title: index % 2 ? "Founder" : "Investor",
    }));
    await meshi.attendees.importAll("spring-2026", attendees);
    await meshi.runs.wait(await meshi.matching.start("spring-2026"));
    const expected = [];
    for await (const entry of meshi.matches.byAttendee("spring-2026", { n: 3 })) expected.push(entry);
    assert.equal(expected.length, attendees.length);
    const options = { folder, environment: { ...environment, PORT: "0" }, listens: /127\.0\.0\.1:(\d+)/ };
    await withServer(bun, ["server.ts"], options, async (origin) => {
      const response = await fetch(`${origin}/events/spring-2026/matches`);
      const lines = (await response.text()).trimEnd().split("\n");
      assert.deepEqual(
        lines.map((line) => JSON.parse(line)),
        expected,
      );
      const one = await (await fetch(`${origin}/events/spring-2026/matches?attendee=a1`)).json();
      assert.equal(one.items.length, 10);
      assert.ok(one.items.every(({ attendee }) => attendee.name === "Attendee 1"));
      assert.equal((await fetch(`${origin}/events/winter-2026/matches`)).status, 404);
      assert.equal((await fetch(`${origin}/events/..%2Fadmin/matches`)).status, 400);
      assert.equal((await fetch(origin)).status, 404);
    });
  });
});

test("the Node script", async () => {
  const folder = await copyOf("node-script");
  await withSandbox(folder, {}, async ({ environment, meshi }) => {
    const words = ["run.mjs", example("event.json"), example("attendees.csv")];
    const printed = await run(process.execPath, words, { folder, environment });
    const { event_id: id } = JSON.parse(await readFile(example("event.json"), "utf8"));
    const attendees = [];
    for await (const attendee of meshi.attendees.list(id)) attendees.push(attendee);
    assert.match(printed, /^row \d+ was left out: /m);
    assert.match(printed, new RegExp(`^${attendees.length} of \\d+ rows imported$`, "m"));
    const names = new Set(attendees.map(({ name }) => name));
    const best = [...printed.matchAll(/^(0\.\d+) .+ meets /gm)];
    assert.equal(best.length, 5);
    const { items } = await meshi.matches.top(id, { n: 5 });
    assert.deepEqual(
      best.map(([, score]) => Number(score)),
      items.map(({ score }) => score),
    );
    assert.ok(
      items.every(
        ({ attendee, matched_attendee: match }) =>
          names.has(attendee.name) && printed.includes(`${attendee.name} meets ${match.name} `),
      ),
    );
    const wrong = { ...environment, MESHI_KEY: "mk_wrong" };
    await assert.rejects(
      run(process.execPath, words, { folder, environment: wrong }),
      /MeshiAuthenticationError UNAUTHORIZED: /,
    );
    await assert.rejects(run(process.execPath, ["run.mjs"], { folder, environment }), /usage: node run\.mjs/);
  });
});

test("the native Rust program, which has the core and a socket", async () => {
  const program = process.env.MESHI_NATIVE;
  if (!program)
    throw new Error("MESHI_NATIVE must name it: run this through `cargo xtask test --only examples`");
  const folder = await copyOf("rust-native");
  await withSandbox(folder, {}, async ({ environment, baseUrl, apiKey, meshi }) => {
    const faults = [{ operation: "events.create", status: 429, retryAfter: "0" }];
    await fetch(new URL("/__sandbox/faults", baseUrl), { method: "POST", body: JSON.stringify(faults) });
    const { event_id: id, title } = JSON.parse(await run(program, [], { folder, environment }));
    assert.equal((await meshi.events.get(id)).title, title);
    await assert.rejects(run(program, [], { folder, environment }), /PARTNER_ID_CONFLICT/);
    const wrong = { ...environment, MESHI_KEY: `${apiKey}-wrong` };
    await assert.rejects(run(program, [], { folder, environment: wrong }), /UNAUTHORIZED/);
  });
});
