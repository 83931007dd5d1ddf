// What bytes weigh on their way to a user.

import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** How many bytes something is as it is, and compressed by gzip and brotli. */
export function weight(bytes) {
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}
