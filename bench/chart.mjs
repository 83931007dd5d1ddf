// Draws panels of bars as an SVG picture that reads on a light and on a dark page: it has a background of its own, and
// follows the reader's preference. Every bar begins at zero, and all bars of a panel share one scale.

const WIDTH = 720;
const MARGIN = 24;
const NAMES = 150;
const LABELS = 96;
const ROW = 24;
const BAR = 14;

/** Where bars begin, and how long the longest may be. */
const LEFT = MARGIN + NAMES;
const LENGTH = WIDTH - LEFT - LABELS - MARGIN;

/** Above a panel's first bar: its title, and the names of the limits where it has some. */
const TITLE = 38;
const LIMITS = 20;

const STYLE = `
  svg { --card: #ffffff; --edge: #d5dae1; --text: #1c2430; --quiet: #5a6675; --bar: #b4bfcc; --ours: #1a6fd4; --limit: #b3400f; }
  @media (prefers-color-scheme: dark) {
    svg { --card: #14181f; --edge: #343c48; --text: #e8edf4; --quiet: #9aa7b8; --bar: #566375; --ours: #5aa5ff; --limit: #ff9b63; }
  }
  text { font: 14px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Helvetica, Arial, sans-serif; fill: var(--text); }
  .over { paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
  .title { font-size: 16px; font-weight: 600; }
  .quiet { font-size: 13px; fill: var(--quiet); }
  .own { font-weight: 600; }
  .limit { font-size: 13px; fill: var(--limit); }
  .card { fill: var(--card); stroke: var(--edge); }
  .bar { fill: var(--bar); }
  .ours { fill: var(--ours); }
  .spread { stroke: var(--text); stroke-width: 1.5; }
  .zero { stroke: var(--quiet); }
  .line { opacity: 0.85; stroke: var(--limit); stroke-dasharray: 4 3; stroke-width: 1.5; }
`;

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (character) => ESCAPES[character]);
const place = (value) => String(Math.round(value * 10) / 10);

/** Gives how long the bar of a value is, where the longest of all is `length`. */
export function scale(values, length) {
  const largest = Math.max(...values);
  if (!(largest > 0)) throw new RangeError("there is nothing to draw");
  return (value) => (value / largest) * length;
}

const text = (x, y, content, name, anchor) =>
  `<text x="${place(x)}" y="${place(y)}"${name ? ` class="${name}"` : ""}${anchor ? ` text-anchor="${anchor}"` : ""}>${escaped(content)}</text>`;
const line = (x1, y1, x2, y2, name) =>
  `<line class="${name}" x1="${place(x1)}" y1="${place(y1)}" x2="${place(x2)}" y2="${place(y2)}"/>`;

function drawBar({ median, low, high, ours }, middle, to) {
  const [x, y, width] = [LEFT, middle - BAR / 2, to(median)].map(place);
  return [
    `<rect class="${ours ? "ours" : "bar"}" x="${x}" y="${y}" width="${width}" height="${BAR}"/>`,
    ...(low < high ? [line(LEFT + to(low), middle, LEFT + to(high), middle, "spread")] : []),
  ];
}

function drawTexts({ name, median, high, label, ours }, middle, to) {
  const own = ours ? "over own" : "over";
  return [
    text(LEFT - 10, middle + 5, name, own, "end"),
    text(LEFT + to(Math.max(median, high)) + 8, middle + 5, label, own),
  ];
}

/** Limits that would run into each other are named together. */
const NEAR = 44;

function drawLimits(limits, top, bottom, to) {
  const marks = limits.map(({ name, at }) => ({ name, x: LEFT + to(at) })).toSorted((a, b) => a.x - b.x);
  const near = marks.length === 2 && marks[1].x - marks[0].x < NEAR;
  return marks.flatMap(({ name, x }, index) => [
    line(x, top, x, bottom, "line"),
    text(
      x + (near ? (index === 0 ? 3 : -3) : 0),
      top - 5,
      name,
      "limit",
      near ? (index === 0 ? "end" : "start") : "middle",
    ),
  ]);
}

const headOf = (limits) => TITLE + (limits.length > 0 ? LIMITS : 0);

function drawPanel({ title, better, limits, bars }, top) {
  const to = scale(
    [...bars.map(({ median, high }) => Math.max(median, high)), ...limits.map(({ at }) => at)],
    LENGTH,
  );
  const first = top + headOf(limits);
  const bottom = first + bars.length * ROW;
  const middle = (index) => first + (index + 0.5) * ROW;
  return [
    text(MARGIN, top + 22, title, "title"),
    text(WIDTH - MARGIN, top + 22, better, "quiet", "end"),
    ...bars.flatMap((bar, index) => drawBar(bar, middle(index), to)),
    ...drawLimits(limits, first - 2, bottom, to),
    ...bars.flatMap((bar, index) => drawTexts(bar, middle(index), to)),
    line(LEFT, first - 2, LEFT, bottom, "zero"),
  ];
}

const heightOf = ({ bars, limits }) => headOf(limits) + bars.length * ROW + 14;

/**
 * The picture.
 *
 * @param panels `{ title, better, limits: [{ name, at }], bars: [{ name, median, low, high, label, ours }] }`
 * @param about lines for below
 */
export function chart(panels, about) {
  let y = MARGIN - 8;
  const parts = [];
  for (const panel of panels) {
    parts.push(...drawPanel(panel, y));
    y += heightOf(panel);
  }
  for (const each of about) {
    y += 20;
    parts.push(text(MARGIN, y, each, "quiet"));
  }
  const height = y + MARGIN;
  const spoken = panels.map(
    ({ title, bars }) => `${title}: ${bars.map(({ name, label }) => `${name} ${label}`).join(", ")}.`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>meshi-partner beside other clients</title>`,
    `<desc>${escaped(spoken.join(" "))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}
