// A CommonJS program. The key and the address are read from the environment by the client itself.

const { pathToFileURL } = require("node:url");
const partner = require("meshi-partner");

async function main() {
  const { scenario } = await import("./scenario.mjs");
  const result = await scenario(partner, {});
  const entry = pathToFileURL(require.resolve("meshi-partner")).href;
  console.log(JSON.stringify({ ...result, entry }));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
