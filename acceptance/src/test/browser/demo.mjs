// Watches the demo from its first image to its last, and approves in the page. Says what was wrong, and ends with 1 then.
import { open } from "../../../../console-service/src/test/browser/browser.mjs";

const { CONSOLE, TOKEN, CHROMIUM } = process.env;
const PICTURES = new URL("../../../target/screenshots/", import.meta.url).pathname;
const { page, look, step, end } = await open(CHROMIUM, PICTURES);
// An image is built, pushed and carried through the replica before there is something to see.
page.setDefaultTimeout(180_000);

/** Deliveries of shop, the newest first; the list grows by itself. */
const delivery = (place) => page.getByRole("table").locator('a[href^="/executions/"]').nth(place);
const said = (text) => page.getByText(text).first().waitFor();
const split = (release, baseline, canary) => page.getByRole("img", { name: `release ${release} %, baseline ${baseline} %, canary ${canary} %` }).first().waitFor();

await step("a person logs in while nothing is delivered yet", async () => {
  await page.goto(CONSOLE);
  await page.getByLabel("Access token", { exact: false }).first().fill(TOKEN);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
});

await step("the good image's delivery appears by itself", async () => {
  await page.goto(`${CONSOLE}/executions?pipeline=shop`);
  await delivery(0).click();
  await page.locator(".react-flow__node").first().waitFor();
  await look("demo-begins");
});

await step("a tenth goes to the canary, and requests confirm it", async () => {
  await split(80, 10, 10);
  await said(/confirmed by [\d,. ]+ requests/);
});

await step("the console dies and is there again, and the page goes on", async () => {
  await said("Connection lost, trying again");
  await page.getByText("Live", { exact: true }).waitFor();
  await split(34, 33, 33);
});

await step("the question stands beside its evidence, and is answered", async () => {
  await page.getByRole("heading", { name: /^Release shop v2-/ }).waitFor();
  await page.getByRole("article", { name: "Verdict of analyse-33" }).waitFor();
  await look("demo-question");
  await page.getByLabel("Comment").fill("both comparisons look the same to me");
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await said(/\d+ of 12/);
  await look("demo-rolls");
});

await step("the image is in production, and its statement is signed", async () => {
  await said("Succeeded");
  await page.getByText("Provenance").first().waitFor();
  await look("demo-promoted");
});

await step("what was changed in the replica, and what its jobs said", async () => {
  const execution = page.url().split("?")[0];
  await page.goto(`${execution}?stage=replica`);
  await page.getByText(/objects? changed on replica/).first().click();
  await look("demo-changes");
  await page.goto(`${execution}?stage=schema`);
  await page.getByText(/^Output of shop-schema/).first().click();
  await said("schema is at version 7");
  await page.goto(execution);
});

await step("what each comparison rested on", async () => {
  await page.getByRole("article", { name: "Verdict of analyse-33" }).getByRole("link", { name: "charts" }).click();
  await page.getByRole("article", { name: "Metric error-rate" }).waitFor();
  await page.locator(".chart canvas").first().waitFor();
  await look("demo-canary");
});

await step("the bad image is taken back, and the page says why", async () => {
  await page.goto(`${CONSOLE}/executions?pipeline=shop`);
  await delivery(1).waitFor();
  await delivery(0).click();
  await split(80, 10, 10);
  await page.goto(`${CONSOLE}/graph?place=production/shop`);
  await page.getByTestId("service-graph").locator(".react-flow__node").first().waitFor();
  await look("demo-graph");
  await page.goBack();
  await page.getByRole("article", { name: "Verdict of analyse-10" }).getByText(/error-rate/).first().waitFor();
  await page.getByRole("img", { name: "release 100 %", exact: false }).first().waitFor();
  await said("stage canary failed");
  await look("demo-taken-back");
});

await step("the overview has both", async () => {
  await page.goto(CONSOLE);
  await page.getByRole("heading", { name: "What runs where" }).waitFor();
  await look("demo-overview");
});

await end();
