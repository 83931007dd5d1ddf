// The tasks of the module: each is a promise that some caller holds. A task is woken by what itself waits for, and runs
// in a microtask of its own: so requests that share an instance never run in one another's context, as runtimes like
// workerd ask for.
//
// A trap leaves an instance that cannot be trusted: every task ends with the trap's error, and whoever owns the instance
// is told, so that a fresh one takes its place. What a task of the old one waited for finds nothing to wake any more.

/** The tasks under way, by the number that the module knows them by. Another instance has another array. */
let tasks = [];
/** What is open on behalf of tasks, and is closed with them. */
const open = new Set();
/** How many polls are on the stack. */
let depth = 0;
/** The trap of the present instance. */
let trap;
let report = () => {};

/** Says whom to tell of a trap, once nothing of the instance is running. Gives what traps outside of tasks are told to. */
export function watch(onTrap) {
  report = onTrap;
  return trapped;
}

/** Begins a task: `poll(number)` moves it on, at once for the first time. Gives its promise. */
export function begin(number, poll) {
  if (trap !== undefined) return Promise.reject(trap.error);
  const task = { number, poll, woken: false, resolve: undefined, reject: undefined };
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

/** The task that is being polled, for what it will wait for. */
export function taskOf(number) {
  return tasks[number];
}

/** Moves a task on, soon and once; one that is over stays as it is. */
export function wake(task) {
  if (task === undefined || task.woken || tasks[task.number] !== task) return;
  task.woken = true;
  // Not every host has queueMicrotask.
  Promise.resolve(task).then(run);
}

/** The same, for what knows the task by its number. */
export function wakeNumber(number) {
  wake(tasks[number]);
}

function run(task) {
  if (tasks[task.number] !== task) return;
  task.woken = false;
  depth += 1;
  try {
    task.poll(task.number);
  } catch (error) {
    trapped(error);
  }
  depth -= 1;
  if (trap !== undefined) tell();
}

/** Keeps what has to be closed, should its task end with a trap. */
export function keep(resource) {
  open.add(resource);
}

/** It is closed. */
export function release(resource) {
  open.delete(resource);
}

function trapped(error) {
  trap ??= { error };
  const [ended, left] = [tasks, [...open]];
  tasks = [];
  open.clear();
  for (const resource of left) resource.close();
  for (const task of ended) task?.reject(error);
  tell();
}

function tell() {
  if (depth > 0) return;
  trap = undefined;
  report();
}

/** What `promise` comes to, for as long as the instance that asks for it is in use; else nothing at all. */
export function guarded(promise) {
  const instance = tasks;
  const still = (settle) => (value) => {
    if (tasks === instance) settle(value);
  };
  return new Promise((resolve, reject) => promise.then(still(resolve), still(reject)));
}

/** The longest that a timer of JavaScript can run, in milliseconds. */
export const LONGEST = 2_147_483_647;

const NOT_CUT = 0;
const TIMED_OUT = 1;
const ABORTED = 2;

/** One for each logical call. Closing it clears its timer and removes its listener. */
export class Cut {
  #signal;
  #timer;
  #task;
  #why = NOT_CUT;
  #onAbort = () => this.#cut(ABORTED);
  #onTimeout = () => {
    this.#timer = undefined;
    this.#cut(TIMED_OUT);
  };

  /** `signal` is of whatever realm; undefined where the caller gave none. */
  constructor(signal) {
    if (signal === undefined) return;
    this.#signal = signal;
    if (signal.aborted) this.#why = ABORTED;
    else signal.addEventListener("abort", this.#onAbort);
    keep(this);
  }

  /** The signal's reason. */
  get reason() {
    return this.#signal?.reason;
  }

  /** Why it was cut, for the task that is being polled. */
  poll(task) {
    this.#task = taskOf(task);
    return this.#why;
  }

  /** Cuts after `ms` milliseconds. */
  arm(ms) {
    this.disarm();
    keep(this);
    this.#timer = setTimeout(this.#onTimeout, Math.min(ms, LONGEST));
  }

  /** The wait is over, or is not to be bounded any more. */
  disarm() {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#why === TIMED_OUT) this.#why = NOT_CUT;
  }

  /** Nobody waits any more. */
  close() {
    this.disarm();
    this.#signal?.removeEventListener("abort", this.#onAbort);
    release(this);
  }

  /** The caller's word goes first, when both come. */
  #cut(why) {
    if (this.#why !== ABORTED) this.#why = why;
    wake(this.#task);
  }
}
