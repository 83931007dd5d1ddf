// Puts a picture of the network on sigma's canvas, and lets the layout settle without holding up the page.

import Sigma from "sigma";
import type { Theme } from "../app/theme.tsx";
import { graphOf, LINE, settle } from "./layout.ts";
import type { Picture } from "./network-model.ts";

const INK: Readonly<Record<Theme, string>> = { light: "#1d2024", dark: "#e8eaed" };
const FAINT: Readonly<Record<Theme, string>> = { light: "#e6e8e8", dark: "#2a2f35" };

export interface Drawing {
  /** Shows one company, by its colour; all of them for `undefined`. */
  highlight(colour: number | null | undefined): void;
  end(): void;
}

/** Whether sigma can draw here: not on some virtual machines, nor where WebGL is locked. */
export function hasWebGl(): boolean {
  const canvas = document.createElement("canvas");
  return (canvas.getContext("webgl2") ?? canvas.getContext("webgl")) !== null;
}

/** Draws into `box`; a dot that is chosen is told to `open`. */
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
