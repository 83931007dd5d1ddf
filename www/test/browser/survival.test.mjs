// A flow that is watched through all that can happen to it: a reload, another device, the console's death, a storm of
// 429, a refusal. It ends well, and nothing was done twice.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { TOKEN } from "../worker/support/console.mjs";
import { effects, withPartner } from "../worker/support/partner.mjs";
import { inspect } from "./support/inspect.mjs";
import { BROWSERS, drop, fill, press, reads, seen, signIn, withStage } from "./support/stage.mjs";

const FILE = await readFile(new URL("../../../examples/attendees.csv", import.meta.url));

/** The step that is under way, as the page shows it. */
const current = "li.step[aria-current=step]";

/** Holds the first request of a name until it is let go; then it is lost, or not. */
function gate(name) {
  const gate = {};
  gate.reached = new Promise((resolve) => (gate.reach = resolve));
  gate.left = new Promise((resolve) => (gate.leave = resolve));
  gate.onRequest = (now) => {
    if (now !== name || gate.passed) return false;
    gate.passed = true;
    gate.reach();
    return gate.left;
  };
  return gate;
}

for (const browser of BROWSERS) {
  test(`a flow is there after a reload, on another device, after the console's death and a storm, in ${browser}`, async () => {
    const held = gate("PUT /events/climate-founders-day/attendees:import");
    await withPartner({ onRequest: held.onRequest }, async ({ sandbox, variables }) => {
      const operations = ["events.create", "attendees.import", "enrichment.start", "matching.start"];
      sandbox.faults.push(
        { operation: "enrichment.start", status: 429, retryAfter: "3", times: 3 },
        {
          operation: "matching.start",
          status: 403,
          code: "INSUFFICIENT_SCOPE",
          message: "no leave to match",
        },
      );
      await withStage(browser, variables, async ({ console, visit }) => {
        const page = await visit("/");
        await signIn(page);
        await drop(page, "attendees.csv", FILE);
        await fill(page, "#title", "Climate Founders Day");
        await reads(page, "your server");
        await press(page, "Start");
        await held.reached;
        await seen(page, current);
        await reads(page, "Import attendees Running");
        await inspect(page, browser, "21-running");
        await page.reload({ waitUntil: "load" });
        await reads(page, "Import attendees Running");

        const device = await visit(`/#access=${TOKEN}`);
        await press(device, "Climate Founders Day");
        await reads(device, "Import attendees Running");
        await press(device, "Network");
        await reads(device, "The matches are not ready yet");
        await inspect(device, browser, "22-not-yet");

        // Whoever looks away is not kept up to date.
        await page.bringToFront();
        await console.kill();
        held.leave(true);
        await reads(page, "The console does not answer at the moment");
        await inspect(page, browser, "23-away");
        await console.start();
        await reads(page, "Meshi asked to slow down");
        await inspect(page, browser, "24-waiting");

        await reads(page, "It stopped at “Match people”");
        await reads(page, "INSUFFICIENT_SCOPE");
        await inspect(page, browser, "25-failed");
        await press(page, "Resume");
        await reads(page, "Done in");
        await device.bringToFront();
        await press(device, "Matches");
        await seen(device, "table.pairs tbody tr[data-index]");
      });
      for (const operation of operations) assert.equal(effects(sandbox, operation), 1, operation);
    });
  });
}
