// What strangers write, made harmless to look at and to open in a spreadsheet; numbers as people read them.

import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./support/load.mjs";

const { clean } = await load("text/clean.ts");
const { cell, csv, fileName } = await load("text/csv.ts");
const { linkedInAddress } = await load("text/link.ts");
const { duration, score, scale, size, days } = await load("text/format.ts");
const { failureText, isUsedUp, replayedText, reviewReason, waitReason, withoutAdvice } =
  await load("text/words.ts");

test("what turns text around, or cannot be seen, is shown as a mark", () => {
  const shown = [
    ["exe\u202egnp.doc", "exe[RLO]gnp.doc"],
    ["\u2067left\u2069", "[RLI]left[PDI]"],
    ["bell\u0007", "bell\u2407"],
    ["null\u0000", "null\u2400"],
    ["\u001b[31mred", "\u241b[31mred"],
    ["two\r\nlines", "two  lines"],
    ["c1\u0085", "c1\ufffd"],
  ];
  for (const [text, expected] of shown) assert.equal(clean(text), expected);
});

test("what belongs to a script stays: marks of Hebrew, joiners of emoji and of Persian", () => {
  for (const text of ["שלום\u200f!", "👩\u200d🔬", "می\u200cخواهم", "<b>not markup</b>"])
    assert.equal(clean(text), text);
  assert.equal(clean(undefined), "");
  assert.equal(clean({ a: [1] }), '{"a":[1]}');
});

test("no cell of an export becomes a formula", () => {
  const formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1", "\u0000=1"];
  for (const text of formulas) {
    assert.match(cell(text), /^"?'/, JSON.stringify(text));
  }
  assert.equal(cell("a=b"), "a=b");
  assert.equal(cell(-0.5), "-0.5", "a number is a number");
});

test("cells are quoted where the format needs it, and a reader gets them back", () => {
  assert.equal(cell('say "hi", twice'), '"say ""hi"", twice"');
  assert.equal(cell("two\nlines"), '"two\nlines"');
  assert.equal(cell(null), "");
  assert.equal(csv(["a", "b"], [[1, "x,y"]]), '\ufeffa,b\r\n1,"x,y"\r\n');
});

test("a file's name has nothing in it that a file system dislikes", () => {
  assert.equal(fileName("climate:2026", "matches"), "climate-2026-matches.csv");
  assert.equal(fileName("../../etc/passwd"), "etc-passwd.csv");
});

test("times, sizes and scores are short and steady", () => {
  assert.deepEqual([12, 400, 9_949, 12_400, 65_000, 3_720_000, -5, NaN].map(duration), [
    "< 0.1 s",
    "0.4 s",
    "9.9 s",
    "12 s",
    "1 min 05 s",
    "1 h 02 min",
    "0 s",
    "0 s",
  ]);
  assert.deepEqual([1, 999, 1_400, 50_000, 99_960_000].map(size), [
    "1 byte",
    "999 bytes",
    "1.4 KB",
    "50 KB",
    "100 MB",
  ]);
  assert.deepEqual([0.8731, 1, 87].map(score), ["0.873", "1", "87"]);
  assert.deepEqual([scale([0.2, 0.9]), scale([40, 87]), scale([250]), scale([])], [1, 100, 250, 1]);
});

test("an event's days are shifted by no time zone", () => {
  assert.equal(days("2026-09-10", "2026-09-10"), "September 10, 2026");
  assert.equal(days("2026-09-10", "2026-09-11"), "September 10, 2026 to September 11, 2026");
});

test("a reason that this page does not know is told as it was sent", () => {
  assert.equal(reviewReason("same_name_as_another_attendee"), "Same name as another attendee");
  assert.equal(reviewReason("two_profiles_found"), "Two profiles found");
  assert.equal(reviewReason("Ask them"), "Ask them");
  assert.match(waitReason("SERVICE_UNAVAILABLE"), /SERVICE_UNAVAILABLE/);
});

test("what the reader advises a programmer becomes what a person can do here", () => {
  const said = [
    [
      'line 2: the file has neither an id nor an e-mail column: say with mapping: { attendee_id: "…" } or mapping: { email: "…" } which column is one',
      "line 2: the file has neither an id nor an e-mail column: choose under “Columns” which column it is",
    ],
    [
      'the columns "email" and "e-mail" can both be email: say which one is, with mapping: { email: "email" }',
      'the columns "email" and "e-mail" can both be email: say which one is, under “Columns”',
    ],
    ["line 3: name is required and must not be blank", "line 3: name is required and must not be blank"],
  ];
  for (const [message, expected] of said) assert.equal(withoutAdvice(message), expected);
});

test("a stranger's text is a link to LinkedIn, or none", () => {
  assert.equal(linkedInAddress("www.linkedin.com/in/ada"), "https://www.linkedin.com/in/ada");
  assert.equal(linkedInAddress("http://linkedin.com/in/ada"), "https://linkedin.com/in/ada");
  const others = [
    "javascript:alert(1)//linkedin.com",
    "https://evil.example/linkedin.com",
    "https://linkedin.com.evil.example/",
    "https://linkedin.com@evil.example/",
    "https://user:word@linkedin.com/",
    "https://linkedin.com:8443/",
    "notlinkedin.com/in/ada",
    "data:text/html,linkedin.com",
    "",
  ];
  for (const address of others) assert.equal(linkedInAddress(address), undefined, address);
});

test("a failure after the last attempt is told in the page's words, and any other as it is", () => {
  const used =
    "run run_7 failed; it is the last of 9 attempts with this content, and all of them failed. Give another runKey to do everything again.";
  assert.equal(isUsedUp(used), true);
  assert.match(
    failureText(used),
    /all of them failed\. Start a new flow with the same file to do everything again\.$/,
  );
  assert.doesNotMatch(failureText(used), /runKey/);
  assert.equal(isUsedUp("run run_7 failed"), false);
  assert.equal(failureText("run run_7 failed"), "run run_7 failed");
});

test("rows that were answered by runs of before are told with their number", () => {
  assert.equal(replayedText(1), "1 row was answered by a run that had already ended: nothing was done again");
  assert.equal(
    replayedText(1200),
    "1,200 rows were answered by runs that had already ended: nothing was done again",
  );
});
