// A Worker that answers once it has its client's first answer. The bundler puts the client in.

import { answer } from "client";
import { isAnswer } from "./stub.mjs";

export default {
  async fetch() {
    isAnswer(await answer());
    return new Response("answered");
  },
};
