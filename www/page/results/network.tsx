// The picture of the network, drawn by sigma: people as dots in their company's colour, pairs as lines.

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useTheme } from "../app/theme.tsx";
import { count, plural } from "../text/format.ts";
import { Say } from "../ui/say.tsx";
import { draw, hasWebGl, type Drawing } from "./draw.ts";
import { OTHER, PALETTE } from "./layout.ts";
import { pictureOf } from "./network-model.ts";
import type { Pair } from "./pairs.ts";
import { PlainPicture } from "./plain-picture.tsx";

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
  const [plain] = useState(() => !hasWebGl());
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | undefined>(undefined);
  const picture = useMemo(() => pictureOf(pairs, most), [pairs, most]);
  const opened = useRef(open);
  opened.current = open;

  useEffect(() => {
    if (!box.current) return undefined;
    const made = draw(box.current, picture, theme, (id) => opened.current(id));
    drawing.current = made;
    return () => made.end();
  }, [picture, theme]);
  useEffect(() => drawing.current?.highlight(only), [only, picture, theme]);

  const amounts = AMOUNTS.filter((amount) => amount < pairs.length).concat(
    pairs.length <= 1200 ? [pairs.length] : [],
  );
  const label = `Network of ${plural(picture.nodes.size, "person", "people")} and ${plural(picture.edges.length, "pair")}`;
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
      <div class="network-body">
        {plain ? (
          <div class="canvas" key="plain" role="img" aria-label={label}>
            <PlainPicture picture={picture} theme={theme} only={only} open={open} />
          </div>
        ) : (
          <div class="canvas" key="canvas" ref={box} role="img" aria-label={label} />
        )}
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
