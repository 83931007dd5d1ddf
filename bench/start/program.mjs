// What a fresh process takes from the import of a client to its first answer, in milliseconds.
//
// usage: program.mjs <client>

import process from "node:process";
import { isAnswer } from "./stub.mjs";

const started = performance.now();
const { answer } = await import(`./clients/${process.argv[2]}.mjs`);
const event = await answer();
const ms = performance.now() - started;
isAnswer(event);
console.log(JSON.stringify({ ms }));
