// Puts a picture of the network on sigma's canvas, and lets the layout settle without holding up the page.

import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";
import type { Theme } from "../app/theme.tsx";
import { clean } from "../text/clean.ts";
import { startOf, type Picture } from "./network-model.ts";

/** A colour a company; told apart by people who see few colours as well as can be with eight. */
export const PALETTE: Readonly<Record<Theme, readonly string[]>> = {
  light: ["#0d7a6f", "#c2540a", "#4f56c8", "#b3256e", "#5c8a00", "#1a7fb8", "#8f6a00", "#7d3cb0"],
  dark: ["#4fd0bf", "#ff9d5c", "#98a0ff", "#ff7ab8", "#b3d95c", "#6cc4ff", "#e5c04d", "#cf95ff"],
};
export const OTHER: Readonly<Record<Theme, string>> = { light: "#9aa1a9", dark: "#6d7580" };
const INK: Readonly<Record<Theme, string>> = { light: "#1d2024", dark: "#e8eaed" };
const LINE: Readonly<Record<Theme, string>> = { light: "#c9cecd", dark: "#434b54" };
const FAINT: Readonly<Record<Theme, string>> = { light: "#e6e8e8", dark: "#2a2f35" };

/** Turns of the layout altogether, and of one frame. */
const TURNS = 300;
const TURNS_A_FRAME = 10;

export interface Drawing {
  /** Shows one company, by its colour; all of them for `undefined`. */
  highlight(colour: number | null | undefined): void;
  end(): void;
}

/** @throws when the browser has no WebGL */
export function draw(box: HTMLElement, picture: Picture, theme: Theme, open: (id: string) => void): Drawing {
  const graph = graphOf(picture, theme);
  let only: number | null | undefined;
  let hovered: string | undefined;
  const apart = (node: string): boolean => {
    if (hovered !== undefined) return node !== hovered && !graph.areNeighbors(node, hovered);
    return only !== undefined && graph.getNodeAttribute(node, "company") !== only;
  };
  const sigma = new Sigma(graph, box, {
    labelColor: { color: INK[theme] },
    labelFont: "system-ui, sans-serif",
    labelSize: 13,
    labelDensity: 0.35,
    labelGridCellSize: 140,
    labelRenderedSizeThreshold: 7,
    defaultEdgeColor: LINE[theme],
    zIndex: true,
    allowInvalidContainer: true,
    defaultDrawNodeHover: (context, data, settings) => {
      settings.defaultDrawNodeLabel(context, { ...data, label: data.label ?? "" }, settings);
    },
    nodeReducer: (node, data) =>
      apart(node)
        ? { ...data, color: FAINT[theme], label: "", zIndex: 0 }
        : { ...data, zIndex: 1, ...(node === hovered ? { forceLabel: true } : {}) },
    edgeReducer: (edge, data) => {
      const ends = graph.extremities(edge);
      if (hovered !== undefined) {
        return ends.includes(hovered)
          ? { ...data, color: graph.getNodeAttribute(hovered, "color") }
          : { ...data, hidden: true };
      }
      return only !== undefined && ends.every(apart) ? { ...data, hidden: true } : data;
    },
  });
  sigma.on("clickNode", ({ node }) => open(node));
  sigma.on("enterNode", ({ node }) => {
    hovered = node;
    box.classList.add("over-node");
    sigma.refresh({ skipIndexation: true });
  });
  sigma.on("leaveNode", () => {
    hovered = undefined;
    box.classList.remove("over-node");
    sigma.refresh({ skipIndexation: true });
  });
  const stop = settle(graph);
  return {
    highlight(colour) {
      only = colour;
      sigma.refresh({ skipIndexation: true });
    },
    end() {
      stop();
      sigma.kill();
    },
  };
}

function graphOf({ nodes, edges }: Picture, theme: Theme): Graph {
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

/** Lets the layout settle, some turns a frame; at once for somebody who wants no motion. */
function settle(graph: Graph): () => void {
  const settings = {
    ...forceAtlas2.inferSettings(graph),
    adjustSizes: false,
    gravity: 0.6,
    scalingRatio: 12,
  };
  const turn = (iterations: number): void => forceAtlas2.assign(graph, { iterations, settings });
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    turn(TURNS);
    return () => {};
  }
  let done = 0;
  let frame = requestAnimationFrame(function more() {
    turn(TURNS_A_FRAME);
    done += TURNS_A_FRAME;
    if (done < TURNS) frame = requestAnimationFrame(more);
  });
  return () => cancelAnimationFrame(frame);
}
