// @octokit/core.

import { Octokit } from "@octokit/core";
import { BASE, PATH, fetch } from "../stub.mjs";

/** The first answer. */
export async function answer() {
  const octokit = new Octokit({ auth: "bench-key", baseUrl: BASE, request: { fetch } });
  return (await octokit.request(`GET ${PATH}`)).data;
}
