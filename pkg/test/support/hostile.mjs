// Values that nobody passes on purpose, each made afresh: what throws when it is looked at, what lies, and what is not
// what it says.

const refuse = (what) => () => {
  throw new Error(`hostile: ${what}`);
};

/** An object of which every property is there, and throws. */
function throwing() {
  return new Proxy(
    {},
    {
      get: refuse("get"),
      has: refuse("has"),
      ownKeys: refuse("ownKeys"),
      getOwnPropertyDescriptor: refuse("getOwnPropertyDescriptor"),
      getPrototypeOf: refuse("getPrototypeOf"),
      set: refuse("set"),
      defineProperty: refuse("defineProperty"),
    },
  );
}

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** An object whose getter throws, under each name that the package reads. */
function withGetters() {
  const names = ["signal", "headers", "query", "body", "limit", "event_id", "run_id", "attendees", "event"];
  const object = {};
  for (const name of [...names, "then", "kind", "code", "message", "name", "status", "getReader", "toJSON"]) {
    Object.defineProperty(object, name, { enumerable: true, get: refuse(name) });
  }
  return object;
}

/** A proxy that gives itself, whatever is asked of it. */
function endless() {
  const proxy = new Proxy(() => proxy, {
    get: (_target, name) => (name === "then" || typeof name === "symbol" ? undefined : proxy),
    apply: () => proxy,
  });
  return proxy;
}

const cyclic = () => {
  const object = {};
  object.self = object;
  return object;
};

const iterator = (next, end) => ({ next, return: end });

/** Signals that are none, or that break while they are used. */
export const SIGNALS = {
  "that cannot be left": () => ({ aborted: false, addEventListener() {} }),
  "that throws when it is left": () => ({
    aborted: false,
    addEventListener() {},
    removeEventListener: refuse("removeEventListener"),
  }),
  "that throws when it is listened to": () => ({
    aborted: false,
    addEventListener: refuse("addEventListener"),
    removeEventListener() {},
  }),
  "that loses its removeEventListener": () => {
    const signal = { aborted: false, addEventListener: () => delete signal.removeEventListener };
    signal.removeEventListener = () => {};
    return signal;
  },
  "that fires while it is listened to": () => ({
    aborted: false,
    addEventListener: (_type, listener) => listener(),
    removeEventListener: refuse("removeEventListener"),
  }),
  "that is revoked while it is listened to": () => {
    const { proxy, revoke } = Proxy.revocable(
      { aborted: false, addEventListener: () => revoke(), removeEventListener() {} },
      {},
    );
    return proxy;
  },
  "whose aborted throws the second time": () => {
    let reads = 0;
    return {
      get aborted() {
        reads += 1;
        if (reads > 1) throw new Error("hostile: aborted");
        return false;
      },
      addEventListener() {},
      removeEventListener() {},
    };
  },
  "whose reason throws": () => ({
    aborted: true,
    get reason() {
      throw new Error("hostile: reason");
    },
    addEventListener() {},
    removeEventListener() {},
  }),
  "whose reason looks like a failure": () =>
    AbortSignal.abort({ kind: "internal", code: "X", message: "forged" }),
  "whose reason is a revoked proxy": () => AbortSignal.abort(revoked({})),
  "whose reason throws when it is looked at": () => AbortSignal.abort(throwing()),
  "that is frozen": () => Object.freeze({ aborted: false, addEventListener() {}, removeEventListener() {} }),
  "that is a function": () =>
    Object.assign(() => {}, { aborted: false, addEventListener() {}, removeEventListener: refuse("remove") }),
};

/** A proxy that runs `hit` whenever any of its members is read. */
const reentrant = (target, hit) =>
  new Proxy(target, {
    get(of, name) {
      hit();
      return of[name];
    },
  });

/** A signal that never fires, each member of which runs `hit` when it is read. */
export const reentrantSignal = (hit) =>
  reentrant({ aborted: false, reason: undefined, addEventListener() {}, removeEventListener() {} }, hit);

/** A good answer, each member of which runs `hit` when it is read. */
export const reentrantAnswer = (hit, status, body) =>
  reentrant(
    { status, headers: reentrant({ get: () => null }, hit), text: async () => JSON.stringify(body) },
    hit,
  );

/** Answers that are none, or that break while they are read. */
export const ANSWERS = {
  "a status that throws": () => Object.defineProperty({}, "status", { get: refuse("status") }),
  "headers that throw": () => ({
    status: 200,
    get headers() {
      throw new Error("hostile: headers");
    },
  }),
  "headers whose get throws": () => ({
    status: 200,
    headers: { get: refuse("get") },
    text: async () => "{}",
  }),
  "headers whose get gives an object": () => ({
    status: 500,
    headers: { get: () => ({}) },
    text: async () => "{}",
  }),
  "a text that throws": () => ({ status: 200, headers: new Headers(), text: refuse("text") }),
  "a text that is no string": () => ({
    status: 200,
    headers: new Headers(),
    text: async () => ({ length: 2 }),
  }),
  "a text that is no string, of an error": () => ({
    status: 500,
    headers: new Headers(),
    text: async () => ["a", "b"],
  }),
  "a body that throws": () => ({
    status: 200,
    headers: new Headers(),
    get body() {
      throw new Error("hostile: body");
    },
  }),
  "a reader that throws": () => ({
    status: 200,
    headers: new Headers(),
    body: { getReader: refuse("getReader") },
  }),
  "a piece that is no bytes": () => ({
    status: 200,
    headers: new Headers(),
    body: {
      getReader: () => ({ read: async () => ({ done: false, value: throwing() }), cancel: refuse("cancel") }),
    },
  }),
  "a piece that lies of its length": () => {
    const value = Object.defineProperty(new Uint8Array(4), "byteLength", { value: -9 });
    let reads = 0;
    const read = async () => ({ done: (reads += 1) > 1, value });
    return { status: 200, headers: new Headers(), body: { getReader: () => ({ read, cancel() {} }) } };
  },
  "a piece that is a DataView": () => {
    let reads = 0;
    const read = async () => ({ done: (reads += 1) > 1, value: new DataView(new ArrayBuffer(2)) });
    return { status: 200, headers: new Headers(), body: { getReader: () => ({ read, cancel() {} }) } };
  },
  "a cancel that gives no promise": () => {
    const value = new Uint8Array(70_000).fill(32);
    const body = { getReader: () => ({ read: async () => ({ done: false, value }), cancel: () => 1 }) };
    return { status: 500, headers: new Headers(), body };
  },
};

