import { Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api } from "../api/client";
import { shortDigest } from "../format";
import { Empty, Failure, Loading, PageHead, useTitle } from "../parts/Pieces";
import { Time } from "../parts/Time";

export function DefinitionsPage() {
  useTitle("Definitions");
  const definitions = useQuery({ queryKey: ["definitions"], queryFn: api.definitions });
  return (
    <>
      <PageHead title="Definitions"><Text className="soft" size="sm">The versions in force</Text></PageHead>
      {!definitions.data ? definitions.isError ? <Failure error={definitions.error} retry={() => void definitions.refetch()} /> : <Loading /> : definitions.data.length === 0 ? (
        <Empty title="Nothing is defined yet">Store a file of definitions with <code>gennaker apply -f pipeline.yaml</code>.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={620} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table className="list" verticalSpacing={7}>
            <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>Kind</Table.Th><Table.Th>File</Table.Th><Table.Th>Version</Table.Th><Table.Th>Stored</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {definitions.data.map((each) => (
                <Table.Tr key={`${each.kind}/${each.name}`}>
                  <Table.Td><Link className="strong" to={`/definitions/${each.kind.toLowerCase()}/${encodeURIComponent(each.name)}`}>{each.name}</Link></Table.Td>
                  <Table.Td>{each.kind}</Table.Td><Table.Td className="mono small">{each.fileName}</Table.Td>
                  <Table.Td className="mono small" title={each.digest}>{shortDigest(each.digest)}</Table.Td>
                  <Table.Td><Time at={each.at} /> <span className="soft">by {each.by}</span></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  );
}
