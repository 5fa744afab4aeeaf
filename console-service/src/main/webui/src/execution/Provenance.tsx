import { Alert, Button, Group, Table, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { api, Refused } from "../api/client";
import { count, shortDigest } from "../format";
import { Failure, Loading, Section } from "../parts/Pieces";
import { digestOf, type Envelope, type Resource, statementOf } from "./statement";

/** What was signed about an execution that has ended, and how to check it. */
export function Provenance({ id }: { id: string }) {
  const envelope = useQuery({ queryKey: ["provenance", id], queryFn: () => api.provenance(id), staleTime: Infinity });
  const none = envelope.error instanceof Refused && envelope.error.status === 404;
  return (
    <Section title="Provenance" beside={envelope.data && <a className="small" href={`/api/executions/${encodeURIComponent(id)}/provenance`} target="_blank" rel="noreferrer">the envelope</a>}>
      {none ? <Text size="sm" className="soft">No statement was signed: the orchestrator has no key.</Text>
        : envelope.isPending ? <Loading />
          : envelope.isError ? <Failure error={envelope.error} retry={() => void envelope.refetch()} />
            : <Signed envelope={envelope.data} id={id} />}
      <Again id={id} />
    </Section>
  );
}

function Signed({ envelope, id }: { envelope: Envelope; id: string }) {
  const { subject, predicate } = statementOf(envelope);
  const materials = predicate.buildDefinition.resolvedDependencies ?? [];
  return (
    <>
      <Text size="sm">Signed with {envelope.signatures.map(({ keyid }, index) => <code key={index} title={keyid}>{keyid ? shortDigest(keyid) : "a key without id"}</code>)}. Checked with <code>gennaker verify {id}</code></Text>
      <Resources title={count(subject.length, "subject")} resources={subject} />
      <details>
        <summary className="small">{count(materials.length, "material")}: images, definition, template, manifests, patches</summary>
        <Resources title="materials" resources={materials} />
      </details>
    </>
  );
}

function Resources({ title, resources }: { title: string; resources: Resource[] }) {
  return (
    <Table className="metrics" verticalSpacing={4} my={6} aria-label={title}>
      <Table.Tbody>
        {resources.map((each, index) => <Table.Tr key={index}><Table.Td className="digest">{each.name}</Table.Td><Table.Td className="mono small nowrap" title={digestOf(each)}>{shortDigest(Object.values(each.digest)[0] ?? "")}</Table.Td></Table.Tr>)}
      </Table.Tbody>
    </Table>
  );
}

/** Feeds what was recorded through the decisions of today's engine. */
function Again({ id }: { id: string }) {
  const replay = useMutation({ mutationFn: () => api.decideAgain(id) });
  const answer = replay.data;
  return (
    <>
      <Group gap="sm" mt="sm" role="status">
        <Button variant="default" size="xs" loading={replay.isPending} onClick={() => replay.mutate()}>Decide again</Button>
        {answer && (answer.same ? <Text size="sm" className="tone-good">The same came out of all {count(answer.moves, "recorded move")}</Text> : <Text size="sm" className="tone-bad">Another came out: {answer.difference}</Text>)}
      </Group>
      {replay.isError && <Alert mt="sm" color="red" variant="light" role="alert" className="problem">{replay.error.message}</Alert>}
    </>
  );
}
