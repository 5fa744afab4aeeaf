// The browser that a test looks at the console with: headless Chromium, its page, pictures and steps.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../main/webui/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const AXE = require.resolve("axe-core/axe.min.js");

/**
 * @param executablePath of Chromium
 * @param pictures folder for screenshots, with a slash at its end
 */
export async function open(executablePath, pictures) {
  mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({
    executablePath, headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: "light", bypassCSP: false });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const refused = [];
  page.on("console", (message) => /Content Security Policy/.test(message.text()) && refused.push(message.text()));
  page.on("pageerror", (error) => refused.push(String(error)));

  /** Both schemes; whatever axe calls serious or critical fails. */
  async function look(name, options = {}) {
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.waitForFunction((wanted) => document.documentElement.dataset.mantineColorScheme === wanted, scheme);
      // Scrolled, what is fixed would stand in the middle of a picture of the whole page.
      if (options.whole ?? true) await page.evaluate(() => scrollTo(0, 0));
      await page.waitForTimeout(250);
      await page.screenshot({ path: `${pictures}${name}-${scheme}.png`, fullPage: options.whole ?? true });
      const found = await axe();
      assert.equal(found.join("\n"), "", `${name}, ${scheme}: axe\n${found.join("\n")}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
  }

  /** Through the debugger's evaluation, which the page's policy does not concern. */
  async function axe() {
    await page.evaluate(readFileSync(AXE, "utf8"));
    return page.evaluate(async () => {
      const { violations } = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
      return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join(" | ")}`);
    });
  }

  /** Whether nothing of these lies beside the screen, and the page does not scroll sideways: when what moves has come to rest. */
  const inside = (selector) => page.waitForFunction((wanted) => [...document.querySelectorAll(wanted)].filter((each) => each.checkVisibility()).every((each) => {
    const { left, right } = each.getBoundingClientRect();
    return left >= 0 && right <= innerWidth;
  }) && document.documentElement.scrollWidth <= innerWidth, selector, { timeout: 10_000 }).then(() => true, () => false);

  let failures = 0;
  // Said on stderr: the build keeps stdout for itself.
  const step = async (what, act) => {
    const begin = Date.now();
    try {
      await act();
      console.error(`ok ${what} (${Date.now() - begin} ms)`);
    } catch (failed) {
      failures++;
      await page.screenshot({ path: `${pictures}failed-${failures}.png` }).catch(() => {});
      console.error(`FAILED ${what}\n${failed.stack}`);
    }
  };

  /** Ends the process: with 0 when every step was right. */
  const end = async () => {
    await step("nothing was refused by the content security policy", async () => assert.deepEqual(refused, []));
    await browser.close();
    process.exit(failures === 0 ? 0 : 1);
  };

  return { page, context, look, axe, inside, step, end };
}
