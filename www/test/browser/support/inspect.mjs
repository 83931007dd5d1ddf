// Looks a state of the page over: axe in both themes, no sideways scrolling on a phone, and a picture of each to keep.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { picture } from "./picture.mjs";
import { DESKTOP } from "./stage.mjs";

const PHONE = { width: 375, height: 740 };
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @param name of the state: also the pictures' name, in target/console */
export async function inspect(page, browser, name) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  for (const theme of ["dark", "light"]) {
    await choose(page, theme);
    assert.deepEqual(await complaints(page), [], `axe, ${name}, ${theme}`);
    await picture(page, browser, `${name}-${theme}`);
  }
  await page.setViewport(PHONE);
  await page.waitForFunction((width) => innerWidth === width, {}, PHONE.width);
  const [wide, at] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const over = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return [scrollWidth - clientWidth, over.slice(0, 8).map((element) => element.outerHTML.slice(0, 120))];
  });
  assert.ok(wide <= 0, `${name} is ${wide} pixels too wide on a phone: ${at.join("\n")}`);
  assert.deepEqual(await complaints(page), [], `axe, ${name}, on a phone`);
  await picture(page, browser, `${name}-phone`);
  await page.setViewport(DESKTOP);
}

/** Presses the button for the theme; from the program, since a dialog may lie over it. */
async function choose(page, theme) {
  await page.evaluate(
    (theme) => document.querySelector(`[aria-label="Use the ${theme} theme"]`)?.click(),
    theme,
  );
  await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, {}, theme);
  // A colour that is still on its way would be taken for one of too little contrast.
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (Number.isFinite(animation.effect.getComputedTiming().endTime)) animation.finish();
  });
}

async function complaints(page) {
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.slice(0, 4).map(({ html, failureSummary }) => `${html.slice(0, 200)}: ${failureSummary}`),
  }));
}
