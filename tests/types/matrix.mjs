// Under what the declarations are read: TypeScript's versions, how it resolves a package, and what it knows of the host.

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const tools = createRequire(new URL("../../tools/package.json", import.meta.url));
const folder = (name) => dirname(tools.resolve(`${name}/package.json`));

/** The compilers, oldest first. */
export const COMPILERS = ["5", "6", "7"].map((major) => ({
  version: tools(`typescript-${major}/package.json`).version,
  program: join(folder(`typescript-${major}`), "bin/tsc"),
}));

/** How a project finds a package. */
export const RESOLUTIONS = [
  { name: "node16", commonJs: true, options: { module: "node16", moduleResolution: "node16" } },
  { name: "nodenext", commonJs: true, options: { module: "nodenext", moduleResolution: "nodenext" } },
  { name: "bundler", commonJs: false, options: { module: "esnext", moduleResolution: "bundler" } },
];

const DOM = ["es2022", "dom", "dom.iterable"];

/** Node's types with what they need, as a project would have them. */
const node = (major) => ({
  "@types/node": folder(`node-types-${major}`),
  "undici-types": dirname(
    createRequire(join(folder(`node-types-${major}`), "x")).resolve("undici-types/package.json"),
  ),
});

/** What a project knows of the host: a library, packages of types by name; and the files that it takes to compile. */
export const HOSTS = [
  { name: "no host", lib: ["es2022"], packages: {}, types: [], files: ["none"] },
  { name: "the DOM", lib: DOM, packages: {}, types: [], files: ["web", "dom"] },
  { name: "a web worker", lib: ["es2022", "webworker"], packages: {}, types: [], files: ["web"] },
  { name: "Node 20", lib: ["es2022"], packages: node(20), types: ["node"], files: ["web", "node"] },
  {
    name: "Node 24 and the DOM",
    lib: DOM,
    packages: node(24),
    types: ["node"],
    files: ["web", "node", "dom"],
  },
  {
    name: "Cloudflare",
    lib: ["es2022"],
    packages: { "@cloudflare/workers-types": folder("@cloudflare/workers-types") },
    types: ["@cloudflare/workers-types"],
    files: ["web", "workers"],
  },
  {
    name: "Bun",
    lib: ["esnext"],
    packages: { ...node(24), "bun-types": folder("bun-types") },
    types: ["bun-types"],
    files: ["web", "bun"],
  },
];

/** The project that compiles the tests in one of these ways. */
export function project({ resolution, host }) {
  return {
    compilerOptions: {
      ...resolution.options,
      ...{ target: "es2022", lib: host.lib, types: host.types, noEmit: true },
      ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
      // TypeScript's own libraries are its own affair, and take longer than all else together.
      ...{ skipLibCheck: false, skipDefaultLibCheck: true },
    },
    files: [
      "calls.mts",
      "client.mts",
      "errors.mts",
      ...(resolution.commonJs ? ["common.cts"] : []),
      ...host.files.map((file) => `hosts/${file}.mts`),
    ],
  };
}

/** Where the tests are. */
export const SOURCES = fileURLToPath(new URL(".", import.meta.url));
