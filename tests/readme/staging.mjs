// Loaded before a program of the README: what it sends to Meshi's staging API goes to the sandbox on loopback, and
// anything that is neither is refused, so that no example can reach the outside.

const STAGING = "https://api.staging.meshi.io/api/v0/partner";
const sandbox = process.env.MESHI_STAGING_SANDBOX;
if (!sandbox) throw new Error("MESHI_STAGING_SANDBOX must say where the sandbox answers");

const direct = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const url = typeof input === "string" ? input : (input.url ?? String(input));
  if (!url.startsWith(`${STAGING}/`)) return Promise.reject(new Error(`an example may not fetch ${url}`));
  const there = sandbox + url.slice(STAGING.length);
  return direct(input instanceof Request ? new Request(there, input) : there, init);
};
