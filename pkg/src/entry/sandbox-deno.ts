// The sandbox in Deno: the module is inside this file, so that no permission is needed to read it.

export * from "./sandbox-default.js";
