// Runs each path of the metered module in an instance of its own, and tells what it cost.

import { readFile } from "node:fs/promises";

const FUNCTION = "function: ";

/** Text that a function of the module gives as one number: its place in the upper half, its length in the lower. */
function text({ exports }, place) {
  const bytes = new Uint8Array(exports.memory.buffer, Number(place >> 32n), Number(place & 0xffff_ffffn));
  return new TextDecoder().decode(bytes);
}

/** The counters of the functions: name and value. */
const counters = ({ exports }) =>
  Object.entries(exports)
    .filter(([name]) => name.startsWith(FUNCTION))
    .map(([name, { value }]) => ({ name: name.slice(FUNCTION.length), value: Number(value) }));

function measure(module, index) {
  const instance = new WebAssembly.Instance(module);
  const { exports } = instance;
  const name = text(instance, exports.name(index));
  if (!exports.prepare(index)) throw new Error(`the path ${name} cannot be prepared`);
  const units = Number(exports.units(index));
  const read = () => ({
    functions: counters(instance),
    moved: Number(exports["moved bytes"].value),
  });
  const before = read();
  const done = Number(exports.run());
  const after = read();
  if (done !== units) throw new Error(`the path ${name} did ${done} of its ${units} units`);
  const functions = after.functions
    .map(({ name, value }, place) => ({ name, instructions: value - before.functions[place].value }))
    .filter(({ instructions }) => instructions > 0)
    .sort((a, b) => b.instructions - a.instructions);
  return {
    name,
    about: text(instance, exports.about(index)),
    unit: text(instance, exports.unit(index)),
    units,
    functions,
    figures: {
      instructions: functions.reduce((sum, { instructions }) => sum + instructions, 0),
      movedBytes: after.moved - before.moved,
      allocations: Number(exports.allocations()),
      allocatedBytes: Number(exports.allocated()),
      peakBytes: Number(exports.peak()),
    },
  };
}

/** What every path of the metered module in `file` costs. The module may import nothing, so nothing else has a say. */
export async function measureAll(file) {
  const module = new WebAssembly.Module(await readFile(file));
  const { exports } = new WebAssembly.Instance(module);
  return Array.from({ length: exports.paths() }, (_, index) => measure(module, index));
}
