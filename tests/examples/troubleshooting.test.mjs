// The README's table of messages: each is brought about for real, and has to be said in the words that stand there.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { resultOf } from "../packaging/shared/browser.mjs";
import { shipped } from "../packaging/shared/shipped.mjs";
import { run } from "../packaging/shared/run.mjs";
import { inHost } from "../../pkg/test/support/host.mjs";
import { copyOf } from "./support.mjs";

const require = createRequire(new URL("../packaging/package.json", import.meta.url));
const { build } = require("esbuild");
const { Miniflare } = require("miniflare");
const webpack = require("webpack");

const TELL = `const tell = (error) => error.name + " " + error.code + " " + error.message;`;
const CLIENT = `{ apiKey: "k", baseUrl: "https://partner.test", fetch: async () => Response.json({ ok: true }) }`;
const PROGRAM = `
  import { Meshi } from "meshi-partner";
  ${TELL}
  try { new Meshi(${CLIENT}); } catch (error) { console.log(tell(error)); }
`;
const PAGE = `
  import { Meshi } from "meshi-partner";
  ${TELL}
  const make = (more) => new Meshi({ ...${CLIENT}, ...more });
  let refused;
  try { make({}); } catch (error) { refused = tell(error); }
  const called = make({ dangerouslyAllowBrowser: true }).auth.check();
  globalThis.result = called.then(() => ({ refused }), (error) => ({ refused, failed: tell(error) }));
`;

/** A folder with the package installed, for programs that go wrong. */
let folder;
/** A folder without it, where a bundle is taken to. */
let away;
before(async () => {
  folder = await copyOf("node-script", "troubles");
  away = await mkdtemp(join(tmpdir(), "meshi-away-"));
});
after(async () => {
  for (const made of [folder, away]) if (made) await rm(made, { recursive: true, force: true });
});

async function bundled(contents, name, options) {
  const outfile = resolve(folder, name);
  const stdin = { contents, resolveDir: folder };
  await build({ stdin, outfile, bundle: true, logLevel: "silent", ...options });
  return outfile;
}

/** Bundles as Next.js bundles for Node by webpack: a module's address becomes one of the site. */
async function packed(contents) {
  const entry = join(folder, "site.mjs");
  await writeFile(entry, contents);
  const options = {
    mode: "production",
    target: "node20",
    context: folder,
    entry,
    module: { parser: { javascript: { url: "relative" } } },
    output: { path: join(folder, "out"), filename: "site.cjs", publicPath: "/_next/" },
  };
  await new Promise((resolve, reject) =>
    webpack(options, (error, stats) => (error || stats.hasErrors() ? reject(error ?? stats) : resolve())),
  );
  return join(folder, "out/site.cjs");
}

const inNode = async (file, ...flags) => run(process.execPath, [...flags, file], { folder });

