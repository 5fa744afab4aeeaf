import { Group, Text } from "@mantine/core";
import type { CanaryMetric, CanaryReport, EarlierRelease, Statistics } from "../api/types";
import { count, number } from "../format";
import { Chart } from "../parts/Chart";
import { Status } from "../parts/Status";
import { Interval } from "./Interval";
import { beside, signed, timesOf } from "./series";

/** One metric: what it was on both sides over time, how its values lie, how sure the difference is, and what follows. */
export function MetricCard({ metric, report, earlier }: { metric: CanaryMetric; report: CanaryReport; earlier: EarlierRelease[] }) {
  const { result, spec, unit, shift, distribution, trail } = metric;
  const before = beside(metric, earlier);
  return (
    <article className="section metric" aria-label={`Metric ${spec.name}`}>
      <Group justify="space-between" gap="sm">
        <Group gap="sm"><h3>{spec.name}</h3><span className="soft small">{spec.group}</span>{result.critical && <span className="tag">critical</span>}{spec.counting === "DryRun" && <span className="tag">dry run: does not count</span>}</Group>
        <Status status={result.classification} />
      </Group>
      {result.reason && <Text size="md" mt={2}>{result.reason}</Text>}
      <dl className="sides">
        <Side name="Baseline" of={result.baseline} unit={unit} part="baseline" />
        <Side name="Canary" of={result.canary} unit={unit} part="canary" />
        {result.ratio != null && <div><dt>Ratio</dt><dd className="number">{number(result.ratio, " ×")}</dd></div>}
        {before && <div><dt>Earlier releases</dt><dd><span className="number">{number(before.median, unit)}</span> <span className="soft small">median of {before.releases}{before.change !== undefined && `, now ${signed(before.change)}`}</span></dd></div>}
      </dl>
      {shift && <Interval shift={shift} unit={unit} direction={spec.direction} />}
      <div className="charts">
        <figure>
          <figcaption>Over time</figcaption>
          <Values metric={metric} report={report} />
        </figure>
        {distribution && distribution.bounds.length > 1 && (
          <figure>
            <figcaption>How the values lie</figcaption>
            <Chart
              label={`Distribution of ${spec.name}: median ${number(distribution.baselineMedian, unit)} on the baseline, ${number(distribution.canaryMedian, unit)} on the canary`}
              x={distribution.bounds.slice(0, -1).map((bound, index) => (bound + distribution.bounds[index + 1]!) / 2)} xUnit={unit}
              series={[{ label: "baseline", values: distribution.baselineCounts, colour: "--baseline", bars: -1 }, { label: "canary", values: distribution.canaryCounts, colour: "--canary", bars: 1 }]}
            />
          </figure>
        )}
      </div>
      {trail.length > 1 && <Trail metric={metric} />}
      <details className="disclosed">
        <summary>Queries</summary>
        <Text size="sm" className="soft" mt={4}>Baseline</Text><pre tabIndex={0}>{metric.baselineQuery}</pre>
        <Text size="sm" className="soft" mt={4}>Canary</Text><pre tabIndex={0}>{metric.canaryQuery}</pre>
      </details>
    </article>
  );
}

function Side({ name, of, unit, part }: { name: string; of: Statistics; unit: string; part: string }) {
  return (
    <div>
      <dt><i className={`swatch ${part}`} />{name}</dt>
      <dd><span className="number">{number(of.mean, unit)}</span> <span className="soft small">{of.standardDeviation != null && `± ${number(of.standardDeviation, unit)}, `}{count(of.count, "value")}</span></dd>
    </div>
  );
}

function Values({ metric, report }: { metric: CanaryMetric; report: CanaryReport }) {
  if (metric.baselineValues.length + metric.canaryValues.length === 0) return <Text className="soft" size="sm">No value was measured</Text>;
  const times = timesOf(metric, report);
  const filled = (values: (number | null)[]) => times.map((_, index) => values[index] ?? null);
  return (
    <Chart
      label={`${metric.spec.name} over time: mean ${number(metric.result.baseline.mean, metric.unit)} on the baseline, ${number(metric.result.canary.mean, metric.unit)} on the canary`}
      time x={times} unit={metric.unit}
      series={[
        { label: "baseline", values: filled(metric.baselineValues), colour: "--baseline", points: times.length < 40 },
        { label: "canary", values: filled(metric.canaryValues), colour: "--canary", width: 2, points: times.length < 40 },
      ]}
      marks={[{ at: Date.parse(report.to) / 1000, label: "decided" }]}
    />
  );
}

/** The confidence sequence: bounds that hold at all times at once, so that it may be looked at whenever one likes. */
function Trail({ metric }: { metric: CanaryMetric }) {
  const { trail, spec } = metric;
  const of = (part: (point: (typeof trail)[number]) => number | null | undefined) => trail.map((point) => part(point) ?? null);
  const last = trail.at(-1)!;
  return (
    <figure>
      <figcaption>How sure the ratio is: canary to baseline, with bounds that hold at all times at once</figcaption>
      <Chart
        label={`Confidence sequence of ${spec.name}: at the end the ratio is ${number(last.ratio, " ×")}, between ${number(last.lower, " ×")} and ${number(last.upper, " ×")}`}
        time x={trail.map(({ at }) => Date.parse(at) / 1000)} unit=" ×"
        series={[
          { label: "at most", values: of(({ upper }) => upper), colour: "--canary", dash: [3, 3], width: 1 },
          { label: "at least", values: of(({ lower }) => lower), colour: "--canary", dash: [3, 3], width: 1 },
          { label: "ratio", values: of(({ ratio }) => ratio), colour: "--canary", width: 2 },
        ]}
        band={[0, 1, "--canary"]}
        levels={[{ at: 1, label: "no difference" }]}
      />
    </figure>
  );
}
