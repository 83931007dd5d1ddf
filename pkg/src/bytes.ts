// Turns whatever a file may come as into its bytes, chunk by chunk and only as fast as they are asked for.

import { inputError } from "./failure.js";
import type { BlobLike, ReadableStreamLike, ResponseLike } from "./host-types.js";
import { refusePath } from "./path-given.js";

/** A source of a file for `readAttendees`. */
export type AttendeeFileSource =
  | string
  | Uint8Array
  | ArrayBuffer
  | BlobLike
  | ResponseLike
  | ReadableStreamLike<Uint8Array>
  | Iterable<Uint8Array | ArrayBuffer | string>
  | AsyncIterable<Uint8Array | ArrayBuffer | string>;

/** A file's bytes. */
export interface Chunks {
  /** The next ones; `undefined` at the end. */
  next(): Promise<Uint8Array | undefined>;
  /** Nobody reads on: lets go of what is beneath. */
  cancel(reason: unknown): Promise<void>;
}

/** How many bytes, or UTF-16 units, of a whole value are handed on at once. */
const CHUNK = 256 * 1024;

const ACCEPTED =
  "must be a string, bytes, a ReadableStream, a Response, a File or Blob, or an (async) iterable of chunks";

function tag(value: unknown): string {
  return Object.prototype.toString.call(value);
}

/** `value` as bytes, whichever realm it is of; `undefined` for anything else. */
export function asBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const name = tag(value);
  if (name === "[object ArrayBuffer]" || name === "[object SharedArrayBuffer]") {
    return new Uint8Array(value as ArrayBuffer);
  }
  return undefined;
}

/** Whether `value` is a stream that has a reader. */
export function isStream(value: unknown): value is ReadableStream<unknown> {
  return typeof (value as ReadableStream | null)?.getReader === "function";
}

/** An iterator over a stream, also where streams are not iterable by themselves. */
export function iterateStream<T>(stream: ReadableStream<T>): AsyncIterator<T, undefined> {
  const reader = stream.getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      return done ? { done: true, value: undefined } : { done: false, value };
    },
    async return(reason?: unknown) {
      await reader.cancel(reason);
      return { done: true, value: undefined };
    },
  };
}

function* slicesOfText(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += CHUNK) yield text.slice(start, start + CHUNK);
}

function* slicesOfBytes(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += CHUNK) yield bytes.subarray(start, start + CHUNK);
}

function openResponse(response: Response): ReadableStream<unknown> | undefined {
  if (!response.ok) {
    const message = `the response has status ${response.status}: check \`response.ok\` before its body is read as a file`;
    throw inputError("source", "RESPONSE_NOT_OK", message);
  }
  if (response.bodyUsed)
    throw inputError("source", "SOURCE_ALREADY_READ", "the response's body was read before");
  return response.body ?? undefined;
}

type ChunkIterator = Iterator<unknown> | AsyncIterator<unknown>;

function open(source: unknown): ChunkIterator {
  if (typeof source === "string") {
    refusePath(source);
    return slicesOfText(source);
  }
  const bytes = asBytes(source);
  if (bytes) return slicesOfBytes(bytes);
  if (typeof source !== "object" || source === null) throw inputError("source", "INVALID_SOURCE", ACCEPTED);
  const name = tag(source);
  if (name === "[object Response]") {
    const body = openResponse(source as Response);
    return body ? iterateStream(body) : slicesOfText("");
  }
  if (name === "[object Blob]" || name === "[object File]") return iterateStream((source as Blob).stream());
  if (isStream(source)) {
    if (source.locked)
      throw inputError("source", "SOURCE_ALREADY_READ", "the stream is locked: something else reads it");
    return iterateStream(source);
  }
  const { [Symbol.asyncIterator]: later, [Symbol.iterator]: now } = source as Partial<
    AsyncIterable<unknown> & Iterable<unknown>
  >;
  if (later) return later.call(source);
  if (now) return now.call(source);
  throw inputError("source", "INVALID_SOURCE", ACCEPTED);
}

/** The bytes of `source`. Text becomes UTF-8, also where a chunk ends between two halves of a character. */
export function chunksOf(source: unknown): Chunks {
  const encoder = new TextEncoder();
  let iterator: ChunkIterator | undefined;
  let ended = false;
  let half = "";

  function encode(text: string): Uint8Array {
    const whole = half + text;
    const last = whole.charCodeAt(whole.length - 1);
    half = last >= 0xd800 && last <= 0xdbff ? whole.slice(-1) : "";
    return encoder.encode(half ? whole.slice(0, -1) : whole);
  }

  return {
    async next() {
      if (ended) return undefined;
      let result;
      try {
        iterator ??= open(source);
        result = await iterator.next();
      } catch (error) {
        // A source that failed has nothing to cancel: what it would say to that must not hide why it failed.
        ended = true;
        throw error;
      }
      const { done, value } = result;
      if (done) {
        ended = true;
        return half ? encoder.encode(half) : undefined;
      }
      if (typeof value === "string") return encode(value);
      const bytes = asBytes(value);
      if (bytes) return bytes;
      throw inputError(
        "source",
        "INVALID_SOURCE",
        "every chunk must be bytes or a string; for attendee objects pass the iterable itself",
      );
    },
    async cancel(reason) {
      if (ended) return;
      ended = true;
      try {
        iterator ??= open(source);
        await iterator.return?.(reason);
      } catch {
        // What a source does on its way out changes nothing: whoever read it was told what there is to tell.
      }
    },
  };
}
