// How a number is written.

/** A whole number, its thousands apart. */
export const whole = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, " ");

/** With as many digits as say something: three, and all of those before the point. */
export function number(value) {
  if (value === 0) return "0";
  if (Math.abs(value) >= 10_000) return whole(Math.round(value));
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}

/** Milliseconds, in the unit that reads best. */
function time(milliseconds) {
  if (milliseconds < 1) return `${number(milliseconds * 1000)} µs`;
  return milliseconds < 10_000 ? `${number(milliseconds)} ms` : `${number(milliseconds / 1000)} s`;
}

/** Rows a second. */
function pace(rowsPerMs) {
  return rowsPerMs >= 1000 ? `${number(rowsPerMs / 1000)} M rows/s` : `${number(rowsPerMs)} k rows/s`;
}

/** A value with its unit. */
export function quantity(value, unit) {
  if (unit === "ms") return time(value);
  if (unit === "rows/ms") return pace(value);
  return `${number(value)} ${unit}`;
}
