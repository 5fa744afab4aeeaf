import { expect, test } from "vitest";
import type { Execution, Stage } from "../api/types";
import { ofExecution, ofStage } from "./Interventions";

const execution = (status: string) => ({ id: "shop-1", status }) as Execution;
const stage = (status: string, times: Partial<Stage> = {}) => ({ id: "canary", status, ...times }) as Stage;
const OVER = { startedAt: "2026-01-01T00:00:00Z", endedAt: "2026-01-01T00:05:00Z" };

test.each([
  ["Running", ["pause"]],
  ["Paused", ["resume"]],
  ["Queued", []],
  ["Compensating", []],
  ["Succeeded", []],
  ["Failed", []],
])("an execution that is %s offers %j", (status, acts) => {
  expect(ofExecution(execution(status))).toEqual(acts);
});

test("an execution that waits for the end of a freeze offers to override it", () => {
  expect(ofExecution({ ...execution("Queued"), reason: "frozen until 2026-12-27T08:00:00Z by christmas: calm" })).toEqual(["override-freeze"]);
});

test.each([
  ["Running", stage("Failed", OVER), ["retry", "ignore"]],
  ["Running", stage("Succeeded", OVER), ["restart"]],
  ["Running", stage("Running", { startedAt: OVER.startedAt }), ["skip"]],
  ["Paused", stage("Waiting"), ["skip"]],
  ["Failed", stage("TimedOut", OVER), ["retry", "ignore"]],
  ["Failed", stage("Waiting"), []],
  ["Cancelled", stage("Cancelled", OVER), ["retry"]],
  ["Succeeded", stage("Succeeded", OVER), []],
  ["Compensating", stage("Failed", OVER), []],
])("in an execution that is %s a stage %j offers %j", (status, one, acts) => {
  expect(ofStage(execution(status), one)).toEqual(acts);
});