/** Opens a bundled page whose server answers for the module as it likes. */
async function inPage(module, policy = "") {
  const script = await readFile(
    await bundled(PAGE, "page.js", { format: "esm", conditions: ["browser"] }),
    "utf8",
  );
  const head = policy && `<meta http-equiv="content-security-policy" content="${policy}">`;
  const html = `<!doctype html>${head}<link rel="icon" href="data:,"><script type="module" src="/page.js"></script>`;
  const server = createServer((request, response) => {
    if (request.url === "/") return response.setHeader("content-type", "text/html").end(html);
    if (request.url === "/page.js") return response.setHeader("content-type", "text/javascript").end(script);
    return module(response, html);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await resultOf("chromium", `http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function inWorkerd(contents) {
  const script = await readFile(
    await bundled(contents, "worker.js", { format: "esm", conditions: ["workerd"] }),
    "utf8",
  );
  const miniflare = new Miniflare({ script, modules: true, compatibilityDate: "2026-04-01" });
  try {
    return await (await miniflare.dispatchFetch("http://worker.example.com/")).text();
  } finally {
    await miniflare.dispose();
  }
}

async function inDeno(...permissions) {
  const flavour = process.platform === "linux" ? "-glibc" : "";
  const suffix = process.platform === "win32" ? ".exe" : "";
  const deno = shipped(`@deno/${process.platform}-${process.arch}${flavour}`, `deno${suffix}`);
  const program = `
    import { Meshi } from "meshi-partner";
    ${TELL}
    try { await new Meshi({ environment: "staging", maxRetries: 0 }).auth.check(); }
    catch (error) { console.log(tell(error)); }
  `;
  await writeFile(join(folder, "deno.mjs"), program);
  const environment = { DENO_DIR: join(folder, ".deno"), DENO_NO_UPDATE_CHECK: "1", MESHI_KEY: "k" };
  return run(deno, ["run", "--no-prompt", "--no-lock", ...permissions, "deno.mjs"], { folder, environment });
}

const module = () => readFile(join(folder, "node_modules/meshi-partner/dist/meshi_partner_bg.wasm"));
const message = async (hosted) => (await hosted).message;
const without = (...names) => message(inHost("inline", `new Meshi(${CLIENT});`, { without: names }));
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** How each message comes about, by the words that the table has of it. */
const CAUSES = {
  "begins with `<`, as a web page does": async () =>
    (await inPage((response, html) => response.setHeader("content-type", "text/html").end(html))).failed,
  "has status 404": async () => (await inPage((response) => response.writeHead(404).end())).failed,
  "could not be loaded: ENOENT: no such file or directory": async () =>
    inNode(await bundled(PROGRAM, join(away, "bundle.mjs"), { platform: "node", format: "esm" })),
  "could not be loaded: Invalid URL": async () =>
    inNode(await bundled(PROGRAM, "out/bundle.cjs", { platform: "node", format: "cjs" })),
  'The "path" argument must be of type string or an instance of Buffer or URL': async () =>
    inNode(await packed(PROGRAM)),
  'No loader is configured for ".wasm" files': async () => {
    const outside = { external: ["*.wasm", "*.wasm?module"], format: "esm" };
    for (const condition of ["workerd", "edge-light"]) {
      await bundled(PROGRAM, "out/edge.js", { ...outside, conditions: [condition] });
    }
    const told = await bundled(PROGRAM, "out/edge.js", { conditions: ["edge-light"], format: "esm" }).catch(
      (error) => error.message,
    );
    assert.match(told, /wasm\?module/);
    return told;
  },
  "Wasm code generation disallowed by embedder": () =>
    inWorkerd(`
      import { Meshi } from "meshi-partner/inline";
      ${TELL}
      export default { fetch() {
        try { new Meshi(${CLIENT}); } catch (error) { return new Response(tell(error)); }
      } };`),
  "violates the following Content Security policy directive because 'unsafe-eval'": async () => {
    const bytes = await module();
    const give = (response) => response.setHeader("content-type", "application/wasm").end(bytes);
    const allowed = await inPage(give, "script-src 'self' 'wasm-unsafe-eval'");
    assert.equal(allowed.failed, undefined);
    return (await inPage(give, "script-src 'self'")).failed;
  },
  "it has no `client_new`": () => message(inHost("slim", "await init(given);", { given: EMPTY_MODULE })),
  "was not given yet": () => message(inHost("slim", `await new Meshi(${CLIENT}).auth.check();`)),
  "this runtime has no WebAssembly": () => without("WebAssembly"),
  "this runtime has no AbortController": async () => {
    for (const name of ["setTimeout", "TextDecoder", "TextEncoder"]) {
      assert.match(await without(name), new RegExp(`^this runtime has no ${name}`));
    }
    return without("AbortController");
  },
  "fetch: is required": () =>
    message(inHost("inline", `new Meshi({ apiKey: "k", baseUrl: "https://partner.test" });`)),
  "this is a web page or its worker": async () =>
    (await inPage((response) => response.writeHead(404).end())).refused,
  "apiKey: is missing": () => inDeno(),
  'environment: is missing: say "staging" or "production"': () =>
    message(inHost("inline", `new Meshi({ apiKey: "k" });`)),
  "Requires net access to": () => inDeno("--allow-env=MESHI_KEY,MESHI_BASE"),
};

test("the table's messages are those that are brought about here", async () => {
  const readme = await readFile(new URL("../../pkg/README.md", import.meta.url), "utf8");
  const [, table] = readme.split("## Troubleshooting");
  const words = [...table.matchAll(/^\| (`+) ?(.+?) ?\1 \|/gm)].map(([, , text]) => text);
  assert.deepEqual(words, Object.keys(CAUSES));
});

for (const [words, cause] of Object.entries(CAUSES)) {
  test(`“${words}”`, async () => {
    await mkdir(join(folder, "out"), { recursive: true });
    const said = await cause();
    assert.ok(said?.includes(words), said);
  });
}
