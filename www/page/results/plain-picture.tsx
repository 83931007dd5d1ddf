// The picture of the network where a browser has no WebGL: the same dots and lines, laid out once and drawn as SVG.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Theme } from "../app/theme.tsx";
import { clean } from "../text/clean.ts";
import { graphOf, LINE, OTHER, PALETTE, settle } from "./layout.ts";
import type { Picture } from "./network-model.ts";

/** Dots that have their name written beside them: those with the most pairs. */
const NAMED = 16;
const MARGIN = 0.06;

interface Dot {
  id: string;
  x: number;
  y: number;
  size: number;
  name: string;
  colour: number | null;
  named: boolean;
}

interface Drawn {
  dots: ReadonlyMap<string, Dot>;
  /** A pixel of the screen, about, in units of the layout. */
  unit: number;
  box: string;
}

interface PlainPictureProps {
  picture: Picture;
  theme: Theme;
  /** The company that is shown alone, by its colour; all of them for `undefined`. */
  only: number | null | undefined;
  open: (id: string) => void;
}

/** The picture, once the layout has settled. */
export function PlainPicture({ picture, theme, only, open }: PlainPictureProps): JSX.Element | null {
  const [drawn, setDrawn] = useState<Drawn>();
  useEffect(() => {
    const graph = graphOf(picture, theme);
    return settle(graph, () => {
      const most = [...picture.nodes].sort(([, a], [, b]) => b.degree - a.degree).slice(0, NAMED);
      const named = new Set(most.map(([id]) => id));
      const dots = new Map<string, Dot>();
      graph.forEachNode((id, { x, y, size }) => {
        const node = picture.nodes.get(id);
        if (!node) return;
        const name = clean(node.person.name);
        dots.set(id, { id, x, y: -y, size, name, colour: node.colour, named: named.has(id) });
      });
      setDrawn(framed(dots));
    });
  }, [picture, theme]);
  if (!drawn) return null;

  const { dots, unit, box } = drawn;
  const faint = (dot: Dot | undefined): boolean => only !== undefined && dot?.colour !== only;
  return (
    <svg viewBox={box} class="plain" aria-hidden="true">
      {picture.edges.map((pair) => {
        const [a, b] = [dots.get(pair.one.id), dots.get(pair.other.id)];
        if (!a || !b || (faint(a) && faint(b))) return null;
        return (
          <line key={pair.key} x1={a.x} y1={a.y} x2={b.x} y2={b.y} stroke={LINE[theme]} stroke-width={unit} />
        );
      })}
      {[...dots.values()].map((dot) => (
        <circle
          key={dot.id}
          cx={dot.x}
          cy={dot.y}
          r={dot.size * unit}
          fill={dot.colour === null ? OTHER[theme] : PALETTE[theme][dot.colour]}
          opacity={faint(dot) ? 0.15 : 1}
          onClick={() => open(dot.id)}
        >
          <title>{dot.name}</title>
        </circle>
      ))}
      {[...dots.values()].map((dot) =>
        dot.named && !faint(dot) ? (
          <text key={dot.id} x={dot.x + (dot.size + 3) * unit} y={dot.y + 4 * unit} font-size={13 * unit}>
            {dot.name}
          </text>
        ) : null,
      )}
    </svg>
  );
}

/** The frame around all dots. */
function framed(dots: ReadonlyMap<string, Dot>): Drawn {
  const xs = [...dots.values()].map(({ x }) => x);
  const ys = [...dots.values()].map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left || 1, Math.max(...ys) - top || 1];
  const room = MARGIN * Math.max(width, height);
  return {
    dots,
    unit: Math.max(width, height) / 640,
    box: `${left - room} ${top - room} ${width + 2 * room} ${height + 2 * room}`,
  };
}
