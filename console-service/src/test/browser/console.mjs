// Uses the console as a person does. Says what was wrong, and ends with 1 then.
import assert from "node:assert/strict";
import { open } from "./browser.mjs";
import { measured } from "./figures.mjs";

const { CONSOLE, TOKEN, CHROMIUM, FAILED, WAITING, LARGE, ROUNDS } = process.env;
const PICTURES = new URL("../../../target/screenshots/", import.meta.url).pathname;
const { page, look, axe, inside, step, end } = await open(CHROMIUM, PICTURES);

await step("a permalink asks for login and is shown after it", async () => {
  await page.goto(`${CONSOLE}/executions/${FAILED}`);
  await page.getByRole("heading", { name: "Log in" }).waitFor();
  await look("login");
  await page.getByLabel("Access token", { exact: false }).first().fill("wrong");
  await page.keyboard.press("Enter");
  await page.getByText("This token is not known.").waitFor();
  await page.getByLabel("Access token", { exact: false }).first().fill(TOKEN);
  await page.keyboard.press("Enter");
  await page.getByText("stage canary failed").first().waitFor();
});

await step("a failed canary tells why", async () => {
  await page.getByRole("article", { name: "Verdict of analyse-33" }).getByText("at most 1.1 times is allowed").waitFor();
  await page.locator(".react-flow__node").first().waitFor();
  assert.equal(await page.getByTestId("graph").locator(".react-flow__node").count(), 2);
  await page.getByRole("img", { name: "release 100 %" }).first().waitFor();
  await page.getByText("No statement was signed").waitFor();
  await page.getByRole("button", { name: "Run again" }).waitFor();
  await look("execution-failed");
});

await step("what the verdict rests on is drawn, beside earlier releases", async () => {
  await page.getByRole("article", { name: "Verdict of analyse-33" }).getByRole("link", { name: "charts" }).click();
  await page.getByRole("heading", { name: /analyse-33/ }).waitFor();
  await page.getByRole("article", { name: "Metric error-rate" }).getByRole("img", { name: /error-rate over time/ }).waitFor();
  await page.getByRole("img", { name: /Confidence sequence of error-rate/ }).waitFor();
  await page.getByRole("img", { name: /canary minus baseline/ }).first().waitFor();
  await page.getByRole("img", { name: /Score over time: 100, 92, 80, 66, 55, 40; Fail/ }).waitFor();
  await page.getByText("Against the median of those before").waitFor();
  assert.equal(await page.locator(".chart canvas").count(), 6);
  await look("canary");
});

await step("the overview", async () => {
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await page.getByRole("heading", { name: "What runs where" }).waitFor();
  await page.getByText("Waits for a person").first().waitFor();
  await page.getByRole("img", { name: /delivered and \d+ failed in 30 days/ }).waitFor();
  await look("overview");
});

await step("a page that cannot be fetched says so, and the rest stays usable", async () => {
  await page.route("**/GraphPage-*.js", (route) => route.abort());
  await page.goto(CONSOLE);
  await page.getByRole("link", { name: "Service graph" }).click();
  await page.getByRole("alert").getByText("This could not be shown").waitFor();
  await look("page-not-fetched");
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("heading", { name: "What runs where" }).waitFor();
  await page.unroute("**/GraphPage-*.js");
});

await step("executions are filtered, and the filter is in the address", async () => {
  await page.goto(`${CONSOLE}/executions?pipeline=shop&status=Failed`);
  await page.getByText(FAILED).waitFor();
  assert.equal(await page.getByText(WAITING).count(), 0);
  await page.goto(`${CONSOLE}/executions`);
  await page.getByText(WAITING).waitFor();
  await look("executions");
});

await step("300 stages are drawn", async () => {
  for (let round = 0; round < Number(ROUNDS ?? 1); round++) {
    const { context, figures } = await measured(page);
    const other = await context.newPage();
    await other.goto(`${CONSOLE}/executions/${LARGE}`);
    await other.locator(".react-flow__node").first().waitFor();
    await other.getByText("Live", { exact: true }).waitFor();
    console.error(`   300 stages: ${await figures.drawn(other)}`);
    console.error(`   panning: ${await figures.panned(other)}`);
    console.error(`   40 changes of 6 stages in 4 s: ${await figures.changed(other, `/api/executions/${LARGE}`)}`);
    await other.getByText("Stage stage-80: done").waitFor();
    await context.close();
  }
  await page.goto(`${CONSOLE}/executions/${LARGE}`);
  await page.locator(".react-flow__node").first().waitFor();
  await page.getByRole("img", { name: "Map of all stages" }).waitFor();
  await look("execution-300-stages", { whole: false });
});

