// Makes text of strangers harmless to look at: what would be invisible, or would turn the text around it, is shown as a
// mark. What it means is never changed: this is for the eye only, not for what is sent or exported.

const BIDI: Readonly<Record<string, string>> = {
  "\u202a": "LRE",
  "\u202b": "RLE",
  "\u202c": "PDF",
  "\u202d": "LRO",
  "\u202e": "RLO",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
};

/** Directional overrides, embeddings and isolates, control characters, line breaks of any kind, a stray BOM. */
const ODD = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu;

/** `value` as it can be shown: one line, nothing hidden, nothing that turns its surroundings around. */
export function clean(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.replace(ODD, (mark) => {
    if (mark === "\n" || mark === "\r" || mark === "\t" || mark === "\u2028" || mark === "\u2029") return " ";
    const name = BIDI[mark];
    if (name) return `[${name}]`;
    const code = mark.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}
