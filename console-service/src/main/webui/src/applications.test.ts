import { expect, test } from "vitest";
import type { ExecutionSummary } from "./api/types";
import { applications } from "./applications";

const run = (id: string, application: string, status: ExecutionSummary["status"], openJudgements = 0): ExecutionSummary => ({
  id, application, pipeline: application, status, openJudgements, images: [], acceptedAt: "2026-01-01T00:00:00Z",
  ...(status === "Running" ? {} : { finishedAt: "2026-01-01T00:01:00Z" }),
});

test("an application that waits for a person comes first, then one that failed", () => {
  const all = applications([run("a2", "a", "Succeeded"), run("b1", "b", "Failed"), run("c1", "c", "Running", 1), run("a1", "a", "Failed")]);
  expect(all.map((each) => each.application)).toEqual(["c", "b", "a"]);
});

test("what is delivered is of the last success, not of the newest execution", () => {
  const [only] = applications([run("a3", "a", "Failed"), run("a2", "a", "Succeeded"), run("a1", "a", "Succeeded")]);
  expect(only!.pipelines[0]!.latest.id).toBe("a3");
  expect(only!.pipelines[0]!.delivered?.id).toBe("a2");
  expect(only!.failing).toBe(1);
  expect(only!.pipelines[0]!.recent.map((each) => each.id)).toEqual(["a1", "a2", "a3"]);
});
