import type { CanaryMetric, CanaryReport, EarlierRelease } from "../api/types";
import { millisOf, number } from "../format";

/** When the values of a metric were measured, in seconds: in distance of the step, except across standstills. */
export function timesOf(metric: Pick<CanaryMetric, "firstValue" | "baselineValues" | "canaryValues">, report: Pick<CanaryReport, "step" | "gaps">): number[] {
  const step = millisOf(report.step) ?? 1000;
  const many = Math.max(metric.baselineValues.length, metric.canaryValues.length);
  const times: number[] = [];
  let at = Date.parse(metric.firstValue);
  for (let index = 0; index < many; index++) {
    times.push(at / 1000);
    const gap = report.gaps.find(({ after }) => Date.parse(after) === at);
    at = gap ? Date.parse(gap.before) : at + step;
  }
  return times;
}

const GOOD = "Pass";

/** What did not pass first, and of those the critical ones; else as they are configured. */
export function byWeight(metrics: CanaryMetric[]): CanaryMetric[] {
  const rank = ({ result }: CanaryMetric) => (result.classification === GOOD ? 0 : result.critical ? 2 : 1);
  return [...metrics].sort((a, b) => rank(b) - rank(a));
}

export const median = (values: number[]): number | undefined => {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
};

/** A metric beside what it was in earlier releases. */
export interface Beside {
  median: number;
  releases: number;
  /** In percent of the median; undefined where that is 0. */
  change?: number;
}

export function beside(metric: CanaryMetric, earlier: EarlierRelease[]): Beside | undefined {
  const before = earlier.map(({ means }) => means[metric.spec.name]).filter((mean) => mean !== undefined);
  const middle = median(before);
  const now = metric.result.canary.mean;
  if (middle === undefined || now === undefined || now === null) return undefined;
  return { median: middle, releases: before.length, change: middle === 0 ? undefined : (100 * (now - middle)) / Math.abs(middle) };
}

/** A change in percent, with its sign. */
export const signed = (change: number) => `${change > 0 ? "+" : change < 0 ? "−" : "±"}${number(Math.abs(change), " %")}`;

/** In words: the moment of decision, and whether it came before the end of the time that was planned. */
export function decided(report: Pick<CanaryReport, "scores" | "judge">): string {
  const looks = report.scores.length;
  return looks <= 1 ? "judged once" : `decided at look ${looks}`;
}
