// A console, a browser, and a person's hands: what every story is told with.

import assert from "node:assert/strict";
import { launch } from "../../../../tests/packaging/shared/browser.mjs";
import { TOKEN, withConsole } from "../../worker/support/console.mjs";
import { withEdge } from "./edge.mjs";
import { picture } from "./picture.mjs";

/** The browsers that the page is for. */
export const BROWSERS = ["chrome", "firefox"];

/** Nothing here takes that long unless it hangs. */
const LIMIT_MS = 30_000;
export const DESKTOP = { width: 1200, height: 800 };

/**
 * Opens a browser on a console of its own, and sees afterwards that no secret has reached it and nothing has broken.
 *
 * @param variables of the console
 * @param work gets the console, its address as the browser knows it, and `visit`, which opens a page in a context of its
 *   own: another person's, or another device
 */
export async function withStage(name, variables, work) {
  const secrets = [TOKEN, variables.MESHI_KEY].filter((secret) => secret !== undefined);
  const broken = [];
  await withConsole(variables, (console) =>
    withEdge(async (edge) => {
      edge.leadTo(() => console.origin);
      const browser = await launch(name);
      const pages = [];
      const visit = async (path) => {
        const context = await browser.createBrowserContext();
        const page = await context.newPage();
        pages.push(page);
        await page.setViewport(DESKTOP);
        page.setDefaultTimeout(LIMIT_MS);
        page.on("pageerror", (error) => broken.push(`page error: ${error}`));
        page.on("dialog", (dialog) => broken.push(`dialog: ${dialog.message()}`));
        page.on("console", (message) => {
          if (/content.security.policy/i.test(message.text())) broken.push(message.text());
        });
        page.on("request", (request) => {
          const url = request.url();
          if (!url.startsWith(edge.origin) && !/^(?:blob|data):/.test(url)) broken.push(`asked for ${url}`);
        });
        // What would be downloaded is kept in the page, to be read: no file is left, and no panel takes the keyboard.
        await page.evaluateOnNewDocument(() => {
          const make = URL.createObjectURL.bind(URL);
          let made;
          globalThis.saved = [];
          URL.createObjectURL = (blob) => make((made = blob));
          addEventListener("click", (event) => {
            const link = event.target.closest?.("a[download]");
            if (!link) return;
            event.preventDefault();
            globalThis.saved.push({ name: link.download, blob: made });
          });
        });
        await page.goto(edge.origin + path, { waitUntil: "load" });
        return page;
      };
      try {
        await work({ console, origin: edge.origin, visit });
      } catch (error) {
        for (const [at, page] of pages.entries()) await picture(page, name, `00-failure-${at + 1}`);
        error.message += `\n${broken.join("\n")}`;
        throw error;
      } finally {
        await browser.close();
      }
      const received = edge.received();
      assert.ok(received.includes("Meshi console"), "nothing was received at all");
      for (const secret of secrets) assert.ok(!received.includes(secret), "the browser received a secret");
    }),
  );
  assert.deepEqual(broken, []);
}

/** Waits for an element, which is seen, and gives it. */
export const seen = (page, selector) => page.waitForSelector(selector, { visible: true });

const quoted = (text) => (text.includes('"') ? `'${text}'` : `"${text}"`);
const control = (text) =>
  `::-p-xpath(//*[self::button or self::a or self::summary][contains(normalize-space(.), ${quoted(text)})])`;

/** Waits for text to be seen. */
export async function reads(page, text) {
  await page
    .waitForFunction(
      (wanted) => document.body.innerText.replace(/\s+/g, " ").includes(wanted),
      { polling: 100 },
      text,
    )
    .catch(async (cause) => {
      const there = await page.evaluate(() => document.body.innerText);
      throw new Error(`“${text}” does not come; the page reads: ${there.slice(0, 2_000)}`, { cause });
    });
}

/** Does something to an element once it can be done. */
async function act(page, selector, how, ...what) {
  await page
    .locator(selector)
    [how](...what)
    .catch((cause) => {
      throw new Error(`${selector}: cannot ${how}: ${cause.message}`, { cause });
    });
}

/** Presses a button or a link by its words. */
export const press = (page, text) => act(page, control(text), "click");

/** Picks one of several by its words. */
export const pick = (page, text) =>
  act(page, `::-p-xpath(//label[contains(normalize-space(.), ${quoted(text)})])`, "click");

/** Fills a field in, or chooses of a list. */
export const fill = (page, selector, text) => act(page, selector, "fill", text);

/** Signs in as a person does. */
export async function signIn(page, token = TOKEN) {
  await fill(page, "input[name=token]", token);
  await press(page, "Sign in");
}

/** Drops a file onto the window. */
export async function drop(page, name, bytes) {
  await seen(page, ".dropzone");
  await page.evaluate(
    (name, text) => {
      const dataTransfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name, { type: "text/csv" }));
      const init = { dataTransfer, bubbles: true, cancelable: true };
      const target = document.querySelector(".dropzone");
      for (const type of ["dragenter", "dragover", "drop"]) target.dispatchEvent(new DragEvent(type, init));
    },
    name,
    Buffer.from(bytes).toString("base64"),
  );
}

/** The name and the text of the last export. */
export function exported(page) {
  return page.evaluate(async () => {
    const { name, blob } = globalThis.saved.at(-1);
    return { name, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(await blob.arrayBuffer()) };
  });
}
