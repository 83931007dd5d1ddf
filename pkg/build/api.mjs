// Keeps the API report, `pkg/api`: the declarations that a user of the package sees, without their comments and in the
// order of their names, so that every change of the surface is a change in the repository.
//
// usage: node api.mjs [--write]

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const pkg = fileURLToPath(new URL("..", import.meta.url));

/** The names of a statement: what it declares, or, of an export, what it passes on. */
function nameOf(statement) {
  if (ts.isExportDeclaration(statement)) return `~${statement.moduleSpecifier?.text ?? ""}`;
  const declared = statement.name ?? statement.declarationList?.declarations[0]?.name;
  return declared?.text ?? "";
}

/** Which of the file's own names are exported. */
function exportedNames(statements) {
  const names = new Set();
  for (const { exportClause } of statements.filter(ts.isExportDeclaration)) {
    for (const { name, propertyName } of exportClause?.elements ?? []) names.add((propertyName ?? name).text);
  }
  return names;
}

/** The declarations of a file as the report has them. */
function report(text, title) {
  const file = ts.createSourceFile(`${title}.d.ts`, text, ts.ScriptTarget.Latest, true);
  const printer = ts.createPrinter({ removeComments: true });
  const exported = exportedNames(file.statements);
  const parts = file.statements
    .filter((statement) => !ts.isExportDeclaration(statement) || statement.exportClause === undefined)
    .map((statement) => ({
      name: nameOf(statement),
      text: printer.printNode(ts.EmitHint.Unspecified, statement, file),
    }))
    .map(({ name, text }) => ({
      name,
      text: exported.has(name) ? `export ${text.replace(/^declare /, "")}` : text,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return `# The declarations of \`${title}\`

Made by \`cargo xtask check --fix\` from the built package. What is not exported is only named by what is.

\`\`\`ts
${parts.map((part) => part.text).join("\n\n")}
\`\`\`
`;
}

/** The lines in which two texts differ, as a reader of a diff wants them; the longest common run is left out. */
function difference(before, after) {
  const [old, now] = [new Set(before.split("\n")), new Set(after.split("\n"))];
  const gone = [...old].filter((line) => !now.has(line)).map((line) => `- ${line}`);
  const come = [...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`);
  return [...gone, ...come].slice(0, 40).join("\n") || "(only the order, or how often a line is there)";
}

const write = process.argv.includes("--write");
await mkdir(join(pkg, "api"), { recursive: true });
for (const [name, title] of [
  ["index", "meshi-partner"],
  ["sandbox", "meshi-partner/sandbox"],
  ["slim", "meshi-partner/slim"],
  ["inline", "meshi-partner/inline"],
]) {
  const file = join(pkg, "api", `${name}.api.md`);
  const now = report(await readFile(join(pkg, `dist/${name}.d.ts`), "utf8"), title);
  if (write) {
    await writeFile(file, now);
    continue;
  }
  const kept = await readFile(file, "utf8").catch((error) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  if (kept === now) continue;
  process.exitCode = 1;
  console.error(`pkg/api/${name}.api.md is not what the package declares:\n${difference(kept, now)}\n`);
}
if (process.exitCode) {
  console.error("Where the change is meant, `cargo xtask check --fix` writes the report anew.");
} else {
  console.log(write ? "pkg/api is written." : "pkg/api is what the package declares.");
}
