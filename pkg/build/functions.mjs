// Tells which functions a WebAssembly module's code is made of, largest first, and how much each crate takes. The module
// must still have its name section.
//
// usage: node functions.mjs <module.wasm> [how many]

import { readFile } from "node:fs/promises";

const SECTION = { custom: 0, import: 2, code: 10, data: 11 };

/** Reads a module's numbers and names in order. */
class Reader {
  #bytes;
  at;
  constructor(bytes, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }
  byte() {
    return this.#bytes[this.at++];
  }
  /** An unsigned LEB128. */
  number() {
    let [value, scale, byte] = [0, 1, 0];
    do {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte & 0x80);
    return value;
  }
  name() {
    const length = this.number();
    this.at += length;
    return this.#bytes.toString("utf8", this.at - length, this.at);
  }
  limits() {
    const flags = this.byte();
    this.number();
    if (flags & 1) this.number();
  }
}

function importedFunctions(reader) {
  let functions = 0;
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.name();
    reader.name();
    const kind = reader.byte();
    if (kind === 0) {
      functions += 1;
      reader.number();
    } else if (kind === 1) {
      reader.byte();
      reader.limits();
    } else if (kind === 2) {
      reader.limits();
    } else {
      reader.at += 2;
    }
  }
  return functions;
}

function bodySizes(reader) {
  return Array.from({ length: reader.number() }, () => {
    const size = reader.number();
    reader.at += size;
    return size;
  });
}

function functionNames(reader, end) {
  const names = new Map();
  while (reader.at < end) {
    const kind = reader.byte();
    const after = reader.number() + reader.at;
    if (kind === 1)
      for (let left = reader.number(); left > 0; left -= 1) names.set(reader.number(), reader.name());
    reader.at = after;
  }
  return names;
}

const [file, count = "40"] = process.argv.slice(2);
const bytes = await readFile(file);
const reader = new Reader(bytes, 8);
let [imported, sizes, names, data] = [0, [], new Map(), 0];
while (reader.at < bytes.length) {
  const id = reader.byte();
  const end = reader.number() + reader.at;
  if (id === SECTION.import) imported = importedFunctions(reader);
  if (id === SECTION.code) sizes = bodySizes(reader);
  if (id === SECTION.data) data = end - reader.at;
  if (id === SECTION.custom && reader.name() === "name") names = functionNames(reader, end);
  reader.at = end;
}

const functions = sizes.map((size, index) => ({ size, name: names.get(index + imported) ?? "(no name)" }));
functions.sort((a, b) => b.size - a.size);
const crates = new Map();
for (const { size, name } of functions) {
  const crate = /([a-z_][a-z_0-9]*)(?:\[[0-9a-f]+\])?::/.exec(name)?.[1] ?? "(exports and glue)";
  crates.set(crate, (crates.get(crate) ?? 0) + size);
}

const line = (size, name) => console.log(`${(size / 1024).toFixed(1).padStart(8)} KB  ${name.slice(0, 140)}`);
for (const { size, name } of functions.slice(0, Number(count))) line(size, name);
console.log();
for (const [crate, size] of [...crates].sort((a, b) => b[1] - a[1])) if (size >= 1024) line(size, crate);
line(data, "(data)");
