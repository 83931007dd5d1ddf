// The graph behind the picture: its dots and lines with their colours, and the layout that settles bit by bit.

import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import type { Theme } from "../app/theme.tsx";
import { clean } from "../text/clean.ts";
import { startOf, type Picture } from "./network-model.ts";

/** A colour a company; told apart by people who see few colours as well as can be with eight. */
export const PALETTE: Readonly<Record<Theme, readonly string[]>> = {
  light: ["#0d7a6f", "#c2540a", "#4f56c8", "#b3256e", "#5c8a00", "#1a7fb8", "#8f6a00", "#7d3cb0"],
  dark: ["#4fd0bf", "#ff9d5c", "#98a0ff", "#ff7ab8", "#b3d95c", "#6cc4ff", "#e5c04d", "#cf95ff"],
};
export const OTHER: Readonly<Record<Theme, string>> = { light: "#9aa1a9", dark: "#6d7580" };
export const LINE: Readonly<Record<Theme, string>> = { light: "#c9cecd", dark: "#434b54" };

/** Turns of the layout altogether, and of one frame. */
const TURNS = 300;
const TURNS_A_FRAME = 10;

/** The picture as a graph; the same picture is always the same graph. */
export function graphOf({ nodes, edges }: Picture, theme: Theme): Graph {
  const graph = new Graph({ type: "undirected", multi: false });
  let index = 0;
  for (const [id, { person, degree, colour }] of nodes) {
    graph.addNode(id, {
      ...startOf(index),
      size: 4 + 2 * Math.sqrt(degree),
      label: clean(person.name),
      color: colour === null ? OTHER[theme] : PALETTE[theme][colour],
      company: colour,
    });
    index += 1;
  }
  const highest = edges[0]?.score ?? 1;
  const lowest = edges.at(-1)?.score ?? 0;
  const span = highest - lowest || 1;
  for (const { one, other, score } of edges) {
    const weight = (score - lowest) / span;
    graph.addEdge(one.id, other.id, { size: 0.7 + 2.6 * weight, weight: 0.5 + weight });
  }
  return graph;
}

/**
 * Lets the layout settle, some turns a frame so that the page is not held up; at once for somebody who wants no motion.
 * Gives the way to stop it.
 */
export function settle(graph: Graph, settled: () => void = () => {}): () => void {
  const settings = {
    ...forceAtlas2.inferSettings(graph),
    adjustSizes: false,
    gravity: 0.6,
    scalingRatio: 12,
  };
  const turn = (iterations: number): void => forceAtlas2.assign(graph, { iterations, settings });
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    turn(TURNS);
    settled();
    return () => {};
  }
  let done = 0;
  let frame = requestAnimationFrame(function more() {
    turn(TURNS_A_FRAME);
    done += TURNS_A_FRAME;
    if (done < TURNS) frame = requestAnimationFrame(more);
    else settled();
  });
  return () => cancelAnimationFrame(frame);
}
