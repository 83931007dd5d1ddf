// What the core's hot paths cost in instructions and allocations, as `cargo xtask counts` has counted them: figures that
// no clock and no machine has a say in.

import { readFile } from "node:fs/promises";
import { summary } from "../statistics.mjs";
import { number, whole } from "../units.mjs";

const TITLE = "Instructions of WebAssembly on the core's hot paths";
const file = new URL("../../target/counts/latest.json", import.meta.url);

function figure({ name, about, unit, units, figures }) {
  const each = (total) => number(total / units);
  return {
    name,
    ...summary([figures.instructions / units]),
    detail: `per ${unit}; ${each(figures.allocations)} allocations, ${each(figures.movedBytes)} bytes moved (${about}; ${whole(units)} × ${unit})`,
  };
}

/** Reads what was counted. */
export async function measureGroup() {
  let text;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return [{ id: "counts", title: TITLE, missing: "nothing was counted yet: `cargo xtask counts` does it" }];
  }
  const { paths } = JSON.parse(text);
  if (paths.length === 0) throw new Error("there is no path in target/counts/latest.json");
  return [
    {
      id: "counts",
      title: TITLE,
      note: "by `cargo xtask counts`",
      unit: "instr.",
      figures: paths.map(figure),
    },
  ];
}
