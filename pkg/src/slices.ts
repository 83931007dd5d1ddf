// Attendee objects as JSON text, in slices: what JSON.stringify makes of few rows stays in the engine's fast memory, and
// crosses into the module at once.

/** How many attendees are a slice, at most; the first one has fewer, until it is known how large they are. */
const MOST = 500;
const FIRST = 100;
/** How much text a slice should be, about, in UTF-16 units. From twice as much on, engines keep it elsewhere. */
const LENGTH = 48 * 1024;

const encoder = /* @__PURE__ */ new TextEncoder();

/** The size of slices, as it follows from those before. */
export class SliceSize {
  readonly #most: number;
  /** How many rows the next slice should have. */
  rows: number;

  constructor(most = MOST) {
    this.#most = Math.min(MOST, Math.max(1, most));
    this.rows = Math.min(this.#most, FIRST);
  }

  /** A slice of so many rows was so much text. */
  learn(rows: number, length: number): void {
    this.rows = Math.max(1, Math.min(this.#most, Math.floor((LENGTH * rows) / length)));
  }
}

/** Encodes one text after another, each into the place of the one before. */
export class SliceEncoder {
  #place: Uint8Array | undefined;

  /** The text as UTF-8, good until the next one. */
  encode(text: string): Uint8Array {
    // Text that is longer by far is one row, and not worth a place that stays.
    if (text.length > 4 * LENGTH) return encoder.encode(text);
    const room = 3 * text.length;
    if (!this.#place || this.#place.length < room) this.#place = new Uint8Array(room);
    return this.#place.subarray(0, encoder.encodeInto(text, this.#place).written);
  }
}

/** A payload as the module takes it: what its body holds beside the list, and that list, slice by slice. */
export interface Payload {
  rest: unknown;
  attendees?: () => Uint8Array | undefined;
}

/** Parts the list from the rest of a body. One that is not as usual stays whole. */
export function payloadOf(body: unknown): Payload {
  try {
    return parted(body) ?? { rest: body };
  } catch {
    // What throws when it is read here throws in the module as well, which makes the error that the caller gets.
    return { rest: body };
  }
}

function parted(body: unknown): Payload | undefined {
  if (typeof body !== "object" || body === null || "toJSON" in body) return undefined;
  if (!Object.prototype.propertyIsEnumerable.call(body, "attendees")) return undefined;
  const { attendees: list, ...rest } = body as { attendees: unknown };
  if (!Array.isArray(list) || "toJSON" in list) return undefined;
  return { rest, attendees: slicesOf(list) };
}

function slicesOf(list: readonly unknown[]): () => Uint8Array | undefined {
  const size = new SliceSize();
  const encoder = new SliceEncoder();
  let next = 0;
  return () => {
    const rows: unknown[] = [];
    for (const end = Math.min(next + size.rows, list.length); next < end; next += 1) rows.push(list[next]);
    if (rows.length === 0) return undefined;
    const text = JSON.stringify(rows);
    size.learn(rows.length, text.length);
    return encoder.encode(text);
  };
}
