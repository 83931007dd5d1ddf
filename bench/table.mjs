// Sets figures out on a terminal: ratios first, each beside the bar that it is held to.

/** Milliseconds, in the unit that reads best. */
export function time(milliseconds) {
  if (milliseconds < 1) return `${(milliseconds * 1000).toFixed(1)} µs`;
  return milliseconds < 100 ? `${milliseconds.toFixed(2)} ms` : `${milliseconds.toFixed(0)} ms`;
}

/** How a ratio reads against its bar. */
function verdict({ value, bar, moonshot, more }) {
  if (bar === undefined) return "";
  const meets = (limit) => (more ? value >= limit : value <= limit);
  if (moonshot !== undefined && meets(moonshot)) return "moonshot";
  return meets(bar) ? "meets the bar" : "MISSES THE BAR";
}

/** Prints a group: what was measured, its ratios, then every contestant's median. */
export function show({ title, note, ratios, medians }) {
  console.log(`\n${title}`);
  if (note) console.log(`  ${note}`);
  for (const ratio of ratios) {
    const sign = ratio.more ? "≥" : "≤";
    const unit = ratio.unit ?? "×";
    const limits =
      ratio.bar === undefined
        ? ""
        : `bar ${sign} ${ratio.bar}${unit}, moonshot ${sign} ${ratio.moonshot}${unit}`;
    const value = `${ratio.value.toFixed(2)}${unit}`;
    console.log(`  ${value.padStart(10)}  ${ratio.name.padEnd(52)} ${limits.padEnd(36)} ${verdict(ratio)}`);
  }
  for (const [name, milliseconds] of medians) console.log(`  ${time(milliseconds).padStart(10)}  ${name}`);
}
