// The best N pairs of a stream of match scores, in memory for N pairs only.

/** The part of a match score that ranking needs (fields inferred, see CONTRACT.md). */
export interface Scored {
  attendee_id: string;
  matched_attendee_id: string;
  score: number;
}

const keyOf = (match: Scored): string => [match.attendee_id, match.matched_attendee_id].sort().join(" ");

/** Keeps the `size` highest scores. A pair that comes from both sides counts once, at its higher score. */
export class TopPairs<T extends Scored> {
  readonly #heap: T[] = [];
  readonly #kept = new Map<string, T>();
  #seen = 0;

  constructor(readonly size: number) {}

  /** How many scores were offered, kept or not. */
  get seen(): number {
    return this.#seen;
  }

  /** Takes one score into account; one without a finite number is counted and left out. */
  offer(match: T): void {
    this.#seen += 1;
    if (this.size === 0 || !Number.isFinite(match.score)) return;
    const weakest = this.#heap[0];
    if (this.#heap.length >= this.size && weakest && !beats(match, weakest)) return;
    const key = keyOf(match);
    const known = this.#kept.get(key);
    if (known) {
      if (!beats(match, known)) return;
      this.#remove(known);
    } else if (this.#heap.length >= this.size && weakest) {
      this.#remove(weakest);
    }
    this.#kept.set(key, match);
    this.#heap.push(match);
    this.#up(this.#heap.length - 1);
  }

  /** The kept scores, best first; equal scores in the order of their ids, so that two runs print the same. */
  best(): T[] {
    return [...this.#heap].sort((a, b) => (beats(a, b) ? -1 : 1));
  }

  #remove(match: T): void {
    const at = this.#heap.indexOf(match);
    const last = this.#heap.pop();
    this.#kept.delete(keyOf(match));
    if (last === undefined || at === this.#heap.length) return;
    this.#heap[at] = last;
    this.#up(at);
    this.#down(at);
  }

  #up(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfWeaker(at, parent)) return;
      at = parent;
    }
  }

  #down(from: number): void {
    let at = from;
    for (;;) {
      let weakest = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        const candidate = this.#heap[child];
        const current = this.#heap[weakest];
        if (candidate && current && beats(current, candidate)) weakest = child;
      }
      if (weakest === at) return;
      this.#swapIfWeaker(weakest, at);
      at = weakest;
    }
  }

  /** Puts the weaker of the two on top; says whether they changed places. */
  #swapIfWeaker(child: number, parent: number): boolean {
    const below = this.#heap[child];
    const above = this.#heap[parent];
    if (!below || !above || !beats(above, below)) return false;
    this.#heap[child] = above;
    this.#heap[parent] = below;
    return true;
  }
}

/** A total order: the higher score, then the smaller ids. */
function beats(a: Scored, b: Scored): boolean {
  if (a.score !== b.score) return a.score > b.score;
  const left = keyOf(a);
  const right = keyOf(b);
  return left !== right ? left < right : a.attendee_id < b.attendee_id;
}
