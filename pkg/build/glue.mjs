// Has the glue that wasm-bindgen writes take its arguments by name. What it writes around an import that may throw,
//
//   name: function() { return handleError(function (arg0) { … }, arguments); },
//
// is a function of no parameters to an engine. V8 has ways into JavaScript ready for functions that take what the import
// is called with; for all others it compiles one more by signature with each instance, and each call makes a list of its
// arguments. This becomes
//
//   name: function(arg0) { try { … } catch (thrown) { caught(thrown); } },
//
// and the same values reach the same places.
//
// usage: node glue.mjs <the glue>

import { readFile, writeFile } from "node:fs/promises";

const IMPORT =
  /function\(\) \{ return handleError\(function \(([\w, ]*)\) \{\n(.*?)\n( *)\}, arguments\); \}/gs;
const HANDLER =
  /function handleError\(f, args\) \{\n\s*try \{\n\s*return f\.apply\(this, args\);\n\s*\} catch \(e\) \{\n(.*?)\n\s*\}\n\}/s;

/** The glue with its imports' parameters named. Throws where it is not written as is known here. */
export function named(glue) {
  const renamed = glue
    .replace(IMPORT, "function($1) { try {\n$2\n$3} catch (thrown) { caught(thrown); } }")
    .replace(HANDLER, "function caught(e) {\n$1\n}");
  if (renamed.includes("handleError"))
    throw new Error("wasm-bindgen writes what may throw in another way than pkg/build/glue.mjs knows");
  return renamed;
}

const [file] = process.argv.slice(2);
await writeFile(file, named(await readFile(file, "utf8")));
