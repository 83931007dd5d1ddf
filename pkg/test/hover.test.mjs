// What an editor shows of the package's declarations: every member says what it is, in words.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import ts from "typescript";

const require = createRequire(import.meta.url);
const types = (entry) => require.resolve(entry).replace(/[^/]*$/, "");
const folder = types("meshi-partner/package.json");

/** The comment before a node, or nothing. */
function commentOf(node, text) {
  const ranges = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const last = ranges.at(-1);
  return last ? text.slice(last.pos, last.end) : "";
}

/** Members that say themselves what they are, as every object of the language has them. */
const PLAIN = /^(?:constructor|then|catch|finally|name|\[.*\])$/;

for (const file of ["index.d.ts", "sandbox.d.ts"]) {
  const text = readFileSync(`${folder}dist/${file}`, "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const declared = source.statements.filter(
    (node) => ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node),
  );

  test(`${file}: every member of every type has a comment`, () => {
    assert.ok(declared.length > 3);
    const bare = [];
    for (const { name, members } of declared) {
      // The part of a host's type that is used stands in for it, and says itself what it is.
      if (/Like$|^FetchInit$/.test(name.text)) continue;
      for (const member of members) {
        if (member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)) continue;
        const own = member.name?.getText(source) ?? "constructor";
        if (own.startsWith("#") || PLAIN.test(own) || commentOf(member, text).length > 10) continue;
        bare.push(`${name.text}.${own}`);
      }
    }
    assert.deepEqual(bare, []);
  });

  test(`${file}: documented and inferred are spelled out`, () => {
    const marks = text
      .split("\n")
      .filter((line) => /^\s*(?:\/\*)?\*.*[(\s;,][DI](?:[);,]|\sin\s|\sthat\s)/.test(line));
    assert.deepEqual(marks, []);
  });

  test(`${file}: each comment stands alone, in plain English`, () => {
    const comments = text
      .match(/\/\*\*[\s\S]*?\*\//g)
      .map((comment) => comment.replace(/\s*\n\s*\*\s?/g, " "));
    assert.ok(comments.length > 20);
    const bad = comments.filter((comment) =>
      /\/\*\* (?:The same|As |Another one|What |Whether, )|(?<!There )\b(?:is|are|was) no |came to nothing|could not be had|who asks|of which|uses nothing|be had\b|lets? go of|told of|tells of|stands in/.test(
        comment,
      ),
    );
    assert.deepEqual(bad, []);
  });
}
