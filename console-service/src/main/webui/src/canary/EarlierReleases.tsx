import { Table, Text } from "@mantine/core";
import { Link } from "react-router";
import type { CanaryReport, EarlierRelease } from "../api/types";
import { imageParts, number, version } from "../format";
import { Empty, Section } from "../parts/Pieces";
import { Time } from "../parts/Time";
import { beside, byWeight, signed } from "./series";

const MOST_METRICS = 6;

/** The canary beside the releases of the same workload that passed before, metric by metric. */
export function EarlierReleases({ report, earlier }: { report: CanaryReport; earlier: EarlierRelease[] }) {
  const metrics = byWeight(report.metrics).slice(0, MOST_METRICS);
  if (earlier.length === 0) {
    return <Section title="Earlier releases"><Empty title="None of this workload has passed before">The next canary is compared with this one, if it passes.</Empty></Section>;
  }
  return (
    <Section title="Earlier releases" beside={<Text size="sm" className="soft">means of the canary of each, the newest first</Text>}>
      <Table.ScrollContainer minWidth={360 + metrics.length * 110} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table className="metrics" verticalSpacing={5}>
          <Table.Thead><Table.Tr><Table.Th>Release</Table.Th><Table.Th>Judged</Table.Th><Table.Th className="right">Score</Table.Th>{metrics.map(({ spec }) => <Table.Th key={spec.name} className="right">{spec.name}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>
            <Table.Tr className="now">
              <Table.Td className="strong">This canary</Table.Td><Table.Td><Time at={report.judgedAt} /></Table.Td><Table.Td className="right number strong">{number(report.score)}</Table.Td>
              {metrics.map((metric) => <Table.Td key={metric.spec.name} className="right number strong">{shown(metric.result.canary.mean, metric.unit)}</Table.Td>)}
            </Table.Tr>
            <Table.Tr>
              <Table.Td colSpan={3} className="soft">Against the median of those before</Table.Td>
              {metrics.map((metric) => {
                const change = beside(metric, earlier)?.change;
                return <Table.Td key={metric.spec.name} className="right number soft">{change === undefined ? "" : signed(change)}</Table.Td>;
              })}
            </Table.Tr>
            {earlier.map((release) => (
              <Table.Tr key={release.executionId}>
                <Table.Td><Link to={`/executions/${release.executionId}`}>{release.images.map((image) => version(imageParts(image))).join(", ") || release.executionId}</Link></Table.Td>
                <Table.Td><Time at={release.judgedAt} /></Table.Td><Table.Td className="right number">{number(release.score)}</Table.Td>
                {metrics.map(({ spec, unit }) => <Table.Td key={spec.name} className="right number">{shown(release.means[spec.name], unit)}</Table.Td>)}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

const shown = (mean: number | null | undefined, unit: string) => (mean == null ? "" : number(mean, unit));
