// The header line of a table that `readAttendees` refused, so that its columns can be mapped by hand. It only has to offer
// names: the reading itself, with the mapping that comes of it, is `readAttendees` again.

const DELIMITERS = [",", ";", "\t", "|"];

/** The headers in the first bytes of a file; none where that is no table. */
export function headersOf(bytes: ArrayBuffer): string[] {
  const text = decode(new Uint8Array(bytes)).replace(/^[\r\n]+/, "");
  if (/^\s*[[{]/.test(text) || text.includes("\u0000")) return [];
  const delimiter = best(text);
  return numbered(firstLine(text, delimiter).map((cell) => cell.trim())).filter((cell) => cell !== "");
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The delimiter that makes the most of the first line. */
function best(text: string): string {
  const cells = (delimiter: string): number => firstLine(text, delimiter).length;
  return DELIMITERS.reduce((chosen, delimiter) => (cells(delimiter) > cells(chosen) ? delimiter : chosen));
}

function firstLine(text: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text.charAt(at);
    if (quoted) {
      if (mark !== '"') cell += mark;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (mark === '"' && cell === "") quoted = true;
    else if (mark === delimiter) {
      cells.push(cell);
      cell = "";
    } else if (mark === "\n" || mark === "\r") break;
    else cell += mark;
  }
  return [...cells, cell];
}

/** A second column of the same name is told from the first as `readAttendees` does it: `Email (2)`. */
function numbered(headers: string[]): string[] {
  const seen = new Map<string, number>();
  return headers.map((header) => {
    const times = (seen.get(header) ?? 0) + 1;
    seen.set(header, times);
    return times === 1 || header === "" ? header : `${header} (${times})`;
  });
}
