// Executes every code block of the READMEs, so that nothing in them can rot.
//
// A block runs as a reader would run it: in a folder of its own with `meshi-partner` installed and the two example
// files beside it, `sh` line by line and `js` or `ts` as a program. Three things differ, so that it can run unattended:
// - what talks to Meshi's staging API is sent on to the sandbox, served on loopback with a key of its own (staging.mjs);
// - `cargo xtask demo` gets `--once`, and of `cargo xtask test`, which this is part of, only the arguments are checked;
// - a server is given a free port in place of the one in the text, and is stopped once it answers.
// A block in any other language fails: either it is executed, or it does not stand here as a block.

import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { blocksOf } from "./blocks.mjs";
import { serve } from "./serve.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pkg = join(root, "pkg");
const cargo = process.env.CARGO ?? "cargo";
const READMES = ["README.md", "pkg/README.md"];
/** No block may take longer. */
const LIMIT_MS = 300_000;

/** Runs a program to its end and gives what it printed; throws when it fails. */
async function run(program, parameters, options) {
  const child = spawn(program, parameters, {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT_MS,
    ...options,
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (...end) => resolve(end));
  });
  if (code !== 0) throw new Error(`ended with ${signal ?? `code ${code}`}\n${stdout}${stderr}`);
  return stdout;
}

/** The commands that stand in the READMEs, and how each is executed unattended. */
const COMMANDS = [
  {
    pattern: /^cargo xtask test$/,
    async execute() {
      await run(cargo, ["xtask", "test", "--help"], { cwd: root });
      const ci = (await readFile(join(root, ".ci/run"), "utf8")).split("\n");
      if (!ci.includes("cargo xtask test")) throw new Error(".ci/run does not call this command");
    },
  },
  {
    pattern: /^cargo xtask demo$/,
    async execute(line) {
      const [, ...words] = line.split(" ");
      return run(cargo, [...words, "--once"], { cwd: root });
    },
  },
  {
    pattern: /^cargo xtask (setup|build|check|pack|size|bench)$/,
    async execute(line) {
      const [, ...words] = line.split(" ");
      await run(cargo, [...words, "--help"], { cwd: root });
    },
  },
  { pattern: /^npm (install|i) meshi-partner$/, execute: async () => undefined },
  {
    pattern: /^npx meshi-partner sandbox\b/,
    async execute(line, folder) {
      const words = line
        .replace(/--port[ =]\d+/, "--port 0")
        .split(" ")
        .slice(1);
      const server = await serve(join(folder, "node_modules/.bin", words[0]), words.slice(1), {
        cwd: folder,
      });
      await server.stop();
    },
  },
  {
    pattern: /^npx meshi-partner\b/,
    async execute(line, folder, environment) {
      const [, name, ...words] = line.split(" ");
      const program = join(folder, "node_modules/.bin", name);
      return run(program, words, { cwd: folder, env: environment });
    },
  },
];

async function shell(text, folder, environment) {
  for (const line of text.split("\n").map((line) => line.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const command = COMMANDS.find(({ pattern }) => pattern.test(line));
    if (command === undefined) throw new Error(`no way is known to execute \`${line}\``);
    await command.execute(line, folder, environment);
  }
}

async function program(text, folder, environment) {
  const file = join(folder, "block.mjs");
  await writeFile(file, text);
  const shim = new URL("./staging.mjs", import.meta.url).href;
  const printed = await run(process.execPath, ["--import", shim, file], { cwd: folder, env: environment });
  if (printed.trim() === "") throw new Error("it printed nothing, so nobody can tell that it worked");
}

/** TypeScript without its types. */
function strip(text) {
  const { transformSync } = createRequire(join(pkg, "package.json"))("esbuild");
  return transformSync(text, { loader: "ts", format: "esm", target: "node20" }).code;
}

const LANGUAGES = {
  sh: shell,
  js: program,
  ts: (text, ...rest) => program(strip(text), ...rest),
  json: async (text) => void JSON.parse(text),
};

/** A folder as a reader has it who installed the package and put two files beside the program. */
async function readersFolder() {
  const folder = await mkdtemp(join(tmpdir(), "meshi-readme-"));
  await mkdir(join(folder, "node_modules/.bin"), { recursive: true });
  await symlink(pkg, join(folder, "node_modules/meshi-partner"), "junction");
  await symlink(join(pkg, "dist/cli.js"), join(folder, "node_modules/.bin/meshi-partner"));
  for (const file of ["event.json", "attendees.csv"])
    await cp(join(root, "examples", file), join(folder, file));
  return folder;
}

const { baseUrl, apiKey, stop } = await serve(
  process.execPath,
  [join(pkg, "dist/cli.js"), "sandbox", "--port", "0"],
  {
    cwd: root,
  },
);
const environment = { ...process.env, MESHI_KEY: apiKey, MESHI_STAGING_SANDBOX: baseUrl };
delete environment.MESHI_BASE;

let [passed, failed] = [0, 0];
for (const readme of READMES) {
  const blocks = blocksOf(await readFile(join(root, readme), "utf8"));
  if (blocks.length === 0) throw new Error(`${readme} has no code block`);
  for (const { language, heading, line, text } of blocks) {
    const name = `${readme}:${line} “${heading}” (${language || "no language"})`;
    const folder = await readersFolder();
    try {
      const execute = LANGUAGES[language];
      if (execute === undefined)
        throw new Error("blocks of this language are not executed, so it may not stand here");
      await execute(text, folder, environment);
      passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}\n        ${String(error.message).replaceAll("\n", "\n        ")}`);
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}
await stop();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
