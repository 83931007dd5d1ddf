// The code of every entry, read and not run: no top-level await is forced on a consumer, nothing makes code out of
// text, nothing but Node's entries needs what only Node has, and a bundler drops what is not used.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { unpacked } from "./tarball.mjs";

const builders = createRequire(new URL("../../pkg/package.json", import.meta.url));
const esbuild = builders("esbuild");
const ts = builders("typescript");

/** For a host that has Node's modules; all others, and what they import, must do without. */
const FOR_NODE = /^(node|sandbox-node|cli)\./;

let project;
const files = new Map();
before(async () => {
  project = await unpacked();
  const dist = join(project.installed, "dist");
  for (const name of (await readdir(dist)).filter((file) => /\.c?js$/.test(file))) {
    const text = await readFile(join(dist, name), "utf8");
    files.set(name, ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS));
  }
});
after(() => project?.remove());

/** Where in a library's file something is that `wrong` gives a word for. */
function found(wrong, only = (name) => name !== "cli.js") {
  const places = [];
  for (const [name, file] of files) {
    if (!only(name)) continue;
    const visit = (node) => {
      const word = wrong(node);
      if (word)
        places.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${word}`);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return places;
}

/** Whether a node is inside no function: what it does is done at import. */
function atTop(node) {
  for (let at = node.parent; at; at = at.parent) if (ts.isFunctionLike(at)) return false;
  return true;
}

/** Whether an identifier stands for a variable, and is no property, no key and no label. */
function isReference(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !(ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isBindingElement(parent));
}

test("no file awaits at its top", () => {
  const awaits = (node) =>
    (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) &&
    atTop(node) &&
    "await";
  assert.deepEqual(found(awaits), []);
});

test("nothing makes code out of text, and no import is computed", () => {
  const dynamic = (node) => {
    if (ts.isIdentifier(node) && node.text === "eval" && isReference(node)) return "eval";
    const called = ts.isCallExpression(node) || ts.isNewExpression(node);
    if (called && ts.isIdentifier(node.expression) && node.expression.text === "Function") return "Function";
    const imports = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    if (imports && !ts.isStringLiteral(node.arguments[0])) return "import(…)";
    return undefined;
  };
  assert.deepEqual(found(dynamic), []);
});

/** Files, and all that they import of the package. */
function reachable(names) {
  const reached = new Set(names);
  for (const name of reached) {
    const { text } = files.get(name);
    for (const [, sibling] of text.matchAll(/(?:from|import|require) ?\(?"\.\/([\w.-]+\.c?js)"/g))
      reached.add(sibling);
  }
  return reached;
}

test("only Node's entries use what only Node has", () => {
  const ofNode = (node) => {
    if (
      ts.isIdentifier(node) &&
      /^(Buffer|process|__dirname|__filename)$/.test(node.text) &&
      isReference(node)
    )
      return node.text;
    if (ts.isStringLiteral(node) && /^node:/.test(node.text)) return node.text;
    return undefined;
  };
  const entries = [...files.keys()].filter((name) => !name.startsWith("shared-"));
  const elsewhere = reachable(entries.filter((name) => !FOR_NODE.test(name)));
  assert.ok(elsewhere.size > 15);
  assert.deepEqual(
    found(ofNode, (name) => elsewhere.has(name)),
    [],
  );
  assert.ok(
    found(ofNode, (name) => FOR_NODE.test(name)).length > 0,
    "the search itself finds what it looks for",
  );
});

/** What a bundler makes of a program, minified, as a browser's bundle. */
async function bundled(contents, conditions = ["browser"]) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: project.folder },
    ...{ bundle: true, minify: true, write: false, format: "esm", platform: "neutral" },
    ...{ conditions, external: ["node:*", "*.wasm", "*.wasm?module"], logLevel: "silent" },
  });
  return outputFiles[0].text;
}

test("a bundler drops the sandbox where only its name is imported, and keeps the loader of a client in use", async () => {
  for (const conditions of [["browser"], ["workerd"], ["edge-light"], ["deno"], []]) {
    const alone = await bundled(`import { Meshi } from "meshi-partner"; console.log(Meshi);`, conditions);
    const both = `import { Meshi } from "meshi-partner"; import { createSandbox } from "meshi-partner/sandbox"; console.log(Meshi);`;
    assert.equal((await bundled(both, conditions)).length, alone.length, String(conditions));
    assert.match(alone, /meshi_partner_bg\.wasm|AGFzbQ/, "the entry says where its module is");
  }
  assert.equal(await bundled(`import { createSandbox } from "meshi-partner/sandbox";`), "");
  assert.equal(await bundled(`import { Meshi } from "meshi-partner/slim";`), "");
});

test("names of errors survive minification", async () => {
  const text = await bundled(`export { MeshiRateLimitError } from "meshi-partner/slim";`);
  const url = `data:text/javascript,${encodeURIComponent(text)}`;
  const { MeshiRateLimitError } = await import(url);
  const error = new MeshiRateLimitError("slow down", { code: "PARTNER_RATE_LIMIT_EXCEEDED", status: 429 });
  assert.equal(error.name, "MeshiRateLimitError");
  assert.equal(MeshiRateLimitError.name, "MeshiRateLimitError");
});
