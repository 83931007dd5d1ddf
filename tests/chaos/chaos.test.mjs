// 10 000 attendees and a whole flow through a server that fails three requests of ten, with the client killed at fifty
// random points and begun again, from nothing or from its last token: each row arrives once, and each run is started once.
//
// Everything random comes of SEED; `CHAOS_SEED` is another. How requests fall together is the machine's: two runs under
// one seed meet the same faults in the same order, and not always at the same requests.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { audit } from "./support/account.mjs";
import { nodeLives } from "./support/node-life.mjs";
import { makeFile } from "./support/rows.mjs";
import { ChaosServer } from "./support/server.mjs";
import { summary } from "./support/summary.mjs";
import { survive } from "./support/survive.mjs";
import { workerdLives } from "./support/workerd-life.mjs";

const SEED = Number(process.env.CHAOS_SEED ?? 20_260_910);

const target = fileURLToPath(new URL("../../target/", import.meta.url));
const folder = join(target, "chaos");
const file = makeFile(SEED);
const told = [];

after(() => writeFile(join(target, "chaos.txt"), `seed ${SEED}\n\n${told.join("\n\n")}\n`));

async function run(title, { seed, settings, reach, livesOf }) {
  await mkdir(folder, { recursive: true });
  const server = await ChaosServer.start(seed, settings, file.csv);
  try {
    const lives = await livesOf(server);
    const count = await survive({ server, lives, file, seed, reach });
    const audited = await audit(server, file);
    const text = summary(title, { server, count, audited, settings: JSON.stringify(settings) });
    console.log(text);
    told.push(text);
  } finally {
    await server.close();
  }
}

test("in Node, killed by SIGKILL, its parts over the server's cap of rows", async () => {
  const csv = join(folder, "attendees.csv");
  await run("Node", {
    seed: SEED,
    settings: { maxRows: 300 },
    reach: { resumed: 11, scratch: 120 },
    livesOf: async ({ client }) => {
      await writeFile(csv, file.csv);
      return nodeLives({ client, file: csv, token: join(folder, "token") });
    },
  });
});

test("in workerd, its isolate killed, its parts over the server's cap of bytes", async () => {
  await run("workerd", {
    seed: SEED + 1,
    settings: { maxBytes: 90_000 },
    reach: { resumed: 7, scratch: 80 },
    livesOf: ({ client, origin }) => workerdLives({ client, file: `${origin}/attendees.csv`, folder }),
  });
});
