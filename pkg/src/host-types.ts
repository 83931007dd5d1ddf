// The host's own types, by way of `globalThis`, so that the declarations also hold in a project that knows neither the
// DOM's library nor Node's: there the parts that this package uses stand in. What a caller gives is taken by those
// parts alone, so that another realm's or a library's own implementation will do.

/** The part of an `AbortSignal` that is used. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The part of `Headers` that is used. */
export interface HeadersLike {
  get(name: string): string | null;
  has(name: string): boolean;
  forEach(callback: (value: string, name: string) => void): void;
}

/** The part of a `ReadableStream` that is used. */
export interface ReadableStreamLike<T> {
  readonly locked: boolean;
  getReader(): {
    read(): Promise<{ done: boolean; value?: T | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/** The part of a `Blob`, or of a `File`, that is used. */
export interface BlobLike {
  readonly size: number;
  stream(): ReadableStreamLike<Uint8Array>;
}

/** The part of a `Request` that is used. */
export interface RequestLike {
  readonly method: string;
  readonly url: string;
  readonly headers: HeadersLike;
  readonly signal: AbortSignalLike;
  text(): Promise<string>;
}

/** The part of a `Response` that is used. */
export interface ResponseLike {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: HeadersLike;
  readonly body: ReadableStreamLike<Uint8Array> | null;
  readonly bodyUsed: boolean;
  text(): Promise<string>;
}

/** The host's `Request`. */
export type HostRequest = typeof globalThis extends { Request: { prototype: infer T extends RequestLike } }
  ? T
  : RequestLike;

/** The host's `Response`. */
export type HostResponse = typeof globalThis extends {
  Response: new (...given: never[]) => infer T extends ResponseLike;
}
  ? T
  : ResponseLike;

/** The host's `Headers`. */
export type HostHeaders = HostResponse["headers"];

/** The options of a request for `fetch`. */
export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  /** JSON text; bytes if it is large. */
  body?: string | (Uint8Array & { readonly buffer: ArrayBuffer });
  redirect: "manual";
  signal: HostRequest["signal"];
}

/** A function that sends requests: the global `fetch`, that of a service binding or of the sandbox, or your own. */
export type Fetch = (
  input: string | HostRequest,
  init?: FetchInit,
) => Promise<Pick<ResponseLike, "status" | "headers" | "text">>;

/** The host's `fetch`. */
export type HostFetch = typeof globalThis extends { fetch: infer T } ? T : Fetch;

/** The host's `WebAssembly.Module`, an opaque type. */
export type HostModule = object &
  (typeof globalThis extends { WebAssembly: { Module: new (...given: never[]) => infer T } } ? T : unknown);

/** The part of a `URL` that is used. */
export interface UrlLike {
  readonly href: string;
}

/** The host's `URL`. */
export type HostUrl = typeof globalThis extends { URL: { prototype: infer T extends UrlLike } } ? T : UrlLike;
