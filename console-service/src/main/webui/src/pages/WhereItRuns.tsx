import { Table, Text, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api } from "../api/client";
import type { Workload } from "../api/types";
import { imageParts } from "../format";
import { Image, Section } from "../parts/Pieces";
import { Time } from "../parts/Time";
import { where, type WorkloadRow } from "../workloads";

/** Versions by workload and cluster, as deliveries left them. */
export function WhereItRuns() {
  const workloads = useQuery({ queryKey: ["executions", "workloads"], queryFn: api.workloads });
  if (!workloads.data || workloads.data.length === 0) return null;
  const { clusters, rows } = where(workloads.data);
  return (
    <Section title="What runs where" beside={<Text size="sm" className="soft">as the last delivery left it</Text>}>
      <Table.ScrollContainer minWidth={260 + clusters.length * 190} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table className="metrics" verticalSpacing={6}>
          <Table.Thead><Table.Tr><Table.Th>Workload</Table.Th>{clusters.map((cluster) => <Table.Th key={cluster}>{cluster}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{rows.map((row) => <Row key={`${row.application} ${row.namespace} ${row.kind} ${row.name}`} row={row} clusters={clusters} />)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

function Row({ row, clusters }: { row: WorkloadRow; clusters: string[] }) {
  return (
    <Table.Tr>
      <Table.Td>
        <span className="strong">{row.name}</span>{row.differs && <Tooltip label="Clusters run different versions" events={{ hover: true, focus: true, touch: true }}><span className="tag" tabIndex={0}>differs</span></Tooltip>}
        <div className="soft small">{row.kind} in {row.namespace}{row.application && row.application !== row.name && ` · application ${row.application}`}</div>
      </Table.Td>
      {clusters.map((cluster) => <Table.Td key={cluster}><Runs workload={row.runs.get(cluster)} /></Table.Td>)}
    </Table.Tr>
  );
}

function Runs({ workload }: { workload: Workload | undefined }) {
  if (!workload) return <span className="soft" aria-label="not there">–</span>;
  return (
    <>
      {workload.images.map((image) => <div key={image}><Image image={imageParts(image)} /></div>)}
      <Link className="soft small" to={`/executions/${workload.executionId}`}><Time at={workload.at} /></Link>
    </>
  );
}
