// The picture of the network, drawn by sigma: people as dots in their company's colour, pairs as lines.

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useTheme } from "../app/theme.tsx";
import { count, plural } from "../text/format.ts";
import { Notice } from "../ui/parts.tsx";
import { Say } from "../ui/say.tsx";
import { draw, OTHER, PALETTE, type Drawing } from "./draw.ts";
import { pictureOf } from "./network-model.ts";
import type { Pair } from "./pairs.ts";

const AMOUNTS = [100, 300, 600, 1200];
const USUAL = 300;

interface NetworkProps {
  pairs: readonly Pair[];
  open: (id: string) => void;
  tableHref: string;
}

/** The picture with its legend. What it shows is in the table too, for keyboards and screen readers. */
export function Network({ pairs, open, tableHref }: NetworkProps): JSX.Element {
  const theme = useTheme();
  const [most, setMost] = useState(USUAL);
  const [only, setOnly] = useState<number | null>();
  const [broken, setBroken] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | undefined>(undefined);
  const picture = useMemo(() => pictureOf(pairs, most), [pairs, most]);
  const opened = useRef(open);
  opened.current = open;

  useEffect(() => {
    if (!box.current) return undefined;
    try {
      const made = draw(box.current, picture, theme, (id) => opened.current(id));
      drawing.current = made;
      setBroken(false);
      return () => made.end();
    } catch {
      // No WebGL here: an old machine, a locked-down browser. The table has it all.
      setBroken(true);
      return undefined;
    }
  }, [picture, theme]);
  useEffect(() => drawing.current?.highlight(only), [only, picture, theme]);

  const amounts = AMOUNTS.filter((amount) => amount < pairs.length).concat(
    pairs.length <= 1200 ? [pairs.length] : [],
  );
  return (
    <section class="network" aria-labelledby="network-title">
      <h2 id="network-title" class="sr-only">
        Network
      </h2>
      <div class="toolbar">
        <p class="grow">
          {plural(picture.nodes.size, "person", "people")} and{" "}
          {picture.edges.length < pairs.length
            ? `the strongest ${count(picture.edges.length)} of ${plural(pairs.length, "pair")}`
            : `all ${plural(pairs.length, "pair")}`}
          . Choose a dot for the person’s card; <a href={tableHref}>the table</a> has the same as text.
        </p>
        {amounts.length > 1 ? (
          <label>
            <span class="sr-only">How many pairs to draw</span>
            <select
              value={Math.min(most, pairs.length)}
              onChange={(event) => setMost(Number(event.currentTarget.value))}
            >
              {amounts.map((amount) => (
                <option key={amount} value={amount}>
                  Strongest {count(amount)}
                </option>
              ))}
            </select>
          </label>
        ) : null}
      </div>
      {broken ? (
        <Notice tone="warn" title="This browser cannot draw the picture">
          <p>
            It needs WebGL. <a href={tableHref}>The table</a> shows the same pairs.
          </p>
        </Notice>
      ) : null}
      <div class="network-body" hidden={broken}>
        <div
          class="canvas"
          ref={box}
          role="img"
          aria-label={`Network of ${plural(picture.nodes.size, "person", "people")} and ${plural(picture.edges.length, "pair")}`}
        />
        <section class="legend" aria-label="Companies">
          {picture.legend.map(({ company, people }, index) => (
            <LegendItem
              key={company}
              colour={PALETTE[theme][index] ?? OTHER[theme]}
              people={people}
              pressed={only === index}
              press={() => setOnly(only === index ? undefined : index)}
            >
              <Say text={company} />
            </LegendItem>
          ))}
          {picture.others > 0 ? (
            <LegendItem
              colour={OTHER[theme]}
              people={picture.others}
              pressed={only === null}
              press={() => setOnly(only === null ? undefined : null)}
            >
              Others
            </LegendItem>
          ) : null}
        </section>
      </div>
    </section>
  );
}

interface LegendItemProps {
  colour: string;
  people: number;
  pressed: boolean;
  press: () => void;
  children: JSX.Element | string;
}

function LegendItem({ colour, people, pressed, press, children }: LegendItemProps): JSX.Element {
  return (
    <button type="button" class="legend-item" aria-pressed={pressed} onClick={press}>
      <span class="dot" style={{ background: colour }} aria-hidden="true" />
      <span class="legend-name">{children}</span>
      <span class="fine">{count(people)}</span>
    </button>
  );
}
