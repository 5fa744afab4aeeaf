import { Alert, Button, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { Link } from "react-router";
import { api } from "../api/client";
import type { TriggerEvent, TriggerLine } from "../api/types";
import { words } from "../format";
import { Clipped } from "../parts/Clipped";
import { Empty, Failure, Loading, PageHead, useTitle } from "../parts/Pieces";
import { StatusIcon } from "../parts/Status";
import { Time } from "../parts/Time";

const PAGE = 50;

/** What came in from outside, and for each pipeline that it concerns why it started or did not. */
export function TriggersPage() {
  useTitle("Triggers");
  const events = useInfiniteQuery({
    queryKey: ["executions", "triggers"],
    queryFn: ({ pageParam }) => api.triggerEvents(PAGE, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)!.event : undefined),
  });
  const all = events.data?.pages.flat() ?? [];
  return (
    <>
      <PageHead title="Triggers"><Text className="soft" size="sm">What came in from outside, what it started, and why not more</Text></PageHead>
      {!events.data ? events.isError ? <Failure error={events.error} retry={() => void events.refetch()} /> : <Loading /> : all.length === 0 ? (
        <Empty title="Nothing came in yet">Pushes, webhooks, schedules and messages appear here when they arrive.</Empty>
      ) : (
        <>
          <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table className="list stacked" verticalSpacing={7}>
              <Table.Thead><Table.Tr><Table.Th>When</Table.Th><Table.Th>What</Table.Th><Table.Th>Pipelines</Table.Th><Table.Th><span className="visually-hidden">Act</span></Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{all.map((event) => <Line key={event.event} event={event} />)}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {events.isFetchNextPageError && <Failure error={events.error} />}
          {events.hasNextPage && <Button mt="md" variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>Older</Button>}
        </>
      )}
    </>
  );
}

function Line({ event }: { event: TriggerEvent }) {
  return (
    <Table.Tr>
      <Table.Td className="nowrap"><Time at={event.at} /></Table.Td>
      <Table.Td>
        <span className="mono digest">{event.subject}</span>
        <div className="soft small">{words(event.kind)} from {event.source}{event.replayOf && <> · again, asked for by {event.requestedBy}</>}</div>
      </Table.Td>
      <Table.Td>
        {event.lines.length === 0 ? <span className="soft">concerns none</span> : event.lines.map((line) => <Result key={`${line.pipeline} ${line.trigger}`} line={line} />)}
        {event.omitted > 0 && <div className="soft small">and {event.omitted} more</div>}
      </Table.Td>
      <Table.Td><Replay event={event.event} /></Table.Td>
    </Table.Tr>
  );
}

function Result({ line }: { line: TriggerLine }) {
  return (
    <div className="outcome">
      <StatusIcon status={line.result} /> <span className="strong">{line.pipeline}</span> <span className="soft small">{line.trigger}:</span>{" "}
      {line.result === "Started" && line.detail ? <><Link to={`/executions/${line.detail.split(";")[0]}`}>started {line.detail.split(";")[0]}</Link>{line.detail.includes(";") && <Clipped text={line.detail.slice(line.detail.indexOf(";") + 2)} className="small soft" />}</> : <>{words(line.result).toLowerCase()}{line.detail && <Clipped text={line.detail} className="small soft" />}</>}
    </div>
  );
}

function Replay({ event }: { event: string }) {
  const queries = useQueryClient();
  const request = useRef(crypto.randomUUID());
  const replay = useMutation({
    mutationFn: () => api.replayTrigger(event, request.current),
    onSuccess: () => { request.current = crypto.randomUUID(); void queries.invalidateQueries({ queryKey: ["executions"] }); },
  });
  return (
    <>
      <Button variant="default" size="compact-sm" loading={replay.isPending} onClick={() => replay.mutate()}>Take once more</Button>
      {replay.isError && <Alert mt={4} color="red" variant="light" role="alert" className="problem">{replay.error.message}</Alert>}
    </>
  );
}