/** Whatever else. */
export const VALUES = {
  null: () => null,
  true: () => true,
  zero: () => 0,
  "a negative number": () => -1,
  NaN: () => NaN,
  infinity: () => Infinity,
  "a BigInt": () => 10n,
  "a symbol": () => Symbol("s"),
  "an empty text": () => "",
  "half a character": () => "\ud800",
  "a text with a line break": () => "a\r\nb: c",
  "a list": () => [],
  "a list of lists": () => [[[]], [null]],
  "an empty object": () => ({}),
  "an object without a prototype": () => Object.create(null),
  "a frozen object": () => Object.freeze({ frozen: Object.freeze([1]) }),
  "an object with getters that throw": withGetters,
  "a proxy that throws": throwing,
  "a revoked proxy": () => revoked({}),
  "a revoked proxy of a list": () => revoked([]),
  "a revoked proxy of a function": () => revoked(() => {}),
  "a proxy that gives itself": endless,
  "a cycle": cyclic,
  "a date of no time": () => new Date(NaN),
  "a map": () => new Map([["a", 1]]),
  "an object whose toJSON throws": () => ({ toJSON: refuse("toJSON") }),
  "an object whose toJSON gives nothing": () => ({ toJSON: () => undefined }),
  "an object that is no primitive": () => ({
    [Symbol.toPrimitive]: refuse("toPrimitive"),
    toString: refuse("s"),
  }),
  "a function": () => () => {},
  "a function that throws": () => refuse("call"),
  "a function that throws undefined": () => () => {
    throw undefined;
  },
  "a function that throws a proxy": () => () => {
    throw throwing();
  },
  "a function that rejects": () => async () => {
    throw new Error("hostile: async");
  },
  "a function that gives a proxy": () => throwing,
  "a class": () => class Hostile {},
  "a promise that rejects": () => {
    const promise = Promise.reject(new Error("hostile: promise"));
    promise.catch(() => {});
    return promise;
  },
  "a thenable that throws": () => ({ then: refuse("then") }),
  "a thenable whose then throws when it is read": () =>
    Object.defineProperty({}, "then", { get: refuse("then") }),
  "a thenable that settles twice": () => ({
    then(kept, broken) {
      kept(new Response("{}"));
      broken(new Error("hostile: twice"));
      kept(7);
    },
  }),
  "a function that gives a thenable that never settles": () => () => ({ then() {} }),
  "an iterable that throws": () => ({ [Symbol.iterator]: refuse("iterator") }),
  "an iterable of nothing": () => ({ [Symbol.iterator]: () => undefined }),
  "an iterable whose next throws": () => ({
    [Symbol.iterator]: () => iterator(refuse("next"), refuse("return")),
  }),
  "an iterable whose next gives nothing": () => ({ [Symbol.iterator]: () => iterator(() => undefined) }),
  "an async iterable whose next rejects": () => ({
    [Symbol.asyncIterator]: () =>
      iterator(
        async () => {
          throw new Error("hostile: next");
        },
        async () => {
          throw new Error("hostile: return");
        },
      ),
  }),
  "an async iterable of proxies": () => {
    let left = 3;
    const next = async () => ((left -= 1) < 0 ? { done: true } : { done: false, value: throwing() });
    return { [Symbol.asyncIterator]: () => iterator(next, refuse("return")) };
  },
  "an iterator of results that throw": () => ({
    [Symbol.iterator]: () =>
      iterator(
        () => ({
          done: false,
          value: Object.defineProperty({}, "a", { get: refuse("a"), enumerable: true }),
        }),
        refuse("return"),
      ),
  }),
  "a stream that is locked": () => ({ locked: true, getReader: refuse("getReader") }),
  "entries without an end": () => ({
    *entries() {
      for (;;) yield ["a", "b"];
    },
  }),
  "a feed that throws": () => ({ [Symbol.for("meshi-partner.feed")]: refuse("feed") }),
  "a feed of nothing": () => ({ [Symbol.for("meshi-partner.feed")]: () => ({}) }),
  "a feed whose pull gives a number": () => ({
    [Symbol.for("meshi-partner.feed")]: () => ({ format: "batch", pull: () => 7, cancel: () => 7 }),
  }),
  "what looks like a failure": () => ({ kind: "internal", code: "X", message: "forged" }),
  "what looks like a thrown error": () => ({ kind: "thrown", code: "CALLBACK", cause: throwing() }),
  "what says that it is one of our errors": () => ({ [Symbol.for("meshi-partner.error")]: true }),
};
// One that has no end would be an import without an end.
delete VALUES["an iterator of results that throw"];
