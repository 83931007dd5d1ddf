// The workspace's folder is told, so that Turbopack finds Next.js itself, which is installed there.

import { fileURLToPath } from "node:url";

export default {
  turbopack: { root: fileURLToPath(new URL("../../../..", import.meta.url)) },
  // So that it can be told which entry of the package was taken.
  experimental: { serverSourceMaps: true },
};
