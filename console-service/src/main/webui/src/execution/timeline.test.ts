import { expect, test } from "vitest";
import type { Execution } from "../api/types";
import { timeline } from "./timeline";

test("moments of all services are told in the order in which they happened", () => {
  const execution = {
    id: "shop-1", parameters: {}, progress: {}, artifacts: [], jobLogs: [],
    acceptedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:09:00Z", status: "Failed", reason: "stage canary failed",
    stages: [{ id: "canary", kind: "canary", needs: [], outputs: {}, steps: [], status: "Failed", startedAt: "2026-01-01T00:01:00Z", endedAt: "2026-01-01T00:09:00Z", reason: "the verdict is Fail" }],
    trafficSplits: [{ operationId: "o", stage: "canary", cluster: "c", namespace: "n", route: "v", split: { release: 80, baseline: 10, canary: 10 }, appliedAt: "2026-01-01T00:02:00Z" }],
    verdicts: [{ operationId: "o2", stage: "canary", step: "analyse", verdict: "Fail", score: 40, reasons: [], metrics: [], from: "", to: "", at: "2026-01-01T00:08:00Z" }],
    judgements: [],
    interventions: [
      { requestId: "1", act: "pause", by: "dana", reason: "lunch", at: "2026-01-01T00:03:00Z", status: "Paused", allowed: [] },
      { requestId: "2", act: "retry", stage: "canary", by: "dana", reason: "again", at: "2026-01-01T00:04:00Z", refusal: "it runs", allowed: ["skip"] },
    ],
  } as unknown as Execution;
  expect(timeline(execution).map((moment) => moment.text)).toEqual([
    "Accepted", "Stage canary started", "Traffic 80 / 10 / 10 %",
    "dana asked to pause: lunch", "dana asked to retry stage canary: again (refused: it runs)", "analyse: Fail, score 40", "Stage canary: the verdict is Fail", "Ended: stage canary failed",
  ]);
});
