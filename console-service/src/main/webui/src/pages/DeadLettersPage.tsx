import { Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api } from "../api/client";
import { Empty, Failure, Loading, PageHead, useTitle } from "../parts/Pieces";
import { Time } from "../parts/Time";

export function DeadLettersPage() {
  useTitle("Dead letters");
  const letters = useQuery({ queryKey: ["dead-letters"], queryFn: api.deadLetters });
  return (
    <>
      <PageHead title="Dead letters"><Text className="soft" size="sm">Messages that a service could not handle; kept for 30 days</Text></PageHead>
      {!letters.data ? letters.isError ? <Failure error={letters.error} retry={() => void letters.refetch()} /> : <Loading /> : letters.data.length === 0 ? (
        <Empty title="None">Every message was handled.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table className="list" verticalSpacing={7}>
            <Table.Thead><Table.Tr><Table.Th>When</Table.Th><Table.Th>Service</Table.Th><Table.Th>Message</Table.Th><Table.Th>Reason</Table.Th><Table.Th>Replayed</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {letters.data.map((each) => (
                <Table.Tr key={each.id}>
                  <Table.Td className="nowrap"><Time at={each.at} /></Table.Td>
                  <Table.Td>{each.service ?? "unknown"}</Table.Td>
                  <Table.Td><Link to={`/dead-letters/${each.id}`} className="strong">{each.type ?? each.id}</Link><div className="mono soft small">{each.topic}</div></Table.Td>
                  <Table.Td className="reason">{each.reason}</Table.Td>
                  <Table.Td className="nowrap">{each.lastReplay ? <>{each.lastReplay.number} × <span className="soft">by {each.lastReplay.by}</span></> : <span className="soft">no</span>}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  );
}
