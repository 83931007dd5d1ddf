// Programs that an npm package ships for this machine, whose install script was not run.

import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** The path of a program in a package of tests/packaging. */
export function shipped(name, file) {
  return join(dirname(require.resolve(`${name}/package.json`)), file);
}

/** The version of a package of tests/packaging. */
export const versionOf = (name) => require(`${name}/package.json`).version;
