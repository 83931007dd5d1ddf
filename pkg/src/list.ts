// What every list method returns: one page when awaited, every item when iterated. Nothing is sent before that.

import type { Client, Outcome, Pager } from "./boundary.js";
import { responseOf, type WithResponse } from "./call.js";
import { MeshiInternalError } from "./errors.js";
import { inputError, isList, readOption } from "./failure.js";
import type { Handle } from "./handle.js";
import { Part } from "./part.js";
import { INSPECT, shown, type Facts } from "./shown.js";
import { ledTo, traceAbove, type Trace } from "./trace.js";

type RawPage = Outcome<{ items: unknown[]; nextCursor: string | null }>;

/** The page of a list, beside its filters. */
export interface ListQuery {
  /** The number of items of a page, at least 1. The server has its own default and maximum. */
  limit?: number | undefined;
  /** The cursor of the first page: the `nextCursor` of an earlier page. Default: the start of the list. */
  cursor?: string | undefined;
  /**
   * The most items of the list, at least 1. Default: no limit. It may cut the last page, whose `nextCursor` is still
   * that of the whole page.
   */
  maxItems?: number | undefined;
}

/** One page of a list. */
export class Page<T> {
  /** The items of this page. A page can be empty without being the last. */
  readonly items: T[];
  /** The cursor of the next page; `null` on the last page. */
  readonly nextCursor: string | null;
  #fetch: () => Promise<Page<T> | undefined>;
  readonly #again: () => Promise<Page<T> | undefined>;
  #next: Promise<Page<T> | undefined> | undefined;

  /**
   * @internal
   * @param fetch goes on with the traversal that this page is of
   * @param again begins another one behind this page
   */
  constructor(
    items: T[],
    nextCursor: string | null,
    fetch: () => Promise<Page<T> | undefined>,
    again: () => Promise<Page<T> | undefined>,
  ) {
    this.items = items;
    this.nextCursor = nextCursor;
    this.#fetch = fetch;
    this.#again = again;
  }

  /**
   * Returns the next page, or `undefined` after the last. Repeated calls return the same page without a new request.
   *
   * @throws MeshiPaginationError if the server returns a cursor twice, or 1,000 empty pages in a row
   */
  next(): Promise<Page<T> | undefined> {
    this.#next ??= this.#fetch();
    return this.#next;
  }

  /**
   * The page after this one, for a loop, which keeps no page behind: were it remembered here, the first page would hold
   * on to all of them. Asked for `next()` later on, this page begins again at its cursor.
   *
   * @internal
   */
  advance(): Promise<Page<T> | undefined> {
    if (this.#next) return this.#next;
    const fetch = this.#fetch;
    this.#fetch = this.#again;
    return fetch();
  }
}

/** A list. `await` returns the first page, `for await` iterates all items. Each loop starts at the first page. */
export class List<T> implements Promise<Page<T>>, AsyncIterable<T> {
  readonly #handle: Handle;
  readonly #open: (client: Client, query: unknown) => Pager;
  readonly #query: unknown;
  readonly #maxItems: number | undefined;
  /** Where the list was made: its first page may be asked for by an `await`, which has no line. */
  readonly #trace: Trace;
  /** Why the query could not be read. */
  readonly #refusal: unknown;
  #first: Promise<WithResponse<Page<T>>> | undefined;
  #page: Promise<Page<T>> | undefined;

  /** @internal */
  constructor(handle: Handle, query: unknown, open: (client: Client, query: unknown) => Pager) {
    this.#trace = traceAbove(List);
    this.#handle = handle;
    this.#open = open;
    if (typeof query !== "object" || query === null || isList(query)) {
      this.#query = query;
      return;
    }
    try {
      const { maxItems, ...rest } = readOption("query", () => ({ ...(query as ListQuery) }));
      this.#query = rest;
      this.#maxItems = maxItems;
    } catch (error) {
      this.#refusal = error;
    }
  }

  /** Iterates the pages, from the first. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    let page: Page<T> | undefined = (await this.#start()).data;
    while (page) {
      yield page;
      page = await page.advance();
    }
  }

  /** Iterates the items. Leaving the loop stops the requests. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }

  /**
   * Returns the first `max` items as an array, or all items if the list is shorter, as in `toArray({ max: 1000 })`.
   * Reads no page after those. `max` is required, since it bounds the memory of the array.
   *
   * @throws MeshiValidationError `INVALID_MAX` if `max` is not a whole number of at least 1
   */
  async toArray(options: { max: number }): Promise<T[]> {
    const max = readOption("options", () => (options as { max: number } | undefined | null)?.max);
    if (!(Number.isSafeInteger(max) && Number(max) > 0)) {
      const message = "must be a whole number of at least 1, given as in `toArray({ max: 1000 })`";
      throw inputError("max", "INVALID_MAX", message);
    }
    const items: T[] = [];
    for await (const item of this) {
      items.push(item);
      if (items.length === max) break;
    }
    return items;
  }

  /** Returns the first page and its response. */
  withResponse(): Promise<WithResponse<Page<T>>> {
    this.#first ??= this.#start();
    return this.#first;
  }

  then<A = Page<T>, B = never>(
    onFulfilled?: ((value: Page<T>) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#page ??= this.withResponse().then((first) => first.data);
    return this.#page.then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Page<T> | B> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Page<T>> {
    return this.then().finally(onFinally);
  }

  get [Symbol.toStringTag](): string {
    return "MeshiList";
  }

  /**
   * Returns the fields for a log: the environment and the base URL of the client, and whether the first page was
   * requested.
   */
  toJSON(): Facts {
    return { ...this.#handle.facts, state: this.#first ? "read" : "not read" };
  }

  /** Returns the text that Node, Deno and Bun print. */
  [INSPECT](): string {
    return shown("MeshiList", this.toJSON());
  }

  /** A new traversal, at its first page. */
  async #start(): Promise<WithResponse<Page<T>>> {
    if (this.#refusal !== undefined) throw this.#refusal;
    const max = this.#maxItems ?? Infinity;
    if (max !== Infinity && !(Number.isSafeInteger(max) && max > 0)) {
      throw inputError("maxItems", "INVALID_MAX_ITEMS", "must be a whole number of at least 1");
    }
    const pager = new Part<Pager>();
    let left = max;
    let ended = false;
    const next = (): Promise<RawPage | undefined> =>
      this.#handle.run((client) => pager.get(() => this.#open(client, this.#query)).next());
    const again = (cursor: string | null, maxItems: number) => async () => {
      if (cursor === null || maxItems === 0) return undefined;
      const query = {
        ...(this.#query as ListQuery | undefined),
        cursor,
        ...(maxItems < Infinity && { maxItems }),
      };
      return (await new List<T>(this.#handle, query, this.#open).#start()).data;
    };
    const wrap = (raw: RawPage): Page<T> => {
      const { items, nextCursor } = raw.data;
      const kept = (items.length > left ? items.slice(0, left) : items) as T[];
      left -= kept.length;
      ended = nextCursor === null;
      if (ended || left === 0) pager.free();
      return new Page(kept, nextCursor, following, again(nextCursor, left));
    };
    const following = async (): Promise<Page<T> | undefined> => {
      if (left === 0 || ended) return undefined;
      const raw = await next();
      return raw && wrap(raw);
    };
    const raw = await next().catch((error: unknown) => {
      throw ledTo(error, this.#trace);
    });
    if (!raw) throw new MeshiInternalError("a traversal began without a page", { code: "INTERNAL" });
    return { data: wrap(raw), response: responseOf(raw) };
  }
}
