// A cold start: from the import of a client to its first answer in fresh processes of every runtime that is here, and
// what of that is compiling the package's module and making an instance.

import { execFile } from "node:child_process";
import { cp, mkdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { modulesBeside, writeBundle } from "../../tests/packaging/shared/bundle.mjs";
import { BARS } from "../bars.mjs";
import { attempt, figures } from "../harness.mjs";
import { modules } from "../modules.mjs";
import { OURS } from "../names.mjs";
import { progress } from "../progress.mjs";
import { RUNTIMES } from "../runtimes.mjs";
import { ratio, summary } from "../statistics.mjs";

const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const folder = path("target/bench/start");

/** What is started: no client at all, the package, and two peers. */
const PLAIN = "no client";
const CLIENTS = new Map([
  [PLAIN, "plain"],
  [OURS, OURS],
  ["openai", "openai"],
  ["@octokit/core", "octokit"],
]);

/** No cold start takes as long unless it hangs. */
const LIMIT_MS = 60_000;

/** A project that has the package and the peers installed. */
async function project() {
  await rm(folder, { recursive: true, force: true });
  await cp(path("bench/start"), folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await mkdir(join(folder, "node_modules"));
  for (const [name, target] of [
    ["meshi-partner", "pkg"],
    ["openai", "bench/node_modules/openai"],
    ["@octokit", "bench/node_modules/@octokit"],
  ])
    await symlink(path(target), join(folder, "node_modules", name), "junction");
}

/** A Worker for each client, bundled as it would be deployed. */
async function workers() {
  for (const [name, client] of CLIENTS) {
    const out = join(folder, "workers", client);
    await mkdir(out, { recursive: true });
    await attempt(name, () =>
      writeBundle(join(folder, "worker.mjs"), join(out, "worker.mjs"), {
        alias: { client: join(folder, "clients", `${client}.mjs`) },
        conditions: ["workerd", "worker", "browser", "import"],
        mainFields: ["browser", "module", "main"],
        minify: true,
        plugins: [modulesBeside(out)],
      }),
    );
  }
}

/** The milliseconds that one fresh process tells. */
async function cold({ id, program, before }, client) {
  const what = id === "workerd" ? [join(folder, "workers", client)] : [join(folder, "program.mjs"), client];
  const { stdout } = await promisify(execFile)(program, [...before, ...what], {
    cwd: folder,
    timeout: LIMIT_MS,
    env: { ...process.env, DENO_NO_UPDATE_CHECK: "1" },
  });
  return JSON.parse(stdout).ms;
}

async function table(runtime, { rounds, warmUp }) {
  const samples = new Map([...CLIENTS.keys()].map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, client] of CLIENTS) {
      const ms = await attempt(name, () => cold(runtime, client));
      if (round >= 0) samples.get(name).push(ms);
    }
  }
  const others = [...CLIENTS.keys()].filter((name) => name !== OURS);
  return {
    id: `start-${runtime.id}`,
    title: `Cold start in ${runtime.name}: ${runtime.id === "workerd" ? "from workerd's start, with the Worker, to the first answer" : "from import to first answer"}`,
    unit: "ms",
    ratios: others.map((name) => ({ name: `over ${name}`, ...ratio(samples.get(OURS), samples.get(name)) })),
    figures: figures(samples),
  };
}

/** What of the start is the modules': compiling them, and making instances, in a fresh process of each Node every time. */
async function instantiating({ rounds, warmUp }) {
  const { first } = await modules();
  const parts = first.map((name) => ({
    module: path(`pkg/dist/${name}`),
    glue: new URL(`../../pkg/src/wasm/${name.replace("_bg.wasm", ".js")}`, import.meta.url).href,
  }));
  const asked = [path("bench/start/instantiate.mjs"), JSON.stringify(parts)];
  const nodes = RUNTIMES.filter(({ id, program }) => id.startsWith("node-") && program !== undefined);
  const samples = new Map(nodes.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const { name, program } of nodes) {
      const { stdout } = await attempt(name, () => promisify(execFile)(program, asked));
      if (round >= 0) samples.get(name).push(JSON.parse(stdout).ms);
    }
  }
  const sizes = await Promise.all(parts.map(async ({ module }) => (await stat(module)).size));
  const size = sizes.reduce((sum, one) => sum + one, 0);
  return {
    id: "instantiate",
    title: "Compile + instantiate, with the glue's imports, in a fresh process",
    note: `of ${first.join(", ")}, ${(size / 1024).toFixed(1)} KB`,
    unit: "ms",
    ratios: [...samples].map(([name, taken]) => ({
      name,
      ...summary(taken),
      ...BARS.start,
      what: `${BARS.start.what}, ${name}`,
    })),
  };
}

/** Measures the group. */
export async function* measureGroup(effort) {
  await project();
  await workers();
  const rounds = effort.rounds({ rounds: 7, warmUp: 1 });
  for (const runtime of RUNTIMES) {
    progress(`start: ${runtime.name}`);
    yield runtime.program === undefined
      ? { id: `start-${runtime.id}`, title: `Cold start in ${runtime.name}`, missing: runtime.lacking }
      : await attempt(runtime.name, () => table(runtime, rounds));
  }
  progress("start: compile + instantiate");
  yield await instantiating(effort.rounds({ rounds: 31, warmUp: 2 }));
}
