// Text from files and servers, made safe to print: a hostile cell must not move the cursor or recolour the screen.

import stringWidth from "string-width";

// Controls, line separators, halves of surrogate pairs, and format characters, which reorder or hide text. The two joiners
// are left: names in Persian and emoji are written with them.
const UNSAFE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The most characters of one value that are printed: a value from a server may be of any length. */
const LONGEST = 2_000;

/** Any value as text, also one that cannot be turned into text by itself. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "object") return JSON.stringify(value) ?? "";
  return String(value);
}

/** Any value as one line of bounded length: control characters and direction marks become visible, such as `\u001b`. */
export function clean(value: unknown): string {
  const text = textOf(value);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return shown.replace(UNSAFE, (mark) => {
    if (mark === "\n") return "\\n";
    if (mark === "\r") return "\\r";
    if (mark === "\t") return " ";
    const code = (mark.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
    return code.length > 4 ? `\\u{${code}}` : `\\u${code}`;
  });
}

/** Cuts to at most `columns` terminal columns; a cut text ends with an ellipsis. */
export function clip(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    const next = stringWidth(segment);
    if (width + next > columns - 1) break;
    kept += segment;
    width += next;
  }
  return `${kept}…`;
}

const SEGMENTS = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Breaks at spaces into lines of at most `columns` terminal columns; a longer word, such as a URL, is broken too. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((word) => broken(word, columns))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && stringWidth(longer) > columns) {
      lines.push(clip(line, columns));
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, clip(line, columns)];
}

function broken(word: string, columns: number): string[] {
  if (stringWidth(word) <= columns) return [word];
  const parts: string[] = [];
  let part = "";
  for (const { segment } of SEGMENTS.segment(word)) {
    if (part !== "" && stringWidth(part) + stringWidth(segment) > columns) {
      parts.push(part);
      part = "";
    }
    part += segment;
  }
  return [...parts, part];
}

/** Pads with spaces to `columns` terminal columns: wide characters count as two. */
export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - stringWidth(text)));
}

/** How many terminal columns a text takes. */
export const widthOf = (text: string): number => stringWidth(text);

/** `1 row`, `12,345 rows`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;
}

/** A duration for people: `480 ms`, `3.2 s`, `4 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
