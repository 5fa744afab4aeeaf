import { Button, Group, Select, Table, TextInput } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api } from "../api/client";
import type { ExecutionSummary } from "../api/types";
import { count, imageParts } from "../format";
import { Empty, Failure, Image, Loading, PageHead, useTitle } from "../parts/Pieces";
import { Status } from "../parts/Status";
import { Span, Time } from "../parts/Time";

const PAGE = 50;
const STATUSES = ["Queued", "Running", "Paused", "Compensating", "Succeeded", "Failed", "Cancelled", "TimedOut"];

export function ExecutionsPage() {
  useTitle("Executions");
  const [filter, setFilter] = useSearchParams();
  const pipeline = filter.get("pipeline") ?? "";
  const status = filter.get("status") ?? "";
  const executions = useInfiniteQuery({
    queryKey: ["executions", "list", pipeline, status],
    queryFn: ({ pageParam }) => api.executions({ pipeline, status, before: pageParam, limit: PAGE }),
    initialPageParam: "",
    getNextPageParam: (last) => (last.length === PAGE ? last.at(-1)!.id : undefined),
    placeholderData: keepPreviousData,
  });
  const set = (name: string, value: string | null) =>
    setFilter((before) => { if (value) before.set(name, value); else before.delete(name); return before; }, { replace: true });
  return (
    <>
      <PageHead title="Executions" beside={
        <Group gap="xs">
          <TextInput aria-label="Pipeline" placeholder="Any pipeline" value={pipeline} size="xs" onChange={(event) => set("pipeline", event.currentTarget.value)} />
          <Select aria-label="Status" placeholder="Any status" size="xs" clearable data={STATUSES} value={status || null} onChange={(value) => set("status", value)} w={150} />
        </Group>
      } />
      {executions.data ? (
        <List executions={executions.data.pages.flat()} filtered={Boolean(pipeline || status)} clear={() => setFilter({})} />
      ) : executions.isError ? <Failure error={executions.error} retry={() => void executions.refetch()} /> : <Loading />}
      {executions.isFetchNextPageError && <Failure error={executions.error} />}
      {executions.hasNextPage && <Button mt="sm" variant="default" size="xs" loading={executions.isFetchingNextPage} onClick={() => void executions.fetchNextPage()}>Show older ones</Button>}
    </>
  );
}

function List({ executions, filtered, clear }: { executions: ExecutionSummary[]; filtered: boolean; clear: () => void }) {
  if (executions.length === 0) {
    return filtered
      ? <Empty title="No execution fits"><Button mt="xs" size="xs" variant="default" onClick={clear}>Show all</Button></Empty>
      : <Empty title="Nothing ran yet">Executions appear here as they are triggered.</Empty>;
  }
  return (
    <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table className="list stacked" verticalSpacing={7}>
        <Table.Thead><Table.Tr><Table.Th>Status</Table.Th><Table.Th>Execution</Table.Th><Table.Th>Images</Table.Th><Table.Th>Trigger</Table.Th><Table.Th>Accepted</Table.Th><Table.Th className="right">Duration</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {executions.map((each) => (
            <Table.Tr key={each.id}>
              <Table.Td>
                <Status status={each.status} />
                {each.reason && <div className="soft small reason">{each.reason}</div>}
                {each.stalledSince && <div className="small tone-warn">has not moved for <Span from={each.stalledSince} /></div>}
                {each.openJudgements > 0 && <div className="small tone-warn">{count(each.openJudgements, "open judgement")}</div>}
              </Table.Td>
              <Table.Td><Link to={`/executions/${each.id}`} className="strong">{each.pipeline ?? each.id}</Link><div className="mono soft small">{each.id}</div></Table.Td>
              <Table.Td>{each.images.map((image) => <div key={image}><Image image={imageParts(image)} /></div>)}</Table.Td>
              <Table.Td>{each.trigger}</Table.Td>
              <Table.Td className="nowrap"><Time at={each.acceptedAt} /></Table.Td>
              <Table.Td className="right nowrap"><Span from={each.acceptedAt} to={each.finishedAt} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
