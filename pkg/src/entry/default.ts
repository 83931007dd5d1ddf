// Any other host: the module is inside this file.

export * from "./inline.js";
