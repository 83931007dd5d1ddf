// The tarball's declarations, read by TypeScript the ways that projects resolve them.

import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { install } from "./shared/project.mjs";
import { run } from "./shared/run.mjs";

const require = createRequire(new URL("../../pkg/package.json", import.meta.url));
const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");

const PROGRAM = `
import { Meshi, MeshiApiError, isMeshiError, readAttendees, type MeshiOptions } from "meshi-partner";
import { createSandbox } from "meshi-partner/sandbox";

export async function program(signal: AbortSignal): Promise<string[]> {
  const sandbox = await createSandbox();
  const options: MeshiOptions = { apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl, fetch: sandbox.fetch };
  const meshi = new Meshi(options);
  const { data, response } = await meshi.events.get("spring-2026", { signal }).withResponse();
  const title: string = data.title;
  const id: string = response.correlationId;
  const report = await meshi.attendees.importAll("spring-2026", readAttendees("name\\nAda"), { wait: false });
  const rows: number[] = report.rejected.map((rejected) => rejected.row);
  const names: string[] = [title, id, ...rows.map(String)];
  for await (const match of meshi.matches.list("spring-2026", { maxItems: 3 })) names.push(match.attendee_id);
  try {
    // @ts-expect-error an event has a title
    await meshi.events.create({ event_id: "spring-2026" });
    // @ts-expect-error there is no such option
    new Meshi({ apiKee: "" });
  } catch (error) {
    if (isMeshiError(error)) names.push(error.name);
    if (error instanceof MeshiApiError) names.push(String(error.status));
  }
  return names;
}
`;

let project;

before(async () => {
  project = await install({
    "program.mts": PROGRAM,
    "program.cts": PROGRAM,
    "slim.mts": `import { Meshi, init } from "meshi-partner/slim";
      import { Meshi as Same } from "meshi-partner";
      import { Meshi as Inline } from "meshi-partner/inline";
      declare const given: Same;
      export const same: Meshi = given;
      export const too: Inline = same;
      export const ready: Promise<void> = init(new Uint8Array());
    `,
  });
});
after(() => project?.remove());

/** A project of its own with no ambient types but the browser's: what the package needs, its declarations bring. */
async function check(include, resolution) {
  const compilerOptions = {
    ...{ noEmit: true, strict: true, target: "es2022", lib: ["es2023", "dom", "dom.iterable"], types: [] },
    ...resolution,
  };
  await writeFile(join(project.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include }));
  await run(process.execPath, [tsc, "--project", "."], project);
}

for (const resolution of ["node16", "nodenext"]) {
  test(`the declarations hold for modules and for require (${resolution})`, async () => {
    await check(["program.mts", "program.cts"], { module: resolution, moduleResolution: resolution });
  });
}

test("the declarations hold for bundlers, and every entry's classes are the same", async () => {
  await check(["program.mts", "slim.mts"], { module: "esnext", moduleResolution: "bundler" });
});
