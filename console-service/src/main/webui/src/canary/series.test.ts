import { expect, test } from "vitest";
import type { CanaryMetric } from "../api/types";
import { beside, byWeight, timesOf } from "./series";

const metric = (name: string, classification: string, critical = false, mean?: number) =>
  ({ spec: { name }, result: { classification, critical, canary: { count: 1, mean } } }) as unknown as CanaryMetric;

test("values lie a step apart, and across a standstill as far as it lasted", () => {
  const values = { firstValue: "2026-01-01T00:00:00Z", baselineValues: [1, 2, 3, 4], canaryValues: [1, 2, 3] };
  const gaps = [{ after: "2026-01-01T00:00:10Z", before: "2026-01-01T00:05:00Z" }];
  const first = Date.parse("2026-01-01T00:00:00Z") / 1000;
  expect(timesOf(values, { step: "PT10S", gaps })).toEqual([first, first + 10, first + 300, first + 310]);
});

test("what speaks against the canary comes first", () => {
  const all = [metric("a", "Pass"), metric("b", "Inconclusive"), metric("c", "High", true), metric("d", "Pass", true)];
  expect(byWeight(all).map(({ spec }) => spec.name)).toEqual(["c", "b", "a", "d"]);
});

test("a metric is compared with the median of the releases that measured it", () => {
  const release = (means: Record<string, number>) => ({ executionId: "x", images: [], score: 100, judgedAt: "", means });
  expect(beside(metric("p95", "Pass", false, 30), [release({ p95: 20 }), release({ other: 1 }), release({ p95: 30 })])).toEqual({ median: 25, releases: 2, change: 20 });
  expect(beside(metric("p95", "Pass", false, 30), [release({ other: 1 })])).toBeUndefined();
  expect(beside(metric("errors", "Pass", false, 1), [release({ errors: 0 })])).toEqual({ median: 0, releases: 1, change: undefined });
});
