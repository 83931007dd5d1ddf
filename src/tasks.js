// The tasks of the module: each is a promise that some caller holds. A task is woken by what itself waits for: by an errand
// of its own where that ends, else in a microtask of its own. So requests that share an instance never run in one another's
// context, as runtimes like workerd ask for.
//
// A trap leaves an instance that cannot be trusted: every task ends with the trap's error, and whoever owns the instance
// is told, so that a fresh one takes its place. What a task of the old one waited for finds nothing to wake any more.

/** The tasks under way, by the number that the module knows them by. Another instance has another array. */
let tasks = [];
/** The errands under way, by the number that the module knows them by. Another instance has another array. */
let errands = [];
/** The cuts of tasks that can still be cut. */
const cuts = new Set();
/** How many polls are on the stack. */
let depth = 0;
/** The trap of the present instance. */
let trap;
let report = () => {};
/** The exports of the present instance. They are called as they are: what they take and give are numbers. */
let instance;

/** Says whom to tell of a trap, once nothing of the instance is running. Gives what traps outside of tasks are told to. */
export function watch(onTrap) {
  report = onTrap;
  return trapped;
}

/** There is an instance, and these are its exports. */
export function attach(exports) {
  instance = exports;
}

/** Begins a task, and moves it on at once for the first time. Gives its promise. */
export function begin(number) {
  if (trap !== undefined) return Promise.reject(trap.error);
  const task = { number, woken: false, resolve: undefined, reject: undefined };
  const promise = new Promise((resolve, reject) => {
    task.resolve = resolve;
    task.reject = reject;
  });
  tasks[number] = task;
  run(task);
  return promise;
}

/** Ends a task. */
export function settle(number, succeeded, value) {
  const task = tasks[number];
  // A trap was faster.
  if (task === undefined) return;
  tasks[number] = undefined;
  if (succeeded) task.resolve(value);
  else task.reject(value);
}

/** Moves a task on, soon and once; one that is over stays as it is. */
function wake(task) {
  if (task === undefined || task.woken || tasks[task.number] !== task) return;
  task.woken = true;
  // Not every host has queueMicrotask.
  Promise.resolve(task).then(run);
}

function run(task) {
  if (tasks[task.number] !== task) return;
  task.woken = false;
  enter(task.number, 0);
}

/** Moves on the task of that number or, with `news`, the one whose errand has it. */
function enter(number, news) {
  depth += 1;
  try {
    instance.poll(number, news, now());
  } catch (error) {
    trapped(error);
  } finally {
    depth -= 1;
  }
  if (trap !== undefined) tell();
}

/** Does what may throw in code of the host or of the caller, where nothing may be thrown any more. */
export function quietly(work) {
  try {
    work();
  } catch {
    // The operation that it belongs to has ended: there is nobody left to tell.
  }
}

/** A promise of whatever `value` comes to. Its `then` or its `constructor` may throw: then the promise rejects. */
export function promised(value) {
  return new Promise((resolve) => {
    resolve(value);
  });
}

/** The monotonic clock where the host has one, else the wall clock. */
export function now() {
  try {
    return performance.now();
  } catch {
    return Date.now();
  }
}

/** Something outside that a task waits for. The module knows it by a number, until it has ended or is closed. */
export class Errand {
  #number;
  over = false;

  constructor(number) {
    this.#number = number;
    errands[number] = this;
  }

