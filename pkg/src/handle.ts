// Holds a client's part inside the wasm module: makes it when the module is there, and lets go of it on `free`.

import type { Client, Outcome } from "./boundary.js";
import { Call } from "./call.js";
import { MeshiConfigError } from "./errors.js";
import { Part } from "./part.js";
import { rests, woke, type Resting } from "./resting.js";
import { invoke, invokeAsync, load, loadNow, notReady } from "./runtime.js";
import type { ClientFacts } from "./shown.js";
import { ledTo, traceAbove } from "./trace.js";

/** The way from the resources to the shell's client. Nothing here throws at once but `now` and the constructor. */
export class Handle implements Resting {
  /** What a print tells of the client. */
  readonly facts: ClientFacts;
  readonly #make: () => Client;
  readonly #client = new Part<Client>();
  #freed = false;
  /** How many calls are under way. */
  #busy = 0;

  /**
   * Makes the client at once where the module can be had at once, so that its constructor's errors are the caller's.
   */
  constructor(facts: ClientFacts, make: () => Client) {
    this.facts = facts;
    this.#make = make;
    if (!loadNow()) return;
    this.#open();
    rests(this);
  }

  /** `open`, or `freed`. */
  get state(): string {
    return this.#freed ? "freed" : "open";
  }

  /** Waits for the module, where it has to be waited for. */
  async ready(): Promise<void> {
    await load();
    this.#open();
    if (this.#busy === 0) rests(this);
  }

  /** A call that `work` makes with the client. */
  call<T>(work: (client: Client) => Promise<Outcome>): Call<T> {
    const trace = traceAbove(this.call);
    return new Call(this.#begin(work), trace);
  }

  /** Does `work` with the client. */
  run<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const trace = traceAbove(this.run);
    return invokeAsync(() => this.#begin(work)).catch((error: unknown) => {
      throw ledTo(error, trace);
    });
  }

  /** Rejects with what the shell rejects with, whenever that is. */
  #begin<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = this.#client.present;
    this.#busy += 1;
    woke(this);
    let begun: Promise<T>;
    try {
      begun = client === undefined ? this.#runLater(work) : invoke(() => work(client));
    } catch (error) {
      begun = Promise.reject(error);
    }
    const ended = (): void => this.#end();
    begun.then(ended, ended);
    return begun;
  }

  #end(): void {
    this.#busy -= 1;
    if (this.#busy === 0 && !this.#freed) rests(this);
  }

  async #runLater<T>(work: (client: Client) => Promise<T>): Promise<T> {
    await load();
    const client = this.#open();
    return invoke(() => work(client));
  }

  /**
   * Does `work` with the client, at once.
   *
   * @throws MeshiConfigError `NOT_READY` where the module is still to be waited for
   */
  now<T>(work: (client: Client) => T): T {
    if (!loadNow()) throw notReady();
    const client = this.#open();
    try {
      return invoke(() => work(client));
    } finally {
      if (this.#busy === 0) rests(this);
    }
  }

  #open(): Client {
    if (this.#freed) {
      throw new MeshiConfigError("this client was freed: make a new one", { code: "CLIENT_FREED" });
    }
    return this.#client.renewed(this.#make);
  }

  /** Gives the memory back until the next call. */
  letGo(): void {
    this.#client.free();
  }

  /** Gives the memory back. Calls in flight end as they would have; later ones are refused. */
  free(): void {
    this.#freed = true;
    woke(this);
    this.#client.free();
  }
}
