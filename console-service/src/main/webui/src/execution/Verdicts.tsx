import { Group, Table, Text, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { Metric, Statistics, Verdict } from "../api/types";
import { number } from "../format";
import { Empty, Section } from "../parts/Pieces";
import { Link } from "react-router";
import { Status, tone } from "../parts/Status";
import { Span, Time } from "../parts/Time";

/** Newest first: the verdict that decided is the one on top. */
export function Verdicts({ verdicts, title = "Evidence" }: { verdicts: Verdict[]; title?: string }) {
  return (
    <Section title={title} beside={verdicts.length > 1 && <Scores verdicts={verdicts} />}>
      {verdicts.length === 0 && <Empty title="No verdict yet">The numbers of baseline and canary appear here as each analysis ends.</Empty>}
      {[...verdicts].reverse().map((verdict) => <VerdictCard key={verdict.operationId} verdict={verdict} />)}
    </Section>
  );
}

function Scores({ verdicts }: { verdicts: Verdict[] }) {
  return (
    <span className="scores">
      {verdicts.map((verdict) => (
        <Tooltip key={verdict.operationId} label={`${verdict.step}: ${verdict.verdict}`}><span className={`score tone-${tone(verdict.verdict)}`}>{number(verdict.score)}</span></Tooltip>
      ))}
    </span>
  );
}

/** Where all numbers behind the verdict are drawn. */
const reportOf = ({ operationId }: Verdict) => operationId.replace(/^([^/]+)\//, "/executions/$1/canary/");

export function VerdictCard({ verdict }: { verdict: Verdict }) {
  const onPhone = useMediaQuery("(max-width: 40em)");
  return (
    <article className={`verdict tone-edge-${tone(verdict.verdict)}`} aria-label={`Verdict of ${verdict.step}`}>
      <Group justify="space-between" gap="xs">
        <Group gap="sm"><Status status={verdict.verdict} /><Text size="md" fw={600}>{verdict.step}</Text><Text size="sm" className="soft">score <b className="number">{number(verdict.score)}</b> of 100</Text></Group>
        <Text size="sm" className="soft"><Time at={verdict.at} /> · <Span from={verdict.from} to={verdict.to} /> of data · <Link to={reportOf(verdict)}>charts</Link></Text>
      </Group>
      {verdict.reasons.map((reason) => <Text key={reason} size="md" mt={4}>{reason}</Text>)}
      {verdict.metrics.length > 0 && (onPhone ? <Beside metrics={verdict.metrics} /> : <Metrics metrics={verdict.metrics} />)}
    </article>
  );
}

function Metrics({ metrics }: { metrics: Metric[] }) {
  return (
    <Table.ScrollContainer minWidth={660} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table className="metrics" layout="fixed" verticalSpacing={5} mt={6}>
        <Table.Thead><Table.Tr><Table.Th w="25%">Metric</Table.Th><Table.Th w="22%">Result</Table.Th><Table.Th w="14%" className="right">Baseline</Table.Th><Table.Th w="14%" className="right">Canary</Table.Th><Table.Th w="10%" className="right">Ratio</Table.Th><Table.Th w={136}>Range</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{metrics.map((metric) => <MetricLine key={metric.name} metric={metric} />)}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** On a phone: what a person needs who decides there, without scrolling to the side. */
function Beside({ metrics }: { metrics: Metric[] }) {
  return (
    <Table className="metrics beside" layout="fixed" verticalSpacing={5} horizontalSpacing={4} mt={6}>
      <Table.Thead><Table.Tr><Table.Th w="44%">Metric</Table.Th><Table.Th className="right">Baseline</Table.Th><Table.Th className="right">Canary</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {metrics.map((metric) => (
          <Table.Tr key={metric.name}>
            <Table.Td><Name of={metric} /><Result of={metric} /></Table.Td>
            <Table.Td className="right"><Mean of={metric.baseline} unit={metric.unit} /></Table.Td>
            <Table.Td className="right"><Mean of={metric.canary} unit={metric.unit} /></Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Name({ of }: { of: Metric }) {
  return <><span className="strong nowrap">{of.name}</span>{of.critical && <span className="tag">critical</span>}<div className="soft small">{of.group}</div></>;
}

function Result({ of }: { of: Metric }) {
  return <><Status status={of.classification} />{of.reason && <div className="soft small why">{of.reason}</div>}</>;
}

function MetricLine({ metric }: { metric: Metric }) {
  return (
    <Table.Tr>
      <Table.Td><Name of={metric} /></Table.Td>
      <Table.Td><Result of={metric} /></Table.Td>
      <Table.Td className="right"><Mean of={metric.baseline} unit={metric.unit} /></Table.Td>
      <Table.Td className="right"><Mean of={metric.canary} unit={metric.unit} /></Table.Td>
      <Table.Td className="right number nowrap">{metric.ratio === undefined || metric.ratio === null ? "" : number(metric.ratio, " ×")}</Table.Td>
      <Table.Td><Ranges baseline={metric.baseline} canary={metric.canary} unit={metric.unit} /></Table.Td>
    </Table.Tr>
  );
}

/** Samples that are all the same differ by what rounding has left: nothing. */
const spread = (mean: number | null | undefined, deviation: number) => (deviation < Math.abs(mean ?? 0) * 1e-12 ? 0 : deviation);

function Mean({ of, unit }: { of: Statistics; unit: string | undefined }) {
  return <><span className="number">{number(of.mean, unit)}</span><div className="soft small nowrap">{of.standardDeviation != null && `± ${number(spread(of.mean, of.standardDeviation), unit)}, `}n {of.count}</div></>;
}

/** Smallest to largest sample with the mean, both on one scale that begins at zero. */
function Ranges({ baseline, canary, unit }: { baseline: Statistics; canary: Statistics; unit: string | undefined }) {
  const most = Math.max(baseline.maximum ?? baseline.mean ?? 0, canary.maximum ?? canary.mean ?? 0);
  if (!(most > 0)) return null;
  const x = (value: number) => 2 + (Math.max(0, value) / most) * 116;
  const row = (of: Statistics, y: number, part: string) => of.mean != null && (
    <g className={part}>
      <line x1={x(of.minimum ?? of.mean)} x2={x(of.maximum ?? of.mean)} y1={y} y2={y} />
      <circle cx={x(of.mean)} cy={y} r="3.2" />
    </g>
  );
  return (
    <svg className="ranges" width="120" height="24" viewBox="0 0 120 24" role="img" aria-label={`baseline mean ${number(baseline.mean, unit)}, canary mean ${number(canary.mean, unit)}`}>
      <line className="axis" x1="2" x2="118" y1="12" y2="12" />
      {row(baseline, 7, "baseline")}{row(canary, 17, "canary")}
    </svg>
  );
}
