// Made-up attendee files: an ordinary one, a wide one, and one in which everything is quoted.

import { attendee } from "./fixtures.mjs";

const HEADER = ["attendee_id", "name", "email", "linkedin_url", "title", "company"];

/** Columns that no field of an attendee takes: each goes into `raw`. */
const EXTRA = Array.from({ length: 54 }, (_, column) => `Question ${column + 1}`);

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
const cell = (text) => (/[",\r\n]/.test(text) ? quoted(text) : text);

/** Answers of which every third is empty, as people leave them. */
const answer = (index, column) => ((index + column) % 3 === 0 ? "" : `answer ${index % 97} to ${column + 1}`);

/** An attendee has no member for a cell that is empty. */
function wide(index) {
  const answers = EXTRA.map((name, column) => [name, answer(index, column)]);
  return { ...attendee(index), raw: Object.fromEntries(answers.filter(([, text]) => text !== "")) };
}

const NOTES = "Notes";

/** All that a quoted cell may hold. */
function notes(index) {
  const { title, company } = attendee(index);
  return `${title},\r\n"${company}"\r\nsince ${1990 + (index % 35)}`;
}

const talkative = (index) => ({ ...attendee(index), raw: { [NOTES]: notes(index) } });

const fields = (person) => HEADER.map((column) => person[column]);

/** The shapes: what is in row `index`, the header's cells, and a row's cells as they stand in the file. */
export const SHAPES = {
  ordinary: {
    attendee,
    header: HEADER,
    cells: (index) => fields(attendee(index)).map(cell),
  },
  wide: {
    attendee: wide,
    header: [...HEADER, ...EXTRA],
    cells: (index) => [
      ...fields(attendee(index)).map(cell),
      ...EXTRA.map((_, column) => answer(index, column)),
    ],
  },
  quoted: {
    attendee: talkative,
    header: [...HEADER, NOTES].map(quoted),
    cells: (index) => [...fields(attendee(index)), notes(index)].map(quoted),
  },
};

/** The file's text in pieces of some hundred rows. */
export function* pieces({ header, cells }, rows) {
  yield `${header.join(",")}\r\n`;
  for (let start = 0; start < rows; start += 500) {
    let text = "";
    for (let index = start; index < Math.min(start + 500, rows); index += 1)
      text += `${cells(index).join(",")}\r\n`;
    yield text;
  }
}

/** The whole file, as bytes. */
export const bytesOf = (shape, rows) => new TextEncoder().encode([...pieces(shape, rows)].join(""));
