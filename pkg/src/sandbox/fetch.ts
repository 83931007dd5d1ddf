// A `fetch` that asks the emulator instead of the network, with the manners of a real one: it takes what `fetch` takes,
// rejects with the signal's reason, and a broken connection is a TypeError.

/** What the emulator answered. */
export interface Answer {
  readonly status: number;
  readonly headers: string[];
  readonly disconnect: boolean;
  readonly delayMs: number;
  takeBody(): Uint8Array;
  free(): void;
}

/** The part of the emulator that answers. */
export interface Emulator {
  handle(method: string, target: string, headers: string[], body: Uint8Array, nowMs: number): Answer;
}

/** Statuses whose response may have no body. */
const BODILESS = new Set([204, 205, 304]);

/** Gives a `fetch` for one origin. */
export function emulate(emulator: Emulator, origin: string, now: () => number): typeof globalThis.fetch {
  return async function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = toRequest(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const url = new URL(request.url);
    if (url.origin !== origin) {
      throw new TypeError(`the sandbox answers at ${origin} and goes nowhere else: not to ${url.origin}`);
    }
    const body = new Uint8Array(await unlessAborted(request.arrayBuffer(), signal));
    signal.throwIfAborted();
    const headers = [...request.headers].flat();
    const answer = emulator.handle(request.method, url.pathname + url.search, headers, body, now());
    try {
      if (answer.delayMs > 0) await later(answer.delayMs, signal);
      if (answer.disconnect) throw brokenConnection();
      return toResponse(answer);
    } finally {
      answer.free();
    }
  };
}

function toRequest(input: RequestInfo | URL, init: RequestInit | undefined): Request {
  if (init?.body instanceof ReadableStream)
    return new Request(input, { duplex: "half", ...init } as RequestInit);
  return new Request(input, init);
}

function toResponse(answer: Answer): Response {
  const headers = new Headers();
  const texts = answer.headers;
  for (let at = 0; at + 1 < texts.length; at += 2) headers.append(texts[at] ?? "", texts[at + 1] ?? "");
  const body = answer.takeBody() as Uint8Array<ArrayBuffer>;
  return new Response(BODILESS.has(answer.status) ? null : body, { status: answer.status, headers });
}

function brokenConnection(): TypeError {
  const cause = Object.assign(new Error("the sandbox hung up, as a fault asked"), { code: "ECONNRESET" });
  return new TypeError("fetch failed", { cause });
}

/** Waits, unless the signal ends it; then nothing is left that would keep a process alive. */
async function later(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await unlessAborted(elapsed, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** The promise, or a rejection with the signal's reason, whichever comes first. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
