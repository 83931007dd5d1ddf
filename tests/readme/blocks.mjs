// Finds the fenced code blocks of a Markdown text, each with its language, its heading and its line.

/** @returns {{ language: string, heading: string, line: number, text: string }[]} lines counted from 1 */
export function blocksOf(markdown) {
  const blocks = [];
  let heading = "(top)";
  let open;
  for (const [index, line] of markdown.split("\n").entries()) {
    const fence = /^(\s*)(`{3,}|~{3,})\s*(\S*)/.exec(line);
    if (open === undefined && fence) {
      open = {
        language: fence[3],
        heading,
        line: index + 1,
        lines: [],
        fence: fence[2],
        indent: fence[1].length,
      };
    } else if (open !== undefined && line.trim().startsWith(open.fence) && line.trim() === fence?.[2]) {
      const { language, heading: under, line: at, lines } = open;
      blocks.push({ language, heading: under, line: at, text: `${lines.join("\n")}\n` });
      open = undefined;
    } else if (open !== undefined) {
      open.lines.push(line.slice(open.indent));
    } else {
      heading = /^#+\s+(.*?)\s*$/.exec(line)?.[1] ?? heading;
    }
  }
  if (open !== undefined) throw new Error(`the block that opens on line ${open.line} never closes`);
  return blocks;
}
