// A path in the place of a file's text: an easy mistake, which would read as a table of one column.

import { inputError } from "./failure.js";

/** One line without a delimiter that ends as the name of a file does. */
const PATH = /^[^\r\n,;\t|]{0,4096}\.(?:csv|tsv|txt|json|jsonl|ndjson|xlsx?|ods)$/i;

/**
 * Checks that a text is the content of a file and not its path.
 *
 * @throws MeshiValidationError `PATH_GIVEN`
 */
export function refusePath(text: string): void {
  if (!PATH.test(text.trim())) return;
  const message =
    "A path was given, and a string is read as the file's content. Pass the content instead: a stream or the bytes of the file, such as `await readFile(path)`.";
  throw inputError("source", "PATH_GIVEN", message);
}
