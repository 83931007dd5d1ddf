// openai.

import OpenAI from "openai";
import { BASE, PATH, fetch } from "../stub.mjs";

/** The first answer. */
export const answer = () => new OpenAI({ apiKey: "bench-key", baseURL: BASE, fetch }).get(PATH);
