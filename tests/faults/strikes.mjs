// What a server can do to a request instead of answering it well. Each gives a function of the exchange.

import { once } from "node:events";
import { send } from "./server.mjs";

/** Lets the request take effect first, or not. */
const after = (effect, strike) => async (exchange) =>
  strike(exchange, effect ? await exchange.honest() : undefined);

/** Breaks the connection with a reset. */
export const reset = (effect) => after(effect, ({ socket }) => socket.resetAndDestroy());

/** Closes the connection without a byte. */
export const close = (effect) => after(effect, ({ socket }) => socket.destroy());

/** Answers never. */
export const stallHead = (effect) =>
  after(effect, ({ clock, request }) => clock.stalls(request.attempt, "head"));

/** Sends the head and half of the body, and then nothing. */
export const stallBody = () =>
  after(true, async ({ outgoing, clock, request }, answer) => {
    begin(outgoing, answer, answer.text.slice(0, answer.text.length / 2));
    clock.stalls(request.attempt, "body");
  });

/** Sends the head and half of the body, and hangs up. */
export const cutBody = () =>
  after(true, ({ outgoing, socket }, answer) => {
    begin(outgoing, answer, answer.text.slice(0, answer.text.length / 2), () => socket.destroy());
  });

/** Sends the honest answer, byte for byte, one in a second. */
export const drip = () =>
  after(true, async ({ outgoing, socket, clock, request }, answer) => {
    begin(outgoing, answer, "");
    for (const byte of Buffer.from(answer.text)) {
      if (socket.destroyed) return;
      outgoing.write(Buffer.from([byte]));
      await clock.pass(1_000, request.attempt, "body");
    }
  });

function begin(outgoing, { status, headers }, text, then) {
  const { "content-length": _, ...rest } = headers;
  outgoing.writeHead(status, { ...rest, "content-length": "100000" });
  outgoing.write(text, then);
}

/** Answers with something else; `make` may look at the honest answer, where there is an effect. */
export const answer = (effect, make) =>
  after(effect, (exchange, honest) => {
    const given = typeof make === "function" ? make(honest, exchange) : make;
    send(exchange.outgoing, given);
  });

/** The same, with a JSON body. */
export const json = (effect, status, body, headers = {}) =>
  answer(effect, {
    status,
    headers: { "content-type": "application/json", ...headers },
    text: typeof body === "string" ? body : JSON.stringify(body),
  });

/** An error of the contract's form. */
export const problem = (status, code, headers = {}, effect = false) =>
  json(effect, status, { code, message: "the server says so", correlation_id: "c" }, headers);

/** A page as a proxy shows it. */
export const html = (effect, status) =>
  answer(effect, {
    status,
    headers: { "content-type": "text/html" },
    text: "<!doctype html><title>Oh no</title>",
  });

/** The honest answer with its parsed body changed. */
export const changed = (change) =>
  answer(true, (honest, exchange) => {
    const body = change(JSON.parse(honest.text), exchange);
    return { ...honest, text: JSON.stringify(body) };
  });

/** Raw bytes in place of an answer. */
export const raw = (effect, bytes) =>
  after(effect, ({ socket }) => socket.end(typeof bytes === "function" ? bytes() : bytes));

/** A body of that many megabytes, made as it is sent; the status and headers are given. */
export const huge = (effect, status, headers, megabytes) =>
  after(effect, async ({ outgoing, socket }) => {
    outgoing.writeHead(status, headers);
    const gone = new Promise((resolve) => socket.once("close", resolve));
    const piece = Buffer.alloc(1 << 20, " ");
    for (let count = 0; count < megabytes; count += 1) {
      if (socket.destroyed) return;
      if (!outgoing.write(piece)) await Promise.race([once(outgoing, "drain"), gone]);
    }
    outgoing.end("{}");
  });