await step("cancelling asks for a reason, by keyboard only", async () => {
  await page.getByRole("button", { name: "Cancel execution" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").waitFor();
  assert.ok(await dialog.getByRole("button", { name: "Cancel execution" }).isDisabled());
  await page.waitForTimeout(400);
  await look("cancel", { whole: false });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
});

await step("a person may pause what runs and skip a stage", async () => {
  await page.getByRole("button", { name: "Skip", exact: true }).waitFor();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("No stage and no step begins any more").waitFor();
  await page.waitForTimeout(400);
  await look("pause", { whole: false });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
});

await step("definitions and dead letters", async () => {
  await page.goto(CONSOLE);
  await page.getByRole("link", { name: "Definitions" }).click();
  await page.getByRole("heading", { name: "Definitions" }).waitFor();
  await page.getByText("parcels.yaml").waitFor();
  await look("definitions");
  await page.getByRole("link", { name: "Dead letters" }).click();
  await page.getByRole("heading", { name: "Dead letters" }).waitFor();
  await page.getByText("allowed: longer than nothing").waitFor();
  await look("dead-letters");
  await page.getByRole("link", { name: "io.gennaker.analysis.submit.v1" }).first().click();
  await page.getByText("-PT5M").first().waitFor();
  await look("dead-letter");
});

await step("withdrawn images say by whom and why, and one is withdrawn by keyboard", async () => {
  await page.getByRole("link", { name: "Images" }).click();
  await page.getByText("leaks connections, OPS-412").waitFor();
  await look("images");
  await page.getByRole("link", { name: "us.gcr.io/acme/parcels" }).click();
  await page.locator("tr.chosen").getByText("parcels", { exact: true }).waitFor();
  await page.getByText("43 times the baseline's").waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Withdraw an image" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Image").fill("us.gcr.io/acme/parcels:v4");
  await dialog.getByText("It needs a digest").waitFor();
  await page.waitForTimeout(400);
  await look("withdraw", { whole: false });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
});

await step("a start asks for what the pipeline needs", async () => {
  await page.goto(`${CONSOLE}/definitions/pipeline/parcels/start`);
  await page.getByRole("heading", { name: /parcels/ }).waitFor();
  await look("start");
});

await step("what is not there, and what cannot be shown, say so", async () => {
  await page.goto(`${CONSOLE}/executions?pipeline=nothing-of-this-name`);
  await page.getByText("No execution fits").waitFor();
  await look("executions-empty");
  await page.route("**/api/audit*", (route) => route.fulfill({ status: 503, contentType: "application/json", body: JSON.stringify({ code: "unavailable", message: "The database is not reached." }) }));
  await page.goto(`${CONSOLE}/audit`);
  await page.getByText("The database is not reached.").waitFor();
  await look("failure");
  await page.unroute("**/api/audit*");
  await page.goto(`${CONSOLE}/executions/none/of/that`);
  await page.getByText("There is no such page").waitFor();
});

await step("a definition shows its plan and what each version changed", async () => {
  await page.goto(`${CONSOLE}/definitions/pipeline/parcels`);
  await page.getByRole("tab", { name: "Plan" }).click();
  await page.locator(".react-flow__node").first().waitFor();
  assert.equal(await page.getByTestId("graph").locator(".react-flow__node").count(), 3);
  await look("definition-plan");
  await page.getByRole("tab", { name: "History" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("What it changed").waitFor();
  await page.locator(".cm-deletedChunk").filter({ hasText: "5m" }).first().waitFor();
  await look("definition-history");
  await page.goto(`${CONSOLE}/definitions/cluster/retired`);
  await page.getByText("Not in force: removed by dana").waitFor();
});

await step("a template shows its channels and who lags", async () => {
  await page.goto(`${CONSOLE}/definitions/pipelinetemplate/service?view=pipelines`);
  await page.getByRole("link", { name: "letters", exact: true }).waitFor();
  await page.getByText("has it").waitFor();
  await look("template");
});

await step("a change is tried, and refused while it is typed", async () => {
  await page.goto(`${CONSOLE}/definitions/pipeline/parcels/edit`);
  await page.getByText("It can be stored").waitFor();
  const text = page.getByRole("textbox", { name: "Text of parcels" });
  await text.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("    - {id: more, kind: boat}");
  await page.getByText("1 problem").waitFor();
  await page.getByText("boat", { exact: false }).nth(1).waitFor();
  await page.locator(".cm-lint-marker-error").waitFor();
  await page.getByText("Against the version in force").waitFor();
  await look("try-a-change");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Home");
  await page.keyboard.press("Delete");
  await page.keyboard.type("  trig");
  await page.locator(".cm-tooltip-autocomplete").getByText("triggers").first().waitFor();
  await page.keyboard.press("Escape");
});

await step("who calls whom, with the canary marked, and a click leads to its delivery", async () => {
  await page.getByRole("link", { name: "Service graph" }).click();
  await page.getByRole("heading", { name: "Service graph" }).waitFor();
  const graph = page.getByTestId("service-graph");
  await graph.locator(".react-flow__node").first().waitFor();
  await graph.getByText("canary", { exact: true }).waitFor();
  await graph.getByText("reached no workload").waitFor();
  await page.waitForTimeout(400);
  await look("service-graph");
  await graph.getByRole("link", { name: /shop-canary-/ }).click();
  await page.waitForURL(`**/executions/${WAITING}`);
  await page.goto(`${CONSOLE}/graph?place=moon/base`);
  await page.getByText("Nothing was delivered to moon/base").waitFor();
  await look("service-graph-empty");
});

await step("clusters and integrations, with what is wrong and what to do", async () => {
  await page.getByRole("link", { name: "Health" }).click();
  await page.getByRole("heading", { name: "Clusters and integrations" }).waitFor();
  const production = page.getByRole("article", { name: "Cluster production" });
  await production.getByText("did not answer within 5 s").waitFor();
  await production.getByText("What to do:").waitFor();
  const analysis = page.getByRole("table", { name: "Services and what they stand on" }).getByRole("row", { name: /deployer/ });
  await analysis.getByText("Up").first().waitFor();
  await look("health");
});

await step("an execution that does not move says for what it waits", async () => {
  await page.goto(`${CONSOLE}/executions/${LARGE}`);
  await page.getByText("Has not moved for").waitFor();
  await page.getByText("an answer of the deployer").first().waitFor();
  await look("stalled", { whole: false });
});

await step("what came in from outside", async () => {
  await page.getByRole("link", { name: "Triggers" }).click();
  await page.getByRole("heading", { name: "Triggers" }).waitFor();
  await page.getByText("wanted is semver:^3").waitFor();
  await look("triggers");
});

await step("the audit", async () => {
  await page.getByRole("link", { name: "Audit" }).click();
  await page.getByRole("heading", { name: "Audit" }).waitFor();
  await page.getByText("done (").first().waitFor();
  await look("audit");
});

await step("a lost connection is shown, and mended", async () => {
  await page.route("**/events", (route) => route.abort());
  await page.goto(`${CONSOLE}/executions/${WAITING}`);
  await page.getByText("Connection lost, trying again").waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByText("Connection lost").waitFor();
  assert.ok(await inside("header > *, header [role=status], header button"), "all of the header is on the phone");
  await look("connection-lost-phone", { whole: false });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.unroute("**/events");
  await page.getByText("Live", { exact: true }).waitFor();
});

await step("the other screens fit a phone", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [path, heading] of [["", "Overview"], [`executions/${FAILED}`, /shop/], ["executions", "Executions"], ["images", "Withdrawn images"], ["health", "Clusters and integrations"], ["triggers", "Triggers"]]) {
    await page.goto(`${CONSOLE}/${path}`);
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
    await page.waitForTimeout(300);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} does not scroll sideways`);
    assert.equal((await axe()).join("\n"), "", `${path}: axe`);
    await page.screenshot({ path: `${PICTURES}phone-${path.split("/").slice(0, 1)[0] || "overview"}${path.includes("/") ? "-one" : ""}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
});

await step("an answer is given in the page on a phone, by keyboard", async () => {
  await page.goto(`${CONSOLE}/executions/${WAITING}`);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("heading", { name: "Promote shop v2?" }).waitFor();
  await page.getByText("1 of 2 approvals that say the same").waitFor();
  await page.getByText("History, 4 entries").click();
  await page.getByText("dana handed the decision on to erin").waitFor();
  assert.ok(await inside(".judgement, .judgement button, .judgement .metrics td"), "the question, its evidence and its buttons are on the phone");
  await look("approve-phone");
  await page.setViewportSize({ width: 1280, height: 900 });
  await look("execution-waiting");
  await page.goto(`${CONSOLE}/judgements`);
  await page.getByRole("article", { name: "Verdict of analyse-10" }).waitFor();
  await look("judgements");
  await page.getByLabel("Comment").focus();
  await page.keyboard.type("looks good");
  await page.keyboard.press("Tab");
  const sent = page.waitForRequest("**/api/judgements/decisions");
  await page.keyboard.press("Enter");
  const { judgementId, requestId, ...answer } = (await sent).postDataJSON();
  // Inputs are those of whoever approved before: one agrees without typing them again.
  assert.deepEqual(answer, { decision: "Approve", choice: "all", inputs: { ticket: "OPS-7", batch: "4", announce: "false" }, comment: "looks good" });
  assert.ok(requestId);
  assert.ok(judgementId.startsWith(WAITING));
  // Nobody answers here: the judgement service is not part of this test.
  await page.getByText("the judgement service did not answer").waitFor();
});

await end();
