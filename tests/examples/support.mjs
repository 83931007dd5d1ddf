// What the examples' tests share: a folder with an example in it as its reader has it, and the sandbox over HTTP.

import { fileURLToPath } from "node:url";
import { Meshi } from "../../pkg/dist/node.js";
import { consumer } from "../packaging/shared/project.mjs";
import { withServer as withSandboxOf } from "../packaging/shared/server.mjs";

/** A file of the folder `examples`. */
export const example = (name) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

/** Four attendees, of whom the third has no name. */
export const CSV = [
  "Full name,E-mail,Job title,Company",
  "Ada Okafor,ada@example.com,Founder,Northwind",
  "Grace Lindqvist,grace@example.com,Investor,Contoso",
  ",nobody@example.com,Engineer,Globex",
  "Mei Tanaka,mei@example.com,Founder,Initech",
].join("\r\n");

/** What a report says of them. */
export const told = ({ total, imported, rejected }) => ({
  total,
  imported,
  rejected: rejected.map(({ row, field }) => `${row} ${field}`),
});
export const TOLD = { total: 4, imported: 3, rejected: ["3 name"] };

/** Gives a test's own copy of an example, with the packed tarball installed. */
export const copyOf = (name, as = name) => consumer(`example-${as}`, `../../examples/${name}`);

/**
 * Serves a fresh sandbox while `work` goes on, which gets its address, its key, both as variables, and a client of it.
 *
 * @param event made before, where the example wants one
 */
export function withSandbox(folder, { event }, work) {
  return withSandboxOf(folder, async (sandbox) => {
    const { baseUrl, apiKey } = sandbox;
    const meshi = new Meshi({ baseUrl, apiKey });
    if (event) await meshi.events.create({ event_id: event, title: "Spring meetup" });
    return work({ ...sandbox, meshi });
  });
}

/** Sends a request to an example and gives the status and the JSON of the answer. */
export async function send(url, body) {
  const response = await fetch(url, body === undefined ? {} : { method: "POST", body });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch (error) {
    throw new Error(`${url} answers ${response.status} with ${text}`, { cause: error });
  }
}
