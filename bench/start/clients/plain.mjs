// No client: what the runtime itself takes.

import { BASE, PATH, fetch } from "../stub.mjs";

/** The first answer. */
export async function answer() {
  const response = await fetch(BASE + PATH, { headers: { authorization: "Bearer bench-key" } });
  return response.json();
}
