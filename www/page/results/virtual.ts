// Draws only the rows of a long list that can be seen, by @tanstack/virtual-core.

import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from "@tanstack/virtual-core";
import { useLayoutEffect, useState } from "preact/hooks";
import type { RefObject } from "preact";

interface Virtual {
  items: VirtualItem[];
  /** The room above and below what is drawn, in pixels. */
  before: number;
  after: number;
  measure: (row: Element | null) => void;
  toTop: () => void;
}

/** The rows of `count` that can be seen in `scroller`, each about `estimate` pixels high until it is measured. */
export function useVirtual(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  estimate: number,
): Virtual {
  const [, redraw] = useState(0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    overscan: 8,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    initialRect: { width: 0, height: 720 },
    onChange: () => redraw((turn) => turn + 1),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, Element>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());

  const items = virtualizer.getVirtualItems();
  const total = virtualizer.getTotalSize();
  return {
    items,
    before: items[0]?.start ?? 0,
    after: Math.max(0, total - (items.at(-1)?.end ?? 0)),
    measure: (row) => virtualizer.measureElement(row),
    toTop: () => virtualizer.scrollToOffset(0),
  };
}
