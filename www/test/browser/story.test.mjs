// The whole story, from a file that is dropped to the picture of who should meet whom, on a sandbox.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { TOKEN } from "../worker/support/console.mjs";
import { inspect } from "./support/inspect.mjs";
import { coloursOf } from "./support/picture.mjs";
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

const FILE = await readFile(new URL("../../../examples/attendees.csv", import.meta.url));

/** The select of the column of a heading. */
const column = (heading) => `::-p-xpath(//li[contains(@class, "column")][contains(., "${heading}")]//select)`;

/** The words of each element. */
const texts = (page, selector) =>
  page.$$eval(selector, (elements) =>
    elements.map((element) => element.innerText.replace(/\s+/g, " ").trim()),
  );

for (const browser of BROWSERS) {
  test(`from a dropped file to the picture of the network, in ${browser}`, async () => {
    await withStage(browser, {}, async ({ visit, origin }) => {
      const page = await visit("/");
      await seen(page, "input[name=token]");
      await inspect(page, browser, "01-sign-in");
      await signIn(page, "not-the-access-token");
      await reads(page, "That is not the access token");
      await inspect(page, browser, "02-wrong-token");
      await signIn(page);
      await reads(page, "No flow yet");
      await reads(page, "Sandbox");
      await inspect(page, browser, "03-empty");

      // Nothing is sent before the person says so.
      const written = [];
      page.on("request", (request) => {
        if (request.method() !== "GET") written.push(`${request.method()} ${request.url()}`);
      });
      await drop(page, "attendees.csv", FILE);
      await reads(page, "205 rows in the file");
      await reads(page, "Patchwork Mobility");
      await pick(page, "Rejected 6");
      await reads(page, "name is required and must not be blank");
      await inspect(page, browser, "04-rejected");
      await pick(page, "Left out 2");
      await reads(page, "is not on linkedin.com");
      await inspect(page, browser, "04-left-out");
      await pick(page, "Ready 199");
      await fill(page, column("What company"), "");
      await reads(page, "Undo my changes");
      await fill(page, column("What company"), "company");
      await reads(page, "Patchwork Mobility");
      await inspect(page, browser, "05-preview");
      await press(page, "Start");
      await reads(page, "Give the event a name.");
      await inspect(page, browser, "06-nameless");
      await fill(page, "#title", "Climate Founders Day");
      assert.deepEqual(written, []);
      await press(page, "Start");

      await seen(page, "ol.steps");
      await page.reload({ waitUntil: "load" });
      await reads(page, "Done in");
      assert.deepEqual(await texts(page, ".step-status"), [
        "Done",
        "Done",
        "Left out",
        "Done",
        "Done",
        "Done",
        "Done",
      ]);
      await inspect(page, browser, "07-done");

      await press(page, "See the matches");
      await seen(page, "table.pairs tbody tr[data-index]");
      await inspect(page, browser, "08-matches");
      const scores = async () => (await texts(page, "td.col-score")).map(Number);
      const highest = await scores();
      assert.deepEqual(
        highest,
        highest.toSorted((a, b) => b - a),
      );
      // By keyboard: a heading sorts, a name opens the card, Escape closes it.
      await page.focus("th.col-score button");
      await page.keyboard.press("Enter");
      await seen(page, "th.col-score[aria-sort=ascending]");
      const lowest = await scores();
      assert.deepEqual(
        lowest,
        lowest.toSorted((a, b) => a - b),
      );
      assert.ok(lowest[0] < highest[0]);
      await fill(page, "input[type=search]", "gridlight");
      await page.waitForFunction(() => / of [\d,]+ pairs/.test(document.querySelector(".tally").innerText));
      for (const row of await texts(page, "tbody tr[data-index]")) assert.match(row, /gridlight/i);
      await inspect(page, browser, "09-filtered");
      const shown = await page.$eval(".tally", (tally) => Number.parseInt(tally.innerText, 10));
      await press(page, "Export CSV");
      const { name: file, text: csv } = await exported(page);
      assert.equal(file, "climate-founders-day-matches.csv");
      assert.equal(csv.trim().split("\r\n").length, shown + 1);
      assert.match(csv, /^\ufeffscore,attendee_id,name/);
      await fill(page, "input[type=search]", "nobody is called that");
      await reads(page, "No pair fits");
      await inspect(page, browser, "10-no-pair");
      await press(page, "Show all");
      await page.waitForFunction(() => /^[\d,]+ pairs$/.test(document.querySelector(".tally").innerText));
      await seen(page, "tbody tr[data-index] button.link");
      await page.focus("tbody button.link");
      const name = await page.evaluate(() => document.activeElement.innerText);
      await page.keyboard.press("Enter");
      await seen(page, "dialog[open]");
      assert.deepEqual(await texts(page, "#person-name"), [name]);
      assert.ok((await texts(page, "dialog .best li")).length > 0);
      await inspect(page, browser, "11-person");
      await page.keyboard.press("Escape");
      await page.waitForSelector("dialog", { hidden: true });

      await press(page, "Network");
      await seen(page, browser === "chrome" ? ".canvas canvas" : ".canvas :is(canvas, svg)");
      assert.ok((await coloursOf(page, ".canvas")) > 20, "the picture is empty");
      await inspect(page, browser, "12-network");
      await press(page, "Review queue");
      await reads(page, "Same name as another attendee");
      await inspect(page, browser, "13-review");
      await press(page, "Report");
      await reads(page, "198 imported");
      await reads(page, "Values left out");
      await inspect(page, browser, "14-report");

      const device = await visit(`/#access=${TOKEN}`);
      await reads(device, "Climate Founders Day");
      assert.equal(device.url(), `${origin}/#/`);
      await inspect(device, browser, "15-flows");
      await press(device, "Climate Founders Day");
      await seen(device, "table.pairs tbody tr[data-index]");
      const kept = await page.evaluate(() =>
        JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
      );
      assert.ok(!kept.includes(TOKEN) && !kept.includes("meshi="), kept);
      await press(page, "Sign out");
      await seen(page, "input[name=token]");
    });
  });
}
