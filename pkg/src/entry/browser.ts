// Web pages, Vite and webpack: the module is a file that the bundler finds through its URL.

import { setLoader } from "../runtime.js";

setLoader({ async: () => new URL("./meshi_partner_bg.wasm", import.meta.url) });

export * from "../index.js";
