// The library's messages in the words of the command line: a library option becomes the flag that sets it.

const WORDS: readonly (readonly [RegExp, string])[] = [
  // The library calls the file its source.
  [/^source(?=:|$)/u, "--attendees"],
  // No flag says that a field has no column.
  [/,? or with mapping: \{ \w+: null \} that none is/gu, ""],
  [/\s*\((?:maxWaitMs|deadlineMs|timeoutMs|retryBudget)\)/gu, ""],
  [/, (?:maxWaitMs|deadlineMs|timeoutMs|retryBudget|maxRetryAfterMs),/gu, ""],
  [/\b(?:plan\.)?runKey\b/gu, "--run-key"],
  [/\bmaxWaitMs\b/gu, "--max-wait"],
  [/\bmaxRows\b/gu, "--max-rows"],
  [/\bmaxRetries\b/gu, "--max-retries"],
  [/\btimeoutMs\b/gu, "--timeout"],
  [/\bbaseUrl\b/gu, "--base-url"],
  [/\battendeeId\b/gu, "--attendee-id"],
  [/\bsessionId\b/gu, "--session-id"],
  [/\brunId\b/gu, "--run-id"],
  [/\bapiKey\b/gu, "the key"],
  [/\bformat: "?(\w+)"?/gu, "--format $1"],
  [/\bskipRows\b/gu, "--skip-rows"],
  [/\bheaderRow\b/gu, "--header-row"],
  [/\bmapping\.(?=\w)/gu, "--mapping "],
  [/\bmapping(?= (?:names|says)\b)/gu, "--mapping"],
  [/\b(with|name it in|in|naming) mapping\b(?!:)/gu, "$1 --mapping"],
];

/** `mapping: { first_name: "…", last_name: "…" }` */
const MAPPING = /\bmapping: \{\s*([^{}]*?)\s*\}/gu;
const PAIR = /(\w+): ("(?:[^"\\]|\\.)*")/gu;

/** Returns a message with every library option spelled as its flag. */
export function inFlags(message: string): string {
  const mapped = WORDS.reduce((text, [word, flag]) => text.replace(word, flag), message);
  return mapped.replace(MAPPING, (_, pairs: string) => {
    const flags = [...pairs.matchAll(PAIR)].map(([, field = "", header = ""]) => `${field}=${header}`);
    return `--mapping ${flags.join(" ")}`;
  });
}

/** Returns a `--mapping` option that a shell takes as it is. */
export function mappingFlag(field: string, header: string): string {
  return `--mapping ${field}="${header.replace(/["\\$`]/gu, "\\$&")}"`;
}
