// Takes out of declarations what is marked `@internal`. A class whose constructor is internal keeps a private one: it
// can be named, but neither made nor extended.

import ts from "typescript";

const isInternal = (node) => ts.getJSDocTags(node).some((tag) => tag.tagName.text === "internal");

/** The same declarations, less the internal ones. */
export function withoutInternals(text) {
  const file = ts.createSourceFile("declarations.d.ts", text, ts.ScriptTarget.Latest, true);
  const cuts = [];
  const visit = (node) => {
    if (!isInternal(node)) return ts.forEachChild(node, visit);
    const kept = ts.isConstructorDeclaration(node) ? "\n    private constructor();" : "";
    cuts.push({ from: node.getFullStart(), to: node.getEnd(), kept });
  };
  visit(file);
  let [kept, at] = ["", 0];
  for (const cut of cuts) {
    kept += text.slice(at, cut.from) + cut.kept;
    at = cut.to;
  }
  return kept + text.slice(at);
}
