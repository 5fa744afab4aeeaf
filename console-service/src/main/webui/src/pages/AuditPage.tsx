import { Button, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import { Empty, Failure, Loading, PageHead, useTitle } from "../parts/Pieces";
import { Time } from "../parts/Time";

const PAGE = 50;

export function AuditPage() {
  useTitle("Audit");
  const audit = useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam }) => api.audit(PAGE, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)!.id : undefined),
  });
  const entries = audit.data?.pages.flat() ?? [];
  return (
    <>
      <PageHead title="Audit"><Text className="soft" size="sm">What people and systems asked for, and what became of it; entries are never changed</Text></PageHead>
      {!audit.data ? audit.isError ? <Failure error={audit.error} retry={() => void audit.refetch()} /> : <Loading /> : entries.length === 0 ? (
        <Empty title="Nothing yet">Every change that is asked for appears here.</Empty>
      ) : (
        <>
          <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table className="list" verticalSpacing={7}>
              <Table.Thead><Table.Tr><Table.Th>When</Table.Th><Table.Th>Who</Table.Th><Table.Th>What</Table.Th><Table.Th>Outcome</Table.Th><Table.Th>From</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {entries.map((entry) => (
                  <Table.Tr key={entry.id}>
                    <Table.Td className="nowrap"><Time at={entry.at} /></Table.Td>
                    <Table.Td><span className="strong">{entry.user}</span> <span className="soft small">by {entry.channel.toLowerCase()}</span></Table.Td>
                    <Table.Td><span className="mono">{entry.action}</span><div className="mono soft small digest">{entry.path}</div></Table.Td>
                    <Table.Td className="nowrap"><span className={entry.status < 400 ? "" : "tone-bad"}>{outcome(entry.status)}</span></Table.Td>
                    <Table.Td className="mono soft small">{entry.address}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {audit.hasNextPage && <Button mt="md" variant="default" loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>Older</Button>}
        </>
      )}
    </>
  );
}

/** An HTTP status as people say it; the number stays, as it is what logs have. */
export function outcome(status: number): string {
  if (status < 400) return `done (${status})`;
  if (status === 403) return "refused (403)";
  return status < 500 ? `not possible (${status})` : `failed (${status})`;
}
