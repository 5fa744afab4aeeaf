import { SimpleGrid, Table, Text, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api } from "../api/client";
import type { HealthLine } from "../api/types";
import { type ApplicationState, applications, type PipelineState } from "../applications";
import { count, imageParts, words } from "../format";
import { isBad } from "../health";
import { useLive } from "../live";
import { Clipped } from "../parts/Clipped";
import { Empty, Failure, Image, Loading, PageHead, Section, useTitle } from "../parts/Pieces";
import { Status, StatusIcon, tone } from "../parts/Status";
import { Span, Time } from "../parts/Time";
import { DeliveryPanel } from "./DeliveryPanel";
import { InFlight } from "./InFlight";
import { WhereItRuns } from "./WhereItRuns";

const LOOKED_AT = 200;

export function OverviewPage() {
  useTitle("Overview");
  const health = useQuery({ queryKey: ["health"], queryFn: api.health });
  const lines = useLive<HealthLine[]>("/api/health/events", health.data);
  const executions = useQuery({ queryKey: ["executions", "overview"], queryFn: () => api.executions({ limit: LOOKED_AT }) });
  if (!executions.data) return executions.isError ? <Failure error={executions.error} retry={() => void executions.refetch()} /> : <Loading />;
  const all = applications(executions.data);
  const sum = (of: (application: ApplicationState) => number) => all.reduce((total, each) => total + of(each), 0);
  return (
    <>
      <PageHead title="Overview">
        <Text className="soft" size="sm">Of the newest {count(executions.data.length, "execution")}</Text>
      </PageHead>
      <SimpleGrid className="figures" cols={{ base: 2, xs: 3, md: 5 }} spacing="sm" mb="md">
        <Figure value={sum((each) => each.waiting)} label="wait for a person" status="Paused" to="/judgements" />
        <Figure value={sum((each) => each.inFlight)} label="in flight" status="Running" to="/executions?status=Running" />
        <Figure value={sum((each) => each.failing)} label="failed last" status="Failed" to="/executions?status=Failed" />
        <Figure value={executions.data.filter(({ stalledSince, finishedAt }) => stalledSince && !finishedAt).length} label="do not move" status="Stalled" to="/executions?status=Running" />
        <Figure value={(lines ?? []).filter(isBad).length} label="not well" status="Down" to="/health" />
      </SimpleGrid>
      <InFlight executions={executions.data} />
      <DeliveryPanel />
      <WhereItRuns />
      {all.length === 0 ? (
        <Empty title="Nothing was delivered yet">Store a definition and push an image, or start a pipeline under <Link to="/definitions">Definitions</Link>.</Empty>
      ) : (
        <Section title="Applications"><Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table className="metrics" verticalSpacing={7}>
            <Table.Thead>
              <Table.Tr><Table.Th>Application</Table.Th><Table.Th>Delivered</Table.Th><Table.Th>Newest execution</Table.Th><Table.Th>Recent</Table.Th></Table.Tr>
            </Table.Thead>
            <Table.Tbody>{all.flatMap((application) => application.pipelines.map((pipeline, row) => <Line key={`${application.application}/${pipeline.pipeline}`} application={application} state={pipeline} first={row === 0} />))}</Table.Tbody>
          </Table>
        </Table.ScrollContainer></Section>
      )}
    </>
  );
}

function Figure({ value, label, status, to }: { value: number; label: string; status: string; to: string }) {
  return (
    <Link to={to} className={`figure ${value > 0 ? `tone-${tone(status)}` : "nothing"}`}>
      <span className="value"><StatusIcon status={value > 0 ? status : "Waiting"} size={18} /> {value}</span>
      <span className="label">{label}</span>
    </Link>
  );
}

function Line({ application, state, first }: { application: ApplicationState; state: PipelineState; first: boolean }) {
  const { latest, delivered } = state;
  return (
    <Table.Tr>
      <Table.Td>
        {first && <Text fw={600} size="md">{application.application}</Text>}
        {(application.pipelines.length > 1 || state.pipeline !== application.application) && (
          <Link className="soft small" to={`/executions?pipeline=${encodeURIComponent(state.pipeline)}`}>{state.pipeline}</Link>
        )}
      </Table.Td>
      <Table.Td>
        {delivered ? <>{delivered.images.map((image) => <div key={image}><Image image={imageParts(image)} /></div>)}<span className="soft small"><Time at={delivered.finishedAt} /></span></> : <span className="soft">not yet</span>}
      </Table.Td>
      <Table.Td>
        <Link to={`/executions/${latest.id}`} className="plain"><Status status={latest.openJudgements > 0 ? "Paused" : latest.status} label={latest.openJudgements > 0 ? "Waits for a person" : undefined} /></Link>
        <div className="soft small"><Time at={latest.acceptedAt} /> · <Span from={latest.acceptedAt} to={latest.finishedAt} /></div>
        {latest.reason && <Clipped text={latest.reason} className="small soft" />}
      </Table.Td>
      <Table.Td>
        <span className="history">
          {state.recent.map((each) => (
            <Tooltip key={each.id} label={`${words(each.status ?? "Unknown")} · ${each.id}`}>
              <Link to={`/executions/${each.id}`} aria-label={`${words(each.status ?? "Unknown")}: ${each.id}`}><StatusIcon status={each.status} /></Link>
            </Tooltip>
          ))}
        </span>
      </Table.Td>
    </Table.Tr>
  );
}
