// Holds a client's part inside the wasm module: makes it when the module is there, and lets go of it on `free`.

import type { Client, Outcome } from "./boundary.js";
import { Call } from "./call.js";
import { MeshiConfigError } from "./errors.js";
import { Part } from "./part.js";
import { invoke, invokeAsync, load, loadNow, notReady } from "./runtime.js";

/** The way from the resources to the shell's client. */
export class Handle {
  readonly #make: () => Client;
  readonly #client = new Part<Client>();
  #freed = false;

  /** Makes the client at once where the module can be had at once, so that its constructor's errors are the caller's. */
  constructor(make: () => Client) {
    this.#make = make;
    if (loadNow()) this.#open();
  }

  /** Waits for the module, where it has to be waited for. */
  async ready(): Promise<void> {
    await load();
    this.#open();
  }

  /** A call that `work` makes with the client. */
  call<T>(work: (client: Client) => Promise<Outcome>): Call<T> {
    const client = this.#client.present;
    return new Call(client === undefined ? this.#runLater(work) : invoke(() => work(client)));
  }

  /** Does `work` with the client. */
  run<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = this.#client.present;
    return client === undefined ? this.#runLater(work) : invokeAsync(() => work(client));
  }

  async #runLater<T>(work: (client: Client) => Promise<T>): Promise<T> {
    await load();
    const client = this.#open();
    return invokeAsync(() => work(client));
  }

  /**
   * Does `work` with the client, at once.
   *
   * @throws MeshiConfigError `NOT_READY` where the module is still to be waited for
   */
  now<T>(work: (client: Client) => T): T {
    if (!loadNow()) throw notReady();
    const client = this.#open();
    return invoke(() => work(client));
  }

  #open(): Client {
    if (this.#freed) {
      throw new MeshiConfigError("this client was freed: make a new one", { code: "CLIENT_FREED" });
    }
    return this.#client.renewed(this.#make);
  }

  /** Gives the memory back. Calls in flight end as they would have; later ones are refused. */
  free(): void {
    this.#freed = true;
    this.#client.free();
  }
}
