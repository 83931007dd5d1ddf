// What is drawn, as it is seen.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const folder = new URL("../../../../target/console/", import.meta.url);

/** Keeps a picture of the whole page in target/console. */
export async function picture(page, browser, name) {
  await mkdir(new URL(`${browser}/`, folder), { recursive: true });
  const path = fileURLToPath(new URL(`${browser}/${name}.png`, folder));
  await page.screenshot({ path, fullPage: true });
}

/** How many colours an element shows, each rounded. */
export async function coloursOf(page, selector) {
  const element = await page.waitForSelector(selector);
  const picture = await element.screenshot({ encoding: "base64" });
  return page.evaluate(async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 4)
      colours.add(((data[at] >> 4) << 8) | ((data[at + 1] >> 4) << 4) | (data[at + 2] >> 4));
    return colours.size;
  }, picture);
}