  /** It has ended, and how: a number above 0. To be told by the event loop or in a microtask alone. */
  end(news) {
    if (this.over) return;
    this.#finish();
    enter(this.#number, news);
  }

  /** Nobody waits for it any more. */
  close() {
    if (this.over) return;
    this.#finish();
    quietly(() => this.stop());
  }

  #finish() {
    this.over = true;
    // One that a trapped instance began on its way out may have the number of another by now.
    if (errands[this.#number] === this) errands[this.#number] = undefined;
  }
}

/** A promise that is waited for. */
export class Awaited extends Errand {
  /** What it came to, or what it rejected with. */
  value;

  constructor(promise, number) {
    super(number);
    const ended = (news) => (value) => {
      this.value = value;
      this.end(news);
    };
    promised(promise).then(ended(KEPT), ended(BROKEN));
  }

  stop() {}
}

const KEPT = 1;
const BROKEN = 2;

function trapped(error) {
  trap ??= { error };
  const [ended, left] = [tasks, [...errands, ...cuts]];
  tasks = [];
  errands = [];
  // None of these throws. Were one to, the others would still be told.
  for (const open of left) quietly(() => open?.close());
  for (const task of ended) task?.reject(error);
  tell();
}

function tell() {
  if (depth > 0) return;
  trap = undefined;
  report();
}

/** The longest that a timer of JavaScript can run, in milliseconds. */
export const LONGEST = 2_147_483_647;

const NOT_CUT = 0;
const TIMED_OUT = 1;
const ABORTED = 2;
const FAILED = 3;

/** The scopes that each signal cuts, and the one listener that serves them all: Node warns of more than ten on a signal. */
const listeners = new WeakMap();

class Listener {
  scopes = new Set();
  onAbort = () => {
    for (const scope of [...this.scopes]) scope.abort();
  };
}

/** Throws what the signal throws. */
function listen(signal, scope) {
  let listener = listeners.get(signal);
  if (listener === undefined) {
    listener = new Listener();
    signal.addEventListener("abort", listener.onAbort);
    listeners.set(signal, listener);
  }
  listener.scopes.add(scope);
}

function unlisten(signal, scope) {
  const listener = listeners.get(signal);
  if (listener === undefined || !listener.scopes.delete(scope) || listener.scopes.size > 0) return;
  quietly(() => {
    signal.removeEventListener("abort", listener.onAbort);
    // A listener that could not be removed stays, and serves the next scope.
    listeners.delete(signal);
  });
}

/** One for each logical call. Closing it clears its timer and removes its listener. Only `arm` and `reason` throw. */
export class Cut {
  #signal;
  #timer;
  #task;
  #why = NOT_CUT;
  #failure;
  /** What callbacks of the caller returned and is not settled yet. */
  #returned = new Set();
  #onTimeout = () => {
    this.#timer = undefined;
    this.#cut(TIMED_OUT);
  };

  /** `signal` is of whatever realm; undefined where the caller gave none. */
  constructor(signal) {
    if (signal === undefined) return;
    this.#signal = signal;
    try {
      if (signal.aborted) this.#why = ABORTED;
      else listen(signal, this);
    } catch (cause) {
      // A call whose signal does not work ends at once: it could not be ended later.
      const option = "signal";
      const message = `${option}: The signal cannot be listened to: it threw.`;
      this.#why = FAILED;
      this.#failure = { kind: "config", code: "INVALID_OPTION", message, retryable: false, option, cause };
    }
    cuts.add(this);
  }

  /** The signal's reason; of a scope that failed, the object that stands for its error. */
  get reason() {
    return this.#why === FAILED ? this.#failure : this.#signal?.reason;
  }

  /** Why it was cut, for the task that is being polled. */
  poll(number) {
    this.#task = tasks[number];
    return this.#why;
  }

  /** Cuts after `ms` milliseconds. */
  arm(ms) {
    this.disarm();
    cuts.add(this);
    this.#timer = setTimeout(this.#onTimeout, Math.min(ms, LONGEST));
  }

  /** The wait is over, or is not to be bounded any more. */
  disarm() {
    const timer = this.#timer;
    this.#timer = undefined;
    if (timer !== undefined) quietly(() => clearTimeout(timer));
    if (this.#why === TIMED_OUT) this.#why = NOT_CUT;
  }

  /** The signal has fired. */
  abort() {
    this.#cut(ABORTED);
  }

  /** Follows what a callback of the caller returned: a promise that rejects ends every wait of the scope. */
  follow(returned) {
    if ((typeof returned !== "object" && typeof returned !== "function") || returned === null) return;
    const followed = promised(returned).then(
      () => {
        this.#returned.delete(followed);
      },
      (error) => {
        this.#returned.delete(followed);
        this.#failure = { kind: "thrown", code: "CALLBACK", message: "", cause: error };
        this.#cut(FAILED);
      },
    );
    this.#returned.add(followed);
  }

  /** Settles once everything that is followed has; undefined where there is nothing. */
  get followed() {
    return this.#returned.size === 0 ? undefined : Promise.all(this.#returned);
  }

  /** Nobody waits any more. */
  close() {
    this.disarm();
    if (this.#signal !== undefined) unlisten(this.#signal, this);
    cuts.delete(this);
  }

  /** A timer gives way to the caller's word. */
  #cut(why) {
    if (this.#why === NOT_CUT || this.#why === TIMED_OUT) this.#why = why;
    wake(this.#task);
  }
}
